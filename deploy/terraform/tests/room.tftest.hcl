# terraform init && terraform test: nothing is made, the provider is a stand-in.

mock_provider "oci" {
  mock_data "oci_identity_availability_domains" {
    defaults = { availability_domains = [{ name = "AD-1" }] }
  }
  mock_data "oci_core_images" {
    defaults = { images = [{ id = "ocid1.image.oc1..mock" }] }
  }
  mock_data "oci_core_vnic_attachments" {
    defaults = { vnic_attachments = [{ vnic_id = "ocid1.vnic.oc1..mock" }] }
  }
  mock_data "oci_core_private_ips" {
    defaults = { private_ips = [{ id = "ocid1.privateip.oc1..mock" }] }
  }
}

variables {
  region         = "ap-tokyo-1"
  compartment_id = "ocid1.compartment.oc1..mock"
  domain         = "room.example.com"
  ssh_public_key = "ssh-ed25519 AAAA"
}

run "one_vm_behind_a_load_balancer" {
  command = apply
  assert {
    condition     = length(oci_core_instance.node) == 1 && length(oci_load_balancer_backend.node) == 1
    error_message = "one VM, and the load balancer knows it"
  }
  assert {
    condition     = alltrue([for node in oci_core_instance.node : node.instance_options[0].are_legacy_imds_endpoints_disabled])
    error_message = "the older metadata service is off"
  }
  assert {
    condition     = !can(oci_core_network_security_group_security_rule.rule["ssh"])
    error_message = "SSH is shut unless an address is given"
  }
  assert {
    condition     = [for rule in oci_core_network_security_group_security_rule.rule : rule.tcp_options[0].destination_port_range[0].min if rule.source == "0.0.0.0/0" && rule.protocol == "6" && rule.network_security_group_id == oci_core_network_security_group.nodes.id] == [7881]
    error_message = "of the VM's TCP ports guests reach 7881 alone"
  }
  assert {
    condition     = oci_core_network_security_group_security_rule.rule["media_in"].stateless && oci_core_network_security_group_security_rule.rule["media_out"].stateless
    error_message = "a stateless rule has its mirror"
  }
  assert {
    condition     = alltrue([for rule in oci_core_network_security_group_security_rule.rule : rule.source != oci_core_network_security_group.nodes.id])
    error_message = "one VM has no other to let in"
  }
  assert {
    condition     = length(oci_load_balancer_listener.https) == 0 && strcontains(output.next_step, "certificate_file")
    error_message = "without a certificate nothing listens on 443, and the next step says so"
  }
}

run "the_vm_has_the_certificate" {
  command = apply
  variables {
    with_load_balancer = false
  }
  assert {
    condition     = length(oci_load_balancer_load_balancer.room) == 0
    error_message = "no load balancer"
  }
  assert {
    condition     = toset([for rule in oci_core_network_security_group_security_rule.rule : rule.tcp_options[0].destination_port_range[0].min if rule.protocol == "6"]) == toset([80, 443, 7881])
    error_message = "the VM serves the page itself"
  }
  assert {
    condition     = strcontains(output.next_step, "--tls vm")
    error_message = "install.sh is told"
  }
}

run "several_vms" {
  command = apply
  variables {
    node_count = 3
  }
  assert {
    condition     = length(oci_core_public_ip.node) == 3 && length(oci_load_balancer_backend.node) == 3
    error_message = "each has an address of its own"
  }
  assert {
    condition     = toset([for rule in oci_core_network_security_group_security_rule.rule : rule.tcp_options[0].destination_port_range[0].min if rule.source == oci_core_network_security_group.nodes.id && rule.network_security_group_id == oci_core_network_security_group.nodes.id]) == toset([7880, 5000, 6379, 26379, 6789, 5001])
    error_message = "the VMs reach each other's signalling, token handler, Redis and metrics"
  }
  assert {
    condition     = toset([for rule in oci_core_network_security_group_security_rule.rule : rule.protocol == "6" ? rule.tcp_options[0].destination_port_range[0].min : 7882 if rule.source == "0.0.0.0/0" && rule.network_security_group_id == oci_core_network_security_group.nodes.id && rule.protocol != "1"]) == toset([7881, 7882])
    error_message = "guests reach media alone, as with one VM"
  }
  assert {
    condition     = length(output.node_private_ips) == 3
    error_message = "each has an address for the others"
  }
  assert {
    condition     = strcontains(output.next_step, "redis")
    error_message = "several VMs need a Redis"
  }
}

run "a_domain_with_a_scheme" {
  command = plan
  variables {
    domain = "https://room.example.com"
  }
  expect_failures = [var.domain]
}

run "ssh_for_everybody" {
  command = plan
  variables {
    ssh_from = "0.0.0.0/0"
  }
  expect_failures = [var.ssh_from]
}

run "ssh_for_everybody_written_otherwise" {
  command = plan
  variables {
    ssh_from = "198.51.100.7/00"
  }
  expect_failures = [var.ssh_from]
}

run "ssh_for_half_the_internet" {
  command = plan
  variables {
    ssh_from = "0.0.0.0/1"
  }
  expect_failures = [var.ssh_from]
}

run "ssh_for_everybody_with_ipv6" {
  command = plan
  variables {
    ssh_from = "::/0"
  }
  expect_failures = [var.ssh_from]
}

run "several_vms_without_a_load_balancer" {
  command = plan
  variables {
    node_count         = 2
    with_load_balancer = false
  }
  expect_failures = [var.with_load_balancer]
}
