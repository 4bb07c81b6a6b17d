#!/usr/bin/env bash
# Checks manifests between kustomize and kubectl:
#
#   kubectl kustomize --enable-helm FOLDER | deploy/kubernetes/check.sh | kubectl apply -f -
#
# Passes on the manifests if they are complete. Otherwise it reports all problems, passes on nothing, and exits with 1.
set -euo pipefail

manifests=$(cat)
problems=0
problem() {
  printf 'check.sh: %s\n' "$1" >&2
  problems=1
}

# Prints lines `KEY BASE64` for all Secrets.
secrets() {
  awk '
    /^---/ { in_data = 0; count = 0; next }
    /^data:/ { in_data = 1; next }
    /^[^ ]/ { in_data = 0 }
    /^kind: Secret$/ { for (i = 1; i <= count; i++) print keys[i], values[i]; count = 0 }
    in_data && /^  [^ ]/ { count++; key = $1; sub(/:$/, "", key); keys[count] = key; values[count] = $2 == "|" ? "" : $2 }
    in_data && /^    / { values[count] = values[count] $1 }
  ' <<< "$manifests"
}

# Prints the value of a Secret's key. awk reads all of its input: with pipefail, a command that ends early would make
# the one before it fail.
value() {
  secrets | awk -v key="$1" '$1 == key && !found { print $2; found = 1 }' | base64 -d
}

if [[ -z $manifests ]]; then
  problem 'there is nothing to apply. The line above this one says why.'
else
  while IFS= read -r line; do
    problem "this is still to be filled in: $line"
  done < <(sed -n '/CHANGE-ME/{s/^[ -]*//;p;}' <<< "$manifests" | sort -u)
  while read -r image; do
    [[ $image =~ @sha256:([0-9a-f]{64}|CHANGE-ME)$ ]] ||
      problem "the image $image has no digest, so nobody knows what it will be. prepare.sh --web and --token set yours."
  done < <(sed -n 's/^[ -]*image: *//p' <<< "$manifests" | sort -u)
  while read -r key base64; do
    ! base64 -d <<< "$base64" | grep CHANGE-ME > /dev/null || problem "the Secret with $key still holds CHANGE-ME."
  done < <(secrets)

  pair=$(value keys.yaml)
  [[ $pair == "$(value LIVEKIT_API_KEY): $(value LIVEKIT_API_SECRET)" ]] ||
    problem 'livekit-keys.yaml and token.env have different key pairs: LiveKit would reject every token.'
  [[ $(value REDIS_URL) != redis://*@redis:6379 || $(value REDIS_URL) == "redis://:$(value password)@redis:6379" ]] ||
    problem 'the password of REDIS_URL in token.env is not the one in redis-password.'
  certificate=$(value tls.crt)
  if ! openssl x509 -noout <<< "$certificate" 2> /dev/null; then
    problem 'fullchain.pem is no certificate.'
  else
    openssl x509 -noout -checkend 86400 <<< "$certificate" > /dev/null || problem 'the certificate in fullchain.pem has expired, or expires within a day.'
    [[ $(openssl x509 -noout -pubkey <<< "$certificate") == "$(value tls.key | openssl pkey -pubout 2> /dev/null)" ]] ||
      problem 'privkey.pem is not the key of the certificate in fullchain.pem.'
  fi
  [[ -n $(value ROOM_KEY) ]] || printf 'check.sh: the room is public: whoever finds the page may come in.\n' >&2
fi

((problems == 0)) || exit 1
printf '%s\n' "$manifests"
