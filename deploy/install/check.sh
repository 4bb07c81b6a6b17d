# shellcheck shell=bash
# Everything that could go wrong and can be known beforehand. All of it is told at once, and nothing has been changed by then.

problems=()

problem() {
  problems+=("$1")
}

check_everything() {
  check_release
  check_domain
  check_public_ip
  check_tls
  check_livekit_file
  if [[ -z $root ]]; then
    check_rights
    check_system
    check_programs
    # Whose a port is only root is told; others would hear of our own services.
    if [[ $(id -u) == 0 ]]; then check_ports; fi
  fi
  check_keys
  ((${#problems[@]} > 0)) || return 0
  {
    say 'install.sh: nothing was changed, since something is wrong:'
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

# As a certificate knows it: no scheme, no port, no path, no address.
check_domain() {
  local label='[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?'
  if [[ -z $domain ]]; then
    problem '--domain is missing: where guests find the room, such as room.example.com.'
  elif [[ ! $domain =~ ^($label\.)+[a-z][a-z0-9-]*[a-z0-9]$ || ${#domain} -gt 253 ]]; then
    problem "--domain is \"$domain\". It must be a name with a dot in it and nothing around it, such as room.example.com."
  fi
}

check_public_ip() {
  local byte='(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])'
  if [[ -z $public_ip ]]; then
    problem '--public-ip is missing: the reserved public IP of this VM, which guests send picture and sound to.'
  elif [[ ! $public_ip =~ ^$byte\.$byte\.$byte\.$byte$ ]]; then
    problem "--public-ip is \"$public_ip\". It must be an IPv4 address, such as 203.0.113.10."
  elif [[ $public_ip =~ ^(0|10|127|22[4-9]|2[3-5][0-9])\. || $public_ip =~ ^(192\.168|169\.254|172\.(1[6-9]|2[0-9]|3[01])|100\.(6[4-9]|[7-9][0-9]|1[01][0-9]|12[0-7]))\. ]]; then
    problem "--public-ip is $public_ip, which no guest on the internet can reach. It is the VM's reserved public IP, not the private one of its network card."
  fi
}

certificate() {
  printf '%s' "/etc/letsencrypt/live/$domain/fullchain.pem"
}

check_tls() {
  case $tls in
    load-balancer) ;;
    vm)
      if [[ -z $root && ! -r $(certificate) ]]; then
        problem "there is no certificate at $(certificate). \`certbot certonly --standalone -d $domain\` gets one while nginx is stopped."
      fi
      ;;
    *) problem "--tls is \"$tls\". It must be load-balancer or vm." ;;
  esac
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

# What the files are written for and were tried with, or near to it.
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
  [[ -d /run/systemd/system ]] || problem 'systemd does not run here, so services could not be started. --root only puts the files.'
}

# `ol 9.4`, `ubuntu 24.04`
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
  # The unit starts this one, and no other that may be on PATH.
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
  if [[ $tls == vm ]]; then
    say 'tcp 80 nginx'
    say 'tcp 443 nginx'
  else
    say 'tcp 8080 nginx'
  fi
}

# A port is free, or the service that it is for has it already.
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

# LiveKit itself reads the settings, and names one that it does not know; its exit status is 0 either way.
check_livekit_settings() {
  local said
  render_livekit
  said=$("$livekit" ports --config "$work/livekit.yaml" 2>&1 || true)
  [[ $said == *'TCP Ports'* ]] ||
    fail "LiveKit does not take deploy/livekit.yaml: $(tr '\n' ' ' <<< "$said"). Nothing was changed."
}
