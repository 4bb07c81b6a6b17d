#!/usr/bin/env bash
# LiveKit's client for Node waits ten seconds for a publication that its permission forbids, and then reports a timeout.
#
# Versions: livekit-server 1.13.5 (built with `go install`), @livekit/rtc-node 1.1.0 and livekit-server-sdk 2.19.2 from npm, Node.js 20 or later.
# Source: "publishTrack" of LocalParticipant; the permission is a part of the join's answer, and the participant's `permission` shows it.
# Expected: `publishTrack` of a microphone rejects at once, and says that it is not permitted, for a participant whose token names the camera
#   alone in `canPublishSources`.
# Seen: it rejects after ten seconds, and says that the server did not answer.
# Consequence: a program that may be made a listener at any time has to look at its permission before it publishes.
#
# Exits with 0 while this is so, with 1 when it has changed, with 2 when it could not be tried.
set -euo pipefail
for program in go node npm; do command -v "$program" > /dev/null || { echo "$program is missing" >&2; exit 2; }; done
folder=$(mktemp -d)
server=
finish() {
  if [[ -n $server ]]; then kill -KILL "$server" 2> /dev/null || true; wait "$server" 2> /dev/null || true; fi
  rm -rf "$folder"
}
trap finish EXIT
cd "$folder"

GOBIN=$folder CGO_ENABLED=0 GOFLAGS='' go install github.com/livekit/livekit-server/cmd/server@v1.13.5 || exit 2
npm install --silent --no-audit --no-fund --prefix "$folder" @livekit/rtc-node@1.1.0 livekit-server-sdk@2.19.2 || exit 2

cat > livekit.yaml <<'YAML'
port: 17890
bind_addresses: [127.0.0.1]
rtc: { udp_port: 17892, tcp_port: 17891, use_external_ip: false, node_ip: 127.0.0.1, enable_loopback_candidate: true }
keys: { devkey: a-secret-of-more-than-thirty-two-characters }
YAML
./server --config livekit.yaml > server.log 2>&1 &
server=$!

cat > publish.mjs <<'JS'
import { AudioSource, dispose, LocalAudioTrack, Room, TrackPublishOptions, TrackSource } from '@livekit/rtc-node';
import { AccessToken, TrackSource as Source } from 'livekit-server-sdk';

for (let tries = 0; tries < 60; tries += 1) {
  if ((await fetch('http://127.0.0.1:17890/').catch(() => undefined))?.ok) break;
  await new Promise((resolve) => setTimeout(resolve, 500));
}
const token = new AccessToken('devkey', 'a-secret-of-more-than-thirty-two-characters', { identity: 'listener' });
token.addGrant({ roomJoin: true, room: 'hall', canPublish: true, canPublishSources: [Source.CAMERA] });
const room = new Room();
await room.connect('ws://127.0.0.1:17890', await token.toJwt());
const track = LocalAudioTrack.createAudioTrack('voice', new AudioSource(48_000, 1));
const startedAt = performance.now();
const outcome = await room.localParticipant
  .publishTrack(track, new TrackPublishOptions({ source: TrackSource.SOURCE_MICROPHONE }))
  .then(() => 'published', (error) => String(error));
const seconds = (performance.now() - startedAt) / 1000;
console.log(`${outcome} (after ${seconds.toFixed(1)} s)`);
await room.disconnect();
await dispose();
process.exit(/time/i.test(outcome) && !/permi|allow/i.test(outcome) && seconds > 5 ? 0 : 1);
JS
NODE_ENV=production timeout 60 node publish.mjs
