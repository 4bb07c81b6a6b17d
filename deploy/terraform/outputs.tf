output "node_public_ips" {
  description = "Where guests send media: --public-ip of install.sh, one VM after the other."
  value       = oci_core_public_ip.node[*].ip_address
}

output "node_private_ips" {
  description = "Where the VMs find each other: bind_addresses, Redis and nginx's peers files in deploy/cluster."
  value       = oci_core_instance.node[*].private_ip
}

output "domain_leads_to" {
  description = "The A record of the domain."
  value       = var.with_load_balancer ? oci_core_public_ip.load_balancer[0].ip_address : oci_core_public_ip.node[0].ip_address
}

output "doctor" {
  description = "With release_file: what install.sh and the doctor said on each new VM."
  value       = [for result in data.oci_objectstorage_object.result : result.content]
}

locals {
  login = var.system == "oracle-linux-9" ? "opc" : "ubuntu"
}

output "next_step" {
  value = join("\n", concat(
    ["1. DNS: an A record for ${var.domain} with ${var.with_load_balancer ? oci_core_public_ip.load_balancer[0].ip_address : oci_core_public_ip.node[0].ip_address}"],
    var.with_load_balancer && !local.has_certificate ? ["2. A certificate for ${var.domain}: set certificate_file and certificate_key_file, and apply again (until then nothing listens on 443)"] : [],
    flatten([for address in oci_core_public_ip.node[*].ip_address : var.release_file == "" ? [
      "3. scp dist/first-room-*.tar.gz ${local.login}@${address}:",
      "   ssh ${local.login}@${address}",
      "   tar -xzf first-room-*.tar.gz && sudo first-room-*/deploy/install.sh --domain ${var.domain} --public-ip ${address} --tls ${var.with_load_balancer ? "load-balancer" : "vm"}",
      ] : [
      "3. The release is installed: terraform output doctor. The link for guests${var.email == "" ? ", and the doctor once more, now through ${var.domain}" : ""}:",
      "   ssh ${local.login}@${address} sudo first-room ${var.email == "" ? "apply" : "link"}",
    ]]),
    var.turn_domain == "" ? [] : [
      "   TURN: an A record for ${var.turn_domain} with ${oci_core_public_ip.node[0].ip_address}, then on the VM:",
      "   sudo first-room apply --turn ${var.turn_domain} --email you@example.com",
    ],
    ["4. From your own computer: npm run doctor -- https://${var.domain}"],
    var.node_count > 1 ? ["Several VMs (${join(", ", oci_core_instance.node[*].private_ip)}) need one redis before guests come, and let each other in: deploy/cluster/README.md."] : [],
  ))
}
