# What may reach what. The same table is in deploy/README.md.

locals {
  tcp  = "6"
  udp  = "17"
  icmp = "1"

  # Ports that guests' browsers reach on the VMs. Without a load balancer that is the page, too.
  node_tcp_ports = var.with_load_balancer ? [7881] : [7881, 80, 443]
}

resource "oci_core_network_security_group" "nodes" {
  compartment_id = var.compartment_id
  vcn_id         = oci_core_vcn.room.id
  display_name   = "first-room-nodes"
}

resource "oci_core_network_security_group" "load_balancer" {
  count          = var.with_load_balancer ? 1 : 0
  compartment_id = var.compartment_id
  vcn_id         = oci_core_vcn.room.id
  display_name   = "first-room-load-balancer"
}

# Media. Stateless, since connections that are tracked are a table that can be full. A stateless rule lets no answer
# through by itself: the second one is its mirror.
resource "oci_core_network_security_group_security_rule" "media_in" {
  network_security_group_id = oci_core_network_security_group.nodes.id
  description               = "Picture and sound"
  direction                 = "INGRESS"
  protocol                  = local.udp
  stateless                 = true
  source                    = local.anywhere
  source_type               = "CIDR_BLOCK"
  udp_options {
    destination_port_range {
      min = 7882
      max = 7882
    }
  }
}

resource "oci_core_network_security_group_security_rule" "media_out" {
  network_security_group_id = oci_core_network_security_group.nodes.id
  description               = "Picture and sound, the way back"
  direction                 = "EGRESS"
  protocol                  = local.udp
  stateless                 = true
  destination               = local.anywhere
  destination_type          = "CIDR_BLOCK"
  udp_options {
    source_port_range {
      min = 7882
      max = 7882
    }
  }
}

resource "oci_core_network_security_group_security_rule" "node_tcp" {
  for_each                  = toset([for port in local.node_tcp_ports : tostring(port)])
  network_security_group_id = oci_core_network_security_group.nodes.id
  description               = each.value == "7881" ? "Media where no UDP gets through" : "The page"
  direction                 = "INGRESS"
  protocol                  = local.tcp
  source                    = local.anywhere
  source_type               = "CIDR_BLOCK"
  tcp_options {
    destination_port_range {
      min = tonumber(each.value)
      max = tonumber(each.value)
    }
  }
}

# "Too big": without it packets of a smaller path are lost without a word.
resource "oci_core_network_security_group_security_rule" "path_mtu" {
  network_security_group_id = oci_core_network_security_group.nodes.id
  description               = "Fragmentation needed"
  direction                 = "INGRESS"
  protocol                  = local.icmp
  source                    = local.anywhere
  source_type               = "CIDR_BLOCK"
  icmp_options {
    type = 3
    code = 4
  }
}

resource "oci_core_network_security_group_security_rule" "ssh" {
  count                     = var.ssh_from == "" ? 0 : 1
  network_security_group_id = oci_core_network_security_group.nodes.id
  description               = "SSH for whoever operates it"
  direction                 = "INGRESS"
  protocol                  = local.tcp
  source                    = var.ssh_from
  source_type               = "CIDR_BLOCK"
  tcp_options {
    destination_port_range {
      min = 22
      max = 22
    }
  }
}

resource "oci_core_network_security_group_security_rule" "node_out" {
  network_security_group_id = oci_core_network_security_group.nodes.id
  description               = "Packages, LiveKit's release, time"
  direction                 = "EGRESS"
  protocol                  = "all"
  destination               = local.anywhere
  destination_type          = "CIDR_BLOCK"
}

resource "oci_core_network_security_group_security_rule" "web_from_load_balancer" {
  count                     = var.with_load_balancer ? 1 : 0
  network_security_group_id = oci_core_network_security_group.nodes.id
  description               = "nginx, for the load balancer alone"
  direction                 = "INGRESS"
  protocol                  = local.tcp
  source                    = oci_core_network_security_group.load_balancer[0].id
  source_type               = "NETWORK_SECURITY_GROUP"
  tcp_options {
    destination_port_range {
      min = 8080
      max = 8080
    }
  }
}

resource "oci_core_network_security_group_security_rule" "load_balancer_in" {
  for_each                  = var.with_load_balancer ? toset(["80", "443"]) : toset([])
  network_security_group_id = oci_core_network_security_group.load_balancer[0].id
  description               = "Guests"
  direction                 = "INGRESS"
  protocol                  = local.tcp
  source                    = local.anywhere
  source_type               = "CIDR_BLOCK"
  tcp_options {
    destination_port_range {
      min = tonumber(each.value)
      max = tonumber(each.value)
    }
  }
}

resource "oci_core_network_security_group_security_rule" "load_balancer_out" {
  count                     = var.with_load_balancer ? 1 : 0
  network_security_group_id = oci_core_network_security_group.load_balancer[0].id
  description               = "nginx on the VMs"
  direction                 = "EGRESS"
  protocol                  = local.tcp
  destination               = oci_core_network_security_group.nodes.id
  destination_type          = "NETWORK_SECURITY_GROUP"
  tcp_options {
    destination_port_range {
      min = 8080
      max = 8080
    }
  }
}
