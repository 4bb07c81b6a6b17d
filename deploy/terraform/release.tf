# With release_file: the release goes into a bucket, and every VM fetches it from there on its first boot, installs it and hands back what
# the doctor says. Without: nothing of this is made, and install.sh is run by hand.
#
# A VM is made before its public address is assigned, so cloud-init can't be told the address. It is told where to look for it: an object that
# Terraform writes afterwards. Each VM has two addresses for that, which hold for a day: one to read the bucket, one to write its result.

locals {
  fetching_nodes = var.release_file == "" ? 0 : var.node_count
  buckets        = var.release_file == "" ? 0 : 1
  release_name   = var.release_file == "" ? "" : "first-room-${filesha256(var.release_file)}.tar.gz"

  # Another name for each VM that is made, so that none is taken for its predecessor's.
  results = [for index in range(local.fetching_nodes) : "result-${index + 1}-${substr(sha256(oci_objectstorage_preauthrequest.read[index].id), 0, 8)}"]

  cloud_config = file("${path.module}/../cloud-init/${var.system}.yaml")
  user_data = [for index in range(var.node_count) : var.release_file == "" ? local.cloud_config : join("\n", [
    "Content-Type: multipart/mixed; boundary=\"first-room\"",
    "MIME-Version: 1.0",
    "",
    "--first-room",
    "Content-Type: text/cloud-config",
    "",
    local.cloud_config,
    "--first-room",
    # The scripts run in the order of their names: this one after cloud-init's own `runcmd`.
    "Content-Type: text/x-shellscript",
    "Content-Disposition: attachment; filename=\"zz-first-room\"",
    "",
    "#!/usr/bin/env bash",
    "settings_url='${oci_objectstorage_preauthrequest.read[index].full_path}settings-${index + 1}'",
    "result_url='${oci_objectstorage_preauthrequest.write[index].full_path}'",
    "certificate_url='${try(oci_objectstorage_preauthrequest.certificate[index].full_path, "")}'",
    file("${path.module}/../cloud-init/bring-release.sh"),
    "--first-room--",
    "",
  ])]
}

data "oci_objectstorage_namespace" "own" {
  count          = local.buckets
  compartment_id = var.compartment_id
}

resource "oci_objectstorage_bucket" "releases" {
  count          = local.buckets
  compartment_id = var.compartment_id
  namespace      = data.oci_objectstorage_namespace.own[0].namespace
  name           = "first-room-${replace(var.domain, ".", "-")}"
  access_type    = "NoPublicAccess"
}

resource "oci_objectstorage_object" "release" {
  count        = local.buckets
  namespace    = oci_objectstorage_bucket.releases[0].namespace
  bucket       = oci_objectstorage_bucket.releases[0].name
  object       = local.release_name
  source       = var.release_file
  content_type = "application/gzip"
}

resource "oci_objectstorage_preauthrequest" "read" {
  count        = local.fetching_nodes
  namespace    = oci_objectstorage_bucket.releases[0].namespace
  bucket       = oci_objectstorage_bucket.releases[0].name
  name         = "first-room-${count.index + 1}-reads"
  access_type  = "AnyObjectRead"
  time_expires = timeadd(timestamp(), "24h")

  lifecycle {
    ignore_changes = [time_expires]
  }
}

resource "oci_objectstorage_preauthrequest" "write" {
  count        = local.fetching_nodes
  namespace    = oci_objectstorage_bucket.releases[0].namespace
  bucket       = oci_objectstorage_bucket.releases[0].name
  name         = "first-room-${count.index + 1}-writes"
  access_type  = "ObjectWrite"
  object_name  = local.results[count.index]
  time_expires = timeadd(timestamp(), "24h")

  lifecycle {
    ignore_changes = [time_expires]
  }
}

# Where the release is, its checksum; the address that DNS has to have, certificate and email, or nothing; and install.sh's options, a line each.
resource "oci_objectstorage_object" "settings" {
  count     = local.fetching_nodes
  namespace = oci_objectstorage_bucket.releases[0].namespace
  bucket    = oci_objectstorage_bucket.releases[0].name
  object    = "settings-${count.index + 1}"
  content = join("\n", concat([
    "${oci_objectstorage_preauthrequest.read[count.index].full_path}${oci_objectstorage_object.release[0].object}",
    filesha256(var.release_file),
    local.renewing == 1 ? oci_core_public_ip.load_balancer[0].ip_address : "",
    try(oci_certificates_management_certificate.room[0].id, ""),
    var.email,
    "--domain",
    var.domain,
    "--public-ip",
    oci_core_public_ip.node[count.index].ip_address,
    "--tls",
    "load-balancer",
    # DNS can lead here only after this.
    "--before-dns",
  ], var.install_options, [""]))
  # The certificate is asked for through the load balancer, and put with a right.
  depends_on = [oci_load_balancer_listener.https, oci_load_balancer_listener.http, oci_load_balancer_backend.node, oci_identity_policy.renewal]
}

# Waits for the result, at most 80 minutes: the VM itself waits 30 minutes each for its network and for DNS.
resource "terraform_data" "installed" {
  count      = local.fetching_nodes
  input      = oci_core_instance.node[count.index].id
  depends_on = [oci_objectstorage_object.settings]

  provisioner "local-exec" {
    command = "curl --fail --silent --output ${path.module}/.terraform/result-${count.index + 1} --retry 960 --retry-delay 5 --retry-all-errors --retry-max-time 4800 \"$RESULT\""
    environment = {
      RESULT = "${oci_objectstorage_preauthrequest.read[count.index].full_path}${local.results[count.index]}"
    }
    quiet = true
  }
}

data "oci_objectstorage_object" "result" {
  count      = local.fetching_nodes
  namespace  = oci_objectstorage_bucket.releases[0].namespace
  bucket     = oci_objectstorage_bucket.releases[0].name
  object     = local.results[count.index]
  depends_on = [terraform_data.installed]
}

check "installed" {
  assert {
    condition     = alltrue([for result in data.oci_objectstorage_object.result : startswith(result.content, "status 0\n")])
    error_message = "The VM was made, but something is wrong on it: see the output `doctor`. Once it is mended: ssh to the VM, and sudo bash /var/lib/cloud/instance/scripts/zz-first-room"
  }
}
