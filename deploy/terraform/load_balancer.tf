# TLS ends here. Page, tokens and signalling pass it; media does not: it knows no UDP.

locals {
  has_certificate_file = var.certificate_file != "" && var.certificate_key_file != ""
  has_certificate      = local.has_certificate_file || var.certificate_ocid != "" || var.email != ""
  load_balancers       = var.with_load_balancer ? 1 : 0
  # Without a certificate yet: the first apply makes the addresses that a certificate needs, the second one the listener.
  https_listeners = var.with_load_balancer && local.has_certificate ? 1 : 0
}

resource "oci_core_public_ip" "load_balancer" {
  count          = local.load_balancers
  compartment_id = var.compartment_id
  display_name   = "first-room-load-balancer"
  lifetime       = "RESERVED"

  lifecycle {
    # The load balancer attaches it.
    ignore_changes = [private_ip_id]
  }
}

resource "oci_load_balancer_load_balancer" "room" {
  count                      = local.load_balancers
  compartment_id             = var.compartment_id
  display_name               = "first-room"
  shape                      = "flexible"
  subnet_ids                 = [oci_core_subnet.load_balancer[0].id]
  network_security_group_ids = [oci_core_network_security_group.load_balancer[0].id]

  shape_details {
    minimum_bandwidth_in_mbps = var.load_balancer_mbps
    maximum_bandwidth_in_mbps = var.load_balancer_mbps
  }

  reserved_ips {
    id = oci_core_public_ip.load_balancer[0].id
  }
}

resource "oci_load_balancer_backend_set" "nodes" {
  count            = local.load_balancers
  load_balancer_id = oci_load_balancer_load_balancer.room[0].id
  name             = "nodes"
  # Signalling connections last as long as a call does.
  policy = "LEAST_CONNECTIONS"

  # nginx alone is asked. LiveKit's own health page would take the whole site away when its Redis stalls for seconds.
  health_checker {
    protocol          = "HTTP"
    port              = 8080
    url_path          = "/healthz"
    return_code       = 200
    interval_ms       = 5000
    timeout_in_millis = 3000
    retries           = 2
  }
}

resource "oci_load_balancer_backend" "node" {
  count            = var.with_load_balancer ? var.node_count : 0
  load_balancer_id = oci_load_balancer_load_balancer.room[0].id
  backendset_name  = oci_load_balancer_backend_set.nodes[0].name
  ip_address       = oci_core_instance.node[count.index].private_ip
  port             = 8080
}

# A certificate on a load balancer can't be changed, only another one put beside it: so its name follows its contents, and the
# new one is there before the old one goes.
resource "oci_load_balancer_certificate" "room" {
  count              = var.with_load_balancer && local.has_certificate_file ? 1 : 0
  load_balancer_id   = oci_load_balancer_load_balancer.room[0].id
  certificate_name   = "room-${substr(filesha256(var.certificate_file), 0, 12)}"
  public_certificate = file(var.certificate_file)
  private_key        = file(var.certificate_key_file)

  lifecycle {
    create_before_destroy = true
  }
}

# A join carries a token and an offer in its address, about 3 kB and more with more tracks. The default of 8 kB for all headers
# is near; 32 is not.
resource "oci_load_balancer_rule_set" "large_headers" {
  count            = local.load_balancers
  load_balancer_id = oci_load_balancer_load_balancer.room[0].id
  name             = "large_headers"
  items {
    action                         = "HTTP_HEADER"
    http_large_header_size_in_kb   = 32
    are_invalid_characters_allowed = false
  }
}

resource "oci_load_balancer_rule_set" "to_https" {
  count            = local.load_balancers
  load_balancer_id = oci_load_balancer_load_balancer.room[0].id
  name             = "to_https"
  items {
    action        = "REDIRECT"
    response_code = 301
    conditions {
      attribute_name  = "PATH"
      attribute_value = "/"
      operator        = "FORCE_LONGEST_PREFIX_MATCH"
    }
    # Host, path and query stay as they are.
    redirect_uri {
      protocol = "HTTPS"
      port     = 443
    }
  }
}

resource "oci_load_balancer_listener" "http" {
  count                    = local.load_balancers
  load_balancer_id         = oci_load_balancer_load_balancer.room[0].id
  name                     = "http"
  port                     = 80
  protocol                 = "HTTP"
  default_backend_set_name = oci_load_balancer_backend_set.nodes[0].name
  rule_set_names           = [oci_load_balancer_rule_set.to_https[0].name]
}

resource "oci_load_balancer_listener" "https" {
  count                    = local.https_listeners
  load_balancer_id         = oci_load_balancer_load_balancer.room[0].id
  name                     = "https"
  port                     = 443
  protocol                 = "HTTP"
  default_backend_set_name = oci_load_balancer_backend_set.nodes[0].name
  rule_set_names           = [oci_load_balancer_rule_set.large_headers[0].name]

  # LiveKit and its clients send something every 10 s in both directions, so the default of 60 s is enough; 300 s are for a
  # page whose timers the browser slows down.
  connection_configuration {
    idle_timeout_in_seconds = 300
  }

  ssl_configuration {
    certificate_name        = one(oci_load_balancer_certificate.room[*].certificate_name)
    certificate_ids         = length(local.certificate_ocids) == 0 ? null : local.certificate_ocids
    verify_peer_certificate = false
    # By default TLS 1.2 alone.
    protocols         = ["TLSv1.2", "TLSv1.3"]
    cipher_suite_name = "oci-tls-12-13-wider-ssl-cipher-suite-v1"
  }
}
