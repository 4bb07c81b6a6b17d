/** An address at which LiveKit says that it receives media. */
export interface Candidate {
  protocol: 'udp' | 'tcp';
  address: string;
  port: number;
}

/**
 * Parses an ICE candidate from SDP or a trickle message (RFC 8839): `candidate:2878742611 1 udp 2130706431 203.0.113.5
 * 7882 typ host`.
 *
 * @returns `undefined` for candidates that can't be connected to: active TCP candidates and relays
 */
export function parseCandidate(text: string): Candidate | undefined {
  const match = /^(?:a=)?candidate:\S+ 1 (udp|tcp) \d+ (\S+) (\d+) typ (?:host|srflx)(?: .*)?$/i.exec(
    text.trim(),
  );
  const [, transport = '', address, portText] = match ?? [];
  const port = Number(portText);
  if (address === undefined || !Number.isInteger(port) || port < 1 || port > 65_535) return undefined;
  const protocol = transport.toLowerCase() === 'tcp' ? 'tcp' : 'udp';
  if (protocol === 'tcp' && !/ tcptype (passive|so)\b/.test(text)) return undefined;
  return { protocol, address, port };
}
