# Provider 8.28.0 checked files of this shape once (`terraform validate`, `terraform test`). They were never applied to a
# real tenancy.
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
