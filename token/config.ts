import { isIP } from 'node:net';
import { defaultRoom, type Entry, type Role } from '../common/contract.ts';
import {
  parseAddress,
  parseList,
  parseWholeNumber,
  readEnvironment,
  type EnvironmentReader,
  type Problem,
} from './environment.ts';
import { parseRedisAddress, type RedisAddress } from './redisAddress.ts';
import { parseRoomKey, roomKeyForm } from '../common/roomKey.ts';

/** All settings of the token handler, which it reads once at its start from the environment. */
export interface Config {
  host: string;
  /** Port to listen on; 0 means any free port. */
  port: number;
  keys: Keys;
  /**
   * LiveKit's address for clients: `ws:`/`wss:`, or `same-origin` for the host name to which the client sent its
   * request.
   */
  livekitUrl: string;
  /** Address of LiveKit's HTTP API, which the handler asks for participants: an `http:`/`https:` origin. */
  livekitApiUrl: string;
  /** Rooms that guests may open; the first one is the default. */
  rooms: readonly [string, ...string[]];
  /** The key that guests must send. Without one, anybody who finds the handler gets in. */
  roomKey: string | undefined;
  /** The key that makes its holder a host. Without one, only invitations make hosts. */
  hostKey: string | undefined;
  /** The key that signs invitations is derived from this value, so another value revokes all invitations. */
  invitationKey: string;
  /** How newcomers get into a room as long as no host has decided otherwise. */
  roomEntry: Entry;
  /** The role of guests whose invitation does not give them another one. */
  guestRole: Exclude<Role, 'host'>;
  maxParticipants: number;
  /** Whether guests learn in the lobby who is in the room. */
  showWhoIsHere: boolean;
  /** Whether a page may connect to LiveKit, hidden, while the guest is in the lobby (`lobby.ts`). */
  connectInLobby: boolean;
  /** Origins of other pages that may send requests (CORS), or `*` alone. */
  corsOrigins: readonly string[];
  /**
   * Number of proxies in front of the handler that belong to its server, and so the number of `X-Forwarded-For` entries
   * that can be trusted.
   */
  trustedProxyHops: number;
  rateLimitPerMinute: number;
  /** Address on which the handler offers metrics to Prometheus; `undefined` when metrics are off. */
  metrics: { host: string; port: number } | undefined;
  /** The Redis in which several handlers share their request limits. Without one, each handler counts alone. */
  redis: RedisAddress | undefined;
  logLevel: LogLevel;
  /** Sentences about settings that work but should be changed; they are logged. */
  warnings: readonly string[];
}

/** LiveKit's API key and the secret that belongs to it. */
export interface Keys {
  apiKey: string;
  apiSecret: string;
}

export const sameOrigin = 'same-origin';

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

/** The key pair of `livekit-server --dev`. It is public, so anybody can make tokens with it. */
const developmentKeys: Keys = { apiKey: 'devkey', apiSecret: 'secret' };

/**
 * Shortest API secret in characters. livekit-server 1.13.5 also requires this length, but only logs an error and
 * starts.
 */
const shortestSecret = 32;

/**
 * Reads the configuration from environment variables; token/README.md lists them.
 *
 * @returns the configuration, or all problems, each a sentence with the name of the variable and its expected form
 */
export function readConfig(
  env: Readonly<Record<string, string | undefined>>,
): { ok: true; value: Config } | { ok: false; problems: readonly Problem[] } {
  const reader = readEnvironment(env);
  const warnings: string[] = [];
  const whole = (name: string, fallback: number, range: [number, number]) =>
    readWholeNumber(reader, name, fallback, range);

  const host = readHost(reader, 'HOST');
  const trustedProxyHops = whole('TRUSTED_PROXY_HOPS', 0, [0, 10]);
  // A handler on loopback is private only without a proxy, because a proxy opens it to everybody.
  const isPrivate = isLoopback(host) && trustedProxyHops === 0;
  const value: Config = {
    host,
    port: readPort(reader, 'PORT', 5000),
    keys: readKeys(reader, isPrivate, warnings),
    livekitUrl: readLivekitUrl(reader, isPrivate),
    livekitApiUrl: reader.parsed(
      'LIVEKIT_API_URL',
      'http://127.0.0.1:7880',
      parseOrigin,
      'an http:// or https:// address without a path, such as http://127.0.0.1:7880',
    ),
    rooms: reader.parsed(
      'ROOMS',
      [defaultRoom],
      parseRooms,
      'names of at most 256 bytes, separated by commas',
    ),
    roomKey: readKey(reader, 'ROOM_KEY'),
    hostKey: readKey(reader, 'HOST_KEY'),
    invitationKey: reader.text('INVITATION_KEY') ?? '',
    roomEntry: readChoice(reader, 'ROOM_ENTRY', ['open', 'knock', 'locked']),
    guestRole: readChoice(reader, 'GUEST_ROLE', ['speaker', 'listener']),
    maxParticipants: whole('MAX_PARTICIPANTS', 25, [1, 10_000]),
    showWhoIsHere: readChoice(reader, 'SHOW_WHO_IS_HERE', ['false', 'true']) === 'true',
    connectInLobby: readChoice(reader, 'CONNECT_IN_LOBBY', ['false', 'true']) === 'true',
    corsOrigins: reader.parsed(
      'CORS_ORIGINS',
      [],
      parseOrigins,
      'origins separated by commas, such as https://room.example (no path, no slash at the end), or * alone',
    ),
    trustedProxyHops,
    rateLimitPerMinute: whole('RATE_LIMIT_PER_MINUTE', 60, [1, 1_000_000]),
    metrics: readMetricsPlace(reader),
    redis: readRedisAddress(reader),
    logLevel: reader.parsed(
      'LOG_LEVEL',
      'info',
      (text) => logLevels.find((level) => level === text),
      `one of ${logLevels.join(', ')}`,
    ),
    warnings,
  };
  if (value.hostKey !== undefined && value.hostKey === value.roomKey) {
    reader.addProblem('HOST_KEY and ROOM_KEY are the same, so every guest would be a host.');
  }
  return reader.problems.length > 0 ? { ok: false, problems: reader.problems } : { ok: true, value };
}

/** Whether only programs on this machine can connect to this address. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

function readWholeNumber<Fallback>(
  reader: EnvironmentReader,
  name: string,
  fallback: Fallback,
  [least, most]: [number, number],
  note = '',
) {
  return reader.parsed<number | Fallback>(
    name,
    fallback,
    (text) => parseWholeNumber(text, least, most),
    `a whole number from ${String(least)} to ${String(most)}${note}`,
  );
}

function readPort<Fallback>(reader: EnvironmentReader, name: string, fallback: Fallback) {
  return readWholeNumber(reader, name, fallback, [0, 65_535], ' (0 means any free port)');
}

function readHost(reader: EnvironmentReader, name: string): string {
  return reader.parsed(name, '127.0.0.1', parseHost, 'an IP address (IPv6 without brackets) or a name');
}

/** Metrics stay on loopback by default, because only the person who runs the server may see usage figures. */
function readMetricsPlace(reader: EnvironmentReader): { host: string; port: number } | undefined {
  const host = readHost(reader, 'METRICS_HOST');
  const port = readPort(reader, 'METRICS_PORT', undefined);
  return port === undefined ? undefined : { host, port };
}

const privately =
  'Only a handler that listens on loopback (HOST) and has no proxy in front (TRUSTED_PROXY_HOPS) may do without.';

function readKeys(reader: EnvironmentReader, isPrivate: boolean, warnings: string[]): Keys {
  const apiKey = reader.text('LIVEKIT_API_KEY');
  const apiSecret = reader.text('LIVEKIT_API_SECRET');
  if (apiKey === undefined && apiSecret === undefined && isPrivate) {
    warnings.push(
      'LIVEKIT_API_KEY and LIVEKIT_API_SECRET are not set: using the pair of `livekit-server --dev`, which everybody knows.',
    );
    return developmentKeys;
  }
  for (const name of ['LIVEKIT_API_KEY', 'LIVEKIT_API_SECRET']) {
    if (reader.text(name) === undefined) {
      reader.addProblem(
        `${name} is not set. It must come from a pair under "keys" in LiveKit's configuration. ${privately}`,
      );
    }
  }
  const keys = { apiKey: apiKey ?? '', apiSecret: apiSecret ?? '' };
  if (apiSecret === undefined) return keys;
  const isKnown = apiKey === developmentKeys.apiKey && apiSecret === developmentKeys.apiSecret;
  if (!isKnown && apiSecret.length >= shortestSecret) return keys;
  // The message does not repeat the secret, because more people read logs than may know it.
  const weakness = isKnown
    ? 'LIVEKIT_API_KEY and LIVEKIT_API_SECRET are the pair of `livekit-server --dev`, which everybody knows'
    : `LIVEKIT_API_SECRET has ${String(apiSecret.length)} characters and can be guessed`;
  if (isPrivate) warnings.push(`${weakness}.`);
  else {
    reader.addProblem(
      `${weakness}. It must have ${String(shortestSecret)} or more, random (\`openssl rand -base64 32\` makes one). ${privately}`,
    );
  }
  return keys;
}

/** Reads a variable that must have one of these values; the first is the default. */
function readChoice<Choice extends string>(
  reader: EnvironmentReader,
  name: string,
  choices: readonly [Choice, ...Choice[]],
): Choice {
  return reader.parsed(
    name,
    choices[0],
    (text) => choices.find((choice) => choice === text),
    `one of ${choices.join(', ')}`,
  );
}

function readKey(reader: EnvironmentReader, name: 'ROOM_KEY' | 'HOST_KEY'): string | undefined {
  const text = reader.text(name);
  if (text === undefined) return undefined;
  const key = parseRoomKey(text);
  if (key === undefined) {
    // The message does not repeat the value, because it may be the right key with a typing error, and others read the
    // log.
    reader.addProblem(
      `${name} can't be a key. It must be ${roomKeyForm} (\`openssl rand -hex 16\` makes one).`,
    );
  }
  return key;
}

function readRedisAddress(reader: EnvironmentReader): RedisAddress | undefined {
  const text = reader.text('REDIS_URL');
  if (text === undefined) return undefined;
  const address = parseRedisAddress(text);
  // The message does not repeat the text, because it contains a password.
  if (!address) {
    reader.addProblem(
      "REDIS_URL can't be Redis's address. It must be like redis://:PASSWORD@10.0.1.21:6379, or rediss://… with TLS, or behind Sentinel redis+sentinel://:PASSWORD@10.0.1.21:26379,10.0.1.22:26379/MASTER.",
    );
  }
  return address;
}

function readLivekitUrl(reader: EnvironmentReader, isPrivate: boolean): string {
  const expected = `a ws:// or wss:// address that browsers can reach, such as wss://room.example, or ${sameOrigin}`;
  if (reader.text('LIVEKIT_URL') === undefined && !isPrivate) {
    reader.addProblem(`LIVEKIT_URL is not set. It must be ${expected}.`);
  }
  return reader.parsed(
    'LIVEKIT_URL',
    'ws://127.0.0.1:7880',
    (text) => (text === sameOrigin ? sameOrigin : parseAddress(text, ['ws:', 'wss:'])),
    expected,
  );
}

function parseHost(text: string): string | undefined {
  return isIP(text) !== 0 || /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(text) ? text.toLowerCase() : undefined;
}

/**
 * Parses LiveKit's HTTP address. The path must be empty, because LiveKit's server SDK drops it (`new URL('/twirp/…',
 * url)`).
 */
function parseOrigin(text: string): string | undefined {
  const address = parseAddress(text, ['http:', 'https:']);
  return address !== undefined && new URL(address).origin === address ? address : undefined;
}

function parseOrigins(text: string): readonly string[] | undefined {
  const origins = parseList(text);
  if (origins === undefined) return undefined;
  if (origins.includes('*')) return origins.length === 1 ? origins : undefined;
  return origins.every((origin) => parseOrigin(origin) === origin) ? origins : undefined;
}

/**
 * Parses the list of rooms. A name may have 256 characters, livekit-server's default for `limit.max_room_name_length`.
 */
function parseRooms(text: string): readonly [string, ...string[]] | undefined {
  const rooms = parseList(text);
  return rooms?.every((room) => Buffer.byteLength(room) <= 256) === true ? rooms : undefined;
}
