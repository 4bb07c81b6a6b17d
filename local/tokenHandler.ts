import { fieldOf } from '../common/fieldOf.ts';
import { parseJson } from '../common/parseJson.ts';
import { startChild, type Child } from './child.ts';
import type { Keys } from './livekit/livekitConfig.ts';
import type { Project } from './project.ts';

export interface TokenHandler {
  child: Child;
  /** The address, once it listens. */
  url(): string | undefined;
}

export interface TokenHandlerOptions {
  project: Project;
  /** The person's environment: ROOMS, ROOM_KEY, MAX_PARTICIPANTS and others are passed on. */
  environment: NodeJS.ProcessEnv;
  keys: Keys;
  livekitUrl: string;
  /** On loopback, where LiveKit tells who has joined; 0 means any free one, of which LiveKit is not told. */
  port: number;
  onLine: (line: string) => void;
  /** Set for one of several copies. */
  copy?: { name: string; redisUrl: string };
}

/** The address at which LiveKit tells a token handler on this port who has joined. */
export function webhookUrl(port: number): string {
  return `http://127.0.0.1:${String(port)}/webhook`;
}

/** Starts the token handler. When it listens is read from its log. */
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
      // Overrides the person's own: a start with one node has no Redis.
      REDIS_URL: copy?.redisUrl ?? '',
      LIVEKIT_API_KEY: options.keys.apiKey,
      LIVEKIT_API_SECRET: options.keys.apiSecret,
      LIVEKIT_URL: 'same-origin',
      LIVEKIT_API_URL: options.livekitUrl,
      // The trusted hop is the origin.
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

/** Parses the port from the handler's log (JSON): `{"msg":"listening","port":…}` is written when it accepts requests. */
export function readListeningPort(line: string): number | undefined {
  const content = parseJson(line);
  const port = fieldOf(content, 'port');
  return fieldOf(content, 'msg') === 'listening' && typeof port === 'number' ? port : undefined;
}
