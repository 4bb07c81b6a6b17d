/** A socket that waits for others. */
export interface ListeningSocket {
  protocol: 'tcp' | 'udp';
  /** `*` for all addresses. */
  address: string;
  port: number;
  inode: string;
}

/** LISTEN. A bound UDP socket has state 07. */
const listening = { tcp: '0A', udp: '07' } as const;

/** The tables of sockets that Linux shows to everybody, /proc/net/… */
export const socketTables = ['tcp', 'tcp6', 'udp', 'udp6'] as const;

/** @param text what stands in /proc/net/tcp, tcp6, udp or udp6 */
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

/** The address is hexadecimal, in groups of four bytes with the least significant one first. */
function readAddress(hex: string): string {
  if (/^0+$/.test(hex)) return '*';
  if (hex === '00000000000000000000000001000000') return '::1';
  const bytes = hex.match(/../g)?.map((byte) => Number.parseInt(byte, 16)) ?? [];
  return bytes.length === 4 ? bytes.toReversed().join('.') : hex;
}
