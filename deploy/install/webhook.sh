#!/usr/bin/env bash
# shellcheck disable=SC2154 # keys.sh has keys_file and token_file
# Writes the configuration with which LiveKit starts, /run/first-room-livekit/livekit.yaml: install.sh's, and a section
# `webhook`. By it LiveKit tells the token handler who has joined, and the handler removes those who may not be in the
# room.
#
#   webhook.sh [ROOT]      first-room-livekit.service runs it before each start of LiveKit, as root
#
# At each start, because LiveKit does not start with a signing key that is missing in its key file, and key pairs change.
# Without a key that both LiveKit and the token handler know there is no section, so LiveKit starts anyway.
set -euo pipefail

here=$(cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")" && pwd)
root=${1:-}
# shellcheck source=/dev/null # checked with install.sh
source "$here/keys.sh"

settings=$root/etc/first-room/livekit.yaml
place=$root/run/first-room-livekit
group=first-room-livekit

# Whether LiveKit's key file has this key: as the first word of a line, perhaps in quotes.
livekit_has() {
  awk -v key="$1" '
    { gsub(/^[ \t"'\'']+/, ""); name = $0; sub(/["'\'' \t]*:.*/, "", name) }
    name == key && /:/ { found = 1 }
    END { exit !found }
  ' "$root$keys_file" 2> /dev/null
}

# Prints the section. It is signed with the token handler's own key, because the handler accepts no other.
webhook_section() {
  local key=$1 host port
  host=$(token_setting HOST)
  port=$(token_setting PORT)
  case $host in
    '' | 0.0.0.0 | ::) host=127.0.0.1 ;;
    *:*) host="[$host]" ;;
  esac
  printf '\n# The token handler learns who has joined (deploy/install/webhook.sh).\n'
  printf "webhook:\n  api_key: '%s'\n  urls: ['http://%s:%s/webhook']\n" "$key" "$host" "${port:-5000}"
  printf '  filter_params: { include_events: [participant_joined] }\n'
}

# Prints the key of the host's own section in livekit.local.yaml.
own_key() {
  awk '
    /^[^ \t#]/ { inside = /^webhook:/ }
    inside && /api_key:/ { sub(/.*api_key:[ \t]*/, ""); gsub(/["'\''}]|[, \t#].*/, ""); print; exit }
  ' "$settings"
}

# Prints the settings with the host's own section, in which the key is replaced by this one; without the section if there
# is none.
with_own_section() {
  awk -v key="$1" '
    /^[^ \t#]/ { inside = /^webhook:/ }
    inside && key == "" { next }
    inside { sub(/api_key:[ \t]*["'\'']?[^"'\'', \t}]*["'\'']?/, "api_key: '\''" key "'\''") }
    { print }
  ' "$settings"
}

key=$(token_setting LIVEKIT_API_KEY)
if [[ -z $key ]] || ! livekit_has "$key"; then
  printf 'LiveKit will not tell the token handler who joins: the key %s of %s is not in %s.\n' "${key:-(none)}" "$token_file" "$keys_file" >&2
  key=''
fi
# The tests run this script without that group.
getent group "$group" > /dev/null || group=$(id -g)
install -d -m 0750 -g "$group" -- "$place"
umask 027
{
  if grep -q '^webhook:' -- "$settings"; then
    own=$(own_key)
    if livekit_has "$own"; then key=$own; fi
    with_own_section "$key"
  else
    cat -- "$settings"
    [[ -z $key ]] || webhook_section "$key"
  fi
} > "$place/livekit.yaml.new"
chgrp -- "$group" "$place/livekit.yaml.new"
mv -- "$place/livekit.yaml.new" "$place/livekit.yaml"
