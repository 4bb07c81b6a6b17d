#!/usr/bin/env bash
# certbot's hook after each renewal: /etc/letsencrypt/renewal-hooks/deploy/first-room
#
# nginx reloads the certificate without interrupting anybody. LiveKit reads TURN's only at its start: a copy that
# LiveKit can read is made, and LiveKit is restarted when nobody is in a call. The load balancer's certificate is
# uploaded to OCI.
set -euo pipefail

settings=/etc/first-room/livekit.yaml
told=/etc/first-room/install.conf

# Prints a setting of the turn section.
turn_setting() {
  [[ ! -r $settings ]] || awk -v name="$1:" '/^[^ \t#]/ { is_turn = /^turn:/ } is_turn && $1 == name { gsub(/["'\'']/, "", $2); print $2; exit }' "$settings"
}

domain=$(turn_setting domain)
if [[ -n $domain && " ${RENEWED_DOMAINS:-} " == *" $domain "* ]]; then
  install -o root -g first-room-livekit -m 0640 -- "$RENEWED_LINEAGE/fullchain.pem" "$(turn_setting cert_file)"
  install -o root -g first-room-livekit -m 0640 -- "$RENEWED_LINEAGE/privkey.pem" "$(turn_setting key_file)"
  # In the background, since a call may last for hours. One waiting restart is enough.
  systemctl --quiet is-active first-room-restart ||
    systemd-run --quiet --collect --unit=first-room-restart /opt/first-room/current/deploy/first-room restart
fi

# Prints a stored option of install.sh.
told() {
  [[ ! -r $told ]] || sed -n "s/^$1=//p" "$told"
}

if [[ -n $(told certificate) && " ${RENEWED_DOMAINS:-} " == *" $(told domain) "* ]]; then
  systemctl restart --no-block first-room-upload
fi

# Last: an error in nginx's settings must not keep the new certificate from LiveKit and the load balancer.
if systemctl --quiet is-active nginx; then
  nginx -t -q
  systemctl reload nginx
fi
