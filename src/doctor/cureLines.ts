import type { Diagnosis, DiagnosisKind } from './judge.ts';
import { linesToOpen, portsToOpen } from '../../common/openPort.ts';

/**
 * The program or system in which the person who runs the server enters the lines that fix a problem: a key of
 * `messages.doctor.place`.
 */
type Place = 'oci' | 'oracleLinux' | 'ubuntu' | 'nginx' | 'loadBalancer' | 'livekit' | 'server';

export interface CureLines {
  place: Place;
  /** Lines of configuration, or commands, to copy unchanged. */
  text: string;
}

const proxied = `location /rtc {
  proxy_pass http://127.0.0.1:7880;
  proxy_http_version 1.1;
  proxy_set_header Host $host;
  proxy_set_header Upgrade $http_upgrade;
  proxy_set_header Connection "upgrade";
  proxy_read_timeout 300s;
}`;

/**
 * Configuration and commands that fix problems other than a closed port. Those for nginx and LiveKit were tested with
 * livekit-server 1.13.5; those for OCI are from its documentation.
 */
const lines: Partial<Record<DiagnosisKind, CureLines[]>> = {
  upgrade_lost: [{ place: 'nginx', text: proxied }],
  socket_held: [{ place: 'nginx', text: proxied }],
  signalling_not_passed: [{ place: 'nginx', text: proxied }],
  address_cut: [
    { place: 'nginx', text: 'large_client_header_buffers 4 32k;' },
    { place: 'loadBalancer', text: 'Rule set: HTTP_HEADER, httpLargeHeaderSizeInKB = 32' },
  ],
  socket_cut: [
    { place: 'nginx', text: 'proxy_read_timeout 300s;\nproxy_send_timeout 300s;' },
    { place: 'loadBalancer', text: 'Listener: idle timeout 300 s' },
  ],
  signalling_unreachable: [
    { place: 'server', text: 'systemctl status first-room-livekit\ncurl -i http://127.0.0.1:7880/' },
  ],
  token_endpoint_unreachable: [
    { place: 'server', text: 'systemctl status first-room-token\ncurl -i http://127.0.0.1:5000/healthz' },
  ],
  token_rejected: [{ place: 'server', text: 'timedatectl' }],
  private_announced: [{ place: 'livekit', text: 'rtc:\n  node_ip: 203.0.113.5\n  use_external_ip: false' }],
  no_tcp: [{ place: 'livekit', text: 'rtc:\n  tcp_port: 7881' }],
  nothing_announced: [{ place: 'livekit', text: 'rtc:\n  udp_port: 7882\n  tcp_port: 7881' }],
};

/** Configuration and commands that fix the problem, to be copied by the person who runs the server. */
export function cureLines({ kind, ports }: Diagnosis): CureLines[] {
  return [...(lines[kind] ?? []), ...openingLines(ports)];
}

function openingLines(ports: Diagnosis['ports']): CureLines[] {
  if (ports.length === 0) return [];
  const all = ports.map((port) => linesToOpen(portsToOpen(port)));
  const places = ['oci', 'oracleLinux', 'ubuntu'] as const;
  return places.map((place) => ({ place, text: all.map((one) => one[place]).join('\n') }));
}
