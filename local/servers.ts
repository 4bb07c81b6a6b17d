import { setTimeout as wait } from 'node:timers/promises';
import { CannotStart } from './CannotStart.ts';
import type { Child } from './child.ts';
import { crashOf, describeCrash, type Crash } from './crash.ts';
import type { Keys } from './livekit/livekitConfig.ts';
import { startLivekit } from './livekit/startLivekit.ts';
import type { Ports } from './choosePorts.ts';
import type { Project } from './project.ts';
import { startTokenHandler, webhookUrl } from './tokenHandler.ts';

/** The servers behind the origin: LiveKit and the token handler, one or several of each. */
export interface Servers {
  livekitUrl: string;
  /** Process id of the (first) node. */
  livekitPid: number | undefined;
  /** `undefined` before it listens; in development the token handler restarts on another port. */
  tokenHandlerUrl: () => string | undefined;
  /** Resolves when every server answers. Rejects with `CannotStart` when one ends before. */
  untilReady: (signal: AbortSignal) => Promise<void>;
  /** Resolves when a server that the room needs has ended. Never rejects. */
  crashed: Promise<Crash>;
  stop: () => Promise<void>;
}

export interface ServersOptions {
  project: Project;
  environment: NodeJS.ProcessEnv;
  livekitPath: string;
  keys: Keys;
  ports: Ports;
  /** Port of the token handler, on loopback. */
  tokenPort: number;
  /** Address for media. */
  mediaAddress: string;
  /** Whether the LAN is served: then LiveKit opens its TCP port, too. */
  hasLan: boolean;
  onLine: (name: string, line: string) => void;
}

/** Starts one LiveKit and one token handler. If either ends, that is a crash. */
export function startServers(options: ServersOptions): Servers {
  const { keys, ports } = options;
  const livekitUrl = `http://127.0.0.1:${String(ports.livekit)}`;
  const livekit = startLivekit(
    options.livekitPath,
    {
      port: ports.livekit,
      udpPort: ports.livekitUdp,
      tcpPort: options.hasLan ? ports.livekitTcp : undefined,
      mediaAddress: options.mediaAddress,
      keys,
      webhookUrl: webhookUrl(options.tokenPort),
    },
    (line) => options.onLine('livekit', line),
  );
  const token = startTokenHandler({
    project: options.project,
    environment: options.environment,
    keys,
    livekitUrl,
    port: options.tokenPort,
    onLine: (line) => options.onLine('token', line),
  });
  const children = [livekit, token.child];
  return {
    livekitUrl,
    livekitPid: livekit.pid,
    tokenHandlerUrl: () => token.url(),
    untilReady: (signal) =>
      untilReady(async () => token.url() !== undefined && (await isUp(livekitUrl)), children, signal),
    crashed: Promise.race(children.map(crashOf)),
    // Stops in the order of starting, so that LiveKit can still tell guests, through the others, that it ends.
    async stop() {
      for (const child of children) await child.stop();
    },
  };
}

/** Both are up in well under a second, but tsx is slow on a busy machine. */
const readyMs = 30_000;

/**
 * Waits until `isReady`. Rejects with `CannotStart` when one of the programs ends, or after 30 s.
 *
 * @param children programs that must keep running meanwhile
 */
export async function untilReady(
  isReady: () => Promise<boolean>,
  children: readonly Child[],
  signal: AbortSignal,
): Promise<void> {
  const crashed = Promise.race(children.map(crashOf));
  const endsAt = Date.now() + readyMs;
  const looking = async () => {
    while (!(await isReady())) {
      signal.throwIfAborted();
      if (Date.now() > endsAt) {
        throw new CannotStart(
          `LiveKit or the token handler did not answer within ${String(readyMs / 1000)} s.`,
        );
      }
      await wait(50);
    }
  };
  await Promise.race([
    looking(),
    crashed.then((crash) => {
      throw new CannotStart(describeCrash(crash));
    }),
  ]);
}

/** Whether the URL answers with a 2xx status within a second. */
export async function isUp(url: string): Promise<boolean> {
  return await fetch(url, { signal: AbortSignal.timeout(1000) }).then(
    (response) => response.ok,
    () => false,
  );
}
