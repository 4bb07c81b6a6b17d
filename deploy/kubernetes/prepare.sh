#!/usr/bin/env bash
# Makes a folder with your own part of the manifests: settings, keys, passwords (README.md). Run it again with other
# options to change a setting; existing keys are never overwritten.
set -euo pipefail

usage() {
  cat <<'USAGE'
prepare.sh FOLDER [OPTION…]

  --domain NAME                  the room's address, for the invitation that is printed
  --web IMAGE@sha256:DIGEST      your build of the web image, as the registry names it
  --token IMAGE@sha256:DIGEST    your build of the token handler's image
  --registry-user USER           who pulls the images; the password is read from standard input
  --backend-nsg OCID             network security group of the workers behind the load balancer
  --load-balancer-ip ADDRESS     the reserved public IP that DNS names
  --public-room                  makes no room key: whoever finds the page may come in

FOLDER/secrets still needs your certificate: fullchain.pem and privkey.pem.
USAGE
}

fail() {
  printf 'prepare.sh: %s\n' "$1" >&2
  exit 1
}

folder='' domain='' web='' token='' registry_user='' backend_nsg='' load_balancer_ip='' public_room=no
while (($# > 0)); do
  case $1 in
    --help | -h) usage && exit ;;
    --public-room) public_room=yes ;;
    --domain | --web | --token | --registry-user | --backend-nsg | --load-balancer-ip)
      (($# > 1)) || fail "$1 needs a value."
      name=${1#--} && printf -v "${name//-/_}" %s "$2" && shift
      ;;
    -*) fail "there is no option $1. --help lists them." ;;
    *)
      [[ -z $folder ]] || fail "one folder, please, not $folder and $1."
      folder=$1
      ;;
  esac
  shift
done
[[ -n $folder ]] || { usage >&2 && exit 1; }

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd -P)
project=${here%/deploy/kubernetes}
image='^[a-z0-9][a-z0-9._/:-]*@sha256:[0-9a-f]{64}$'
for value in "$web" "$token"; do
  [[ -z $value || $value =~ $image ]] || fail "$value is no image with a digest. It ends in @sha256: and 64 hexadecimal digits."
done
[[ -z $backend_nsg || $backend_nsg =~ ^ocid1\.networksecuritygroup\.[A-Za-z0-9._-]+$ ]] ||
  fail "$backend_nsg is no network security group. Its OCID begins with ocid1.networksecuritygroup."
[[ -z $load_balancer_ip || $load_balancer_ip =~ ^[0-9]{1,3}(\.[0-9]{1,3}){3}$ ]] || fail "$load_balancer_ip is no IPv4 address."
[[ -z $domain || $domain =~ ^[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$ ]] || fail "$domain is no domain."
if [[ -n $registry_user && -z $web ]] && ! grep -qs '^  - { name: first-room-web, newName: [^C]' "$folder/kustomization.yaml"; then
  fail '--registry-user needs --web, whose name begins with the registry.'
fi

umask 077
mkdir -p -- "$folder/secrets"
folder=$(cd -- "$folder" && pwd -P)
[[ $folder/ != "$project"/* ]] || fail "$folder is inside the project, where keys could get into an image or a release. Choose another folder."
settings=$folder/kustomization.yaml
[[ -e $settings ]] || cp -- "$here/room/kustomization.yaml" "$settings"

# set_line PATTERN TEXT: replaces the only matching line of the settings. Neither may contain sed's special characters.
set_line() {
  grep -q -- "$1" "$settings" || fail "$settings has no line \"$1\" any more. Bring it back from $here/room/kustomization.yaml."
  sed "s#$1#$2#" "$settings" > "$settings.new" && mv -- "$settings.new" "$settings"
}

# kustomize accepts relative paths only.
up=$(printf '%s' "$folder" | sed 's#/[^/]*#../#g')
set_line '^  - .*/deploy/kubernetes$' "  - $up${here#/}"
for part in web token; do
  value=${!part}
  [[ -z $value ]] ||
    set_line "^  - { name: first-room-$part,.*" "  - { name: first-room-$part, newName: ${value%@*}, digest: ${value#*@} }"
done
[[ -z $backend_nsg ]] ||
  set_line '^\( *oci.oraclecloud.com/oci-backend-network-security-group\):.*' "\1: $backend_nsg"
[[ -z $load_balancer_ip ]] || set_line '^\( *loadBalancerIP\):.*' "\1: $load_balancer_ip"

random() {
  od -An -N "$1" -tx1 /dev/urandom | tr -d ' \n'
}

cd -- "$folder/secrets"
if [[ ! -e token.env ]]; then
  key=API$(random 6) secret=$(random 32) redis=$(random 24)
  printf '%s: %s\n' "$key" "$secret" > livekit-keys.yaml
  printf %s "$redis" > redis-password
  {
    printf '# Settings of the token handler; token/README.md of the project lists them all.\n'
    printf 'LIVEKIT_API_KEY=%s\nLIVEKIT_API_SECRET=%s\n' "$key" "$secret"
    printf 'REDIS_URL=redis://:%s@redis:6379\n' "$redis"
    if [[ $public_room == yes ]]; then
      printf '# There is no ROOM_KEY: whoever finds the page may come in.\n'
    else
      printf 'ROOM_KEY=%s\n' "$(random 16)"
    fi
    printf 'HOST_KEY=%s\n' "$(random 16)"
  } > token.env
fi
room_key=$(sed -n 's/^ROOM_KEY=//p' token.env)
[[ $public_room == no || -z $room_key ]] ||
  fail "$folder/secrets/token.env has a ROOM_KEY, so the room is not public. Remove that line if it should be."
if [[ -n $registry_user ]]; then
  name=$(sed -n 's/^  - { name: first-room-web, newName: \([^/]*\).*/\1/p' "$settings")
  IFS= read -r password || [[ -n $password ]] || fail '--registry-user reads a password from standard input, and there was none.'
  auth=$(printf '%s:%s' "$registry_user" "$password" | base64 | tr -d '\n')
  printf '{"auths":{"%s":{"auth":"%s"}}}\n' "$name" "$auth" > registry.json
fi

printf 'Settings: %s\nKeys and passwords, for nobody but you: %s\n' "$settings" "$folder/secrets"
if [[ -z $room_key ]]; then
  printf 'The room is public: whoever finds the page may come in.\n'
elif [[ -n $domain ]]; then
  printf 'For guests: https://%s/#key=%s\n' "$domain" "$room_key"
fi
host_key=$(sed -n 's/^HOST_KEY=//p' token.env)
if [[ -n $host_key && -n $domain ]]; then
  printf 'For hosts, who may mute, remove and lock (keep it to yourself): https://%s/#host=%s%s\n' "$domain" "$host_key" "${room_key:+&key=$room_key}"
fi
