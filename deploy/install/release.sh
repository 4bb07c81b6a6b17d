# shellcheck shell=bash
# The release packed by `npm run release`, and its installation. Each release has a folder of its own; the link
# `current` points to the active one.

# Prints the name of its folder: the version and some digits of a checksum over all files.
release_name() {
  cat -- "$release/RELEASE"
}

releases=/opt/first-room/releases
current=/opt/first-room/current
previous=/opt/first-room/previous

# Number of releases to keep for roll-backs.
kept_releases=3

# Prints the folder that a link points to, or nothing.
target_of() {
  if [[ -L $root$1 ]]; then readlink -f -- "$root$1"; fi
}

# Installs the release, including LiveKit. A folder gets its final name when it is complete; an interrupted run leaves
# one called .unfinished.
place_release() {
  local place
  place=$root$releases/$(release_name)
  if [[ ! -d $place ]]; then
    record "$releases/$(release_name)"
    if [[ $is_dry_run == no ]]; then
      rm -rf -- "$place.unfinished"
      install -d -m 0755 -- "$place.unfinished/bin"
      # Owned by root and readable for nginx and the services, regardless of how the archive was unpacked.
      cp -R --no-preserve=ownership,mode -- "$release/." "$place.unfinished/"
      chmod -R u=rwX,go=rX -- "$place.unfinished"
      chmod 0755 -- "$place.unfinished/deploy/"*.sh "$place.unfinished/deploy/first-room"
      mv -- "$place.unfinished" "$place"
    fi
  fi
  place_livekit "$place/bin/livekit-server"
  point "$current" "$place"
}

# Puts `first-room` on PATH, in /usr/bin, since sudo's PATH on Oracle Linux does not include /usr/local. The links
# point to the active release.
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

# Changes `current` in one step, so that nginx always finds a release.
point() {
  local link=$1 target=$2
  [[ $(target_of "$link") != "$target" ]] || return 0
  record "$link -> ${target##*/}"
  [[ $is_dry_run == no ]] || return 0
  # A relative link, so that the folder above can be moved.
  ln -sfn -- "releases/${target##*/}" "$root$link.new"
  mv -T -- "$root$link.new" "$root$link"
}

# Removes all but the newest few releases, but never the active or the previous one.
remove_old_releases() {
  [[ $is_dry_run == no ]] || return 0
  local folder
  if [[ -n $was_current && $was_current != "$(target_of "$current")" ]]; then point "$previous" "$was_current"; fi
  while IFS= read -r folder; do
    [[ $folder != "$(target_of "$current")" && $folder != "$(target_of "$previous")" ]] || continue
    rm -rf -- "$folder"
  done < <(find "$root$releases" -mindepth 1 -maxdepth 1 -type d -printf '%C@ %p\n' | sort -rn | cut -d' ' -f2- | tail -n "+$((kept_releases + 1))")
}

# Rolls back to the previous release with that release's own install.sh.
roll_back() {
  local before
  before=$(target_of "$previous")
  [[ -n $before && -d $before ]] || fail "there is no release before this one on this VM ($previous)."
  # An older install.sh would write a livekit.yaml without these settings, and one of several nodes would be isolated.
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
