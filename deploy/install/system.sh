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
    # In a container the kernel's own settings can't be changed. LiveKit runs all the same, with smaller buffers.
    sysctl --quiet --load=/etc/sysctl.d/60-first-room.conf ||
      say "The kernel's buffers stay as they are until the next boot (sysctl says why above)."
  fi
  if selinux_is_on; then label_files; fi
}

selinux_is_on() {
  command -v getenforce > /dev/null && [[ $(getenforce) != Disabled ]]
}

# What SELinux has to be told: nginx may ask the parts behind it, and read the page. (Never tried on a real Oracle Linux.)
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
    say 'There is no firewall on this VM that install.sh knows (firewalld; iptables with /etc/iptables): what is open is up to the VCN alone.'
    [[ -z $turn ]] || say "TURN is asked for on port 443: forward it to $turn_port on this VM."
  fi
}

open_firewalld() {
  local service
  local -a open=(first-room first-room-web) shut=()
  if [[ $tls == vm ]]; then open=(first-room http https) shut=(first-room-web); fi
  if [[ -n $turn ]]; then open+=(http); fi
  # Names of new services are known after a reload.
  if has_changed /etc/firewalld/services/first-room.xml /etc/firewalld/services/first-room-web.xml; then firewall-cmd --quiet --reload; fi
  local has_opened=no
  for service in "${open[@]}"; do
    if firewall-cmd --quiet --permanent --query-service="$service"; then continue; fi
    record "firewalld: $service"
    firewall-cmd --quiet --permanent --add-service="$service"
    has_opened=yes
  done
  for service in "${shut[@]}"; do
    if ! firewall-cmd --quiet --permanent --query-service="$service"; then continue; fi
    record "firewalld: no $service"
    firewall-cmd --quiet --permanent --remove-service="$service"
    has_opened=yes
  done
  forward_firewalld
  [[ $has_opened == no ]] || firewall-cmd --quiet --reload
}

# TURN: what comes for 443 goes to LiveKit, and the authority reaches port 80. Sets has_opened, as its caller does.
forward_firewalld() {
  local forward=port=443:proto=tcp:toport=$turn_port
  if [[ -n $turn ]] && ! firewall-cmd --quiet --permanent --query-forward-port="$forward"; then
    record 'firewalld: 443 is forwarded to TURN'
    firewall-cmd --quiet --permanent --add-forward-port="$forward"
    has_opened=yes
  elif [[ -z $turn ]] && firewall-cmd --quiet --permanent --query-forward-port="$forward"; then
    record 'firewalld: 443 is not forwarded'
    firewall-cmd --quiet --permanent --remove-forward-port="$forward"
    has_opened=yes
  fi
}

# iptables.sh comes to the same rules every time, so whether something changed is seen in the file that it keeps. The
# counters and dates in it are no change.
open_iptables() {
  local mode=load-balancer before after
  if [[ $tls == vm ]]; then mode=tls; elif [[ -n $turn ]]; then mode=turn; fi
  before=$(iptables-save -t filter | grep '^-A INPUT' || true)
  bash "$here/firewall/iptables.sh" "$mode" > "$work/iptables"
  after=$(iptables-save -t filter | grep '^-A INPUT' || true)
  [[ $before == "$after" ]] || record "iptables: $(cat "$work/iptables")"
}
