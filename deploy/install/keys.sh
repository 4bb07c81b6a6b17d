# shellcheck shell=bash
# LiveKit's key pair and the room key. They are generated on the VM, and existing ones are never overwritten.

keys_file=/etc/first-room/livekit-keys.yaml
token_file=/etc/first-room/token.env

# Prints the value of a variable in the token handler's environment, or nothing.
token_setting() {
  [[ -r $root$token_file ]] || return 0
  sed -n "s/^[[:space:]]*$1=[\"']\{0,1\}\([^\"']*\)[\"']\{0,1\}[[:space:]]*\$/\1/p" "$root$token_file" | tail -n 1
}

# Prints `key secret` for each pair in LiveKit's file.
livekit_pairs() {
  [[ -r $root$keys_file ]] || return 0
  sed -n "s/^[\"']\{0,1\}\([^#\"':[:space:]]\{1,\}\)[\"']\{0,1\}:[[:space:]]*[\"']\{0,1\}\([^\"'[:space:]]\{1,\}\)[\"']\{0,1\}[[:space:]]*\$/\1 \2/p" "$root$keys_file"
}

# Secrets need 32 characters or more: LiveKit only logs a shorter one, but the token handler does not start with it.
check_keys() {
  local key secret file
  # Without root the files are unreadable; another check reports that.
  for file in "$keys_file" "$token_file"; do [[ ! -e $root$file || -r $root$file ]] || return 0; done
  key=$(token_setting LIVEKIT_API_KEY)
  secret=$(token_setting LIVEKIT_API_SECRET)
  if [[ -e $root$keys_file && -z $(livekit_pairs) ]]; then
    problem "$keys_file contains no key pair. It needs one line, \`key: secret\`. Remove it, and LIVEKIT_API_KEY and LIVEKIT_API_SECRET in $token_file, to have a new pair made."
  elif [[ ! -e $root$keys_file && -n $key$secret ]]; then
    problem "$keys_file is missing, but $token_file has a key pair. Restore it, or remove LIVEKIT_API_KEY and LIVEKIT_API_SECRET there to have a new pair made."
  elif [[ -n $key$secret ]] && ! livekit_pairs | grep -qxF -- "$key $secret"; then
    problem "the key pair in $token_file is not in $keys_file: LiveKit would reject every token. Make them the same, or remove both to have a new pair made."
  fi
  if livekit_pairs | awk 'length($2) < 32 { short = 1 } END { exit !short }'; then
    problem "a secret in $keys_file has fewer than 32 characters and can be guessed. \`openssl rand -hex 32\` makes one."
  fi
  if [[ $public_room == yes && -n $(token_setting ROOM_KEY) ]]; then
    problem "$token_file has a ROOM_KEY, so the room is not public. Remove that line if it should be, and run this again with --public-room."
  fi
}

random() {
  od -An -N "$1" -tx1 /dev/urandom | tr -d ' \n'
}

place_keys() {
  place_pair
  place_token_settings
}

place_pair() {
  [[ ! -e $root$keys_file ]] || return 0
  (umask 077 && printf 'API%s: %s\n' "$(random 6)" "$(random 32)" > "$work/livekit-keys.yaml")
  put_file "$work/livekit-keys.yaml" "$keys_file" 0600
}

# Only adds lines: existing ones are the host's.
place_token_settings() {
  local pair
  pair=$(livekit_pairs | head -n 1)
  (
    umask 077
    if [[ -e $root$token_file ]]; then cat -- "$root$token_file"; else
      say '# Settings of the token handler; token/README.md lists them all. install.sh adds missing settings and changes none.'
    fi
    add_setting LIVEKIT_API_KEY "${pair% *}"
    add_setting LIVEKIT_API_SECRET "${pair#* }"
    # same-origin: guests get the address that they used themselves. The one trusted proxy is nginx.
    add_setting LIVEKIT_URL same-origin
    add_setting TRUSTED_PROXY_HOPS 1
    add_setting METRICS_PORT 5001
    [[ $public_room == yes ]] || add_setting ROOM_KEY "$(random 16)"
    add_setting HOST_KEY "$(random 16)"
  ) > "$work/token.env"
  put_file "$work/token.env" "$token_file" 0600
}

add_setting() {
  [[ -n $(token_setting "$1") ]] || printf '%s=%s\n' "$1" "$2"
}

# Prints the link for guests. The key is in the fragment, so no server or log on the way gets it.
invite_link() {
  local key
  key=$(token_setting ROOM_KEY)
  printf 'https://%s/%s' "$domain" "${key:+#key=$key}"
}

# Prints the link that makes whoever opens it a host. The page's invitations contain the room key alone.
host_link() {
  local key
  key=$(token_setting ROOM_KEY)
  printf 'https://%s/#host=%s%s' "$domain" "$(token_setting HOST_KEY)" "${key:+&key=$key}"
}
