variable "region" {
  description = "Where everything is made, such as ap-tokyo-1. Near the guests: pictures go through it."
  type        = string
}

variable "compartment_id" {
  description = "OCID of the compartment that everything goes into."
  type        = string
  validation {
    condition     = startswith(var.compartment_id, "ocid1.")
    error_message = "compartment_id is the OCID of a compartment: it begins with ocid1."
  }
}

variable "domain" {
  description = "Where guests find the room, such as room.example.com. DNS itself is yours to set: see the outputs."
  type        = string
  validation {
    condition     = can(regex("^([a-z0-9]([a-z0-9-]*[a-z0-9])?\\.)+[a-z][a-z0-9-]*[a-z0-9]$", var.domain))
    error_message = "domain is a name such as room.example.com: no https://, no path, no address."
  }
}

variable "ssh_public_key" {
  description = "The key that opens the VM, as in ~/.ssh/id_ed25519.pub."
  type        = string
}

variable "ssh_from" {
  description = "From where SSH is let in: your own address, such as 198.51.100.7/32. Empty lets nobody in (then use OCI's Bastion)."
  type        = string
  default     = ""
  validation {
    condition     = var.ssh_from == "" || can(cidrhost(var.ssh_from, 0))
    error_message = "ssh_from is an address with its length, such as 198.51.100.7/32."
  }
  validation {
    # The number behind the slash, however it is written: 0.0.0.0/00, 1.2.3.4/0 and 0.0.0.0/1 are as good as everybody.
    condition     = var.ssh_from == "" || can(regex("^[0-9.]+/0*(1[6-9]|2[0-9]|3[0-2])$", var.ssh_from))
    error_message = "SSH for large parts of the internet is not offered here: give an IPv4 address with a length from 16 to 32, such as 198.51.100.7/32."
  }
}

variable "system" {
  description = "oracle-linux-9 or ubuntu-24.04."
  type        = string
  default     = "oracle-linux-9"
  validation {
    condition     = contains(["oracle-linux-9", "ubuntu-24.04"], var.system)
    error_message = "system is oracle-linux-9 or ubuntu-24.04."
  }
}

variable "shape" {
  description = "A flexible shape. An OCPU is two processors on x86 (E5, E6) and one on Arm (A1): double ocpus there."
  type        = string
  default     = "VM.Standard.E5.Flex"
}

variable "ocpus" {
  description = "Each also brings 1 Gbit/s of bandwidth."
  type        = number
  default     = 1
}

variable "memory_gb" {
  type    = number
  default = 16
}

variable "node_count" {
  description = "VMs that run LiveKit. More than one needs a Redis that all of them reach (`redis` in livekit.yaml): without it every VM has rooms of its own, and guests of one room may miss each other."
  type        = number
  default     = 1
  validation {
    condition     = var.node_count >= 1 && var.node_count <= 10 && floor(var.node_count) == var.node_count
    error_message = "node_count is a whole number from 1 to 10."
  }
}

variable "with_load_balancer" {
  description = "false: no load balancer; the VM has the certificate itself (install.sh --tls vm), and the domain leads to the VM."
  type        = bool
  default     = true
  validation {
    condition     = var.with_load_balancer || var.node_count == 1
    error_message = "several VMs need the load balancer in front."
  }
}

variable "load_balancer_mbps" {
  description = "Pictures and sound do not go through it: 10, which costs nothing, is enough."
  type        = number
  default     = 10
}

variable "certificate_file" {
  description = "The certificate with its chain (fullchain.pem) for the load balancer. A renewed one is another file, or other contents: apply again."
  type        = string
  default     = ""
}

variable "certificate_key_file" {
  description = "Its private key (privkey.pem). Terraform keeps it in its state: keep that as secret as the key."
  type        = string
  default     = ""
}
