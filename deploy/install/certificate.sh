# shellcheck shell=bash
# The certificate on the VM: certbot gets it through nginx (ACME's HTTP-01), and its own timer renews it. certbot is
# used because every distribution packages and updates it, and hosts can look it up.

acme_webroot=/var/lib/first-room/acme
# Script that certbot runs after each renewal.
renewal_hook=/etc/letsencrypt/renewal-hooks/deploy/first-room
# nginx's only site until there is a certificate.
challenge_site=/etc/nginx/conf.d/first-room-challenge.conf

# Prints certbot's folder for the certificate of a name.
lineage_of() {
  printf '/etc/letsencrypt/live/%s' "$1"
}

# Prints the path of the page's certificate.
certificate() {
  printf '%s/fullchain.pem' "$(lineage_of "$domain")"
}

# check_first_certificate NAME: certbot is about to request it, which needs an email address for warnings.
check_first_certificate() {
  local file renewal=/etc/letsencrypt/renewal/$1.conf
  file=$(lineage_of "$1")/fullchain.pem
  if [[ ! -r $file && -z $email ]]; then
    problem "there is no certificate at $file. --email you@example.com gets one from Let's Encrypt, and has it renewed."
  elif [[ -r $file && -n $email && -r $renewal ]] && ! grep -qE '^authenticator = (webroot|dns-)' "$renewal"; then
    problem "certbot would not renew the certificate of $1 through nginx, which uses port 80. \`certbot delete --cert-name $1\` removes it; then install.sh gets a new one."
  fi
}

# With TLS on the VM the name points to the VM, so its address can be looked up.
find_public_ip() {
  [[ $tls == vm && -z $public_ip && -n $domain ]] || return 0
  public_ip=$(getent ahostsv4 "$domain" | awk 'NR == 1 { print $1 }' || true)
}

check_tls() {
  if [[ -n $email && ! $email =~ ^[^@[:space:]]+@[^@[:space:]]+\.[^@[:space:]]+$ ]]; then
    problem "--email is \"$email\". It must be an address such as you@example.com."
  fi
  case $tls in
    load-balancer)
      [[ -z $email || -n $turn$certificate_ocid ]] || problem '--email is for a certificate that this VM renews: --tls vm, --turn or --certificate.'
      ;;
    vm) check_certificate ;;
    *) problem "--tls is \"$tls\". It must be load-balancer or vm." ;;
  esac
}

check_certificate() {
  [[ -z $root ]] || return 0
  check_first_certificate "$domain"
  if [[ ! -r $(certificate) && -n $email && $is_before_dns == yes ]]; then
    problem "a certificate is issued only for a name that points to this VM: set $public_ip for $domain in DNS, and run this without --before-dns."
  fi
}

bring_certbot() {
  ! command -v certbot > /dev/null || return 0
  record 'package certbot'
  {
    case $(system_name) in
      ubuntu* | debian*)
        apt-get -q update
        DEBIAN_FRONTEND=noninteractive apt-get -q -y install --no-install-recommends certbot
        ;;
      # (Never tried on a real Oracle Linux.)
      ol*) dnf -y install oracle-epel-release-el9 && dnf -y install certbot ;;
      *) dnf -y install epel-release && dnf -y install certbot ;;
    esac
  } > "$work/packages" 2>&1 || fail "certbot can't be installed: $(tail -n 3 "$work/packages")"
}

get_certificate() {
  [[ $tls == vm && -n $email ]] || return 0
  if [[ -n $root || $is_dry_run == yes ]]; then
    [[ -r $root$(certificate) ]] || say "install.sh gets the certificate for $domain when it runs on the VM itself."
    return 0
  fi
  bring_certbot
  # With --before-dns no authority could ask this VM, and the doctor reports an expired certificate.
  if ! has_usable_certificate "$domain" && [[ ! -r $(certificate) || $is_before_dns == no ]]; then
    serve_challenges
    ask_certbot "$domain"
    stop_serving_challenges
  fi
  start_renewals
}

# bring_certificate NAME: gets a certificate if there is no usable one, through nginx's site; later certbot's timer
# renews it, also a certificate that came from a backup.
bring_certificate() {
  local name=$1
  if [[ -n $email ]]; then
    bring_certbot
    if ! has_usable_certificate "$name"; then
      reload_nginx
      ask_certbot "$name"
    fi
  fi
  start_renewals
}

# has_usable_certificate NAME: whether there is a certificate for the name that has not expired, with its key.
has_usable_certificate() {
  # shellcheck disable=SC2016 # JavaScript's.
  /usr/bin/node -e '
    const { createPrivateKey, X509Certificate } = require("node:crypto");
    const [name, lineage] = process.argv.slice(1);
    const read = (file) => require("node:fs").readFileSync(`${lineage}/${file}.pem`);
    const certificate = new X509Certificate(read("fullchain"));
    const isUsable = Date.parse(certificate.validTo) > Date.now() && certificate.checkHost(name) && certificate.checkPrivateKey(createPrivateKey(read("privkey")));
    process.exit(isUsable ? 0 : 1);
  ' "$1" "$(lineage_of "$1")" 2> /dev/null
}

# ask_certbot NAME: for a name without a usable certificate that leads to this VM; nginx serves certbot's answers to the
# challenge.
ask_certbot() {
  local name=$1 way='The name must lead to this VM, and port 80 must be open in the VCN.'
  if [[ $name == "$domain" && $tls == load-balancer ]]; then
    way="The name must lead to the load balancer, whose listeners for ports 80 and 443 must be open, and its health check must find this VM healthy."
  fi
  record "certificate of $name"
  # Without --force-renewal certbot keeps a certificate that has not expired, even if its key is another one's.
  certbot certonly --non-interactive --agree-tos --email "$email" --webroot --webroot-path "$acme_webroot" \
    --cert-name "$name" --domain "$name" --force-renewal > "$work/certbot" 2>&1 ||
    fail "there is no certificate for $name yet. $way certbot says:"$'\n'"$(tail -n 12 "$work/certbot")"
}

start_renewals() {
  # Debian and Ubuntu name the timer certbot, EPEL certbot-renew.
  local timer
  for timer in certbot certbot-renew; do
    if [[ -e /lib/systemd/system/$timer.timer ]] && ! systemctl --quiet is-active "$timer.timer"; then
      record "$timer.timer started"
      systemctl --quiet enable --now "$timer.timer"
    fi
  done
}

# nginx does not start without its certificate file: until it exists, only challenges are served.
serve_challenges() {
  local site=/etc/nginx/conf.d/first-room.conf
  has_changed "$site" || { remember_file "$site" && record "$site"; }
  record "$challenge_site"
  awk '/^server \{/ { servers++ } servers == 1' "$work/files$site" > "$challenge_site"
  rm -f -- "$site"
  nginx -t &> "$work/nginx" || fail "nginx rejects its settings: $(grep -m 1 emerg "$work/nginx")"
  if systemctl --quiet is-active nginx; then hand_over_nginx; else systemctl start nginx; fi
}

stop_serving_challenges() {
  rm -f -- "$challenge_site"
  install -m 0644 -- "$work/files/etc/nginx/conf.d/first-room.conf" /etc/nginx/conf.d/first-room.conf
}
