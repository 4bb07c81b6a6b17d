# shellcheck shell=bash
# The load balancer's certificate, got and renewed on this VM: the authority's question comes through the load balancer to nginx, and upload.sh
# hands the certificate to OCI's Certificates service, where the listener takes it from.

uploaded=/var/lib/first-room/uploaded

check_balancer_certificate() {
  [[ -n $certificate_ocid ]] || return 0
  [[ $certificate_ocid =~ ^ocid1\.certificate\.[a-z0-9.-]+$ ]] ||
    problem "--certificate is \"$certificate_ocid\". It must be the OCID of a certificate in OCI's Certificates service (ocid1.certificate…), or none."
  [[ $tls == load-balancer ]] || problem '--certificate is for the load balancer: with --tls vm the certificate stays on this VM.'
  [[ -z $root ]] || return 0
  command -v oci > /dev/null || problem 'the command oci is missing, which hands the certificate to the load balancer: https://docs.oracle.com/iaas/Content/API/SDKDocs/cliinstall.htm'
  if [[ ! -r $(certificate) ]]; then
    if [[ -z $email ]]; then
      problem "there is no certificate at $(certificate). --email you@example.com gets one from Let's Encrypt, and has it renewed."
    elif [[ $is_before_dns == yes ]]; then
      problem "a certificate is given only to a name that leads to the load balancer: let DNS name its address for $domain, and run this without --before-dns."
    fi
  fi
}

get_balancer_certificate() {
  [[ -n $certificate_ocid ]] || return 0
  touches_system || return 0
  local lineage
  lineage=$(dirname -- "$(certificate)")
  if [[ ! -r $(certificate) ]]; then
    bring_certbot
    reload_nginx
    ask_certbot "$domain"
  fi
  start_renewals
  if ! grep -qsxF -- "$certificate_ocid $(sha256sum < "$lineage/fullchain.pem" | cut -d' ' -f1)" "$uploaded"; then
    record 'certificate of the load balancer'
    bash "$here/install/upload.sh" "$certificate_ocid" "$lineage" &> "$work/oci" ||
      fail "the certificate did not get to OCI. May this VM manage it (deploy/README.md, The certificate)? oci says:"$'\n'"$(tail -n 12 "$work/oci")"
  fi
}
