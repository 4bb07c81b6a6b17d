# shellcheck shell=bash
# Files at their places. What is already right is not touched, and what is changed is remembered, so that it can be told,
# acted upon, and taken back.

changes=()

record() {
  if ((${#changes[@]} == 0)); then if [[ $is_dry_run == yes ]]; then say 'Would change:'; else say 'Changed:'; fi; fi
  changes+=("$1")
  say "  $1"
}

# Whether something of these was changed by this run.
has_changed() {
  local path change
  for path in "$@"; do
    for change in "${changes[@]}"; do [[ $change != "$path" ]] || return 0; done
  done
  return 1
}

# put_file FROM PLACE MODE: in one step, as root's own.
put_file() {
  local from=$1 place=$2 mode=$3
  if [[ -f $root$place && $(stat -c %a -- "$root$place") == "${mode#0}" ]] && cmp -s -- "$from" "$root$place"; then return 0; fi
  record "$place"
  [[ $is_dry_run == no ]] || return 0
  remember_file "$place"
  install -D -m "$mode" -- "$from" "$root$place.new"
  mv -- "$root$place.new" "$root$place"
}

remove_file() {
  [[ -e $root$1 ]] || return 0
  record "$1"
  [[ $is_dry_run == no ]] || return 0
  remember_file "$1"
  rm -- "$root$1"
}

# Only the VM's public address is not the same everywhere.
render_livekit() {
  sed "s/^  node_ip: .*/  node_ip: $public_ip/; s/^  stun_servers: .*/  stun_servers: [$public_ip:3478]/" "$here/livekit.yaml" > "$work/livekit.yaml"
}

# nginx has modules for Brotli from its distribution, or none.
has_brotli() {
  compgen -G "$root/etc/nginx/modules-enabled/*brotli*static*" > /dev/null
}

place_files() {
  put_file "$work/livekit.yaml" /etc/first-room/livekit.yaml 0644
  local name
  for name in livekit token; do
    put_file "$here/systemd/first-room-$name.service" "/etc/systemd/system/first-room-$name.service" 0644
  done
  for name in common site headers; do put_file "$here/nginx/$name.conf" "/etc/nginx/first-room/$name.conf" 0644; done
  if has_brotli; then put_file "$here/nginx/brotli.conf" /etc/nginx/first-room/brotli.conf 0644; else remove_file /etc/nginx/first-room/brotli.conf; fi
  if [[ $tls == vm ]]; then
    sed "s/room\.example\.com/$domain/g" "$here/nginx/first-room-tls.conf" > "$work/nginx.conf"
    if [[ $is_dry_run == no ]]; then install -d -m 0755 -- "$root/var/lib/first-room/acme"; fi
  else
    cp -- "$here/nginx/first-room.conf" "$work/nginx.conf"
  fi
  put_file "$work/nginx.conf" /etc/nginx/conf.d/first-room.conf 0644
  put_file "$here/sysctl/60-first-room.conf" /etc/sysctl.d/60-first-room.conf 0644
}
