# shellcheck shell=bash
# Users, kernel settings, SELinux, firewall.

make_users() {
  touches_system || return 0
  local user
  for user in first-room-livekit first-room-token; do
    if id -- "$user" &> /dev/null; then continue; fi
    record "user $user"
    useradd --system --user-group --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin -- "$user"
  done
}

tune_system() {
  touches_system || return 0
  if has_changed /etc/sysctl.d/60-first-room.conf; then
    # In a container the kernel's settings can't be changed. LiveKit runs anyway, with smaller buffers.
    sysctl --quiet --load=/etc/sysctl.d/60-first-room.conf ||
      say "The kernel's buffers stay as they are until the next boot (sysctl says why above)."
  fi
  if selinux_is_on; then label_files; fi
}

selinux_is_on() {
  command -v getenforce > /dev/null && [[ $(getenforce) != Disabled ]]
}

# SELinux settings: nginx may connect to its upstreams and read the page. (Never tried on a real Oracle Linux.)
label_files() {
  local pages="$releases/[^/]+/web(/.*)?"
  if [[ $(getsebool httpd_can_network_connect) != *' on' ]]; then
    record 'SELinux: httpd_can_network_connect'
    setsebool -P httpd_can_network_connect on
  fi
  if ! semanage fcontext --list --locallist | grep -qF -- "$pages"; then
    record "SELinux: $pages is for nginx to read"
    semanage fcontext --add --type httpd_sys_content_t "$pages"
  fi
  restorecon -RF /opt/first-room /etc/first-room /etc/nginx/first-room
}

open_firewall() {
  if [[ -d $root/etc/firewalld ]]; then
    put_file "$here/firewall/first-room.xml" /etc/firewalld/services/first-room.xml 0644
    put_file "$here/firewall/first-room-web.xml" /etc/firewalld/services/first-room-web.xml 0644
  fi
  touches_system || return 0
  if systemctl --quiet is-active firewalld && firewall-cmd --state &> /dev/null; then
    open_firewalld
  elif [[ -d /etc/iptables ]] && command -v iptables > /dev/null; then
    open_iptables
  else
    say 'There is no firewall on this VM that install.sh knows (firewalld; iptables with /etc/iptables): only the VCN decides which ports are open.'
    [[ -z $turn ]] || say "TURN clients use port 443: forward it to $turn_port on this VM."
  fi
}

# Prints the zone of guests' packets: that of the default route's interface, else the default zone.
guests_zone() {
  local interface zone=''
  interface=$(ip -4 route show default | sed -n 's/.* dev \([^ ]*\).*/\1/p' | head -n 1)
  [[ -z $interface ]] || zone=$(firewall-cmd --get-zone-of-interface="$interface" 2> /dev/null || true)
  printf '%s' "${zone:-$(firewall-cmd --get-default-zone)}"
}

open_firewalld() {
  local service
  local -a open=(first-room first-room-web) shut=() forward=() unforward=()
  if [[ $tls == vm ]]; then open=(first-room http https) shut=(first-room-web); fi
  # Port 443 is forwarded to LiveKit, and the certificate authority needs port 80.
  if [[ -n $turn ]]; then open+=(http) forward=("port=443:proto=tcp:toport=$turn_port"); fi
  # Closes only what an earlier run opened: the host's own rules stay, for example forwarding to another TURN server.
  if [[ $kept_tls == vm && $tls != vm ]]; then shut+=(https); fi
  if [[ ($kept_tls == vm || -n $kept_turn) && " ${open[*]} " != *' http '* ]]; then shut+=(http); fi
  if [[ -n $kept_turn && -z $turn ]]; then unforward=("port=443:proto=tcp:toport=$turn_port"); fi
  # firewalld knows new services only after a reload.
  if has_changed /etc/firewalld/services/first-room.xml /etc/firewalld/services/first-room-web.xml; then firewall-cmd --quiet --reload; fi
  local zone has_opened=no
  zone=$(guests_zone)
  for service in "${open[@]}"; do set_firewalld add service "$service"; done
  for service in "${shut[@]}"; do set_firewalld remove service "$service"; done
  for service in "${forward[@]}"; do set_firewalld add forward-port "$service"; done
  for service in "${unforward[@]}"; do set_firewalld remove forward-port "$service"; done
  [[ $has_opened == no ]] || firewall-cmd --quiet --reload
}

# set_firewalld add|remove service|forward-port VALUE: in the caller's zone; sets the caller's has_opened.
set_firewalld() {
  local action=$1 kind=$2 value=$3 is_there=no
  local permanent=(firewall-cmd --quiet --permanent "--zone=$zone")
  if "${permanent[@]}" "--query-$kind=$value"; then is_there=yes; fi
  if [[ $action == add && $is_there == yes || $action == remove && $is_there == no ]]; then return 0; fi
  record "firewalld: $([[ $action == add ]] || printf 'no ')$value (zone $zone)"
  "${permanent[@]}" "--$action-$kind=$value"
  has_opened=yes
}

# iptables.sh gives the same rules every time, so a change is detected in the file that it saves. Counters and dates in
# it are ignored.
open_iptables() {
  local mode=load-balancer before after
  if [[ $tls == vm ]]; then mode=tls; elif [[ -n $turn ]]; then mode=turn; fi
  before=$(iptables-save -t filter | grep '^-A INPUT' || true)
  bash "$here/firewall/iptables.sh" "$mode" > "$work/iptables"
  after=$(iptables-save -t filter | grep '^-A INPUT' || true)
  [[ $before == "$after" ]] || record "iptables: $(cat "$work/iptables")"
}
