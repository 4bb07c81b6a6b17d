#!/usr/bin/env bash
# Hands the load balancer a renewed certificate: makes it the current version of a certificate in OCI's Certificates service. Listeners that
# have that certificate take the new version by themselves. Whether this VM may do so is up to the tenancy (instance principal).
#
#   upload.sh OCID LINEAGE    LINEAGE is a folder of certbot: /etc/letsencrypt/live/room.example.com
#
# Prints a line where it handed one over, and nothing where OCI has it already.
set -euo pipefail

# The certificate that was handed over last, and to which OCID.
uploaded=/var/lib/first-room/uploaded
this="$1 $(sha256sum < "$2/fullchain.pem" | cut -d' ' -f1)"
# install.sh and the hook may both be here, one after the other.
exec 8>> "$uploaded"
flock 8
! grep -qxF -- "$this" "$uploaded" || exit 0

# Where install.sh puts oci-cli if there is none.
PATH=$PATH:/opt/first-room/oci-cli/bin

# A key in a command line could be read by every user of the VM. And oci-cli (3.95.1) takes `file://` for --private-key-pem as the key itself.
words=$(umask 077 && mktemp --tmpdir="${RUNTIME_DIRECTORY:-/run}")
trap 'rm -f -- "$words"' EXIT
# shellcheck disable=SC2016 # JavaScript's.
/usr/bin/node -e '
  const { readFileSync } = require("node:fs");
  const [certificateId, lineage] = process.argv.slice(1);
  const pem = (name) => readFileSync(`${lineage}/${name}.pem`, "utf8");
  console.log(JSON.stringify({ certificateId, certificatePem: pem("cert"), certChainPem: pem("chain"), privateKeyPem: pem("privkey") }));
' "$1" "$2" > "$words"

oci --auth instance_principal certs-mgmt certificate update-certificate-by-importing-config-details --from-json "file://$words" --force > /dev/null
printf '%s\n' "$this" > "$uploaded"
printf 'OCI has the certificate of %s.\n' "${2##*/}"
