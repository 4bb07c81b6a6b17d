#!/usr/bin/env bash
# livekit-server counts a participant as "rtc_connected" who never makes a WebRTC connection.
#
# Versions: livekit-server 1.13.5 (built with `go install`), livekit-server-sdk 2.19.2 and ws 8.23.0 from npm, Node.js 20 or later.
# Source: the server's own metric `livekit_participant_join_total`, whose states are signal_connected, rtc_init, rtc_connected, rtc_active
#   and others. The name of the third one is all that is said about it.
# Expected: rtc_connected grows when ICE and DTLS stand between participant and server.
# Seen: a client that opens the signalling WebSocket, receives its join response and does nothing else, without any offer, answer or ICE
#   candidate, makes rtc_connected grow by one. Only rtc_active stays at zero.
# Consequence: an alert "rtc_init grows and rtc_connected does not" never fires where every media port is shut. Compare rtc_connected with
#   rtc_active instead.
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
npm install --silent --no-audit --no-fund --prefix "$folder" livekit-server-sdk@2.19.2 ws@8.23.0 || exit 2

cat > livekit.yaml <<'YAML'
port: 17880
bind_addresses: [127.0.0.1]
prometheus: { port: 16789 }
rtc: { udp_port: 17882, tcp_port: 17881, use_external_ip: false, node_ip: 127.0.0.1 }
keys: { devkey: a-secret-of-more-than-thirty-two-characters }
YAML
./server --config livekit.yaml > server.log 2>&1 &
server=$!

cat > join.mjs <<'JS'
import { AccessToken } from 'livekit-server-sdk';
import WebSocket from 'ws';

const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function untilServed() {
  for (let tries = 0; tries < 60; tries += 1) {
    const answer = await fetch('http://127.0.0.1:17880/').catch(() => undefined);
    if (answer?.ok) return;
    await wait(500);
  }
  throw new Error('livekit-server does not answer');
}

async function joins() {
  const text = await (await fetch('http://127.0.0.1:16789/metrics')).text();
  const lines = text.matchAll(/^livekit_participant_join_total\{.*?state="(\w+)".*?\} (\d+)$/gm);
  return Object.fromEntries([...lines].map(([, state, count]) => [state, Number(count)]));
}

await untilServed();
const token = new AccessToken('devkey', 'a-secret-of-more-than-thirty-two-characters', { identity: 'guest' });
token.addGrant({ roomJoin: true, room: 'room' });
const before = await joins();
const socket = new WebSocket(`ws://127.0.0.1:17880/rtc?access_token=${await token.toJwt()}&protocol=15&sdk=js&version=2.23.0`);
await new Promise((resolve, reject) => {
  socket.once('message', resolve);
  socket.once('error', reject);
});
await wait(3000);
const after = await joins();
socket.close();
console.log('before:', before, 'after the join response, with no media connection:', after);
const grown = (state) => (after[state] ?? 0) - (before[state] ?? 0);
process.exitCode = grown('rtc_connected') === 1 && grown('rtc_active') === 0 ? 0 : 3;
JS
status=0
node join.mjs || status=$?
case $status in
  0) echo 'As described: rtc_connected counts a participant who has no media connection.' ;;
  3) echo 'Changed: see the counts above.' >&2; exit 1 ;;
  *) echo 'It could not be tried:' >&2; tail -n 3 server.log >&2; exit 2 ;;
esac
