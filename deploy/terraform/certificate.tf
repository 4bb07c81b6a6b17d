# With email: the VM gets the load balancer's certificate from Let's Encrypt and renews it (install.sh --certificate).
#
# The authority asks through the load balancer, whose listener needs a certificate for that. So the VM makes a first one, which nobody trusts, and
# hands it over in the bucket; it becomes a certificate in OCI's Certificates service, of which the VM puts newer versions there.

locals {
  renewing           = var.email == "" ? 0 : 1
  first_certificates = [for index in range(local.renewing) : "certificate-${index + 1}-${substr(sha256(oci_objectstorage_preauthrequest.read[index].id), 0, 8)}"]
  # The certificate, its chain and its key.
  first_pems = [for object in data.oci_objectstorage_object.first_certificate : regexall("(?s)-----BEGIN .*?-----END [A-Z ]+-----\n", object.content)]
  # One way or none.
  certificate_ocids = concat(var.certificate_ocid == "" ? [] : [var.certificate_ocid], oci_certificates_management_certificate.room[*].id)
}

resource "oci_objectstorage_preauthrequest" "certificate" {
  count        = local.renewing
  namespace    = oci_objectstorage_bucket.releases[0].namespace
  bucket       = oci_objectstorage_bucket.releases[0].name
  name         = "first-room-certificate"
  access_type  = "ObjectWrite"
  object_name  = local.first_certificates[count.index]
  time_expires = timeadd(timestamp(), "24h")

  lifecycle {
    ignore_changes = [time_expires]
  }
}

# Said while apply runs, since the VM waits for it.
resource "terraform_data" "dns" {
  count = local.renewing
  input = oci_core_public_ip.load_balancer[0].ip_address

  provisioner "local-exec" {
    command = "echo \"DNS: an A record for $NAME with $ADDRESS, now. The VM waits for it, at most 30 minutes.\""
    environment = {
      NAME    = var.domain
      ADDRESS = oci_core_public_ip.load_balancer[0].ip_address
    }
    quiet = true
  }
}

# Waits for the VM's first certificate, at most 40 minutes.
resource "terraform_data" "first_certificate" {
  count      = local.renewing
  input      = oci_core_instance.node[count.index].id
  depends_on = [oci_core_public_ip.node]

  provisioner "local-exec" {
    command = "curl --fail --silent --output ${path.module}/.terraform/first-certificate --retry 480 --retry-delay 5 --retry-all-errors --retry-max-time 2400 \"$CERTIFICATE\""
    environment = {
      CERTIFICATE = "${oci_objectstorage_preauthrequest.read[count.index].full_path}${local.first_certificates[count.index]}"
    }
    quiet = true
  }
}

data "oci_objectstorage_object" "first_certificate" {
  count      = local.renewing
  namespace  = oci_objectstorage_bucket.releases[0].namespace
  bucket     = oci_objectstorage_bucket.releases[0].name
  object     = local.first_certificates[count.index]
  depends_on = [terraform_data.first_certificate]
}

resource "oci_certificates_management_certificate" "room" {
  count          = local.renewing
  compartment_id = var.compartment_id
  name           = "first-room-${replace(var.domain, ".", "-")}-${substr(sha256(oci_objectstorage_preauthrequest.read[count.index].id), 0, 8)}"
  description    = "The load balancer's, renewed by the VM"

  certificate_config {
    config_type     = "IMPORTED"
    certificate_pem = local.first_pems[count.index][0]
    cert_chain_pem  = local.first_pems[count.index][1]
    private_key_pem = local.first_pems[count.index][2]
  }

  lifecycle {
    # From then on the VM puts the versions. (OCI keeps a deleted certificate's name for days: so the name has an ending of its own.)
    ignore_changes = [certificate_config]
  }
}

# Rights are written in the tenancy's home region.
data "oci_identity_region_subscriptions" "own" {
  count      = local.renewing
  tenancy_id = var.tenancy_id
}

provider "oci" {
  alias  = "home"
  region = try(one([for one in data.oci_identity_region_subscriptions.own[0].region_subscriptions : one.region_name if one.is_home_region]), var.region)
}

resource "oci_identity_dynamic_group" "node" {
  count          = local.renewing
  provider       = oci.home
  compartment_id = var.tenancy_id
  name           = "first-room-${replace(var.domain, ".", "-")}"
  description    = "The VM that renews the certificate of ${var.domain}"
  matching_rule  = "instance.id = '${oci_core_instance.node[count.index].id}'"
}

resource "oci_identity_policy" "renewal" {
  count          = local.renewing
  provider       = oci.home
  compartment_id = var.compartment_id
  name           = "first-room-${replace(var.domain, ".", "-")}"
  description    = "The VM renews the certificate of ${var.domain}"
  statements     = ["Allow dynamic-group ${oci_identity_dynamic_group.node[count.index].name} to manage leaf-certificate-family in compartment id ${var.compartment_id}"]
}
