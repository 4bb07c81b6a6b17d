/** A socket that accepts connections or packets. */
export interface ListeningSocket {
  protocol: 'tcp' | 'udp';
  /** `*` for all addresses. */
  address: string;
  port: number;
  inode: string;
}

/** States in /proc/net: TCP in LISTEN; a bound UDP socket has state 07. */
const listening = { tcp: '0A', udp: '07' } as const;

/** The files in /proc/net that list sockets; readable by every user. */
export const socketTables = ['tcp', 'tcp6', 'udp', 'udp6'] as const;

/**
 * Parses the listening sockets.
 *
 * @param text content of /proc/net/tcp, tcp6, udp or udp6
 */
export function parseSocketTable(table: (typeof socketTables)[number], text: string): ListeningSocket[] {
  const protocol = table.startsWith('tcp') ? 'tcp' : 'udp';
  return text
    .split('\n')
    .slice(1)
    .flatMap((line) => {
      const [, local = '', remote = '', state, , , , , , inode = ''] = line.trim().split(/\s+/);
      if (state !== listening[protocol] || !remote.endsWith(':0000')) return [];
      const [address = '', port = ''] = local.split(':');
      return [{ protocol, address: readAddress(address), port: Number.parseInt(port, 16), inode }];
    });
}

/** Decodes an address from hexadecimal, in groups of four bytes with the least significant byte first. */
function readAddress(hex: string): string {
  if (/^0+$/.test(hex)) return '*';
  if (hex === '00000000000000000000000001000000') return '::1';
  const bytes = hex.match(/../g)?.map((byte) => Number.parseInt(byte, 16)) ?? [];
  return bytes.length === 4 ? bytes.toReversed().join('.') : hex;
}
