# shellcheck shell=bash
# livekit-server: exactly this version, from its release page or from a file, and nothing that does not match its checksum.

livekit_version=1.13.5
livekit_releases=${LIVEKIT_DOWNLOAD_BASE:-https://github.com/livekit/livekit/releases/download}

# Where one of this version stands already, from an earlier run.
kept_livekit() {
  printf '%s' "$root/opt/first-room/livekit/$livekit_version/livekit-server"
}

livekit_archive() {
  case $(uname -m) in
    x86_64) printf 'livekit_%s_linux_amd64.tar.gz' "$livekit_version" ;;
    aarch64) printf 'livekit_%s_linux_arm64.tar.gz' "$livekit_version" ;;
  esac
}

# Sets `livekit` to a server that says the right version. Files come and go in our own temporary folder only.
fetch_livekit() {
  livekit=''
  if [[ -n $livekit_file ]]; then
    if is_archive "$livekit_file"; then
      unpack_livekit "$livekit_file" "$livekit_sha256" '--livekit-sha256'
    else
      livekit=$livekit_file
      [[ -z $livekit_sha256 ]] || expect_sum "$livekit_file" "$livekit_sha256" '--livekit-sha256'
    fi
  elif [[ -x $(kept_livekit) ]]; then
    livekit=$(kept_livekit)
  else
    download_livekit
  fi
  local version
  version=$("$livekit" --version 2> /dev/null | awk '{ print $NF }' || true)
  [[ $version == "$livekit_version" ]] ||
    fail "$livekit is ${version:-no livekit-server that runs here}, but First Room needs version $livekit_version. Nothing was changed."
}

is_archive() {
  [[ $(head -c 2 -- "$1" | od -An -tx1 | tr -d ' ') == 1f8b ]]
}

download_livekit() {
  local archive page expected
  archive=$(livekit_archive)
  page=$livekit_releases/v$livekit_version
  say "Fetching $page/$archive"
  expected=$livekit_sha256
  if [[ -z $expected ]]; then
    download "$page/checksums.txt" "$work/checksums.txt"
    expected=$(awk -v name="$archive" '$2 == name || $2 == "*" name { print tolower($1) }' "$work/checksums.txt")
    [[ $expected =~ ^[0-9a-f]{64}$ ]] || fail "$page/checksums.txt has no checksum for $archive. Nothing was changed."
  fi
  download "$page/$archive" "$work/$archive"
  unpack_livekit "$work/$archive" "$expected" "the release's checksum"
}

download() {
  curl --fail --silent --show-error --location --retry 3 --connect-timeout 20 --output "$2" -- "$1" ||
    fail "$1 could not be fetched (curl says why above). Without internet: --livekit FILE. Nothing was changed."
}

# Nothing of an archive that does not match is unpacked.
unpack_livekit() {
  local archive=$1 expected=$2 whose=$3
  [[ -z $expected ]] || expect_sum "$archive" "$expected" "$whose"
  tar -xzf "$archive" -C "$work" livekit-server 2> /dev/null ||
    fail "$archive can't be unpacked, or has no livekit-server in it. Nothing was changed."
  livekit=$work/livekit-server
}

expect_sum() {
  local file=$1 expected=$2 whose=$3 actual
  actual=$(sha256sum -- "$file" | cut -d' ' -f1)
  [[ $actual == "$expected" ]] ||
    fail "$file does NOT match $whose: it should be $expected and is $actual. It was damaged on the way, or somebody has changed it. Nothing was changed."
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
