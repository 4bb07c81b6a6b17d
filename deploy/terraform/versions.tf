# `npm run test:deploy` runs init, validate, test, plan and apply with a stand-in that has the schemas of Oracle's provider 8.28.0. `validate` and
# `test` were also run once with that provider itself, built from its source. Nothing was ever applied to a real tenancy.
terraform {
  required_version = ">= 1.9"
  required_providers {
    oci = {
      source = "oracle/oci"
      # 8.15 is the first one that imports certificates.
      version = ">= 8.15, < 9.0"
    }
  }
}

# Credentials come from ~/.oci/config or from Cloud Shell.
provider "oci" {
  region = var.region
}
