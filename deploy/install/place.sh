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

# put_file FROM PLACE MODE [GROUP]: in one step, as root's own.
put_file() {
  local from=$1 place=$2 mode=$3 group=${4:-root}
  # Below another root, and before the first run, the services' groups do not exist.
  getent group "$group" > /dev/null || group=root
  if [[ -f $root$place && $(stat -c '%a %G' -- "$root$place") == "${mode#0} $group" ]] && cmp -s -- "$from" "$root$place"; then return 0; fi
  record "$place"
  [[ $is_dry_run == no ]] || return 0
  remember_file "$place"
  install -D -m "$mode" -g "$group" -- "$from" "$root$place.new"
  mv -- "$root$place.new" "$root$place"
}

remove_file() {
  [[ -e $root$1 ]] || return 0
  record "$1"
  [[ $is_dry_run == no ]] || return 0
  remember_file "$1"
  rm -- "$root$1"
}

# Settings of LiveKit that are this host's own: install.sh never writes them. One of several nodes has Redis in there.
local_settings=/etc/first-room/livekit.local.yaml
# What install.sh wrote last, by checksum: what differs from it was changed by hand.
written_sums=/etc/first-room/written.sha256

# The VM's own IPv4 address on the way to the internet, or nothing: LiveKit is to take this one. Below --root the VM is another one.
own_address() {
  [[ -z $root ]] || return 0
  ip -4 route get "$public_ip" 2> /dev/null | sed -n 's/.* src \([0-9.]*\).*/\1/p'
}

# render_livekit TEMPLATE LOCAL ADDRESS OWN: LiveKit's configuration, with what guests are told and the VM's own address, if it is known.
# Top-level sections of the local file take the place of the template's.
render_livekit() {
  local template=$1 own=$2 address=$3 taken=${4:+"'$4/32'"}
  [[ -r $own ]] || own=/dev/null
  sed "s/^  node_ip: .*/  node_ip: $address/; s/^  stun_servers: .*/  stun_servers: [$address:3478]/" "$template" |
    sed "s|^    includes: .*|    includes: [${taken:-"'0.0.0.0/0'"}, '::/0']|" |
    awk '
      is_own { if (match($0, /^[a-z_]+:/)) own[substr($0, 1, RLENGTH)] = 1; next }
      /^[^ \t]/ { is_dropped = match($0, /^[a-z_]+:/) && substr($0, 1, RLENGTH) in own }
      !is_dropped
    ' is_own=1 "$own" is_own= -
  render_turn
  [[ $own == /dev/null ]] || { printf '\n# From %s:\n' "${own#"$root"}" && cat -- "$own"; }
}

# nginx has modules for Brotli from its distribution, or none.
has_brotli() {
  compgen -G "$root/etc/nginx/modules-enabled/*brotli*static*" > /dev/null
}

# render_files DEPLOY DOMAIN ADDRESS TLS TARGET: every file that a release writes below /etc, in a folder. What is in there depends on the
# release and on these settings alone, so it can be compared with what is on the VM.
render_files() {
  local deploy=$1 name=$2 address=$3 mode=$4 target=$5 part
  install -d -- "$target/etc/first-room" "$target/etc/nginx/first-room" "$target/etc/nginx/conf.d" "$target/etc/systemd/system" "$target/etc/sysctl.d"
  (umask 077 && render_livekit "$deploy/livekit.yaml" "$root$local_settings" "$address" "$(own_address)" > "$target/etc/first-room/livekit.yaml")
  cp -- "$deploy/systemd/"first-room-*.service "$target/etc/systemd/system/"
  for part in common site headers; do cp -- "$deploy/nginx/$part.conf" "$target/etc/nginx/first-room/"; done
  if has_brotli; then cp -- "$deploy/nginx/brotli.conf" "$target/etc/nginx/first-room/"; fi
  if [[ $mode == vm ]]; then
    sed "s/room\.example\.com/$name/g" "$deploy/nginx/first-room-tls.conf" > "$target/etc/nginx/conf.d/first-room.conf"
  else
    cp -- "$deploy/nginx/first-room.conf" "$target/etc/nginx/conf.d/first-room.conf"
  fi
  if [[ -n ${turn:-} ]]; then
    sed "s/turn\.room\.example\.com/$turn/g" "$deploy/nginx/first-room-turn.conf" > "$target/etc/nginx/conf.d/first-room-turn.conf"
  fi
  cp -- "$deploy/sysctl/60-first-room.conf" "$target/etc/sysctl.d/"
  # Releases before the one that got certificates have none.
  if [[ -e $deploy/install/renewed.sh ]]; then install -D -- "$deploy/install/renewed.sh" "$target$renewal_hook"; fi
}

# Paths of the files below a folder, as they are on the VM.
rendered_paths() {
  (cd -- "$1" && find etc -type f -printf '/%p\n' | sort)
}

place_files() {
  local path mode group
  while IFS= read -r path; do
    mode=0644 group=root
    # Redis's passwords may be in it.
    if [[ $path == /etc/first-room/livekit.yaml ]]; then mode=0640 group=first-room-livekit; fi
    if [[ $path == "$renewal_hook" ]]; then mode=0755; fi
    put_file "$work/files$path" "$path" "$mode" "$group"
  done < <(rendered_paths "$work/files")
  has_brotli || remove_file /etc/nginx/first-room/brotli.conf
  # Without --turn before, files of these names are the host's own.
  if [[ -z $turn && -n $kept_turn ]]; then
    remove_file /etc/nginx/conf.d/first-room-turn.conf
    remove_file "$turn_certificate"
    remove_file "$turn_key"
  fi
  (cd -- "$work/files" && find etc -type f | sort | xargs sha256sum) > "$work/written"
  put_file "$work/written" "$written_sums" 0600
  if [[ -e $root$local_settings && $(stat -c '%a %U' -- "$root$local_settings") != '600 root' ]]; then
    record "$local_settings is root's alone"
    if [[ $is_dry_run == no ]]; then chown root:root -- "$root$local_settings" && chmod 0600 -- "$root$local_settings"; fi
  fi
  if [[ ($tls == vm || -n $turn$certificate_ocid) && $is_dry_run == no ]]; then install -d -m 0755 -- "$root$acme_webroot"; fi
}
