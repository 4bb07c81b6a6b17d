variable "region" {
  description = "Where everything is made, such as ap-tokyo-1. Choose one near the guests: their video goes through it."
  type        = string
  validation {
    condition     = can(regex("^[a-z]+(-[a-z]+)+-[0-9]+$", var.region))
    error_message = "region is the identifier of a region, such as ap-tokyo-1."
  }
}

variable "compartment_id" {
  description = "OCID of the compartment that everything goes into."
  type        = string
  validation {
    condition     = can(regex("^ocid1\\.(compartment|tenancy)\\.", var.compartment_id))
    error_message = "compartment_id is the OCID of a compartment: it begins with ocid1.compartment. (or ocid1.tenancy. for the root compartment)."
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
  description = "The key that opens the VM, as in ~/.ssh/id_ed25519.pub. Only a new VM gets it: on a VM that runs, change ~/.ssh/authorized_keys."
  type        = string
  validation {
    condition     = can(regex("^(ssh-(ed25519|rsa)|ecdsa-sha2-nistp(256|384|521)|sk-(ssh-ed25519|ecdsa-sha2-nistp256)@openssh\\.com) AAAA[0-9A-Za-z+/]{60,}={0,2}( [^\n]*)?\n?$", var.ssh_public_key))
    error_message = "ssh_public_key is the whole line of a public key, such as the one in ~/.ssh/id_ed25519.pub: ssh-ed25519 AAAA… Without it nobody can enter the VM."
  }
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
  validation {
    condition     = can(regex("^VM\\.[A-Za-z0-9.]+\\.Flex$", var.shape))
    error_message = "shape is a flexible shape of a VM, such as VM.Standard.E5.Flex or VM.Standard.A1.Flex: the number of processors and the memory are set here."
  }
}

variable "ocpus" {
  description = "Each also brings 1 Gbit/s of bandwidth."
  type        = number
  default     = 1
  validation {
    condition     = var.ocpus >= 1 && floor(var.ocpus) == var.ocpus
    error_message = "ocpus is a whole number, 1 or more."
  }
}

variable "memory_gb" {
  description = "Memory of each VM."
  type        = number
  default     = 16
  validation {
    condition     = var.memory_gb >= 4 && floor(var.memory_gb) == var.memory_gb
    error_message = "memory_gb is a whole number, 4 or more."
  }
  validation {
    condition     = var.memory_gb >= var.ocpus && var.memory_gb <= 64 * var.ocpus
    error_message = "memory_gb is 1 to 64 GB for each OCPU."
  }
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

variable "turn_domain" {
  description = "A name of its own for TURN over TLS, such as turn.room.example.com, which leads to the VM: for guests whose network lets out nothing but TCP 443. Opens 443 and 80 of the VM; then: first-room apply --turn."
  type        = string
  default     = ""
  validation {
    condition     = var.turn_domain == "" || (can(regex("^([a-z0-9]([a-z0-9-]*[a-z0-9])?\\.)+[a-z][a-z0-9-]*[a-z0-9]$", var.turn_domain)) && var.turn_domain != var.domain)
    error_message = "turn_domain is a name such as turn.room.example.com, and another one than domain."
  }
  validation {
    condition     = var.turn_domain == "" || (var.with_load_balancer && var.node_count == 1)
    error_message = "turn_domain is for one VM behind the load balancer: without it nginx has port 443 of the VM."
  }
}

variable "load_balancer_mbps" {
  description = "Video and audio do not go through it: 10, which costs nothing, is enough."
  type        = number
  default     = 10
  validation {
    condition     = var.load_balancer_mbps >= 10 && var.load_balancer_mbps <= 8000 && floor(var.load_balancer_mbps) == var.load_balancer_mbps
    error_message = "load_balancer_mbps is a whole number from 10 to 8000."
  }
}

variable "certificate_file" {
  description = "The certificate with its chain (fullchain.pem) for the load balancer. A renewed one is another file, or other contents: apply again."
  type        = string
  default     = ""
  validation {
    condition     = (var.certificate_file == "") == (var.certificate_key_file == "")
    error_message = "certificate_file and certificate_key_file belong together: set both, or neither."
  }
  validation {
    condition     = var.certificate_file == "" || var.with_load_balancer
    error_message = "certificate_file is for the load balancer. Without one the VM has the certificate: leave certificate_file and certificate_key_file out."
  }
  validation {
    condition     = var.certificate_file == "" || can(regex("-----BEGIN CERTIFICATE-----", file(var.certificate_file)))
    error_message = "certificate_file is the path of a PEM file with the certificate and its chain (fullchain.pem)."
  }
}

variable "certificate_key_file" {
  description = "Its private key (privkey.pem). Terraform keeps it in its state: keep that as secret as the key."
  type        = string
  default     = ""
  validation {
    condition     = var.certificate_key_file == "" || can(regex("-----BEGIN ((RSA|EC) )?PRIVATE KEY-----", file(var.certificate_key_file)))
    error_message = "certificate_key_file is the path of a PEM file with a private key without a passphrase (privkey.pem)."
  }
}

variable "certificate_ocid" {
  description = "A certificate of OCI's Certificates service for the load balancer, in the place of certificate_file: the VM renews it (install.sh --certificate)."
  type        = string
  default     = ""
  validation {
    condition     = var.certificate_ocid == "" || can(regex("^ocid1\\.certificate\\.", var.certificate_ocid))
    error_message = "certificate_ocid is the OCID of a certificate: it begins with ocid1.certificate."
  }
  validation {
    condition     = var.certificate_ocid == "" || (var.with_load_balancer && var.certificate_file == "")
    error_message = "certificate_ocid is for the load balancer, and takes the place of certificate_file and certificate_key_file."
  }
}

variable "email" {
  description = "With release_file: the load balancer's certificate comes from Let's Encrypt, and the VM renews it. For a new VM; one that runs: first-room apply --certificate. This address is for Let's Encrypt's warnings."
  type        = string
  default     = ""
  validation {
    condition     = var.email == "" || can(regex("^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$", var.email))
    error_message = "email is an address such as you@example.com."
  }
  validation {
    condition     = var.email == "" || (var.release_file != "" && var.tenancy_id != "")
    error_message = "email needs release_file, since the VM gets the certificate, and tenancy_id, since the VM needs a right for it."
  }
  validation {
    condition     = var.email == "" || (var.certificate_file == "" && var.certificate_ocid == "")
    error_message = "email takes the place of certificate_file, certificate_key_file and certificate_ocid."
  }
}

variable "tenancy_id" {
  description = "With email: OCID of the tenancy, where the VM's right to renew the certificate is written. In Cloud Shell: echo $OCI_TENANCY."
  type        = string
  default     = ""
  validation {
    condition     = var.tenancy_id == "" || can(regex("^ocid1\\.tenancy\\.", var.tenancy_id))
    error_message = "tenancy_id is the OCID of the tenancy: it begins with ocid1.tenancy."
  }
}

variable "release_file" {
  description = "The packed release (dist/first-room-0.1.0.tar.gz): new VMs fetch it through a bucket and install it on their first boot. Empty: install.sh is run by hand."
  type        = string
  default     = ""
  validation {
    condition     = var.release_file == "" || (endswith(var.release_file, ".tar.gz") && can(filesha256(var.release_file)))
    error_message = "release_file is the path of the archive that `npm run release` makes, such as ../../dist/first-room-0.1.0.tar.gz."
  }
  validation {
    condition     = var.release_file == "" || var.with_load_balancer
    error_message = "release_file needs the load balancer: without one the VM needs a certificate, and DNS has to lead to the VM before install.sh."
  }
  validation {
    condition     = var.release_file == "" || var.node_count == 1
    error_message = "release_file is for one VM: several need Redis and the same keys before install.sh (deploy/cluster/README.md)."
  }
}

variable "install_options" {
  description = "More options of install.sh for release_file, such as [\"--public-room\"]."
  type        = list(string)
  default     = []
}
