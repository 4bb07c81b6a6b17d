import { randomBytes } from 'node:crypto';
import { CannotStart } from './CannotStart.ts';
import { cacheFolder } from './cacheFolder.ts';
import { choosePorts, type Ports } from './choosePorts.ts';
import { findClusterPrograms } from './cluster/programs.ts';
import { startCluster, type RunningCluster } from './cluster/startCluster.ts';
import type { Crash } from './crash.ts';
import { lanCertificate } from './lan/certificate.ts';
import { chooseRoomKey, type RoomKey } from './lan/chooseRoomKey.ts';
import { chooseLanAddress, mediaAddress, type LanAddress } from './lan/lanAddress.ts';
import { describeNotFound, findLivekit, type FoundLivekit } from './livekit/findLivekit.ts';
import type { Keys } from './livekit/livekitConfig.ts';
import { createOrigin, type App, type Origin } from './origin.ts';
import { findFreePort, isWithoutIpv6 } from './ports.ts';
import type { Project } from './project.ts';
import type { Screen } from './screen.ts';
import { serveOrigin, type Served } from './serveOrigin.ts';
import { startServers, type ServersOptions } from './servers.ts';

export interface RoomOptions {
  project: Project;
  ports: Ports;
  /**
   * Opens the room to the local network as well, at the given address or at the most likely one. The room then has a
   * key, unless `isOpen` lets everybody in the network join.
   */
  lan?: { address?: string | undefined; isOpen?: boolean } | undefined;
  /** Number of LiveKit nodes. If there are several, they run behind HAProxy and share a Redis. */
  nodes?: number;
  environment: NodeJS.ProcessEnv;
  screen: Screen;
  /** Receives every line that LiveKit ('livekit'), the token handler ('token') and other programs print. */
  onLine?: (name: string, line: string) => void;
  /** Aborts the start of the room; `startRoom` then rejects with the signal's reason. */
  signal?: AbortSignal;
}

export interface RunningRoom {
  /** Address of the room on this computer, such as `http://localhost:3000/`. */
  url: string;
  /** Address of the room in the local network, such as `https://192.168.1.20:3443/`. */
  lanUrl: string | undefined;
  /** The room key that guests need; `undefined` in a room that is open to everybody. */
  roomKey: RoomKey | undefined;
  /** The host key, which makes a guest a host of the room. */
  hostKey: string;
  lan: LanAddress | undefined;
  livekit: FoundLivekit & { url: string; pid: number | undefined };
  /** The cluster, if there are several LiveKit nodes. */
  cluster: RunningCluster | undefined;
  /** LiveKit's API key and secret, generated for this start. */
  keys: Keys;
  ports: Ports;
  /** Resolves when a process that the room needs has ended unexpectedly. This promise never rejects. */
  crashed: Promise<Crash>;
  /** Ends all programs and servers of the room. */
  stop(): Promise<void>;
}

/**
 * Starts all programs and servers of the room. Rejects with `CannotStart` for failures that the person at the terminal
 * can fix; nothing is left running then.
 */
export async function startRoom(options: RoomOptions): Promise<RunningRoom> {
  const { environment, project, screen, nodes = 1, signal = new AbortController().signal } = options;
  const closing: (() => Promise<void>)[] = [];
  // Stops the programs in the order in which they were started. LiveKit is the first, so that the proxies still tell
  // the guests when it shuts down.
  const stop = async () => {
    for (const close of closing.splice(0)) await close();
  };

  const lan = options.lan === undefined ? undefined : chooseLanAddress(options.lan.address);
  if (lan?.ok === false) throw new CannotStart(lan.failure);
  const lanAddress = lan?.value.address;
  const programs = nodes > 1 ? await findClusterPrograms(environment) : undefined;
  const ports = await choosePorts(options.ports, lanAddress);

  // Builds the app and looks for LiveKit at the same time. If one fails, the other is aborted.
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
    const roomKey = chooseRoomKey(environment['ROOM_KEY'], options.lan);
    const hostKey = environment['HOST_KEY'] || randomBytes(16).toString('hex');
    const serversOptions: ServersOptions = {
      project,
      environment: {
        ...environment,
        HOST_KEY: hostKey,
        ...(roomKey?.isOwn === false && { ROOM_KEY: roomKey.value }),
      },
      livekitPath: found.value.path,
      keys,
      ports,
      // The token handler gets any free port: its usual one, 5000, is taken by AirPlay on macOS.
      tokenPort: await findFreePort('tcp', '127.0.0.1'),
      mediaAddress: mediaAddress(lanAddress),
      hasLan: lanAddress !== undefined,
      onLine: (name, line) => options.onLine?.(name, line),
    };
    const cluster =
      programs &&
      (await startCluster(serversOptions, { nodes, programs, wanted: options.ports, screen, signal }));
    const servers = cluster ?? startServers(serversOptions);
    closing.push(() => servers.stop());

    const app: App = await project.openApp();
    closing.push(async () => app.close?.());
    const origin = createOrigin({
      app,
      // Until the token handler has a port, an address at which nothing listens stands for it. No request uses that
      // address, because the page's server accepts requests only after the token handler does.
      tokenHandlerUrl: () => servers.tokenHandlerUrl() ?? 'http://127.0.0.1:1',
      livekitUrl: servers.livekitUrl,
      hosts: lanAddress === undefined ? [] : [lanAddress],
      inviteOrigin: lanAddress === undefined ? undefined : `https://${lanAddress}:${String(ports.lan)}`,
    });
    await servers.untilReady(signal);
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
      roomKey,
      hostKey,
      lan: lan?.value,
      livekit: { ...found.value, url: servers.livekitUrl, pid: servers.livekitPid },
      cluster,
      keys,
      ports,
      crashed: servers.crashed,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Makes LiveKit's API key and secret for this start: with LiveKit's public development keys anybody could get in. */
function makeKeys(): Keys {
  return { apiKey: `API${randomBytes(6).toString('hex')}`, apiSecret: randomBytes(32).toString('base64url') };
}

/**
 * Serves the origin on both addresses of `localhost`, 127.0.0.1 and ::1. Otherwise a program that starts later and
 * listens on `::1` would be opened instead of this room. A machine without IPv6 has no `::1`.
 */
async function serveLoopback(origin: Origin, port: number): Promise<Served[]> {
  const first = await serveOrigin(origin, { address: '127.0.0.1', port });
  try {
    return [first, await serveOrigin(origin, { address: '::1', port })];
  } catch (error) {
    if (isWithoutIpv6(error)) return [first];
    await first.close();
    throw new CannotStart(
      `Port ${String(port)}/tcp (the app) can't be opened on [::1], where localhost can lead: ${String(error)}`,
    );
  }
}
