# shellcheck shell=bash
# The services: restarted if files that they read have changed, and then requested until they answer.

# Time for a service to answer. Node and LiveKit need a second; a small VM that has just booted needs more.
await_seconds=${FIRST_ROOM_PATIENCE:-30}
# A load balancer checks every 10 s, and needs several good answers before it uses a server again.
doctor_tries=4
doctor_wait_seconds=$((await_seconds / 2))

program_differs() {
  [[ -z $was_current ]] || ! cmp -s -- "$was_current/$1" "$(target_of "$current")/$1"
}

restart_what_changed() {
  if has_changed /etc/systemd/system/first-room-{livekit,token,upload}.service; then systemctl daemon-reload; fi
  enable_services
  # nginx first: it reports an invalid configuration before anything that works is stopped.
  reload_nginx
  restart_livekit
  restart_token_handler
}

# `enable` reloads every unit and runs Debian's scripts for nginx, which takes seconds on a small VM; so only if a
# service is not enabled.
enable_services() {
  local service
  local -a missing=()
  for service in first-room-livekit first-room-token nginx ${certificate_ocid:+first-room-upload}; do
    if systemctl --quiet is-enabled "$service" && ! has_changed "/etc/systemd/system/$service.service"; then continue; fi
    missing+=("$service")
  done
  ((${#missing[@]} == 0)) || systemctl --quiet enable "${missing[@]}"
}

reload_nginx() {
  local said
  if ! said=$(nginx -t 2>&1); then
    fail "nginx rejects its settings: $(grep -m 1 emerg <<< "$said" || tail -n 1 <<< "$said")"
  fi
  if ! systemctl --quiet is-active nginx; then
    record 'nginx started'
    systemctl start nginx
  elif has_changed /etc/nginx/conf.d/first-room{,-turn}.conf /etc/nginx/first-room/{common,site,headers,brotli}.conf; then
    record 'nginx reloaded'
    hand_over_nginx
  fi
}

# Returns when the workers with the old configuration accept no more requests: until then they may answer, which says
# nothing about the new configuration.
hand_over_nginx() {
  local before second
  before=$(pgrep --parent "$(systemctl show --property=MainPID --value nginx)" | paste -sd, || true)
  systemctl reload nginx
  for ((second = 0; second < await_seconds; second++)); do
    # A worker that waits for its last connections is called `nginx: worker process is shutting down`.
    ps -o args= -p "${before:-1}" | grep -qx 'nginx: worker process' || return 0
    sleep 1
  done
}

# Whether a service was started before one of its files was last changed, by anybody.
runs_with_older() {
  local service=$1 started file
  shift
  started=$(date -d "$(systemctl show --property=ExecMainStartTimestamp --value "$service")" +%s)
  for file in "$@"; do
    [[ ! -e $file ]] || (($(stat -c %Y -- "$file") <= started)) || return 0
  done
  return 1
}

# Prints the files that LiveKit reads only at its start.
livekit_files() {
  printf '%s\n' /etc/first-room/livekit{,-keys}.yaml /etc/systemd/system/first-room-livekit.service
  sed -n "s/^  \(cert\|key\)_file: *[\"']\{0,1\}\([^\"' ]*\).*/\2/p" /etc/first-room/livekit.yaml
}

# Killed instead of terminated: browsers then wait for it, and reconnect after about ten seconds. A terminated server
# first drains for half a minute, and guests who join meanwhile would not know that it is about to end.
restart_livekit() {
  local -a files
  if systemctl --quiet is-active first-room-livekit; then
    mapfile -t files < <(livekit_files)
    if ! program_differs bin/livekit-server && ! has_changed "${files[@]}" && ! runs_with_older first-room-livekit "${files[@]}"; then return 0; fi
    systemctl kill --signal=KILL first-room-livekit
  fi
  record 'first-room-livekit restarted'
  systemctl restart first-room-livekit
}

restart_token_handler() {
  local files=(/etc/first-room/token.env /etc/systemd/system/first-room-token.service)
  if systemctl --quiet is-active first-room-token && ! program_differs token/server.mjs &&
    ! has_changed "${files[@]}" && ! runs_with_older first-room-token "${files[@]}"; then return 0; fi
  record 'first-room-token restarted'
  systemctl restart first-room-token
}

# Requests each service directly, and through nginx as guests do. Prints those that do not answer.
ask_parts() {
  local through=(--header "Host: $domain" --header 'X-Forwarded-Proto: https' http://127.0.0.1:8080)
  # The doctor checks whether the certificate is valid.
  if [[ $tls == vm ]]; then through=(--insecure --resolve "$domain:443:127.0.0.1" "https://$domain"); fi
  local before=("${through[@]::${#through[@]}-1}") origin=${through[-1]}
  answers 200 http://127.0.0.1:5000/healthz || say "The token handler does not answer. Why: journalctl -u first-room-token -n 30"
  answers 200 http://127.0.0.1:7880/ || say "LiveKit does not answer. Why: journalctl -u first-room-livekit -n 30"
  answers 200 "${before[@]}" "$origin/" || say "nginx does not serve the page. Why: tail /var/log/nginx/first-room.error.log"
  # LiveKit answers 401 without a token, so the answer is LiveKit's.
  answers 401 "${before[@]}" "$origin/rtc/validate" || say "LiveKit is not reached through nginx. Why: tail /var/log/nginx/first-room.access.log"
}

answers() {
  local status=$1
  shift
  [[ $(curl --silent --noproxy '*' --max-time 5 --output /dev/null --write-out '%{http_code}' "$@" || true) == "$status" ]]
}

await_parts() {
  local silent second
  for ((second = 0; second < await_seconds; second++)); do
    silent=$(ask_parts)
    [[ -n $silent ]] || return 0
    sleep 1
  done
  fail "not everything answers after $await_seconds s:"$'\n'"$silent"
}

ask_doctor() {
  # Exported instead of a command-line option, which every user of the machine can read.
  local -x ROOM_KEY
  ROOM_KEY=$(token_setting ROOM_KEY)
  local doctor=(/usr/bin/node "$(target_of "$current")/doctor/doctor.mjs" --vm)
  if [[ $is_before_dns == no ]]; then doctor+=("https://$domain/"); fi
  local try
  for ((try = 1; try <= doctor_tries; try++)); do
    if "${doctor[@]}" > "$work/doctor" 2>&1; then
      cat -- "$work/doctor"
      return 0
    fi
    ((try == doctor_tries)) || sleep "$doctor_wait_seconds"
  done
  cat -- "$work/doctor"
  fail 'the doctor found faults: see above what is wrong and how to fix it.'
}

say_what_now() {
  ((${#changes[@]} > 0)) || say 'Nothing had to be changed.'
  if touches_system; then
    say ''
    say "$(release_name) runs. The link for guests:"
    say "  $(invite_link)"
    say 'The link for hosts, who may mute, remove and lock (keep it to yourself):'
    say "  $(host_link)"
    if [[ $is_before_dns == yes ]]; then say "Only this VM was checked. Once $domain points here, run install.sh again without --before-dns."; fi
  fi
}
