import { setTimeout as wait } from 'node:timers/promises';
import { CannotStart } from './CannotStart.ts';
import type { Child } from './child.ts';
import { crashOf, describeCrash, type Crash } from './crash.ts';
import type { Keys } from './livekit/livekitConfig.ts';
import { startLivekit } from './livekit/startLivekit.ts';
import type { Ports } from './choosePorts.ts';
import type { Project } from './project.ts';
import { startTokenHandler, webhookUrl } from './tokenHandler.ts';

/** The servers to which the origin forwards: LiveKit and the token handler, one or several of each. */
export interface Servers {
  livekitUrl: string;
  /** Process id of LiveKit, or of its first node. */
  livekitPid: number | undefined;
  /**
   * Returns the token handler's address, or `undefined` before it listens. In development the token handler restarts on
   * another port.
   */
  tokenHandlerUrl: () => string | undefined;
  /** Resolves when LiveKit and the token handler answer. Rejects with `CannotStart` when one of them ends before. */
  untilReady: (signal: AbortSignal) => Promise<void>;
  /** Resolves when a server that the room needs has ended. This promise never rejects. */
  crashed: Promise<Crash>;
  stop: () => Promise<void>;
}

export interface ServersOptions {
  project: Project;
  environment: NodeJS.ProcessEnv;
  livekitPath: string;
  keys: Keys;
  ports: Ports;
  /** The token handler's port, on loopback. */
  tokenPort: number;
  /** The address on which LiveKit receives media. */
  mediaAddress: string;
  /** Whether the room is open to the local network. Only then LiveKit opens its TCP port for media. */
  hasLan: boolean;
  onLine: (name: string, line: string) => void;
}

/** Starts one LiveKit and one token handler. If either of them ends, the room counts as crashed. */
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
    // Stops LiveKit first, then the token handler, while the origin still runs: so LiveKit can tell guests that it
    // ends.
    async stop() {
      for (const child of children) await child.stop();
    },
  };
}

/**
 * Time limit for the start of LiveKit and the token handler. Both are up in well under a second, but tsx is slow on a
 * busy machine.
 */
const readyMs = 30_000;

/**
 * Waits until `isReady` returns true. Rejects with `CannotStart` when one of the programs ends, or after 30 s.
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

/** Tells whether the URL answers with a 2xx status within a second. */
export async function isUp(url: string): Promise<boolean> {
  return await fetch(url, { signal: AbortSignal.timeout(1000) }).then(
    (response) => response.ok,
    () => false,
  );
}
