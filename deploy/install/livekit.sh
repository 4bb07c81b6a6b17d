# shellcheck shell=bash
# livekit-server: the version that this release is tested with, or a newer one for which the host gives a checksum. It
# comes from LiveKit's release page, a mirror or a file. No archive is unpacked unless its checksum matches.

tested_livekit_version=1.13.5
livekit_releases=${LIVEKIT_DOWNLOAD_BASE:-https://github.com/livekit/livekit/releases/download}

# SHA-256 of the tested version's official archives. Hard-coded, because a server that sends another archive could also
# send that archive's checksum. Same as in local/livekit/release.ts.
declare -A official_sums=(
  [linux_amd64]=c020fac437b7cc9b776eef1ad5ea8af77be9acfa07602eca20a3a44930dfbc70
  [linux_arm64]=332015305518765fe05bad74fc3a9d9583e635e7dd130de3c4fc563d69c550f3
)
# The official archives have 16 and 18 MB. curl aborts larger downloads, so that no server can fill the disk.
largest_archive_bytes=100000000

# Prints the version to install.
livekit_version() {
  printf '%s' "${newer_livekit:-$tested_livekit_version}"
}

# Prints the path of that version, if an earlier run stored it.
kept_livekit() {
  printf '%s' "$root/opt/first-room/livekit/$(livekit_version)/livekit-server"
}

# Prints LiveKit's name for the platform: linux_amd64
livekit_platform() {
  case $(uname -m) in
    x86_64) printf 'linux_amd64' ;;
    aarch64) printf 'linux_arm64' ;;
  esac
}

is_newer_than_tested() {
  [[ $1 != "$tested_livekit_version" && $(printf '%s\n' "$1" "$tested_livekit_version" | sort -V | tail -n 1) == "$1" ]]
}

# Sets `livekit` to the path of a server of the right version. Files are created in our own temporary folder only.
fetch_livekit() {
  livekit=''
  if [[ -n $livekit_file ]]; then
    if is_archive "$livekit_file"; then
      unpack_livekit "$livekit_file"
    else
      livekit=$livekit_file
      [[ -z $livekit_sha256 ]] || expect_sum "$livekit_file"
    fi
  elif [[ -x $(kept_livekit) ]]; then
    livekit=$(kept_livekit)
  else
    download_livekit
  fi
  local version
  version=$("$livekit" --version 2> /dev/null | awk '{ print $NF }' || true)
  # A roll-back restores that release's own server, which may be a newer version that was requested then.
  if [[ $is_version_named == no && $livekit_file == "$root$releases"/* ]] && is_newer_than_tested "$version"; then newer_livekit=$version; fi
  [[ $version == "$(livekit_version)" ]] ||
    fail "$livekit is ${version:-no livekit-server that runs here}, but First Room needs version $(livekit_version). Nothing was changed."
  [[ -z $newer_livekit ]] || say "LiveKit $newer_livekit is untested with this release of First Room, which was tested with $tested_livekit_version."
}

is_archive() {
  [[ $(head -c 2 -- "$1" | od -An -tx1 | tr -d ' ') == 1f8b ]]
}

download_livekit() {
  local archive page
  archive=livekit_$(livekit_version)_$(livekit_platform).tar.gz
  page=$livekit_releases/v$(livekit_version)
  say "Fetching $page/$archive"
  download "$page/$archive" "$work/$archive"
  unpack_livekit "$work/$archive"
}

# Downloads over HTTPS only, also after redirects.
download() {
  curl --proto '=https' --proto-redir '=https' --max-filesize "$largest_archive_bytes" \
    --fail --silent --show-error --location --retry 3 --connect-timeout 20 --output "$2" -- "$1" ||
    fail "$1 could not be downloaded over HTTPS (see curl's error above). Without internet access, pass a file instead. Nothing was changed."
}

unpack_livekit() {
  local archive=$1
  expect_sum "$archive"
  tar -xzf "$archive" -C "$work" livekit-server 2> /dev/null ||
    fail "$archive can't be unpacked, or has no livekit-server in it. Nothing was changed."
  livekit=$work/livekit-server
}

# A checksum given by the host has priority over the official one.
expect_sum() {
  local file=$1 expected=$livekit_sha256 whose='the checksum given with --livekit-sha256' actual
  if [[ -z $expected ]]; then
    expected=${official_sums[$(livekit_platform)]}
    whose="the checksum that First Room keeps of LiveKit's official archive for $(livekit_platform)"
  fi
  actual=$(sha256sum -- "$file" | cut -d' ' -f1)
  [[ $actual == "$expected" ]] ||
    fail "$file does NOT match $whose: it should be $expected and is $actual$(describe_sum "$actual"). It was damaged on the way, or somebody has changed it. Nothing was changed."
}

# Adds a note if the checksum belongs to the archive for another processor.
describe_sum() {
  local platform
  for platform in "${!official_sums[@]}"; do
    [[ ${official_sums[$platform]} != "$1" ]] || printf ' (the official archive for %s)' "$platform"
  done
}

# Each release contains its LiveKit, so that a roll-back restores LiveKit, too. On disk they are hard links to one
# file.
place_livekit() {
  local place=$1
  if ! cmp -s -- "$livekit" "$(kept_livekit)"; then
    record "$(kept_livekit)"
    if [[ $is_dry_run == no ]]; then
      install -D -m 0755 -- "$livekit" "$(kept_livekit).new"
      mv -- "$(kept_livekit).new" "$(kept_livekit)"
    fi
  fi
  if [[ $is_dry_run == no ]] && ! cmp -s -- "$(kept_livekit)" "$place"; then
    ln -f -- "$(kept_livekit)" "$place"
  fi
}
