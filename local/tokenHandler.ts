import { fieldOf } from '../common/fieldOf.ts';
import { parseJson } from '../common/parseJson.ts';
import { startChild, type Child } from './child.ts';
import type { Keys } from './livekit/livekitConfig.ts';
import type { Project } from './project.ts';

export interface TokenHandler {
  child: Child;
  /** Returns the token handler's address, or `undefined` before it listens. */
  url(): string | undefined;
}

export interface TokenHandlerOptions {
  project: Project;
  /**
   * Environment of the person who starts the room. ROOMS, ROOM_KEY, MAX_PARTICIPANTS and others are passed on to the
   * token handler.
   */
  environment: NodeJS.ProcessEnv;
  keys: Keys;
  livekitUrl: string;
  /**
   * The token handler's port on loopback, where LiveKit's webhooks report who has joined. 0 means any free port; then
   * LiveKit sends no webhooks.
   */
  port: number;
  onLine: (line: string) => void;
  /** Name and Redis of this token handler, if it is one of several. */
  copy?: { name: string; redisUrl: string };
}

/** Returns the address for LiveKit's webhooks of a token handler on this port. They report who has joined. */
export function webhookUrl(port: number): string {
  return `http://127.0.0.1:${String(port)}/webhook`;
}

/** Starts the token handler, and reads from its log when it listens. */
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
      PORT: String(options.port),
      // Overrides a REDIS_URL that the person has set: a start with one node has no Redis.
      REDIS_URL: copy?.redisUrl ?? '',
      LIVEKIT_API_KEY: options.keys.apiKey,
      LIVEKIT_API_SECRET: options.keys.apiSecret,
      LIVEKIT_URL: 'same-origin',
      LIVEKIT_API_URL: options.livekitUrl,
      // The token handler trusts the forwarding headers of one proxy, which is our origin.
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

/**
 * Reads the port from a line of the token handler's log: it writes `{"msg":"listening","port":…}` (JSON) when it
 * accepts requests.
 */
export function readListeningPort(line: string): number | undefined {
  const content = parseJson(line);
  const port = fieldOf(content, 'port');
  return fieldOf(content, 'msg') === 'listening' && typeof port === 'number' ? port : undefined;
}
