import { parse } from 'yaml';
import type { Keys } from '../../token/config.ts';
import { failed, success, type Result } from '../../common/result.ts';

/** The settings for ports, addresses and Redis in LiveKit's configuration. */
export interface LivekitSettings {
  signallingPort: number;
  /** Port for media over UDP; `undefined` when each connection has a port of its own. */
  udpPort: number | undefined;
  hasPortRange: boolean;
  tcpPort: number | undefined;
  nodeIp: string | undefined;
  useExternalIp: boolean;
  metricsPort: number | undefined;
  /**
   * Addresses to which LiveKit reports events such as joins (webhooks), and the key with which it signs the reports.
   */
  webhook: { apiKey: string | undefined; urls: readonly string[] };
  /** Settings for Redis, which LiveKit has when it is one of several nodes. */
  redis: RedisSettings | undefined;
}

/** How a LiveKit node finds the other nodes: through Redis. */
export interface RedisSettings {
  /** The address of Redis itself, if no Sentinel names the primary. */
  place: RedisPlace | undefined;
  sentinels: readonly RedisPlace[];
  sentinelMaster: string | undefined;
  sentinelPassword: string | undefined;
  username: string | undefined;
  password: string | undefined;
  isTls: boolean;
}

export interface RedisPlace {
  host: string;
  port: number;
}

/** The ports that livekit-server 1.13.5 uses by default. */
const usual = { signalling: 7880, tcp: 7881 } as const;

/**
 * Parses LiveKit's configuration.
 *
 * @returns the settings, or a sentence about why the text is not such a configuration
 */
export function parseLivekitSettings(text: string): Result<LivekitSettings, string> {
  let content: unknown;
  try {
    content = parse(text);
  } catch (error) {
    return failed(
      `is not YAML: ${String(error instanceof Error ? error.message : error).split('\n', 1)[0] ?? ''}`,
    );
  }
  if (!isObject(content)) return failed('has no settings in it');
  const rtc = isObject(content['rtc']) ? content['rtc'] : {};
  const prometheus = isObject(content['prometheus']) ? content['prometheus'] : {};
  return success({
    signallingPort: portOf(content['port']) ?? usual.signalling,
    udpPort: portOf(rtc['udp_port']),
    hasPortRange: portOf(rtc['port_range_start']) !== undefined,
    tcpPort: rtc['tcp_port'] === 0 ? undefined : (portOf(rtc['tcp_port']) ?? usual.tcp),
    nodeIp: typeof rtc['node_ip'] === 'string' && rtc['node_ip'] !== '' ? rtc['node_ip'] : undefined,
    useExternalIp: rtc['use_external_ip'] === true,
    metricsPort: portOf(prometheus['port']) ?? portOf(content['prometheus_port']),
    webhook: webhookSettings(content['webhook']),
    redis: isObject(content['redis']) ? redisSettings(content['redis']) : undefined,
  });
}

function webhookSettings(webhook: unknown): LivekitSettings['webhook'] {
  if (!isObject(webhook)) return { apiKey: undefined, urls: [] };
  const { api_key: apiKey, urls } = webhook;
  return {
    apiKey: typeof apiKey === 'string' ? apiKey : undefined,
    urls: Array.isArray(urls) ? urls.filter((url) => typeof url === 'string') : [],
  };
}

function redisSettings(redis: Record<string, unknown>): RedisSettings {
  const text = (name: string) => {
    const value = redis[name];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const sentinels = Array.isArray(redis['sentinel_addresses']) ? redis['sentinel_addresses'] : [];
  const tls = isObject(redis['tls']) && redis['tls']['enabled'] === true;
  return {
    place: placeOf(text('address')),
    sentinels: sentinels.flatMap((address) => placeOf(address) ?? []),
    sentinelMaster: text('sentinel_master_name'),
    sentinelPassword: text('sentinel_password'),
    username: text('username'),
    password: text('password'),
    isTls: tls || redis['use_tls'] === true,
  };
}

/** Parses the address of a Redis: `10.0.1.21:6379`, `redis:6379` or `[fd00::1]:6379`. */
function placeOf(address: unknown): RedisPlace | undefined {
  const [, host, port] = /^\[?(.+?)\]?:(\d+)$/.exec(typeof address === 'string' ? address : '') ?? [];
  return host === undefined ? undefined : { host, port: Number(port) };
}

/** The settings of the token handler that the doctor uses. */
export interface HandlerSettings {
  host: string;
  port: number;
  roomKey: string | undefined;
  keys: Keys | undefined;
  /** The HTTP origin of LIVEKIT_URL: `https://room.example` for `wss://room.example`. */
  livekitOrigin: string | undefined;
}

/**
 * Parses the token handler's environment file, which systemd reads: lines with `NAME=value` or `NAME="value"`, and
 * comments.
 */
export function parseHandlerSettings(text: string): HandlerSettings {
  const values = new Map<string, string>();
  for (const line of text.split('\n')) {
    const [, name, value = ''] = /^\s*([A-Za-z_]\w*)=(.*)$/.exec(line) ?? [];
    if (name !== undefined) values.set(name, value.trim().replace(/^(["'])(.*)\1$/, '$2'));
  }
  const host = values.get('HOST') || '127.0.0.1';
  const apiKey = values.get('LIVEKIT_API_KEY');
  const apiSecret = values.get('LIVEKIT_API_SECRET');
  return {
    // If the token handler listens on all addresses, the doctor sends its requests to loopback.
    host: host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host,
    port: portOf(values.get('PORT')) ?? 5000,
    roomKey: values.get('ROOM_KEY') || undefined,
    keys: apiKey && apiSecret ? { apiKey, apiSecret } : undefined,
    livekitOrigin: originOfWebSocket(values.get('LIVEKIT_URL')),
  };
}

function originOfWebSocket(address = ''): string | undefined {
  return /^wss:/i.test(address) && URL.canParse(address) ? `https://${new URL(address).host}` : undefined;
}

/** The addresses that install.sh was given as options. */
export interface InstallSettings {
  /** The room's domain name, such as `room.example`. */
  domain: string | undefined;
  /** The public IP address that is reserved for the server itself, not for a load balancer. */
  publicIp: string | undefined;
  /** Whether the TLS certificate is on the VM or on the load balancer. */
  tls: 'vm' | 'load-balancer' | undefined;
}

/** Parses the options that install.sh has stored in install.conf, such as `domain=room.example`. */
export function parseInstallSettings(text: string): InstallSettings {
  const [, domain] = /^domain=([a-z0-9.-]+)$/m.exec(text) ?? [];
  const [, publicIp] = /^public_ip=([\d.]+)$/m.exec(text) ?? [];
  const [, tls] = /^tls=(.*)$/m.exec(text) ?? [];
  return { domain, publicIp, tls: tls === 'vm' || tls === 'load-balancer' ? tls : undefined };
}

/** Parses a port from LiveKit's configuration, or the first port of a range such as "7882-7885". */
function portOf(value: unknown): number | undefined {
  const port =
    typeof value === 'number' ? value : Number.parseInt(typeof value === 'string' ? value : '', 10);
  return Number.isInteger(port) && port > 0 && port < 65_536 ? port : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
