import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { parseRoomKey } from '../token/roomKey.ts';
import { CannotStart } from './CannotStart.ts';
import { cacheFolder } from './cacheFolder.ts';
import { choosePorts, type Ports } from './choosePorts.ts';
import { crashOf, describeCrash, type Crash } from './crash.ts';
import { lanCertificate } from './lan/certificate.ts';
import { chooseLanAddress, mediaAddress, type LanAddress } from './lan/lanAddress.ts';
import { describeNotFound, findLivekit, type FoundLivekit } from './livekit/findLivekit.ts';
import type { Keys } from './livekit/livekitConfig.ts';
import { startLivekit } from './livekit/startLivekit.ts';
import { createOrigin, type App, type Origin } from './origin.ts';
import type { Project } from './project.ts';
import type { Screen } from './screen.ts';
import { serveOrigin, type Served } from './serveOrigin.ts';
import { startTokenHandler } from './tokenHandler.ts';

export interface RoomOptions {
  project: Project;
  ports: Ports;
  /** Serve the LAN too, on the given address or on the one that looks right. */
  lan?: { address?: string | undefined } | undefined;
  environment: NodeJS.ProcessEnv;
  screen: Screen;
  /** Every line that LiveKit ('livekit') and the token handler ('token') write. */
  onLine?: (name: string, line: string) => void;
  /** Ends a start that is under way; then `startRoom` rejects with the signal's reason. */
  signal?: AbortSignal;
}

export interface RunningRoom {
  /** `http://localhost:3000/` */
  url: string;
  /** `https://192.168.1.20:3443/` */
  lanUrl: string | undefined;
  /** What guests have to show, if the person wants one: ROOM_KEY. */
  roomKey: string | undefined;
  lan: LanAddress | undefined;
  livekit: FoundLivekit & { url: string; pid: number | undefined };
  /** Made for this start only. */
  keys: Keys;
  ports: Ports;
  /** One of the processes is over without having been asked to. Never rejects. */
  crashed: Promise<Crash>;
  /** Ends everything. */
  stop(): Promise<void>;
}

/** Both are up in well under a second; on a busy machine tsx takes a while. */
const readyMs = 30_000;

/** Starts everything. Rejects with `CannotStart` when the person should hear why; then nothing is left running. */
export async function startRoom(options: RoomOptions): Promise<RunningRoom> {
  const { environment, project, screen, signal = new AbortController().signal } = options;
  const closing: (() => Promise<void>)[] = [];
  // In the order in which they were started: LiveKit can still tell the guests, through the others, that it ends.
  const stop = async () => {
    for (const close of closing.splice(0)) await close();
  };

  const lan = options.lan === undefined ? undefined : chooseLanAddress(options.lan.address);
  if (lan?.ok === false) throw new CannotStart(lan.failure);
  const lanAddress = lan?.value.address;
  const ports = await choosePorts(options.ports, lanAddress);

  // While LiveKit is looked for the app is built; if one fails the other is ended.
  const given = new AbortController();
  const both = AbortSignal.any([signal, given.signal]);
  const preparing = [findLivekit({ environment, screen, signal: both }), project.prepare(both)] as const;
  const [found] = await Promise.all(preparing).catch(async (error: unknown) => {
    given.abort();
    await Promise.allSettled(preparing);
    throw error;
  });
  if (!found.ok) throw new CannotStart(describeNotFound(found.failure));

  try {
    const keys = makeKeys();
    const livekitUrl = `http://127.0.0.1:${String(ports.livekit)}`;
    const livekit = startLivekit(
      found.value.path,
      {
        port: ports.livekit,
        udpPort: ports.livekitUdp,
        tcpPort: lanAddress === undefined ? undefined : ports.livekitTcp,
        mediaAddress: mediaAddress(lanAddress),
        keys,
      },
      (line) => options.onLine?.('livekit', line),
    );
    closing.push(() => livekit.stop());
    const token = startTokenHandler({
      project,
      environment,
      keys,
      livekitUrl,
      onLine: (line) => options.onLine?.('token', line),
    });
    closing.push(() => token.child.stop());
    const crashed = Promise.race([crashOf(livekit), crashOf(token.child)]);

    const app: App = await project.openApp();
    closing.push(async () => app.close?.());
    const origin = createOrigin({
      app,
      // Before the handler listens the origin does not, and a port that nobody has refuses at once.
      tokenHandlerUrl: () => token.url() ?? 'http://127.0.0.1:1',
      livekitUrl,
      hosts: lanAddress === undefined ? [] : [lanAddress],
    });
    await Promise.race([
      untilReady(async () => token.url() !== undefined && (await isUp(livekitUrl)), signal),
      crashed.then((crash) => {
        throw new CannotStart(describeCrash(crash));
      }),
    ]);
    const served = await serveLoopback(origin, ports.app);
    closing.push(...served.map((one) => () => one.close()));
    if (lanAddress !== undefined) {
      const certificate = await lanCertificate(cacheFolder(environment, process.platform), lanAddress);
      const lanServed = await serveOrigin(origin, { address: lanAddress, port: ports.lan, certificate });
      closing.push(() => lanServed.close());
    }
    return {
      url: `http://localhost:${String(ports.app)}/`,
      lanUrl: lanAddress === undefined ? undefined : `https://${lanAddress}:${String(ports.lan)}/`,
      roomKey: parseRoomKey(environment['ROOM_KEY'] ?? ''),
      lan: lan?.value,
      livekit: { ...found.value, url: livekitUrl, pid: livekit.pid },
      keys,
      ports,
      crashed,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** A pair for this start alone: LiveKit's well-known development pair would let anybody in. */
function makeKeys(): Keys {
  return { apiKey: `API${randomBytes(6).toString('hex')}`, apiSecret: randomBytes(32).toString('base64url') };
}

/** `localhost` may mean ::1 first: there, too, somebody else must not be found. Without IPv6 there is nobody. */
async function serveLoopback(origin: Origin, port: number): Promise<Served[]> {
  const served = [await serveOrigin(origin, { address: '127.0.0.1', port })];
  const second = await serveOrigin(origin, { address: '::1', port }).catch(() => undefined);
  if (second !== undefined) served.push(second);
  return served;
}

async function untilReady(isReady: () => Promise<boolean>, signal: AbortSignal) {
  const endsAt = Date.now() + readyMs;
  while (!(await isReady())) {
    signal.throwIfAborted();
    if (Date.now() > endsAt) {
      throw new CannotStart(
        `LiveKit or the token handler did not answer within ${String(readyMs / 1000)} s.`,
      );
    }
    await wait(50);
  }
}

async function isUp(url: string): Promise<boolean> {
  return await fetch(url, { signal: AbortSignal.timeout(1000) }).then(
    (response) => response.ok,
    () => false,
  );
}
