# Run with `terraform init && terraform test`. The tests make nothing, because Terraform mocks the provider. They set every
# variable, because `terraform test` also reads terraform.tfvars.

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

mock_provider "oci" {
  alias = "home"
}

variables {
  region               = "ap-tokyo-1"
  compartment_id       = "ocid1.compartment.oc1..mock"
  domain               = "room.example.com"
  ssh_public_key       = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f you@laptop"
  ssh_from             = ""
  system               = "oracle-linux-9"
  shape                = "VM.Standard.E5.Flex"
  ocpus                = 1
  memory_gb            = 16
  node_count           = 1
  with_load_balancer   = true
  load_balancer_mbps   = 10
  certificate_file     = ""
  certificate_key_file = ""
  certificate_ocid     = ""
  turn_domain          = ""
  email                = ""
  tenancy_id           = ""
  release_file         = ""
  install_options      = []
}

run "one_vm_behind_a_load_balancer" {
  command = apply
  assert {
    condition     = length(oci_core_instance.node) == 1 && length(oci_load_balancer_backend.node) == 1
    error_message = "there must be one VM, which is a backend of the load balancer"
  }
  assert {
    condition     = alltrue([for node in oci_core_instance.node : node.instance_options[0].are_legacy_imds_endpoints_disabled])
    error_message = "the older metadata service must be off"
  }
  assert {
    condition     = !can(oci_core_network_security_group_security_rule.rule["ssh"])
    error_message = "without an address for SSH its port must be closed"
  }
  assert {
    condition     = [for rule in oci_core_network_security_group_security_rule.rule : rule.tcp_options[0].destination_port_range[0].min if rule.source == "0.0.0.0/0" && rule.protocol == "6" && rule.network_security_group_id == oci_core_network_security_group.nodes.id] == [7881]
    error_message = "guests must reach only TCP port 7881 of the VM"
  }
  assert {
    condition     = oci_core_network_security_group_security_rule.rule["media_in"].stateless && oci_core_network_security_group_security_rule.rule["media_out"].stateless
    error_message = "both the rule for incoming media and its mirror must be stateless"
  }
  assert {
    condition     = alltrue([for rule in oci_core_network_security_group_security_rule.rule : rule.source != oci_core_network_security_group.nodes.id])
    error_message = "with one VM no rule may open ports between VMs"
  }
  assert {
    condition     = length(oci_load_balancer_listener.https) == 0 && strcontains(output.next_step, "certificate_file")
    error_message = "without a certificate there must be no listener on 443, and the next step must name certificate_file"
  }
}

run "the_vm_has_the_certificate" {
  command = apply
  variables {
    with_load_balancer = false
  }
  assert {
    condition     = length(oci_load_balancer_load_balancer.room) == 0
    error_message = "there must be no load balancer"
  }
  assert {
    condition     = toset([for rule in oci_core_network_security_group_security_rule.rule : rule.tcp_options[0].destination_port_range[0].min if rule.protocol == "6"]) == toset([80, 443, 7881])
    error_message = "the VM must be open on 80, 443 and 7881, because it serves the page itself"
  }
  assert {
    condition     = strcontains(output.next_step, "--tls vm")
    error_message = "the next step must call install.sh with --tls vm"
  }
}

run "the_vm_renews_the_load_balancers_certificate" {
  command = apply
  variables {
    certificate_ocid = "ocid1.certificate.oc1..mock"
  }
  assert {
    condition     = oci_load_balancer_listener.https[0].ssl_configuration[0].certificate_ids == tolist(["ocid1.certificate.oc1..mock"]) && length(oci_load_balancer_certificate.room) == 0
    error_message = "the listener must have the certificate of the Certificates service"
  }
}

run "turn_has_port_443_of_the_vm" {
  command = apply
  variables {
    turn_domain = "turn.room.example.com"
  }
  assert {
    condition     = toset([for rule in oci_core_network_security_group_security_rule.rule : rule.tcp_options[0].destination_port_range[0].min if rule.source == "0.0.0.0/0" && rule.protocol == "6" && rule.network_security_group_id == oci_core_network_security_group.nodes.id]) == toset([80, 443, 7881])
    error_message = "the VM must be open on 443 for TURN, on 80 for its certificate, and on 7881"
  }
  assert {
    condition     = strcontains(output.next_step, "first-room apply --turn turn.room.example.com")
    error_message = "the next step must name the command for TURN"
  }
}

run "several_vms" {
  command = apply
  variables {
    node_count = 3
  }
  assert {
    condition     = length(oci_core_public_ip.node) == 3 && length(oci_load_balancer_backend.node) == 3
    error_message = "each VM must have a public address of its own"
  }
  assert {
    condition     = toset([for rule in oci_core_network_security_group_security_rule.rule : rule.tcp_options[0].destination_port_range[0].min if rule.source == oci_core_network_security_group.nodes.id && rule.network_security_group_id == oci_core_network_security_group.nodes.id]) == toset([7880, 5000, 6379, 26379, 6789, 5001])
    error_message = "the VMs must reach each other's signalling, token handler, Redis and metrics"
  }
  assert {
    condition     = toset([for rule in oci_core_network_security_group_security_rule.rule : rule.protocol == "6" ? rule.tcp_options[0].destination_port_range[0].min : 7882 if rule.source == "0.0.0.0/0" && rule.network_security_group_id == oci_core_network_security_group.nodes.id && rule.protocol != "1"]) == toset([7881, 7882])
    error_message = "guests must reach only the media ports, as with one VM"
  }
  assert {
    condition     = length(output.node_private_ips) == 3
    error_message = "each VM must have a private address for the others"
  }
  assert {
    condition     = strcontains(output.next_step, "redis")
    error_message = "with several VMs the next step must name Redis"
  }
}

# Terraform must refuse these values before it makes anything. Each run sets all variables to one kind of mistake.

run "mistakes_1" {
  command = plan
  variables {
    domain             = "https://room.example.com"
    region             = "Japan East (Tokyo)"
    compartment_id     = "first-room"
    ssh_from           = "0.0.0.0/0"
    ssh_public_key     = ""
    system             = "debian-12"
    shape              = "VM.Standard.E2.1.Micro"
    ocpus              = 0
    node_count         = 0
    load_balancer_mbps = 1
  }
  expect_failures = [var.domain, var.region, var.compartment_id, var.ssh_from, var.ssh_public_key, var.system, var.shape, var.ocpus, var.node_count, var.load_balancer_mbps]
}

run "mistakes_2" {
  command = plan
  variables {
    domain             = "203.0.113.10"
    region             = "tokyo"
    compartment_id     = "ocid1.instance.oc1..mock"
    ssh_from           = "198.51.100.7/00"
    ssh_public_key     = " "
    shape              = "BM.Standard.E5.192"
    ocpus              = 0.5
    node_count         = 1.5
    load_balancer_mbps = 10.5
  }
  expect_failures = [var.domain, var.region, var.compartment_id, var.ssh_from, var.ssh_public_key, var.shape, var.ocpus, var.node_count, var.load_balancer_mbps]
}

run "mistakes_3" {
  command = plan
  variables {
    domain             = "room.example.com/team"
    region             = ""
    compartment_id     = ""
    ssh_from           = "0.0.0.0/1"
    ssh_public_key     = "ssh-ed25519 AAAA... you@laptop"
    shape              = ""
    ocpus              = -1
    node_count         = 11
    load_balancer_mbps = 9000
  }
  expect_failures = [var.domain, var.region, var.compartment_id, var.ssh_from, var.ssh_public_key, var.shape, var.ocpus, var.node_count, var.load_balancer_mbps]
}

run "mistakes_4" {
  command = plan
  variables {
    ssh_from       = "128.0.0.0/01"
    ssh_public_key = "~/.ssh/id_ed25519.pub"
  }
  expect_failures = [var.ssh_from, var.ssh_public_key]
}

run "mistakes_5" {
  command = plan
  variables {
    ssh_from       = "::/0"
    ssh_public_key = "-----BEGIN OPENSSH PRIVATE KEY-----"
  }
  expect_failures = [var.ssh_from, var.ssh_public_key]
}

run "mistakes_6" {
  command = plan
  variables {
    ssh_from    = "0:0:0:0:0:0:0:0/0"
    turn_domain = "room.example.com"
  }
  expect_failures = [var.ssh_from, var.turn_domain]
}

run "mistakes_7" {
  command = plan
  variables {
    ssh_from           = "::ffff:0.0.0.0/96"
    turn_domain        = "turn.room.example.com"
    with_load_balancer = false
  }
  expect_failures = [var.ssh_from, var.turn_domain]
}

run "mistakes_8" {
  command = plan
  variables {
    ssh_from         = "any"
    certificate_ocid = "fullchain.pem"
    tenancy_id       = "ocid1.compartment.oc1..mock"
  }
  expect_failures = [var.ssh_from, var.certificate_ocid, var.tenancy_id]
}

run "mistakes_9" {
  command = plan
  variables {
    ssh_from = "198.51.100.7"
    email    = "you"
  }
  expect_failures = [var.ssh_from, var.email]
}

run "mistakes_10" {
  command = plan
  variables {
    ssh_from = "198.51.100.7/32,0.0.0.0/0"
    email    = "you@example.com"
  }
  expect_failures = [var.ssh_from, var.email]
}

run "contradicting_variables" {
  command = plan
  variables {
    node_count         = 2
    with_load_balancer = false
    memory_gb          = 65
  }
  expect_failures = [var.with_load_balancer, var.memory_gb]
}

run "a_shape_without_an_image" {
  command = plan
  variables {
    shape = "VM.Standard.Nowhere.Flex"
  }
  override_data {
    target = data.oci_core_images.newest
    values = { images = [] }
  }
  expect_failures = [data.oci_core_images.newest]
}
