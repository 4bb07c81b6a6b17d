#!/usr/bin/env bash
# Ubuntu on OCI: opens the room's ports, also for the time after a reboot.
#
#   sudo ./iptables.sh load-balancer    7882/udp, 7881/tcp, and 8080/tcp for the load balancer
#   sudo ./iptables.sh tls              7882/udp, 7881/tcp, and 80/tcp, 443/tcp (nginx has the certificate)
#   sudo ./iptables.sh turn             as load-balancer, and for TURN: 80/tcp, 5349/tcp, and a redirect from 443/tcp to 5349
#   sudo ./iptables.sh peers 10.0.1.0/24
#                                       one of several VMs, in addition to one of the above: ports that the subnet's VMs open to
#                                       each other (signalling, token handler, Redis with Sentinel, metrics)
#
# Oracle's image ends its INPUT chain with a REJECT, and a rule appended after it has no effect. So ours are
# inserted before it. Another run replaces the rules of an earlier one. All other rules stay unchanged.
# IPv6 is left alone: OCI assigns none by default.
set -euo pipefail

rules_file=${RULES_FILE:-/etc/iptables/rules.v4}
mark=first-room
from=0.0.0.0/0

fail() {
  echo "iptables.sh: $1" >&2
  exit 1
}

case "${1:-}" in
  load-balancer) ports=(7882/udp 7881/tcp 8080/tcp) ;;
  turn) ports=(7882/udp 7881/tcp 8080/tcp 80/tcp 5349/tcp) ;;
  tls) ports=(7882/udp 7881/tcp 80/tcp 443/tcp) ;;
  peers)
    ports=(7880/tcp 5000/tcp 6379/tcp 26379/tcp 6789/tcp 5001/tcp)
    # A mark of their own, so that runs for guests and runs for peers do not replace each other's rules.
    mark=first-room-peers
    from=${2:-}
    octet='(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])'
    [[ $from =~ ^$octet(\.$octet){3}/([89]|[12][0-9]|3[0-2])$ ]] || fail "pass the subnet of the VMs: 'iptables.sh peers 10.0.1.0/24'."
    ;;
  *) fail "pass where TLS ends: 'iptables.sh load-balancer', or 'iptables.sh tls' for nginx on this VM." ;;
esac
[[ $(id -u) == 0 ]] || fail "only root may change the firewall: run it with sudo."
command -v iptables > /dev/null || fail "there is no iptables here. Oracle Linux has firewalld: use first-room.xml."
[[ -d $(dirname "$rules_file") ]] ||
  fail "$(dirname "$rules_file") does not exist, so the rules would be lost at the next boot: apt-get install iptables-persistent."

# Our rules are recognized by their comment: remove those of an earlier run, from the last one up.
while number=$(iptables -L INPUT -n --line-numbers | awk -v mark="/* $mark */" 'index($0, mark) { n = $1 } END { print n }') && [[ -n $number ]]; do
  iptables -D INPUT "$number"
done

# Insert before the first rule that rejects everything; if there is none, append.
first_reject=$(iptables -L INPUT -n --line-numbers | awk '$2 == "REJECT" || $2 == "DROP" { print $1; exit }')
place=${first_reject:-$(($(iptables -S INPUT | grep -c '^-A' || true) + 1))}
for port in "${ports[@]}"; do
  protocol=${port#*/}
  iptables -I INPUT "$place" -s "$from" -p "$protocol" --dport "${port%/*}" -m comment --comment "$mark" -j ACCEPT
  place=$((place + 1))
done

# TURN listens on 5349, but browsers ask for 443. Packets that the VM forwards, as for containers, are not redirected.
turn_rule=(PREROUTING -p tcp --dport 443 -m addrtype --dst-type LOCAL -m comment --comment "$mark" -j REDIRECT --to-ports 5349)
if [[ $mark == first-room ]]; then
  while iptables -t nat -D "${turn_rule[@]}" 2> /dev/null; do :; done
  [[ $1 != turn ]] || iptables -t nat -A "${turn_rule[@]}"
fi

# Replaced in one step: a half-written file would leave the next boot without a firewall.
iptables-save > "$rules_file.new"
chmod 0640 "$rules_file.new"
mv "$rules_file.new" "$rules_file"
echo "Open: ${ports[*]}, from $from. Kept in $rules_file."
