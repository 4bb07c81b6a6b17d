/** A socket that accepts connections or packets on this machine. */
export interface ListeningSocket {
  protocol: 'tcp' | 'udp';
  /** The socket's address; `*` when it accepts packets for all addresses. */
  address: string;
  port: number;
  inode: string;
}

/** The states that count as listening in /proc/net: 0A is LISTEN for TCP; a bound UDP socket has 07. */
const listening = { tcp: '0A', udp: '07' } as const;

/** The files in /proc/net that list sockets. Every user can read them. */
export const socketTables = ['tcp', 'tcp6', 'udp', 'udp6'] as const;

/**
 * Returns the listening sockets from one of these files.
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

/** Decodes an IPv4 address from hexadecimal, with the least significant byte first. */
function readAddress(hex: string): string {
  if (/^0+$/.test(hex)) return '*';
  if (hex === '00000000000000000000000001000000') return '::1';
  const bytes = hex.match(/../g)?.map((byte) => Number.parseInt(byte, 16)) ?? [];
  return bytes.length === 4 ? bytes.toReversed().join('.') : hex;
}
