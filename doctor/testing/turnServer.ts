import { randomBytes } from 'node:crypto';
import { AccessToken } from 'livekit-server-sdk';
import { startChild } from '../../local/child.ts';
import { livekitConfig } from '../../local/livekit/livekitConfig.ts';
import { isUp, untilReady } from '../../local/servers.ts';
import type { Finding } from '../finding.ts';
import { checkAddress } from '../join/checkAddress.ts';
import { discoverMedia } from '../join/discoverMedia.ts';
import { openSignalling } from '../join/openSignalling.ts';
import { judgeMedia } from '../outside/judgeMedia.ts';
import { judgeTurn, judgeTurnOverUdp } from '../outside/judgeTurn.ts';
import { tryTurn, tryTurnOverUdp } from '../outside/tryTurn.ts';

/**
 * A program that runs inside a network namespace (`unshare -rn`). It starts LiveKit with TURN over TLS and UDP. The
 * doctor then tries the announced address, and others that have one fault each.
 *
 * Arguments: LiveKit's program, its address, the certificate and its key, and the TURN URIs to try besides the
 * announced one.
 */
const [path = '', address = '', certFile = '', keyFile = '', ...others] = process.argv.slice(2);
const keys = { apiKey: 'room', apiSecret: randomBytes(32).toString('base64url') };
const usual: unknown = JSON.parse(
  livekitConfig({ port: 7880, udpPort: 7882, tcpPort: 7881, mediaAddress: address, keys }),
);
const livekit = startChild({
  name: 'livekit',
  command: path,
  args: [],
  environment: {
    PATH: process.env['PATH'],
    LIVEKIT_CONFIG: JSON.stringify({
      ...Object(usual),
      // Gives LiveKit its default range of ports for media, instead of the single port in the configuration.
      rtc: { ...Object(Object(usual).rtc), udp_port: 0, port_range_start: 50_000, port_range_end: 60_000 },
      turn: {
        enabled: true,
        domain: 'turn.example.com',
        cert_file: certFile,
        key_file: keyFile,
        tls_port: 443,
        udp_port: 3478,
      },
    }),
  },
});
const url = 'http://127.0.0.1:7880/';
await untilReady(() => isUp(url), [livekit], new AbortController().signal);
const token = new AccessToken(keys.apiKey, keys.apiSecret, { identity: 'doctor' });
token.addGrant({ roomJoin: true, room: 'check' });
const signalling = await openSignalling(url, await token.toJwt());
if (!signalling.ok) throw new Error(livekit.lastLines().join('\n'));
const announced = signalling.value.join.iceServers.flatMap(({ urls }) => urls);
const entrance = await discoverMedia(signalling.value);
if (entrance === undefined) throw new Error(livekit.lastLines().join('\n'));
const media = await Promise.all(
  entrance.candidates.map(async (candidate) => ({
    candidate,
    outcome: await checkAddress(candidate, entrance.server, entrance.client),
  })),
);
signalling.value.close();
const scene = { guests: 'private', isOnServer: false } as const;
const findings: Finding[] = judgeMedia(media, scene);
for (const one of [...announced.filter((place) => place.startsWith('turns:')), ...others]) {
  findings.push(judgeTurn(await tryTurn(one), scene, new Date()));
}
for (const one of announced.filter((place) => place.startsWith('turn:'))) {
  findings.push(judgeTurnOverUdp(await tryTurnOverUdp(one), scene));
}
process.stdout.write(JSON.stringify({ findings }));
process.exitCode = 0;
await livekit.stop();
