# shellcheck shell=bash
# The load balancer's certificate, got and renewed on this VM: the authority's question comes through the load balancer to nginx, and upload.sh
# hands the certificate to OCI's Certificates service, where the listener takes it from.

# Uploads a certificate that certbot has renewed, until OCI accepts it.
upload_unit=/etc/systemd/system/first-room-upload.service
# oci-cli, in a folder of its own, where upload.sh looks for it too: Ubuntu has no package of it.
oci_place=/opt/first-room/oci-cli
oci_version=3.95.1

check_balancer_certificate() {
  [[ -n $certificate_ocid ]] || return 0
  [[ $certificate_ocid =~ ^ocid1\.certificate\.[a-z0-9.-]+$ ]] ||
    problem "--certificate is \"$certificate_ocid\". It must be the OCID of a certificate in OCI's Certificates service (ocid1.certificate…), or none."
  [[ $tls == load-balancer ]] || problem '--certificate is for the load balancer: with --tls vm the certificate stays on this VM.'
  [[ -z $root ]] || return 0
  check_first_certificate "$domain"
  if [[ ! -r $(certificate) && -n $email && $is_before_dns == yes ]]; then
    problem "a certificate is given only to a name that leads to the load balancer: let DNS name its address for $domain, and run this without --before-dns."
  fi
}

bring_oci() {
  if command -v oci > /dev/null || [[ -x $oci_place/bin/oci ]]; then return 0; fi
  record "oci-cli $oci_version"
  {
    rm -rf -- "$oci_place"
    # Ubuntu and Debian keep a part of Python's venv apart.
    if ! python3 -c 'import ensurepip, venv' && command -v apt-get > /dev/null; then
      apt-get -q update
      DEBIAN_FRONTEND=noninteractive apt-get -q -y install --no-install-recommends python3-venv
    fi
    python3 -m venv "$oci_place" && "$oci_place/bin/pip" --quiet --disable-pip-version-check install "oci-cli==$oci_version"
  } > "$work/packages" 2>&1 || fail "oci-cli can't be installed, which hands the certificate to the load balancer: $(tail -n 3 "$work/packages")"
}

get_balancer_certificate() {
  [[ -n $certificate_ocid ]] || return 0
  touches_system || return 0
  bring_oci
  bring_certificate "$domain"
  bash "$here/install/upload.sh" "$certificate_ocid" "$(lineage_of "$domain")" > "$work/uploaded" 2> "$work/oci" ||
    fail "the certificate did not get to OCI. May this VM manage it (deploy/README.md, The certificate)? oci says:"$'\n'"$(tail -n 12 "$work/oci")"
  [[ ! -s $work/uploaded ]] || record 'certificate of the load balancer'
}
