# shellcheck shell=bash
# The host's settings: from the command line, and from an earlier run. Nothing here changes anything.

domain=''
public_ip=''
tls=''
public_room=''
# Email address for Let's Encrypt, if install.sh is to get the certificate.
email=''
# Host name of TURN, or empty.
turn=''
is_turn_named=no
# OCID of the load balancer's certificate, if this VM is to renew it.
certificate_ocid=''
is_certificate_named=no
livekit_file=''
livekit_sha256=''
# A LiveKit version newer than the tested one, or empty.
newer_livekit=''
is_version_named=no
root=''
is_before_dns=no
is_dry_run=no
overwrites=no
wants_rollback=no
# Settings of the previous run, which determine the files that it wrote.
kept_domain=''
kept_public_ip=''
kept_tls=''
kept_turn=''
kept_certificate=''

# Exits with a message. The caller must say what it has changed by then.
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

# Whether users, services, firewall and kernel settings may be changed: not with --root or --dry-run.
touches_system() {
  [[ -z $root && $is_dry_run == no ]]
}

settings_file() {
  printf '%s' "$root/etc/first-room/install.conf"
}

# Options that are missing on the command line keep their values from the previous run.
read_kept_settings() {
  local name value kept_email='' kept_version='' kept_sum=''
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
  # A release that is tested with that version, or with a newer one, no longer needs the option.
  if [[ $is_version_named == no && -z $livekit_file && -n $kept_version ]] && is_newer_than_tested "$kept_version"; then
    newer_livekit=$kept_version
    livekit_sha256=${livekit_sha256:-$kept_sum}
  fi
  # The tested version may be given explicitly; it does not count as newer.
  if [[ $newer_livekit == "$tested_livekit_version" ]]; then newer_livekit=''; fi
  domain=${domain:-$kept_domain}
  public_ip=${public_ip:-$kept_public_ip}
  if [[ $is_turn_named == no ]]; then turn=$kept_turn; fi
  if [[ $turn == none ]]; then turn=''; fi
  if [[ $is_certificate_named == no ]]; then certificate_ocid=$kept_certificate; fi
  if [[ $certificate_ocid == none ]]; then certificate_ocid=''; fi
  # An email address means a certificate on this VM: TURN's or the load balancer's if they are set, else the page's.
  if [[ -n $email && -z $turn$certificate_ocid ]]; then tls=${tls:-vm}; fi
  tls=${tls:-${kept_tls:-load-balancer}}
  if [[ $tls == vm || -n $turn$certificate_ocid ]]; then email=${email:-$kept_email}; fi
  public_room=${public_room:-no}
}

keep_settings() {
  {
    say '# The options of the last run of install.sh. The next run uses them; options on its command line override them.'
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
