# The VMs. What runs on them is install.sh's part: cloud-init brings the packages, and with release_file also runs it.

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

  lifecycle {
    postcondition {
      condition     = length(self.images) > 0
      error_message = "${var.region} has no image of ${local.images[var.system].name} ${local.images[var.system].version} for the shape ${var.shape}: check the name of the shape, or choose another one."
    }
  }
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
    user_data           = base64encode(local.user_data[count.index])
  }

  lifecycle {
    # The provider would replace the VM, with the room key and LiveKit's keys on it, for a newer image, other packages, another SSH key, or a
    # data center that the region lists in another order.
    ignore_changes = [availability_domain, source_details, metadata["ssh_authorized_keys"], metadata["user_data"]]
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
