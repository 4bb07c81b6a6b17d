# shellcheck shell=bash disable=SC2154
# Brings the release to a VM that Terraform made, installs it, and hands back what install.sh and the doctor say. It is cloud-init's script
# on the first boot. Terraform writes three lines before this one: settings_url, result_url and certificate_url (or nothing), addresses in its bucket
# that hold for a day.
# Again by hand, as root: bash /var/lib/cloud/instance/scripts/zz-first-room
# It waits only for what comes without a change by the host: network, Terraform's settings, DNS, rights. Other faults end it with a message.
set -euo pipefail

work=$(mktemp -d)
exec 3>&1 > >(tee "$work/log") 2>&1
writer=$!

hand_back() {
  local status=$?
  # The last lines name the fault: tee must have written them. It ends when nothing writes to it any more.
  exec >&3 2>&3
  for _ in {1..50}; do
    kill -0 "$writer" 2> /dev/null || break
    sleep 0.1
  done
  # The room key stays on the VM: it is behind # in the link for guests.
  { echo "status $status"; sed 's/#\(key\|host\)=[^[:space:]]*//g' "$work/log"; } > "$work/result"
  curl --fail --silent --show-error --retry 5 --retry-all-errors --upload-file "$work/result" "$result_url" || true
  rm -r "$work"
  exit "$status"
}
trap hand_back EXIT

# HOME: cloud-init has none, and programs ask for it.
export HOME=/root

# It waits for the network.
/usr/local/sbin/first-room-prepare

# What the host can still do when this VM's addresses in the bucket no longer hold.
by_hand='Copy the release to this VM, unpack it, and run its deploy/install.sh: step 3 of the guide.'

# Nobody trusts it: with it the load balancer has a listener, through which an authority asks before it gives the real one.
make_first_certificate() {
  local pair=(-newkey rsa:2048 -nodes -days 30)
  openssl req -x509 "${pair[@]}" -subj '/CN=First Room until its first certificate' -keyout ca.key -out chain.pem
  openssl req -new "${pair[@]}" -subj '/CN=First Room' -keyout privkey.pem -out request.pem
  openssl x509 -req -in request.pem -CA chain.pem -CAkey ca.key -CAcreateserial -days 30 -out cert.pem
  cat cert.pem chain.pem privkey.pem > first.pem
}
if [[ -n $certificate_url ]]; then
  (cd "$work" && umask 077 && make_first_certificate) > "$work/openssl" 2>&1 || { cat "$work/openssl" && exit 1; }
  if ! curl --fail --silent --show-error --retry 3 --retry-all-errors --upload-file "$work/first.pem" "$certificate_url"; then
    echo "The first certificate can't be put into the bucket: this VM's addresses in it have expired after a day, or were removed. $by_hand"
    exit 1
  fi
fi

# The settings say the VM's public address, so they are there only after Terraform has assigned it: until then the bucket answers 404.
await_settings() {
  local status refusals=0 ends_at=$((SECONDS + 1800))
  until status=$(curl --silent --show-error --location --max-time 60 --output "$work/settings" --write-out '%{http_code}' "$settings_url") && [[ $status == 200 ]]; do
    # OCI answers so for an address that has expired or was removed. Waiting would not help.
    if [[ $status == 40[13] || $status == 404 ]] && { [[ $status != 404 ]] || grep -qs BucketNotFound "$work/settings"; }; then ((++refusals)); else refusals=0; fi
    if ((refusals == 5)); then
      echo "The bucket refuses this VM (HTTP $status): its addresses there have expired after a day, or were removed. $by_hand"
      return 1
    fi
    if ((SECONDS >= ends_at)); then
      echo "There are no settings from Terraform (HTTP $status): terraform apply has not ended. Then: sudo bash /var/lib/cloud/instance/scripts/zz-first-room"
      return 1
    fi
    sleep 5
  done
}
await_settings
mapfile -t settings < "$work/settings"
release_url=${settings[0]} sha256=${settings[1]} address=${settings[2]} certificate=${settings[3]} email=${settings[4]}
install_options=("${settings[@]:5}")

# Terraform uploads the release before the settings, so waiting would not bring it.
bring=(curl --fail --silent --show-error --location --retry-all-errors)
if ! "${bring[@]}" --retry 3 --retry-delay 2 --output "$work/release.tar.gz" "$release_url"; then
  echo "The release can't be downloaded: it is no longer in the bucket, or this VM's addresses in the bucket have expired after a day. terraform apply uploads it again. $by_hand"
  exit 1
fi
if ! echo "$sha256  $work/release.tar.gz" | sha256sum --check --status; then
  echo 'The release does not have the checksum that Terraform calculated: the bucket has another one. terraform apply uploads the right one.'
  exit 1
fi
tar -xzf "$work/release.tar.gz" -C "$work"
bash "$work"/first-room-*/deploy/install.sh "${install_options[@]}"

await_dns() {
  local domain ends_at=$((SECONDS + 1800))
  domain=$(sed -n 's/^domain=//p' /etc/first-room/install.conf)
  echo "Waiting for DNS: an A record for $domain with $address."
  until getent ahostsv4 "$domain" | grep -q "^$address "; do
    if ((SECONDS >= ends_at)); then
      echo "There is no certificate yet, since DNS does not lead to the load balancer: an A record for $domain with $address. Then: sudo first-room apply --certificate $certificate --email $email"
      return 1
    fi
    resolvectl flush-caches 2> /dev/null || true
    sleep 5
  done
}

if [[ -n $certificate ]]; then
  await_dns
  # The right to put the certificate may take some minutes until OCI knows it everywhere.
  for try in 1 2 3; do
    if first-room apply --certificate "$certificate" --email "$email" 2>&1 | tee "$work/apply"; then break; fi
    # Settings that it refuses stay refused.
    if grep -q '^install.sh: nothing was changed' "$work/apply"; then exit 1; fi
    ((try < 3))
    sleep 120
  done
fi
