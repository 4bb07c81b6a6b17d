import { startChild, type Child } from './child.ts';
import type { Keys } from './livekit/livekitConfig.ts';
import type { Project } from './project.ts';

export interface TokenHandler {
  child: Child;
  /** Where it listens; a restarted handler (in development) comes back elsewhere. */
  url(): string | undefined;
}

export interface TokenHandlerOptions {
  project: Project;
  /** The person's: ROOMS, ROOM_KEY, MAX_PARTICIPANTS and the like are passed on. */
  environment: NodeJS.ProcessEnv;
  keys: Keys;
  livekitUrl: string;
  onLine: (line: string) => void;
  /** One of several copies. */
  copy?: { name: string; port: number; redisUrl: string };
}

/**
 * Starts the token handler on any free loopback port: the usual 5000 belongs to AirPlay on macOS. It
 * says which one in its log.
 */
export function startTokenHandler(options: TokenHandlerOptions): TokenHandler {
  const { copy } = options;
  let url: string | undefined;
  const child = startChild({
    name: copy?.name ?? 'token',
    command: process.execPath,
    args: options.project.tokenHandler,
    cwd: options.project.cwd,
    environment: {
      ...options.environment,
      HOST: '127.0.0.1',
      PORT: String(copy?.port ?? 0),
      // Not the person's own: a start by itself has no Redis.
      REDIS_URL: copy?.redisUrl ?? '',
      LIVEKIT_API_KEY: options.keys.apiKey,
      LIVEKIT_API_SECRET: options.keys.apiSecret,
      LIVEKIT_URL: 'same-origin',
      LIVEKIT_API_URL: options.livekitUrl,
      // The origin: it says who asks.
      TRUSTED_PROXY_HOPS: '1',
    },
    onLine(line) {
      const port = readListeningPort(line);
      if (port !== undefined) url = `http://127.0.0.1:${String(port)}`;
      options.onLine(line);
    },
  });
  return { child, url: () => url };
}

/** The handler's log is JSON; `{"msg":"listening","port":…}` is written when it can be asked. */
export function readListeningPort(line: string): number | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const content: unknown = JSON.parse(line);
    if (typeof content !== 'object' || content === null) return undefined;
    if (!('msg' in content) || content.msg !== 'listening') return undefined;
    return 'port' in content && typeof content.port === 'number' ? content.port : undefined;
  } catch {
    return undefined;
  }
}
