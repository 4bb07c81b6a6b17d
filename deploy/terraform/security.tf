# What may reach what: one line for each rule. The same table is in deploy/README.md, and for several VMs in deploy/cluster/README.md.

locals {
  rules = { for name, rule in local.rules_of_all_setups : name => rule if try(rule.when, true) }

  rules_of_all_setups = {
    # Stateless, since connections that are tracked are a table that can be full. A stateless rule lets no answer through
    # by itself: the second one is its mirror.
    media_in  = { group = "nodes", from = local.anywhere, protocol = "udp", port = 7882, stateless = true, why = "Video and audio" }
    media_out = { group = "nodes", to = local.anywhere, protocol = "udp", source_port = 7882, stateless = true, why = "Video and audio, the way back" }
    media_tcp = { group = "nodes", from = local.anywhere, protocol = "tcp", port = 7881, why = "Media where no UDP gets through" }

    # "Too big": without it packets of a smaller path are lost without a word.
    path_mtu = { group = "nodes", from = local.anywhere, protocol = "icmp", why = "Fragmentation needed" }
    ssh      = { group = "nodes", from = var.ssh_from, protocol = "tcp", port = 22, when = var.ssh_from != "", why = "SSH for whoever operates it" }
    node_out = { group = "nodes", to = local.anywhere, protocol = "all", why = "Packages, LiveKit's release, time" }

    guests_http       = { group = "load_balancer", from = local.anywhere, protocol = "tcp", port = 80, when = var.with_load_balancer, why = "Guests" }
    guests_https      = { group = "load_balancer", from = local.anywhere, protocol = "tcp", port = 443, when = var.with_load_balancer, why = "Guests" }
    load_balancer_out = { group = "load_balancer", to = "nodes", protocol = "tcp", port = 8080, when = var.with_load_balancer, why = "nginx on the VMs" }
    web               = { group = "nodes", from = "load_balancer", protocol = "tcp", port = 8080, when = var.with_load_balancer, why = "nginx, for the load balancer alone" }

    # Without a load balancer guests reach the page on the VM.
    page_http  = { group = "nodes", from = local.anywhere, protocol = "tcp", port = 80, when = !var.with_load_balancer, why = "The page" }
    page_https = { group = "nodes", from = local.anywhere, protocol = "tcp", port = 443, when = !var.with_load_balancer, why = "The page" }

    # TURN has port 443 of the VM's own address, and its certificate is got over port 80.
    turn      = { group = "nodes", from = local.anywhere, protocol = "tcp", port = 443, when = var.turn_domain != "", why = "TURN over TLS" }
    turn_acme = { group = "nodes", from = local.anywhere, protocol = "tcp", port = 80, when = var.turn_domain != "", why = "The certificate of TURN" }

    # Several VMs among themselves. LiveKit's nodes speak to each other through Redis alone: 7880 and 5000 are for the nginx of a
    # VM whose own LiveKit or token handler is down.
    peer_signalling    = { group = "nodes", from = "nodes", protocol = "tcp", port = 7880, when = var.node_count > 1, why = "LiveKit's signalling, for nginx of the other VMs" }
    peer_tokens        = { group = "nodes", from = "nodes", protocol = "tcp", port = 5000, when = var.node_count > 1, why = "The token handler, for nginx of the other VMs" }
    peer_redis         = { group = "nodes", from = "nodes", protocol = "tcp", port = 6379, when = var.node_count > 1, why = "Redis" }
    peer_sentinel      = { group = "nodes", from = "nodes", protocol = "tcp", port = 26379, when = var.node_count > 1, why = "Redis Sentinel" }
    peer_livekit_stats = { group = "nodes", from = "nodes", protocol = "tcp", port = 6789, when = var.node_count > 1, why = "LiveKit's metrics, for Prometheus on one of the VMs" }
    peer_token_stats   = { group = "nodes", from = "nodes", protocol = "tcp", port = 5001, when = var.node_count > 1, why = "The token handler's metrics, for Prometheus on one of the VMs" }
  }

  protocols = { tcp = "6", udp = "17", icmp = "1", all = "all" }
  groups = {
    nodes         = oci_core_network_security_group.nodes.id
    load_balancer = one(oci_core_network_security_group.load_balancer[*].id)
  }
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

resource "oci_core_network_security_group_security_rule" "rule" {
  for_each                  = local.rules
  network_security_group_id = local.groups[each.value.group]
  description               = each.value.why
  direction                 = can(each.value.from) ? "INGRESS" : "EGRESS"
  protocol                  = local.protocols[each.value.protocol]
  stateless                 = try(each.value.stateless, false)

  # The name of a group, or addresses.
  source           = try(local.groups[each.value.from], each.value.from, null)
  source_type      = can(each.value.from) ? (can(local.groups[each.value.from]) ? "NETWORK_SECURITY_GROUP" : "CIDR_BLOCK") : null
  destination      = try(local.groups[each.value.to], each.value.to, null)
  destination_type = can(each.value.to) ? (can(local.groups[each.value.to]) ? "NETWORK_SECURITY_GROUP" : "CIDR_BLOCK") : null

  dynamic "tcp_options" {
    for_each = each.value.protocol == "tcp" ? [each.value.port] : []
    content {
      destination_port_range {
        min = tcp_options.value
        max = tcp_options.value
      }
    }
  }

  dynamic "udp_options" {
    for_each = each.value.protocol == "udp" ? [each.value] : []
    content {
      dynamic "destination_port_range" {
        for_each = try([udp_options.value.port], [])
        content {
          min = destination_port_range.value
          max = destination_port_range.value
        }
      }
      dynamic "source_port_range" {
        for_each = try([udp_options.value.source_port], [])
        content {
          min = source_port_range.value
          max = source_port_range.value
        }
      }
    }
  }

  dynamic "icmp_options" {
    for_each = each.value.protocol == "icmp" ? [{ type = 3, code = 4 }] : []
    content {
      type = icmp_options.value.type
      code = icmp_options.value.code
    }
  }
}
