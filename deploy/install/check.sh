# shellcheck shell=bash
# Checks everything that can be known beforehand. All problems are reported at once, and nothing has been changed by
# then.

problems=()
# Files that differ from those that install.sh wrote.
changed_by_hand=()

problem() {
  problems+=("$1")
}

check_everything() {
  check_release
  check_domain
  check_public_ip
  check_tls
  check_turn
  check_balancer_certificate
  check_livekit_file
  check_local_settings
  check_changed_by_hand
  if [[ -z $root ]]; then
    check_rights
    check_system
    check_programs
    # Only root sees which program uses a port; other users would get our own services reported.
    if [[ $(id -u) == 0 ]]; then check_ports; fi
  fi
  check_keys
  ((${#problems[@]} > 0)) || return 0
  {
    say 'install.sh: nothing was changed, because of these problems:'
    printf '  - %s\n' "${problems[@]}"
  } >&2
  exit 1
}

check_release() {
  if [[ ! -r $release/RELEASE || ! -r $release/SHA256SUMS ]]; then
    problem "$release is no release of First Room: \`npm run release\` packs one. Unpack that, and run its deploy/install.sh."
  elif ! (cd -- "$release" && sha256sum --check --quiet --strict SHA256SUMS) &> "$work/sums"; then
    problem "the release in $release is damaged ($(head -n 1 "$work/sums")). Unpack its archive again."
  fi
}

# Whether it is a host name as in a certificate: no scheme, port, path or IP address.
is_name() {
  local label='[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?'
  [[ $1 =~ ^($label\.)+[a-z][a-z0-9-]*[a-z0-9]$ && ${#1} -le 253 ]]
}

check_domain() {
  if [[ -z $domain ]]; then
    problem '--domain is missing: the name at which guests find the room, such as room.example.com.'
  elif ! is_name "$domain"; then
    problem "--domain is \"$domain\". It must be a full domain name, such as room.example.com."
  fi
}

check_public_ip() {
  local byte='(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])'
  if [[ -z $public_ip ]]; then
    problem '--public-ip is missing: the reserved public IP of this VM, to which guests send video and audio.'
  elif [[ ! $public_ip =~ ^$byte\.$byte\.$byte\.$byte$ ]]; then
    problem "--public-ip is \"$public_ip\". It must be an IPv4 address, such as 203.0.113.10."
  elif [[ $public_ip =~ ^(0|10|127|22[4-9]|2[3-5][0-9])\. || $public_ip =~ ^(192\.168|169\.254|172\.(1[6-9]|2[0-9]|3[01])|100\.(6[4-9]|[7-9][0-9]|1[01][0-9]|12[0-7]))\. ]]; then
    problem "--public-ip is $public_ip, which no guest on the internet can reach. It is the VM's reserved public IP, not the private one of its network card."
  fi
}

check_livekit_file() {
  if [[ -n $livekit_file && ! -r $livekit_file ]]; then problem "--livekit names $livekit_file, which can't be read."; fi
  if [[ -n $livekit_sha256 && ! $livekit_sha256 =~ ^[0-9a-f]{64}$ ]]; then
    problem '--livekit-sha256 must be 64 hexadecimal digits, as sha256sum writes them.'
  fi
  if [[ -n $newer_livekit ]]; then
    if [[ ! $newer_livekit =~ ^[0-9]{1,4}\.[0-9]{1,4}\.[0-9]{1,4}$ ]]; then
      problem "--livekit-version is \"$newer_livekit\". It must be a version such as 1.13.11."
    elif ! is_newer_than_tested "$newer_livekit"; then
      problem "--livekit-version is $newer_livekit, which is older than $tested_livekit_version, the version that this release is tested with."
    elif [[ $is_version_named == yes && -z $livekit_sha256 ]]; then
      problem "--livekit-version $newer_livekit needs --livekit-sha256, the SHA-256 of its archive: this release only knows that of $tested_livekit_version."
    fi
  fi
  if [[ $livekit_releases != https://* ]]; then
    problem "LIVEKIT_DOWNLOAD_BASE is $livekit_releases. It must be an https: address."
  fi
}

check_rights() {
  [[ $(id -u) == 0 ]] || problem 'only root may set up the VM: run it with sudo.'
}

# Systems that the files were written for and tested with, or similar ones.
check_system() {
  local name
  name=$(system_name)
  case $name in
    'ol 9'* | 'rhel 9'* | 'rocky 9'* | 'almalinux 9'* | 'ubuntu 22.04' | 'ubuntu 24.04' | 'debian 12' | 'debian 13') ;;
    *) problem "this is ${name:-an unknown system}. It must be Oracle Linux 9 or Ubuntu 22.04 or 24.04 (or Debian 12, 13; Red Hat's relatives 9)." ;;
  esac
  case $(uname -m) in
    x86_64 | aarch64) ;;
    *) problem "the processor is $(uname -m), for which LiveKit has no release. It must be x86_64 or aarch64." ;;
  esac
  [[ -d /run/systemd/system ]] || problem 'systemd is not running here, so services could not be started. --root only installs the files.'
}

# Prints `ol 9.4`, `ubuntu 24.04`.
system_name() {
  [[ ! -r /etc/os-release ]] || (
    # shellcheck source=/dev/null
    source /etc/os-release
    printf '%s %s' "${ID:-}" "${VERSION_ID:-}"
  )
}

check_programs() {
  local program
  local -a missing=()
  for program in nginx curl ss flock tar sha256sum; do
    command -v "$program" > /dev/null || missing+=("$program")
  done
  if selinux_is_on && ! command -v semanage > /dev/null; then missing+=('semanage (package policycoreutils-python-utils)'); fi
  ((${#missing[@]} == 0)) || problem "missing here: ${missing[*]}. deploy/cloud-init/ says which packages a prepared VM has."
  # The unit starts this one, not another on PATH.
  local version
  version=$(/usr/bin/node --version 2> /dev/null || true)
  if [[ -z $version ]]; then
    problem '/usr/bin/node is missing: the token handler needs Node 20.19 or later.'
  elif ! /usr/bin/node -e 'const [major, minor] = process.versions.node.split("."); process.exit(major > 20 || (major == 20 && minor >= 19) ? 0 : 1)'; then
    problem "/usr/bin/node is $version. The token handler needs 20.19 or later."
  fi
}

needed_ports() {
  say 'tcp 7880 first-room-livekit'
  say 'tcp 7881 first-room-livekit'
  say 'udp 7882 first-room-livekit'
  say 'tcp 6789 first-room-livekit'
  say 'tcp 5000 first-room-token'
  say 'tcp 5001 first-room-token'
  if [[ -n $turn ]]; then say "tcp $turn_port first-room-livekit"; fi
  if [[ $tls == vm ]]; then
    say 'tcp 80 nginx'
    say 'tcp 443 nginx'
  else
    say 'tcp 8080 nginx'
  fi
}

# Each port must be free or used by its own service.
check_ports() {
  local protocol port service socket pid
  while read -r protocol port service; do
    while IFS= read -r socket; do
      pid=$(grep -o 'pid=[0-9]*' <<< "$socket" | head -n 1 | cut -d= -f2 || true)
      if [[ -n $pid ]] && grep -q "/$service\.service\$" "/proc/$pid/cgroup" 2> /dev/null; then continue; fi
      problem "port $port/$protocol is in use by $(owner "$pid"), but $service needs it."
    done < <(ss -H -n -l -p --"$protocol" "sport = :$port")
  done < <(needed_ports)
}

owner() {
  if [[ -n $1 && -r /proc/$1/comm ]]; then printf '%s (process %s)' "$(cat "/proc/$1/comm")" "$1"; else printf 'another program'; fi
}

# LiveKit itself parses the settings and names an unknown one; its exit status is 0 either way.
check_livekit_settings() {
  local said
  said=$("$livekit" ports --config "$work/files/etc/first-room/livekit.yaml" 2>&1 || true)
  [[ $said == *'TCP Ports'* ]] ||
    fail "LiveKit rejects deploy/livekit.yaml$(if [[ -e $root$local_settings ]]; then printf ' with %s' "$local_settings"; fi): $(tr '\n' ' ' <<< "$said"). Nothing was changed."
}

# Checks mistakes in the host's own LiveKit settings that LiveKit would not report.
check_local_settings() {
  local own=$root$local_settings
  [[ -e $own ]] || return 0
  # Without root the file is unreadable; another check reports that.
  [[ -r $own ]] || return 0
  if grep -q '^\(---\|\.\.\.\)' -- "$own"; then
    problem "$local_settings has a line that ends a YAML document (\`---\`). LiveKit would read only one of the two: remove the line."
  fi
  if grep -q 'CHANGE-ME' -- "$own"; then problem "$local_settings still has a CHANGE-ME in it. Put the real value there."; fi
  if grep -q '^rtc:' -- "$own" && ! grep -qE "^ +node_ip: [\"']?${public_ip//./\\.}[\"']?( |\$)" -- "$own"; then
    problem "$local_settings has an rtc section, which replaces the release's. It must name the public IP: \`node_ip: $public_ip\`."
  fi
  if grep -q '^limit:' -- "$own" && ! grep -q '^ \+max_metadata_size:' -- "$own"; then
    problem "$local_settings has a limit section, which replaces the release's. Without the release's limits any guest could repeatedly send half a megabyte to everybody: copy max_metadata_size and the others of deploy/livekit.yaml as well."
  fi
}

# A file that was changed by hand is not overwritten: its settings would be lost silently.
check_changed_by_hand() {
  [[ -n $domain && -n $public_ip ]] || return 0
  render_files "$here" "$domain" "$public_ip" "$tls" "$work/files"
  local path before
  before=$(target_of "$current")
  while IFS= read -r path; do
    if [[ ! -e $root$path || ! -r $root$path ]] || cmp -s -- "$work/files$path" "$root$path" || is_as_written "$path" "$before"; then continue; fi
    changed_by_hand+=("$path")
    [[ $overwrites == no ]] || continue
    case $path in
      /etc/first-room/livekit.yaml)
        problem "$path was not written by install.sh, or was changed since. Move the changed sections into $local_settings, where they stay, and run this again with --overwrite. Sections that differ: $(differing_sections "$root$path" "$work/files$path")."
        ;;
      *) problem "$path was not written by install.sh, or was changed since. Change it in the project instead, or discard the change: --overwrite keeps it as ${path##*/}.by-hand." ;;
    esac
  done < <(rendered_paths "$work/files")
}

# is_as_written PATH RELEASE: whether a file is unchanged since install.sh wrote it. Earlier versions kept no
# checksums; then it is compared with the file of its release.
is_as_written() {
  local path=$1 before=$2 sum
  if [[ -r $root$written_sums ]]; then
    sum=$(sha256sum < "$root$path")
    grep -qxF -- "${sum%% *}  ${path#/}" "$root$written_sums"
    return
  fi
  [[ -n $before ]] || return 1
  if [[ ! -d $work/before-files ]]; then
    local_settings=/nonexistent render_files "$before/deploy" "${kept_domain:-$domain}" "${kept_public_ip:-$public_ip}" "${kept_tls:-$tls}" "$work/before-files"
  fi
  cmp -s -- "$work/before-files$path" "$root$path"
}

# Prints the names of top-level sections that differ between two LiveKit configurations; comments are ignored.
differing_sections() {
  awk '
    /^[ \t]*(#|$)/ { next }
    match($0, /^[a-z_]+:/) { name = substr($0, 1, RLENGTH - 1); names[name] = 1 }
    FNR == NR { one[name] = one[name] "\n" $0; next }
    { other[name] = other[name] "\n" $0 }
    END { for (name in names) if (one[name] != other[name]) print name }
  ' "$1" "$2" | sort | paste -sd, | sed 's/,/, /g'
}
