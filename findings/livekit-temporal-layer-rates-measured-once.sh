#!/usr/bin/env bash
# livekit-server learns the frame rates of a track's temporal layers from its first frames and never again.
#
# Versions: livekit-server 1.13.5 (built with `go install`), livekit-client 2.23.0, livekit-server-sdk 2.19.2 and playwright-core 1.65.1 from
#   npm, Chromium 156 (Debian), Node.js 20 or later.
# Source: "setVideoFPS" of livekit-client's RemoteTrackPublication, which tells the server how many frames a second a subscriber wants.
# Expected: when 10 frames a second are asked for of a VP8 camera with three temporal layers and 30 frames a second, the lower two layers
#   come, with 15; however the camera began.
# Seen: that is so for a camera that has 30 frames a second from the start. After a start with 5 frames a second, as of a computer that is
#   busy while somebody joins, all 30 frames come, for as long as the track lives: the server still takes the middle layer for one of 2 or 3.
#   Asked for 2 frames a second it sends the lower layers.
# Consequence: who asks for few frames to save decoding has to look at how many come, and ask for fewer.
#
# Exits with 0 while this is so, with 1 when it has changed, with 2 when it could not be tried.
set -euo pipefail
for program in go node npm chromium; do command -v "$program" > /dev/null || { echo "$program is missing" >&2; exit 2; }; done
folder=$(mktemp -d)
server=
finish() {
  if [[ -n $server ]]; then kill -KILL "$server" 2> /dev/null || true; wait "$server" 2> /dev/null || true; fi
  rm -rf "$folder"
}
trap finish EXIT
cd "$folder"

GOBIN=$folder CGO_ENABLED=0 GOFLAGS='' go install github.com/livekit/livekit-server/cmd/server@v1.13.5 || exit 2
npm install --silent --no-audit --no-fund --prefix "$folder" livekit-client@2.23.0 livekit-server-sdk@2.19.2 playwright-core@1.65.1 || exit 2

cat > livekit.yaml <<'YAML'
port: 17880
bind_addresses: [127.0.0.1]
rtc: { udp_port: 17882, tcp_port: 17881, use_external_ip: false, node_ip: 127.0.0.1 }
keys: { devkey: a-secret-of-more-than-thirty-two-characters }
YAML
./server --config livekit.yaml > server.log 2>&1 &
server=$!

cat > measure.mjs <<'JS'
import { AccessToken } from 'livekit-server-sdk';
import { chromium } from 'playwright-core';

async function untilServed() {
  for (let tries = 0; tries < 60; tries += 1) {
    const answer = await fetch('http://127.0.0.1:17880/').catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error('livekit-server does not answer');
}

async function join(browser, room, identity) {
  const token = new AccessToken('devkey', 'a-secret-of-more-than-thirty-two-characters', { identity });
  token.addGrant({ roomJoin: true, room });
  const page = await browser.newPage();
  await page.goto('http://127.0.0.1:17880/');
  await page.addScriptTag({ path: 'node_modules/livekit-client/dist/livekit-client.umd.js' });
  await page.evaluate(async (jwt) => {
    window.room = new LivekitClient.Room();
    await window.room.connect('ws://127.0.0.1:17880', jwt);
  }, await token.toJwt());
  return page;
}

/** How many frames a second come when so many are asked for. */
const receive = (page, fps) =>
  page.evaluate(async (wanted) => {
    const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
    const publication = [...[...window.room.remoteParticipants.values()][0].trackPublications.values()][0];
    const count = async () =>
      [...(await publication.track.receiver.getStats()).values()].find(({ type }) => type === 'inbound-rtp').framesReceived;
    publication.setVideoFPS(wanted);
    await pause(4000);
    const before = await count();
    await pause(5000);
    return ((await count()) - before) / 5;
  }, fps);

async function call(browser, name, firstRate) {
  const sender = await join(browser, name, 'sender');
  const receiver = await join(browser, name, 'receiver');
  await sender.evaluate(async (rate) => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 640, height: 360 });
    const drawing = canvas.getContext('2d');
    let timer;
    window.draw = (perSecond) => {
      clearInterval(timer);
      timer = setInterval(() => {
        drawing.fillStyle = `hsl(${Math.random() * 360} 60% 50%)`;
        drawing.fillRect(Math.random() * 640, Math.random() * 360, 10, 10);
      }, 1000 / perSecond);
    };
    window.draw(rate);
    await window.room.localParticipant.publishTrack(canvas.captureStream(30).getVideoTracks()[0], {
      source: LivekitClient.Track.Source.Camera,
      videoEncoding: { maxBitrate: 500_000, maxFramerate: 30 },
    });
  }, firstRate);
  await receiver.waitForFunction(() => [...window.room.remoteParticipants.values()][0]?.videoTrackPublications.size > 0);
  // The camera is as slow as this while the server measures: 60 frames are more than it takes.
  await sender.waitForTimeout(60_000 / firstRate);
  await sender.evaluate(() => window.draw(30));
  return { tenAskedFor: await receive(receiver, 10), twoAskedFor: await receive(receiver, 2) };
}

await untilServed();
const browser = await chromium.launch({ executablePath: process.argv[2], args: ['--no-sandbox'] });
try {
  const fast = await call(browser, 'fast', 30);
  const slow = await call(browser, 'slow', 5);
  console.log('frames a second with 30 from the start:', fast, 'after a start with 5:', slow);
  process.exitCode = slow.tenAskedFor > 1.5 * fast.tenAskedFor && slow.twoAskedFor < 0.8 * slow.tenAskedFor ? 0 : 3;
} finally {
  await browser.close();
}
JS
status=0
node measure.mjs "$(command -v chromium)" || status=$?
case $status in
  0) echo 'As described: after a slow start more frames come than are asked for.' ;;
  3) echo 'Changed: see the figures above.' >&2; exit 1 ;;
  *) echo 'It could not be tried:' >&2; tail -n 3 server.log >&2; exit 2 ;;
esac
