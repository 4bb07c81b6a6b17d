/** Address of the Redis in which several handlers share their request limits. */
export type RedisAddress =
  | { kind: 'server'; url: string }
  /** The primary Redis is found through Sentinel, which knows it; `master` is the primary's name there. */
  | {
      kind: 'sentinel';
      sentinels: readonly Host[];
      master: string;
      username?: string;
      password?: string;
      /** Sentinel's own password, if it has one. */
      sentinelPassword?: string;
    };

interface Host {
  host: string;
  port: number;
}

const sentinelPort = 26379;

/**
 * Parses the address of a Redis: `redis://:PASSWORD@host:6379`, `rediss://…` with TLS, or
 * `redis+sentinel://:PASSWORD@host:26379,host:26379/MASTER` with the password of Redis; `?sentinel_password=PASSWORD`
 * adds Sentinel's own. User and password are percent-encoded, as in every URL.
 */
export function parseRedisAddress(text: string): RedisAddress | undefined {
  if (text.startsWith('redis+sentinel:')) return parseSentinel(text);
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isRedis = url?.protocol === 'redis:' || url?.protocol === 'rediss:';
  return isRedis && url.hostname !== '' ? { kind: 'server', url: text } : undefined;
}

function parseSentinel(text: string): RedisAddress | undefined {
  const form =
    /^redis\+sentinel:\/\/(?<access>[^@/]*@)?(?<places>[^@/]+)\/(?<master>[\w.-]+)(?:\?sentinel_password=(?<own>[^&#]+))?$/;
  const { access = '', places = '', master = '', own = '' } = form.exec(text)?.groups ?? {};
  // `URL` can't parse an address with several hosts, so each host gets a URL of its own.
  const urls = places.split(',').map((place) => `redis://${access}${place}`);
  if (master === '' || !urls.every((url) => URL.canParse(url))) return undefined;
  const read = urls.map((url) => new URL(url));
  const [first] = read;
  if (!first || read.some(({ hostname }) => hostname === '')) return undefined;
  return {
    kind: 'sentinel',
    // URLs have brackets around an IPv6 address; Redis's client wants the address without them.
    sentinels: read.map(({ hostname, port }) => ({
      host: hostname.replaceAll(/[[\]]/g, ''),
      port: Number(port) || sentinelPort,
    })),
    master,
    ...(first.username && { username: decodeURIComponent(first.username) }),
    ...(first.password && { password: decodeURIComponent(first.password) }),
    ...(own && { sentinelPassword: decodeURIComponent(own) }),
  };
}
