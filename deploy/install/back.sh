# shellcheck shell=bash
# Roll-back for a run that fails after its first change: restores every file, the previous release, and its services.

has_begun=no
was_current=''

remember_what_runs() {
  was_current=$(target_of "$current")
  mkdir -- "$work/before"
  has_begun=yes
}

# With --overwrite a file that was changed by hand is kept beside the new one.
keep_changed_by_hand() {
  local path
  for path in "${changed_by_hand[@]}"; do
    record "$path.by-hand"
    [[ $is_dry_run == no ]] || continue
    cp -a -- "$root$path" "$root$path.by-hand"
    # It may contain passwords.
    chmod o= -- "$root$path.by-hand"
  done
}

remember_file() {
  [[ -e $root$1 ]] || return 0
  # Not `cp --parents`: in coreutils 9.1 (Debian 12) it fails for absolute paths unless it runs in `/`.
  mkdir -p -- "$(dirname -- "$work/before$root$1")"
  cp -a -- "$root$1" "$work/before$root$1"
}

# Runs at every end of the script.
finish() {
  local status=$?
  trap - EXIT
  set +e
  if [[ $status != 0 && $has_begun == yes && $is_dry_run == no && ${#changes[@]} -gt 0 ]]; then go_back; fi
  rm -rf -- "$work"
  exit "$status"
}

go_back() {
  if [[ -z $was_current ]]; then
    say 'There is no earlier release to restore. The installed files stay, so that you can find the cause; then run install.sh again.' >&2
    return
  fi
  local broken path
  broken=$(target_of "$current")
  for path in "${changes[@]}"; do
    [[ $path == /etc/* || $path == /usr/* ]] || continue
    # A link may lead to a file that is restored after it.
    if [[ -e $work/before$root$path || -L $work/before$root$path ]]; then cp -a -- "$work/before$root$path" "$root$path"; else rm -f -- "$root$path"; fi
  done
  if [[ $broken != "$was_current" ]]; then
    ln -sfn -- "releases/${was_current##*/}" "$root$current.new"
    mv -T -- "$root$current.new" "$root$current"
    # Removed, so that the next run installs it again.
    if has_changed "$releases/${broken##*/}"; then rm -rf -- "$broken"; fi
  fi
  say "Going back to $(cat -- "$was_current/RELEASE")." >&2
  touches_system || return
  restart_after_return
}

# Restarts the services that this run had restarted, with the restored files.
restart_after_return() {
  # With the settings of the previous run.
  domain=${kept_domain:-$domain} tls=${kept_tls:-$tls}
  systemctl daemon-reload
  nginx -t &> /dev/null && hand_over_nginx
  local service
  for service in first-room-livekit first-room-token; do
    if has_changed "$service restarted"; then
      systemctl kill --signal=KILL "$service" 2> /dev/null
      systemctl restart "$service"
    fi
  done
  local silent second
  for ((second = 0; second < await_seconds; second++)); do
    silent=$(ask_parts)
    [[ -n $silent ]] || break
    sleep 1
  done
  if [[ -z $silent ]]; then say 'It runs as before.' >&2; else printf '%s\n' 'It does not answer either:' "$silent" >&2; fi
}
