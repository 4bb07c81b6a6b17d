import { setTimeout as wait } from 'node:timers/promises';
import { CannotStart } from './CannotStart.ts';
import type { Child } from './child.ts';
import { crashOf, describeCrash, type Crash } from './crash.ts';
import type { Keys } from './livekit/livekitConfig.ts';
import { startLivekit } from './livekit/startLivekit.ts';
import type { Ports } from './choosePorts.ts';
import type { Project } from './project.ts';
import { startTokenHandler } from './tokenHandler.ts';

/** What stands behind the origin: LiveKit and the token handler, once or several times. */
export interface Servers {
  livekitUrl: string;
  /** The node's, or the first one's. */
  livekitPid: number | undefined;
  /** `undefined` before it listens; in development the token handler comes back on another port. */
  tokenHandlerUrl: () => string | undefined;
  /** Resolves when everything answers. Rejects with `CannotStart` when something ends before. */
  untilReady: (signal: AbortSignal) => Promise<void>;
  /** It can't go on. Never rejects. */
  crashed: Promise<Crash>;
  stop: () => Promise<void>;
}

export interface ServersOptions {
  project: Project;
  environment: NodeJS.ProcessEnv;
  livekitPath: string;
  keys: Keys;
  ports: Ports;
  /** Where media goes to. */
  mediaAddress: string;
  /** Whether the LAN is served: then LiveKit opens its TCP port, too. */
  hasLan: boolean;
  onLine: (name: string, line: string) => void;
}

/** One LiveKit and one token handler. Any end of either is a crash. */
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
    },
    (line) => options.onLine('livekit', line),
  );
  const token = startTokenHandler({
    project: options.project,
    environment: options.environment,
    keys,
    livekitUrl,
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
    // In the order in which they were started: LiveKit can still tell the guests, through the others, that it ends.
    async stop() {
      for (const child of children) await child.stop();
    },
  };
}

/** Both are up in well under a second; on a busy machine tsx takes a while. */
const readyMs = 30_000;

/** @param children none of them may end meanwhile */
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

/** Whether it answers, and with a success. */
export async function isUp(url: string): Promise<boolean> {
  return await fetch(url, { signal: AbortSignal.timeout(1000) }).then(
    (response) => response.ok,
    () => false,
  );
}
