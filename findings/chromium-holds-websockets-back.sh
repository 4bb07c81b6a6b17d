#!/usr/bin/env bash
# Chromium opens WebSockets 1 to 5 seconds late once sixteen of a page have failed and none succeeded; those to a healthy server, too.
#
# Versions: Chromium 156 (Debian), playwright-core 1.65.1 and ws 8.18.3 from npm, Node.js 20 or later.
# Source: the WebSockets standard (https://websockets.spec.whatwg.org/) lets browsers delay connections after failures and names no figures;
#   Chromium's are in services/network/websocket_throttler.cc.
# Expected: a client that tries again every few hundred ms finds its server within that time after it is back; a WebSocket to another server
#   that always answered opens at once.
# Seen: the first ten tries fail at once, then the waits double, and from the sixteenth on each is 1 to 5 s before anything leaves the browser. A WebSocket
#   from the same page to a server that never failed waits as well, while fetch() to either of them answers within a few ms. One that has opened
#   ends the waits for the next ones: what counts is the failures for each success.
# Consequence: after a longer outage a guest is back seconds later than the client's own waits say. Who asks by fetch() first whether the
#   server is there spares the WebSockets.
#
# Exits with 0 while this is so, with 1 when it has changed, with 2 when it could not be tried.
set -euo pipefail
for program in node npm chromium; do command -v "$program" > /dev/null || { echo "$program is missing" >&2; exit 2; }; done
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix "$folder" playwright-core@1.65.1 ws@8.18.3 || exit 2

cat > measure.mjs <<'JS'
import { once } from 'node:events';
import { createServer } from 'node:http';
import { chromium } from 'playwright-core';
import { WebSocketServer } from 'ws';

async function listen(server) {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server.address().port;
}
const page200 = (_request, response) =>
  response.writeHead(200, { 'Content-Type': 'text/html', 'Access-Control-Allow-Origin': '*' }).end('here');

const refusing = createServer(page200).on('upgrade', (_request, socket) =>
  socket.end('HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n'),
);
const healthy = createServer(page200);
new WebSocketServer({ server: healthy });
const [refusingPort, healthyPort] = [await listen(refusing), await listen(healthy)];

const browser = await chromium.launch({ executablePath: process.argv[2], args: ['--no-sandbox'] });
try {
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${refusingPort}/`);
  const seen = await page.evaluate(
    async ([refusingPort, healthyPort]) => {
      const since = async (what) => {
        const start = performance.now();
        await what();
        return Math.round(performance.now() - start);
      };
      const settled = (port) => () =>
        new Promise((resolve) => {
          const socket = new WebSocket(`ws://127.0.0.1:${port}/`);
          socket.onopen = socket.onerror = () => resolve(socket.close());
        });
      const asked = (port) => () => fetch(`http://127.0.0.1:${port}/`);
      const failuresMs = [];
      for (let tries = 0; tries < 20; tries += 1) failuresMs.push(await since(settled(refusingPort)));
      return {
        failuresMs,
        healthyAfterMs: await since(settled(healthyPort)),
        fetchMs: [await since(asked(refusingPort)), await since(asked(healthyPort))],
        failureAfterSuccessMs: await since(settled(refusingPort)),
      };
    },
    [refusingPort, healthyPort],
  );
  console.log(seen);
  const early = Math.max(...seen.failuresMs.slice(0, 10));
  const late = Math.min(...seen.failuresMs.slice(-3));
  const isAsDescribed = early < 900 && late >= 900 && seen.healthyAfterMs >= 900 && Math.max(...seen.fetchMs, seen.failureAfterSuccessMs) < 900;
  process.exitCode = isAsDescribed ? 0 : 3;
} finally {
  await browser.close();
  refusing.close();
  healthy.close();
}
JS
status=0
node measure.mjs "$(command -v chromium)" || status=$?
case $status in
  0) echo 'As described: after sixteen failures WebSockets wait, also those to a healthy server.' ;;
  3) echo 'Changed: see the figures above.' >&2; exit 1 ;;
  *) echo 'It could not be tried.' >&2; exit 2 ;;
esac
