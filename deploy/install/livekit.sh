# shellcheck shell=bash
# livekit-server: the version that this release is tested with, or a newer one whose checksum the host names. It comes from
# LiveKit's release page, a mirror or a file. Nothing is unpacked from an archive that does not match its checksum.

tested_livekit_version=1.13.5
livekit_releases=${LIVEKIT_DOWNLOAD_BASE:-https://github.com/livekit/livekit/releases/download}

# SHA-256 of the official archives of the tested version. They are kept here because a server that sends another archive would
# send the checksum of that one, too. local/livekit/release.ts has the same ones.
declare -A official_sums=(
  [linux_amd64]=c020fac437b7cc9b776eef1ad5ea8af77be9acfa07602eca20a3a44930dfbc70
  [linux_arm64]=332015305518765fe05bad74fc3a9d9583e635e7dd130de3c4fc563d69c550f3
)
# The official archives are 16 and 18 MB. Beyond this curl gives up, so that no server can fill the disk.
largest_archive_bytes=100000000

# The version that is put on the VM.
livekit_version() {
  printf '%s' "${newer_livekit:-$tested_livekit_version}"
}

# Where that version is kept, from an earlier run.
kept_livekit() {
  printf '%s' "$root/opt/first-room/livekit/$(livekit_version)/livekit-server"
}

# As LiveKit names it: linux_amd64
livekit_platform() {
  case $(uname -m) in
    x86_64) printf 'linux_amd64' ;;
    aarch64) printf 'linux_arm64' ;;
  esac
}

is_newer_than_tested() {
  [[ $1 != "$tested_livekit_version" && $(printf '%s\n' "$1" "$tested_livekit_version" | sort -V | tail -n 1) == "$1" ]]
}

# Sets `livekit` to a server that says the right version. Files come and go in our own temporary folder only.
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
  # Going back brings back the server of that release, which may be a newer one that was named then.
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

# Over HTTPS alone, also where a redirect leads.
download() {
  curl --proto '=https' --proto-redir '=https' --max-filesize "$largest_archive_bytes" \
    --fail --silent --show-error --location --retry 3 --connect-timeout 20 --output "$2" -- "$1" ||
    fail "$1 could not be fetched over HTTPS (curl says why above). Without internet, name a file instead. Nothing was changed."
}

unpack_livekit() {
  local archive=$1
  expect_sum "$archive"
  tar -xzf "$archive" -C "$work" livekit-server 2> /dev/null ||
    fail "$archive can't be unpacked, or has no livekit-server in it. Nothing was changed."
  livekit=$work/livekit-server
}

# The checksum that the host names wins over the official one.
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

# Says so when the checksum belongs to the archive for another processor.
describe_sum() {
  local platform
  for platform in "${!official_sums[@]}"; do
    [[ ${official_sums[$platform]} != "$1" ]] || printf ' (the official archive for %s)' "$platform"
  done
}

# Every release has its own, so that going back brings back LiveKit too. On disk it is one file with several names.
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
