# One network with two subnets, both public: the load balancer's, and the VMs', which guests send media to directly.

locals {
  anywhere = "0.0.0.0/0"
}

resource "oci_core_vcn" "room" {
  compartment_id = var.compartment_id
  display_name   = "first-room"
  cidr_blocks    = ["10.20.0.0/16"]
  dns_label      = "firstroom"
}

resource "oci_core_internet_gateway" "room" {
  compartment_id = var.compartment_id
  vcn_id         = oci_core_vcn.room.id
  display_name   = "first-room"
}

resource "oci_core_route_table" "internet" {
  compartment_id = var.compartment_id
  vcn_id         = oci_core_vcn.room.id
  display_name   = "first-room-internet"
  route_rules {
    destination       = local.anywhere
    destination_type  = "CIDR_BLOCK"
    network_entity_id = oci_core_internet_gateway.room.id
  }
}

# Empty: the VCN's default list would open SSH to the whole internet. What is open stands in security.tf alone.
resource "oci_core_security_list" "none" {
  compartment_id = var.compartment_id
  vcn_id         = oci_core_vcn.room.id
  display_name   = "first-room-none"
}

resource "oci_core_subnet" "load_balancer" {
  count             = var.with_load_balancer ? 1 : 0
  compartment_id    = var.compartment_id
  vcn_id            = oci_core_vcn.room.id
  display_name      = "first-room-load-balancer"
  cidr_block        = "10.20.1.0/24"
  dns_label         = "lb"
  route_table_id    = oci_core_route_table.internet.id
  security_list_ids = [oci_core_security_list.none.id]
}

resource "oci_core_subnet" "nodes" {
  compartment_id    = var.compartment_id
  vcn_id            = oci_core_vcn.room.id
  display_name      = "first-room-nodes"
  cidr_block        = "10.20.2.0/24"
  dns_label         = "nodes"
  route_table_id    = oci_core_route_table.internet.id
  security_list_ids = [oci_core_security_list.none.id]
}
