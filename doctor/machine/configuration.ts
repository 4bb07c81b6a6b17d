import { parse } from 'yaml';
import { failed, success, type Result } from '../../src/result.ts';

/** What LiveKit's configuration decides about ports, addresses and keys. */
export interface LivekitSettings {
  signallingPort: number;
  /** `undefined` when each connection has a port of its own. */
  udpPort: number | undefined;
  hasPortRange: boolean;
  tcpPort: number | undefined;
  nodeIp: string | undefined;
  useExternalIp: boolean;
  metricsPort: number | undefined;
}

/** LiveKit 1.13.5's own choices, where the file says nothing. */
const usual = { signalling: 7880, tcp: 7881 } as const;

/** @returns a failure in words where it is no configuration of LiveKit */
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
  });
}

/** Where the token handler listens, and what guests have to show it. */
export interface HandlerSettings {
  host: string;
  port: number;
  roomKey: string | undefined;
  apiSecretLength: number | undefined;
}

/** Reads a file of systemd's EnvironmentFile: `NAME=value` or `NAME="value"`, and comments. */
export function parseHandlerSettings(text: string): HandlerSettings {
  const values = new Map<string, string>();
  for (const line of text.split('\n')) {
    const [, name, value = ''] = /^\s*([A-Za-z_]\w*)=(.*)$/.exec(line) ?? [];
    if (name !== undefined) values.set(name, value.trim().replace(/^(["'])(.*)\1$/, '$2'));
  }
  const host = values.get('HOST') || '127.0.0.1';
  return {
    // From the machine itself a handler that listens everywhere is reached on loopback.
    host: host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host,
    port: portOf(values.get('PORT')) ?? 5000,
    roomKey: values.get('ROOM_KEY') || undefined,
    apiSecretLength: values.get('LIVEKIT_API_SECRET')?.length,
  };
}

/** A number, or the first of a range such as "7882-7885". */
function portOf(value: unknown): number | undefined {
  const port =
    typeof value === 'number' ? value : Number.parseInt(typeof value === 'string' ? value : '', 10);
  return Number.isInteger(port) && port > 0 && port < 65_536 ? port : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
