#!/usr/bin/env bash
# shellcheck source-path=SCRIPTDIR
# Puts this release of First Room on the VM it is run on: LiveKit, the token handler, the page, nginx, firewall, services.
#
#   sudo ./install.sh --domain room.example.com --public-ip 203.0.113.10
#   sudo ./install.sh --domain room.example.com --email you@example.com     without a load balancer
#
# Run it again whenever you like: it changes what differs, restarts what was changed and nothing else. Before the first
# change everything is checked, so a mistake leaves the running system as it was. After the last one the doctor is asked, and
# if it is not content the VM goes back to what ran before.
set -euo pipefail

here=$(cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")" && pwd)
release=$(dirname -- "$here")

# In the order in which they are used.
source "$here/install/settings.sh"
source "$here/install/release.sh"
source "$here/install/livekit.sh"
source "$here/install/keys.sh"
source "$here/install/certificate.sh"
source "$here/install/turn.sh"
source "$here/install/balancer.sh"
source "$here/install/check.sh"
source "$here/install/place.sh"
source "$here/install/system.sh"
source "$here/install/services.sh"
source "$here/install/back.sh"

usage() {
  cat << 'USAGE'
Usage: install.sh --domain NAME --public-ip ADDRESS [options]      behind a load balancer
       install.sh --domain NAME --email ADDRESS [options]          with the certificate on this VM

  --domain NAME           the name at which guests find the room: room.example.com
  --public-ip ADDRESS     the VM's own reserved public IP (not the load balancer's); without a load balancer it is
                          looked up by the name
  --email ADDRESS         get the certificate from Let's Encrypt and have it renewed (--tls vm); ADDRESS is for its warnings
  --tls WHO               who has the certificate: load-balancer (default) or vm (nginx)
  --certificate OCID      get the load balancer's certificate and renew it, as this one of OCI's Certificates service; needs --email.
                          none ends it
  --turn NAME             TURN over TLS on port 443 of this VM, for networks that let out nothing else: turn.room.example.com, which
                          leads to this VM (not the load balancer). With --email it gets its certificate; none ends it
  --public-room           anybody who finds the page may join; otherwise a room key is made
  --before-dns            the name does not point here yet: let the doctor check this VM only
  --livekit FILE          livekit-server, or its release archive, from a file instead of the release page
  --livekit-version V     a version newer than the tested one, such as 1.13.11; needs --livekit-sha256
  --livekit-sha256 SUM    the SHA-256 that the archive (or file) must have, instead of the one in this release
  --root DIRECTORY        install the files below a directory, and change nothing of the running system
  --overwrite             also replace files that were changed by hand; the old file is kept as NAME.by-hand
  --dry-run               check everything and print what would change, without changing it
  --rollback              return to the release that ran before this one
  --help                  show this

The options are kept in /etc/first-room/install.conf: the next run of install.sh needs none.
Exit status: 0 the room runs, 1 it does not, or nothing was changed because of a problem, 2 the command line is invalid.
USAGE
}

main() {
  read_options "$@"
  if [[ $wants_rollback == yes ]]; then roll_back; fi
  read_kept_settings
  find_public_ip
  work=$(mktemp -d)
  trap finish EXIT

  check_everything
  if touches_system; then
    # Root's own folder: in /run/lock everybody may make files, and a link there would lead root elsewhere.
    install -d -m 0700 /run/first-room-install
    exec 9> /run/first-room-install/lock
    flock --nonblock 9 || fail 'another install.sh is running on this VM. Nothing was changed.'
  fi
  fetch_livekit
  check_livekit_settings

  remember_what_runs
  keep_changed_by_hand
  keep_settings
  make_users
  place_release
  place_keys
  place_commands
  place_files
  tune_system
  open_firewall
  get_certificate
  get_turn_certificate
  get_balancer_certificate
  if touches_system; then
    restart_what_changed
    await_parts
    ask_doctor
  fi
  remove_old_releases
  say_what_now
}

main "$@"
