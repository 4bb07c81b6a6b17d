# shellcheck shell=bash
# What the host decides: the command line, and what an earlier run kept. Nothing here changes anything.

domain=''
public_ip=''
tls=''
public_room=''
# Where Let's Encrypt writes to, if install.sh is to get the certificate.
email=''
# The name under which TURN is reached, or nothing.
turn=''
is_turn_named=no
# The OCID of the load balancer's certificate, if this VM is to renew it.
certificate_ocid=''
is_certificate_named=no
livekit_file=''
livekit_sha256=''
# A version of LiveKit that is newer than the tested one, or nothing.
newer_livekit=''
is_version_named=no
root=''
is_before_dns=no
is_dry_run=no
overwrites=no
wants_rollback=no
# As an earlier run kept them: what it wrote came of these.
kept_domain=''
kept_public_ip=''
kept_tls=''
kept_turn=''

# Ends with a sentence. What the caller has changed by then is the caller's to say.
fail() {
  printf '%s: %s\n' "${0##*/}" "$1" >&2
  exit "${2:-1}"
}

say() {
  printf '%s\n' "$1"
}

read_options() {
  while (($# > 0)); do
    case $1 in
      --domain | --public-ip | --tls | --email | --turn | --certificate | --livekit | --livekit-version | --livekit-sha256 | --root)
        [[ -n ${2:-} && ${2:-} != --* ]] || fail "$1 needs a value. --help lists the options." 2
        ;;
    esac
    case $1 in
      --domain) domain=${2,,} && shift ;;
      --public-ip) public_ip=$2 && shift ;;
      --tls) tls=$2 && shift ;;
      --email) email=$2 && shift ;;
      --certificate) certificate_ocid=${2,,} && is_certificate_named=yes && shift ;;
      --turn) turn=${2,,} && is_turn_named=yes && shift ;;
      --livekit) livekit_file=$2 && shift ;;
      --livekit-version) newer_livekit=${2#v} && is_version_named=yes && shift ;;
      --livekit-sha256) livekit_sha256=${2,,} && shift ;;
      --root) root=$(realpath -m -- "$2") && shift ;;
      --public-room) public_room=yes ;;
      --before-dns) is_before_dns=yes ;;
      --dry-run) is_dry_run=yes ;;
      --overwrite) overwrites=yes ;;
      --rollback) wants_rollback=yes ;;
      --help) usage && exit 0 ;;
      *) fail "there is no option $1. --help lists them." 2 ;;
    esac
    shift
  done
}

# Without --root and --dry-run: users, services, firewall and kernel settings are touched too.
touches_system() {
  [[ -z $root && $is_dry_run == no ]]
}

settings_file() {
  printf '%s' "$root/etc/first-room/install.conf"
}

# What the command line did not say is what an earlier run was told.
read_kept_settings() {
  local name value kept_email='' kept_certificate='' kept_version='' kept_sum=''
  if [[ -r $(settings_file) ]]; then
    while IFS='=' read -r name value; do
      case $name in
        domain) kept_domain=$value ;;
        public_ip) kept_public_ip=$value ;;
        tls) kept_tls=$value ;;
        public_room) public_room=${public_room:-$value} ;;
        email) kept_email=$value ;;
        turn) kept_turn=$value ;;
        certificate) kept_certificate=$value ;;
        livekit_version) kept_version=$value ;;
        livekit_sha256) kept_sum=$value ;;
      esac
    done < "$(settings_file)"
  fi
  # A release that is tested with that version, or with a newer one, needs it no longer.
  if [[ $is_version_named == no && -z $livekit_file && -n $kept_version ]] && is_newer_than_tested "$kept_version"; then
    newer_livekit=$kept_version
    livekit_sha256=${livekit_sha256:-$kept_sum}
  fi
  # The tested version may be named; it is no newer one.
  if [[ $newer_livekit == "$tested_livekit_version" ]]; then newer_livekit=''; fi
  domain=${domain:-$kept_domain}
  public_ip=${public_ip:-$kept_public_ip}
  if [[ $is_turn_named == no ]]; then turn=$kept_turn; fi
  if [[ $turn == none ]]; then turn=''; fi
  if [[ $is_certificate_named == no ]]; then certificate_ocid=$kept_certificate; fi
  if [[ $certificate_ocid == none ]]; then certificate_ocid=''; fi
  # Who gives an address wants a certificate here: TURN's or the load balancer's, or else the page's.
  if [[ -n $email && -z $turn$certificate_ocid ]]; then tls=${tls:-vm}; fi
  tls=${tls:-${kept_tls:-load-balancer}}
  if [[ $tls == vm || -n $turn$certificate_ocid ]]; then email=${email:-$kept_email}; fi
  public_room=${public_room:-no}
}

keep_settings() {
  {
    say '# What install.sh was told; the next run takes it from here. Its options are stronger.'
    say "domain=$domain"
    say "public_ip=$public_ip"
    say "tls=$tls"
    say "public_room=$public_room"
    [[ -z $email ]] || say "email=$email"
    [[ -z $turn ]] || say "turn=$turn"
    [[ -z $certificate_ocid ]] || say "certificate=$certificate_ocid"
    if [[ -n $newer_livekit ]]; then
      say "livekit_version=$newer_livekit"
      say "livekit_sha256=$livekit_sha256"
    fi
  } > "$work/install.conf"
  put_file "$work/install.conf" /etc/first-room/install.conf 0644
}
