# Format and syntax of these files are checked by `npm run test:deploy`. `terraform test` was run with a stand-in for the provider
# that knows the arguments used here and no others; the provider itself never saw them: `terraform validate` and `terraform test` are
# for you to run first, and nothing was ever applied to a real tenancy.
terraform {
  required_version = ">= 1.9"
  required_providers {
    oci = {
      source  = "oracle/oci"
      version = ">= 7.0, < 9.0"
    }
  }
}

# Credentials come from ~/.oci/config or from Cloud Shell.
provider "oci" {
  region = var.region
}
