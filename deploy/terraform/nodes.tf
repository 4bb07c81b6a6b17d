# The VMs. What runs on them is install.sh's part: cloud-init only brings the packages.

locals {
  images = {
    "oracle-linux-9" = { name = "Oracle Linux", version = "9" }
    "ubuntu-24.04"   = { name = "Canonical Ubuntu", version = "24.04" }
  }
}

data "oci_identity_availability_domains" "all" {
  compartment_id = var.compartment_id
}

data "oci_core_images" "newest" {
  compartment_id           = var.compartment_id
  operating_system         = local.images[var.system].name
  operating_system_version = local.images[var.system].version
  shape                    = var.shape
  sort_by                  = "TIMECREATED"
  sort_order               = "DESC"
}

resource "oci_core_instance" "node" {
  count               = var.node_count
  compartment_id      = var.compartment_id
  display_name        = "first-room-${count.index + 1}"
  availability_domain = element(data.oci_identity_availability_domains.all.availability_domains, count.index).name
  shape               = var.shape

  shape_config {
    ocpus         = var.ocpus
    memory_in_gbs = var.memory_gb
  }

  source_details {
    source_type = "image"
    source_id   = data.oci_core_images.newest.images[0].id
  }

  create_vnic_details {
    subnet_id      = oci_core_subnet.nodes.id
    nsg_ids        = [oci_core_network_security_group.nodes.id]
    hostname_label = "node${count.index + 1}"
    # The reserved address below takes its place; a VNIC has one or the other.
    assign_public_ip = false
  }

  # The older metadata service answers whoever makes the VM ask an address of their choice; the second version wants a header.
  instance_options {
    are_legacy_imds_endpoints_disabled = true
  }

  metadata = {
    ssh_authorized_keys = var.ssh_public_key
    # As it is: templatefile() would take every dollar sign with a brace for its own, also in comments.
    user_data = filebase64("${path.module}/../cloud-init/${var.system}.yaml")
  }

  lifecycle {
    # A newer image, or other packages, are no reason to throw away a VM with its keys.
    ignore_changes = [source_details, metadata["user_data"]]
  }
}

data "oci_core_vnic_attachments" "node" {
  count          = var.node_count
  compartment_id = var.compartment_id
  instance_id    = oci_core_instance.node[count.index].id
}

data "oci_core_private_ips" "node" {
  count   = var.node_count
  vnic_id = data.oci_core_vnic_attachments.node[count.index].vnic_attachments[0].vnic_id
}

# Guests send media to it, and it stays when the VM is made anew. The VM cannot be told by cloud-init: the address needs the
# VM first. So install.sh is told, with what the outputs print.
resource "oci_core_public_ip" "node" {
  count          = var.node_count
  compartment_id = var.compartment_id
  display_name   = "first-room-${count.index + 1}"
  lifetime       = "RESERVED"
  private_ip_id  = data.oci_core_private_ips.node[count.index].private_ips[0].id
}
