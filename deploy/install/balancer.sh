# shellcheck shell=bash
# The load balancer's certificate, got and renewed on this VM: the authority's question comes through the load balancer to nginx, and upload.sh
# hands the certificate to OCI's Certificates service, where the listener takes it from.

check_balancer_certificate() {
  [[ -n $certificate_ocid ]] || return 0
  [[ $certificate_ocid =~ ^ocid1\.certificate\.[a-z0-9.-]+$ ]] ||
    problem "--certificate is \"$certificate_ocid\". It must be the OCID of a certificate in OCI's Certificates service (ocid1.certificate…), or none."
  [[ $tls == load-balancer ]] || problem '--certificate is for the load balancer: with --tls vm the certificate stays on this VM.'
  [[ -z $root ]] || return 0
  command -v oci > /dev/null || problem 'the command oci is missing, which hands the certificate to the load balancer: https://docs.oracle.com/iaas/Content/API/SDKDocs/cliinstall.htm'
  check_first_certificate "$domain"
  if [[ ! -r $(certificate) && -n $email && $is_before_dns == yes ]]; then
    problem "a certificate is given only to a name that leads to the load balancer: let DNS name its address for $domain, and run this without --before-dns."
  fi
}

get_balancer_certificate() {
  [[ -n $certificate_ocid ]] || return 0
  touches_system || return 0
  bring_certificate "$domain"
  bash "$here/install/upload.sh" "$certificate_ocid" "$(lineage_of "$domain")" > "$work/uploaded" 2> "$work/oci" ||
    fail "the certificate did not get to OCI. May this VM manage it (deploy/README.md, The certificate)? oci says:"$'\n'"$(tail -n 12 "$work/oci")"
  [[ ! -s $work/uploaded ]] || record 'certificate of the load balancer'
}
