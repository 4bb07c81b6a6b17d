# shellcheck shell=bash
# Installs files. Files that are already right are not touched, and changes are recorded, so that they can be reported,
# acted upon and undone.

changes=()

record() {
  if ((${#changes[@]} == 0)); then if [[ $is_dry_run == yes ]]; then say 'Would change:'; else say 'Changed:'; fi; fi
  changes+=("$1")
  say "  $1"
}

# Whether this run has changed one of these files.
has_changed() {
  local path change
  for path in "$@"; do
    for change in "${changes[@]}"; do [[ $change != "$path" ]] || return 0; done
  done
  return 1
}

# put_file FROM PLACE MODE [GROUP]: installs a file in one step, owned by root.
put_file() {
  local from=$1 place=$2 mode=$3 group=${4:-root}
  # With --root, and in the first run, the services' groups do not exist.
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

# This host's own LiveKit settings, which install.sh never writes. On one of several nodes they contain Redis.
local_settings=/etc/first-room/livekit.local.yaml
# Checksums of the files as install.sh last wrote them; a file that differs was changed by hand.
written_sums=/etc/first-room/written.sha256

# Prints the VM's own IPv4 address on the route to the internet, or nothing: the one for LiveKit. With --root it is
# another machine's.
own_address() {
  [[ -z $root ]] || return 0
  ip -4 route get "$public_ip" 2> /dev/null | sed -n 's/.* src \([0-9.]*\).*/\1/p'
}

# render_livekit TEMPLATE LOCAL ADDRESS OWN: prints LiveKit's configuration, with the announced address, and with the
# VM's own address if it is known. Top-level sections of the local file replace the template's.
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

# Whether the distribution's nginx has its Brotli module.
has_brotli() {
  compgen -G "$root/etc/nginx/modules-enabled/*brotli*static*" > /dev/null
}

# render_files DEPLOY DOMAIN ADDRESS TLS TARGET: writes all files that a release installs below /etc into a folder.
# Their content depends only on the release and on these settings, so it can be compared with the VM's files.
render_files() {
  local deploy=$1 name=$2 address=$3 mode=$4 target=$5 part
  install -d -- "$target/etc/first-room" "$target/etc/nginx/first-room" "$target/etc/nginx/conf.d" "$target/etc/systemd/system" "$target/etc/sysctl.d"
  (umask 077 && render_livekit "$deploy/livekit.yaml" "$root$local_settings" "$address" "$(own_address)" > "$target/etc/first-room/livekit.yaml")
  cp -- "$deploy/systemd/"first-room-{livekit,token}.service "$target/etc/systemd/system/"
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
  if [[ -n ${certificate_ocid:-} && -e $deploy/systemd/first-room-upload.service ]]; then
    sed "s/ocid1\.certificate\.example/$certificate_ocid/; s/room\.example\.com/$name/" "$deploy/systemd/first-room-upload.service" > "$target$upload_unit"
  fi
  cp -- "$deploy/sysctl/60-first-room.conf" "$target/etc/sysctl.d/"
  # Earlier releases do not have this file.
  if [[ -e $deploy/install/renewed.sh ]]; then install -D -- "$deploy/install/renewed.sh" "$target$renewal_hook"; fi
}

# Prints the paths that the files below a folder have on the VM.
rendered_paths() {
  (cd -- "$1" && find etc -type f -printf '/%p\n' | sort)
}

place_files() {
  local path mode group
  while IFS= read -r path; do
    mode=0644 group=root
    # It may contain Redis's passwords.
    if [[ $path == /etc/first-room/livekit.yaml ]]; then mode=0640 group=first-room-livekit; fi
    if [[ $path == "$renewal_hook" ]]; then mode=0755; fi
    put_file "$work/files$path" "$path" "$mode" "$group"
  done < <(rendered_paths "$work/files")
  has_brotli || remove_file /etc/nginx/first-room/brotli.conf
  # Without --turn in the previous run, files of these names are the host's own.
  if [[ -z $turn && -n $kept_turn ]]; then
    remove_file /etc/nginx/conf.d/first-room-turn.conf
    remove_file "$turn_certificate"
    remove_file "$turn_key"
  fi
  if [[ -z $certificate_ocid && -n $kept_certificate ]]; then
    if touches_system && [[ -e $upload_unit ]]; then systemctl stop first-room-upload; fi
    remove_file "/etc/systemd/system/multi-user.target.wants/${upload_unit##*/}"
    remove_file "$upload_unit"
  fi
  (cd -- "$work/files" && find etc -type f | sort | xargs sha256sum) > "$work/written"
  put_file "$work/written" "$written_sums" 0600
  if [[ -e $root$local_settings && $(stat -c '%a %U' -- "$root$local_settings") != '600 root' ]]; then
    record "$local_settings is root's alone"
    if [[ $is_dry_run == no ]]; then chown root:root -- "$root$local_settings" && chmod 0600 -- "$root$local_settings"; fi
  fi
  if [[ ($tls == vm || -n $turn$certificate_ocid) && $is_dry_run == no ]]; then install -d -m 0755 -- "$root$acme_webroot"; fi
}
