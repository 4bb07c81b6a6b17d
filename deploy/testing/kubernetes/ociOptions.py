"""Prints the options of the oci commands that the guide and install.sh use (README.md)."""

import json

from oci_cli import dynamic_loader
from oci_cli.cli_root import cli

commands = """
artifacts container repository create
ce cluster create
ce cluster create-kubeconfig
ce cluster list
ce node-pool create
ce node-pool-options get
certs-mgmt certificate update-certificate-by-importing-config-details
iam auth-token create
iam availability-domain list
iam policy create
lb certificate delete
lb certificate list
lb load-balancer list
network internet-gateway create
network nat-gateway create
network nsg create
network nsg rules add
network public-ip create
network public-ip get
network route-table create
network security-list create
network service list
network service-gateway create
network subnet create
network vcn create
os ns get
"""

found = {}
for command in commands.strip().splitlines():
    words = command.split()
    dynamic_loader.load_service(words[0])
    at = cli
    for word in words:
        at = at.commands[word]
    found[command] = {
        option: {
            "required": "[required]" in (parameter.help or ""),
            **({"choices": list(parameter.type.choices)} if hasattr(parameter.type, "choices") else {}),
        }
        for parameter in at.params
        for option in parameter.opts
        if option.startswith("--")
    }
print(json.dumps(found, indent=2, sort_keys=True))
