# shellcheck shell=bash
# The release: what `npm run release` packed, and where it goes. Each has a folder of its own; `current` leads to the one that
# is served.

# Its folder's name: the version, and some digits of a checksum over everything in it.
release_name() {
  cat -- "$release/RELEASE"
}

releases=/opt/first-room/releases
current=/opt/first-room/current
previous=/opt/first-room/previous

# How many are kept, so that there is something to go back to.
kept_releases=3

# The folder that a link leads to, or nothing.
target_of() {
  if [[ -L $root$1 ]]; then readlink -f -- "$root$1"; fi
}

# With LiveKit inside. A folder is complete once it has its name; a run that is cut off leaves one called .unfinished.
place_release() {
  local place
  place=$root$releases/$(release_name)
  if [[ ! -d $place ]]; then
    record "$releases/$(release_name)"
    if [[ $is_dry_run == no ]]; then
      rm -rf -- "$place.unfinished"
      install -d -m 0755 -- "$place.unfinished/bin"
      # As root's own, and readable for nginx and the services, whatever the archive was unpacked as.
      cp -R --no-preserve=ownership,mode -- "$release/." "$place.unfinished/"
      chmod -R u=rwX,go=rX -- "$place.unfinished"
      chmod 0755 -- "$place.unfinished/deploy/"*.sh "$place.unfinished/deploy/first-room"
      mv -- "$place.unfinished" "$place"
    fi
  fi
  place_livekit "$place/bin/livekit-server"
  point "$current" "$place"
}

# `first-room` on the PATH, also on that of Oracle Linux's sudo, which has no /usr/local. They lead to whatever release runs.
place_commands() {
  place_link ../../opt/first-room/current/deploy/first-room /usr/bin/first-room
  place_link ../../../../opt/first-room/current/deploy/first-room.bash /usr/share/bash-completion/completions/first-room
}

place_link() {
  local target=$1 place=$2
  [[ $(readlink -- "$root$place" || true) != "$target" ]] || return 0
  record "$place"
  [[ $is_dry_run == no ]] || return 0
  install -d -m 0755 -- "$(dirname -- "$root$place")"
  ln -sfn -- "$target" "$root$place"
}

# `current` changes in one step: nginx finds either release, never none.
point() {
  local link=$1 target=$2
  [[ $(target_of "$link") != "$target" ]] || return 0
  record "$link -> ${target##*/}"
  [[ $is_dry_run == no ]] || return 0
  # A link that can be moved with the folder above it.
  ln -sfn -- "releases/${target##*/}" "$root$link.new"
  mv -T -- "$root$link.new" "$root$link"
}

# Those beyond the newest few. Never what is served, or served before.
remove_old_releases() {
  [[ $is_dry_run == no ]] || return 0
  local folder
  if [[ -n $was_current && $was_current != "$(target_of "$current")" ]]; then point "$previous" "$was_current"; fi
  while IFS= read -r folder; do
    [[ $folder != "$(target_of "$current")" && $folder != "$(target_of "$previous")" ]] || continue
    rm -rf -- "$folder"
  done < <(find "$root$releases" -mindepth 1 -maxdepth 1 -type d -printf '%C@ %p\n' | sort -rn | cut -d' ' -f2- | tail -n "+$((kept_releases + 1))")
}

# To the release before this one, by its own install.sh: it knows what it needs.
roll_back() {
  local before
  before=$(target_of "$previous")
  [[ -n $before && -d $before ]] || fail "there is no release before this one on this VM ($previous)."
  # An older install.sh would write a livekit.yaml without them, and one of several nodes would be alone.
  if [[ -e $root$local_settings ]] && ! grep -q livekit.local.yaml -- "$before/deploy/install/place.sh"; then
    fail "${before##*/} does not know $local_settings and would run LiveKit without these settings. Nothing was changed."
  fi
  say "Going back to ${before##*/}."
  local again=("$before/deploy/install.sh" --livekit "$before/bin/livekit-server")
  [[ $is_before_dns == no ]] || again+=(--before-dns)
  [[ $is_dry_run == no ]] || again+=(--dry-run)
  [[ $overwrites == no ]] || again+=(--overwrite)
  [[ -z $root ]] || again+=(--root "$root")
  exec "${again[@]}"
}
