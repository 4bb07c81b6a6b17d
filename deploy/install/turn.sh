# shellcheck shell=bash
# TURN over TLS on port 443 of the VM's own address, for guests whose network allows nothing else. LiveKit listens on
# 5349, and the firewall redirects port 443 to it. certbot gets the certificate of TURN's host name through nginx's
# port 80.

turn_port=5349
turn_certificate=/etc/first-room/turn.crt
turn_key=/etc/first-room/turn.key

check_turn() {
  [[ -n $turn ]] || return 0
  is_name "$turn" || problem "--turn is \"$turn\". It must be a name such as turn.room.example.com, or none."
  [[ $turn != "$domain" ]] || problem "--turn needs a separate name that points to this VM: $domain points to the load balancer."
  [[ $tls == load-balancer ]] ||
    problem '--turn needs port 443 of this VM, which nginx uses: --turn is for a VM behind a load balancer.'
  if [[ -r $root$local_settings ]] && grep -q '^turn:' -- "$root$local_settings"; then
    problem "$local_settings has a turn section. Remove it, or give up --turn (--turn none)."
  fi
  [[ -n $root ]] || check_first_certificate "$turn"
}

# Prints the turn section of LiveKit's settings.
render_turn() {
  [[ -n ${turn:-} ]] || return 0
  printf '\nturn:\n  enabled: true\n  domain: %s\n  cert_file: %s\n  key_file: %s\n  tls_port: %s\n' "$turn" "$turn_certificate" "$turn_key" "$turn_port"
}

# Copies the certificate for LiveKit: certbot's own files are readable for root only. The hook renewed.sh copies
# renewed ones.
get_turn_certificate() {
  [[ -n $turn ]] || return 0
  touches_system || return 0
  bring_certificate "$turn"
  put_file "$(lineage_of "$turn")/fullchain.pem" "$turn_certificate" 0640 first-room-livekit
  put_file "$(lineage_of "$turn")/privkey.pem" "$turn_key" 0640 first-room-livekit
}
