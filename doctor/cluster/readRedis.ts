import { randomBytes } from 'node:crypto';
import { createClient, RESP_TYPES } from '@redis/client';
import { failed, success, type Result } from '../../common/result.ts';
import type { RedisPlace, RedisSettings } from '../machine/configuration.ts';
import { errorCode } from '../outside/request.ts';
import { parseRegisteredNode, type RegisteredNode } from './registeredNode.ts';

/** The state of a Redis, as far as it matters to LiveKit. */
export interface RedisObservation {
  pingMs: number;
  /** The role that Redis reports: `master` or `slave`. */
  role: string;
  /**
   * Whether Redis writes every change to disk; `undefined` if it does not say, as is the case for some managed
   * services.
   */
  isAppendOnly: boolean | undefined;
  /**
   * Redis' reason for refusing a write (`OOM …`, `MISCONF …`, `READONLY …`, `NOREPLICAS …`); `undefined` if it accepts
   * writes.
   */
  refusal: string | undefined;
  /** Number of replicas that have all data. */
  replicas: number;
  /** How Redis evicts keys when its memory limit is reached; `undefined` if it evicts nothing. */
  evicts: string | undefined;
}

/** The nodes registered in Redis, and the time of the reading by Redis' clock. */
export interface Registry {
  nodes: readonly RegisteredNode[];
  readAtSeconds: number;
}

export interface OpenRedis {
  observe(): Promise<RedisObservation>;
  readNodes(): Promise<Registry>;
  close(): void;
}

const connectMs = 5000;

type Connect = Pick<RedisSettings, 'username' | 'password' | 'isTls'>;

/**
 * Opens a connection to Redis.
 *
 * @returns the connection, or the reason why there is none: a network error code, or a refusal from Redis itself
 * (`WRONGPASS …`)
 */
export async function openRedis(
  { host, port }: RedisPlace,
  { username, password, isTls }: Connect,
): Promise<Result<OpenRedis, string>> {
  const client = createClient({
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password }),
    // Turns the client's queue for commands off: without a connection a command then fails at once, and does not wait
    // for a new connection.
    disableOfflineQueue: true,
    commandOptions: { timeout: connectMs },
    socket: { host, port, connectTimeout: connectMs, reconnectStrategy: false, ...(isTls && { tls: true }) },
  });
  // The client also reports the error as an event, which would end the process if nobody listened. The promise rejects
  // with the same error.
  client.on('error', () => {});
  const asBytes = client.withTypeMapping({ [RESP_TYPES.BLOB_STRING]: Buffer });
  try {
    await client.connect();
    // Sends TIME rather than PING: a Redis that can't write to its disk refuses PING as well (MISCONF, Redis 7.0).
    await client.sendCommand(['TIME']);
  } catch (error) {
    if (client.isOpen) client.destroy();
    return failed(describe(error));
  }
  return success({
    async observe() {
      const startedAt = performance.now();
      await client.sendCommand(['TIME']);
      const pingMs = performance.now() - startedAt;
      const info = readInfo(await client.info());
      return { pingMs, ...info, refusal: await tryToWrite(client) };
    },
    async readNodes() {
      const entries = await asBytes.hVals('nodes');
      const [seconds = '0'] = await client.sendCommand<string[]>(['TIME']);
      const nodes = entries.flatMap((bytes) => parseRegisteredNode(bytes) ?? []);
      return {
        nodes: nodes.toSorted((one, other) => one.id.localeCompare(other.id)),
        readAtSeconds: Number(seconds),
      };
    },
    close: () => client.destroy(),
  });
}

/** Asks a Sentinel which Redis is the primary, and returns the address. */
export async function askSentinel(
  place: RedisPlace,
  settings: RedisSettings,
): Promise<Result<RedisPlace, string>> {
  const client = createClient({
    ...(settings.sentinelPassword !== undefined && { password: settings.sentinelPassword }),
    commandOptions: { timeout: connectMs },
    socket: { ...place, connectTimeout: connectMs, reconnectStrategy: false },
  });
  client.on('error', () => {});
  try {
    await client.connect();
    const command = ['SENTINEL', 'get-master-addr-by-name', settings.sentinelMaster ?? ''];
    const answer = await client.sendCommand<string[] | null>(command);
    const [host, port] = answer ?? [];
    return host === undefined || port === undefined
      ? failed('knows no primary of that name')
      : success({ host, port: Number(port) });
  } catch (error) {
    return failed(describe(error));
  } finally {
    if (client.isOpen) client.destroy();
  }
}

interface Commanded {
  sendCommand(command: string[]): Promise<unknown>;
}

/**
 * Tries to write a key that expires after a second. Only an attempt shows whether Redis accepts writes: it has many
 * reasons to refuse them, and still answers everything else. A user who may not write a key of this name (NOPERM) may
 * still be allowed to write LiveKit's keys.
 *
 * @returns the refusal, or `undefined` if the write was accepted
 */
async function tryToWrite(client: Commanded): Promise<string | undefined> {
  const key = `first-room-doctor-${randomBytes(8).toString('hex')}`;
  try {
    await client.sendCommand(['SET', key, '1', 'PX', '1000']);
    return undefined;
  } catch (error) {
    const refusal = describe(error);
    return refusal.startsWith('NOPERM') ? undefined : refusal;
  }
}

/** Parses Redis' answer to the command INFO, which consists of `name:value` lines. */
export function readInfo(text: string): Omit<RedisObservation, 'pingMs' | 'refusal'> {
  const values = new Map(
    text.split(/\r?\n/).flatMap((line) => {
      const [, name, value] = /^(\w+):(.*)$/.exec(line) ?? [];
      return name === undefined || value === undefined ? [] : [[name, value] as const];
    }),
  );
  const isAppendOnly = values.get('aof_enabled');
  const policy = values.get('maxmemory_policy');
  const hasLimit = (values.get('maxmemory') ?? '0') !== '0';
  return {
    role: values.get('role') ?? 'unknown',
    isAppendOnly: isAppendOnly === undefined ? undefined : isAppendOnly === '1',
    replicas: [...values].filter(([name, value]) => /^slave\d+$/.test(name) && value.includes('state=online'))
      .length,
    evicts: hasLimit && policy !== 'noeviction' ? policy : undefined,
  };
}

function describe(error: unknown): string {
  // Returns a refusal from Redis itself as it is. It has no network error code, begins with a word in capitals, and
  // contains no password.
  if (error instanceof Error && /^[A-Z]+ /.test(error.message)) return error.message;
  if (error instanceof Error && /timeout/i.test(`${error.name} ${error.message}`)) return 'timeout';
  return errorCode(error);
}
