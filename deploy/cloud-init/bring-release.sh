# shellcheck shell=bash disable=SC2154
# Brings the release to a VM that Terraform made, installs it, and hands back what install.sh and the doctor say. It is cloud-init's script
# on the first boot. Terraform writes two lines before this one: settings_url and result_url, addresses in its bucket that hold for a day.
# Again by hand, as root: bash /var/lib/cloud/instance/scripts/zz-first-room
set -euo pipefail

work=$(mktemp -d)
exec > >(tee "$work/log") 2>&1

hand_back() {
  local status=$?
  # The room key stays on the VM: it is behind # in the link for guests.
  { echo "status $status"; sed 's/#[^[:space:]]*//' "$work/log"; } > "$work/result"
  curl --fail --silent --show-error --retry 5 --retry-all-errors --upload-file "$work/result" "$result_url" || true
  rm -r "$work"
  exit "$status"
}
trap hand_back EXIT

# It waits for the network.
/usr/local/sbin/first-room-prepare

# The settings say the VM's public address, so they are there only after Terraform has assigned it.
bring=(curl --fail --silent --show-error --location --retry 360 --retry-delay 5 --retry-all-errors --retry-max-time 1800)
"${bring[@]}" --output "$work/settings" "$settings_url"
mapfile -t settings < "$work/settings"
release_url=${settings[0]} sha256=${settings[1]}
install_options=("${settings[@]:2}")

"${bring[@]}" --output "$work/release.tar.gz" "$release_url"
echo "$sha256  $work/release.tar.gz" | sha256sum --check --quiet
tar -xzf "$work/release.tar.gz" -C "$work"
# HOME: cloud-init has none, and programs ask for it.
HOME=/root bash "$work"/first-room-*/deploy/install.sh "${install_options[@]}"
