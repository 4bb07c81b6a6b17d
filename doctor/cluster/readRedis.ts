import { randomBytes } from 'node:crypto';
import { createClient, RESP_TYPES } from '@redis/client';
import { failed, success, type Result } from '../../common/result.ts';
import type { RedisPlace, RedisSettings } from '../machine/configuration.ts';
import { errorCode } from '../outside/request.ts';
import { parseRegisteredNode, type RegisteredNode } from './registeredNode.ts';

/** The state of a Redis that matters to LiveKit. */
export interface RedisObservation {
  pingMs: number;
  /** `master` or `slave`, as Redis reports it. */
  role: string;
  /** Whether every change is written to disk; `undefined` if Redis does not say, as some managed services. */
  isAppendOnly: boolean | undefined;
  /** Redis' refusal of a write (`OOM …`, `MISCONF …`, `READONLY …`, `NOREPLICAS …`); `undefined` if it accepts one. */
  refusal: string | undefined;
  /** Number of replicas that are up to date. */
  replicas: number;
  /** Eviction policy, if Redis has a memory limit and evicts at all. */
  evicts: string | undefined;
}

/** The registered nodes, and the time of the reading by Redis' clock. */
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
 * @returns the open connection, or the reason why there is none: a network error code, or Redis' own refusal
 * (`WRONGPASS …`)
 */
export async function openRedis(
  { host, port }: RedisPlace,
  { username, password, isTls }: Connect,
): Promise<Result<OpenRedis, string>> {
  const client = createClient({
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password }),
    // A command is answered or fails; none waits for a reconnection.
    disableOfflineQueue: true,
    commandOptions: { timeout: connectMs },
    socket: { host, port, connectTimeout: connectMs, reconnectStrategy: false, ...(isTls && { tls: true }) },
  });
  // The promise rejects with the same error.
  client.on('error', () => {});
  const asBytes = client.withTypeMapping({ [RESP_TYPES.BLOB_STRING]: Buffer });
  try {
    await client.connect();
    // TIME instead of PING: a Redis that can't write to its disk refuses PING as well (MISCONF, Redis 7.0).
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

/** Asks a Sentinel for the address of the primary. */
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
 * Tries a write, the only way to find out whether Redis accepts writes: it has many reasons to refuse them, and still
 * answers everything else. The key expires after a second. A user who may not write a key of this name (NOPERM) may
 * still be allowed to write LiveKit's.
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

/** Parses the `name:value` lines of INFO. */
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
  // Redis' refusals have no network error code; they begin with a word in capitals and contain no password.
  if (error instanceof Error && /^[A-Z]+ /.test(error.message)) return error.message;
  if (error instanceof Error && /timeout/i.test(`${error.name} ${error.message}`)) return 'timeout';
  return errorCode(error);
}
