import { readFile, readdir, readlink } from 'node:fs/promises';

/** A socket that waits for others: `127.0.0.1:7880`, `*:7881` for all addresses. */
export interface Listener {
  protocol: 'tcp' | 'udp';
  address: string;
  port: number;
}

/** In /proc/net/tcp: LISTEN. A bound UDP socket has state 07. */
const listening: Record<string, string> = { tcp: '0A', tcp6: '0A', udp: '07', udp6: '07' };

/** What the processes, of one network namespace, listen on, as Linux tells in /proc. */
export async function listenersOf(pids: readonly number[]): Promise<Listener[]> {
  const inodes = new Set<string>();
  for (const pid of pids) {
    const folder = `/proc/${String(pid)}/fd`;
    for (const name of await readdir(folder)) {
      const link = await readlink(`${folder}/${name}`).catch(() => '');
      const inode = /^socket:\[(\d+)\]$/.exec(link)?.[1];
      if (inode !== undefined) inodes.add(inode);
    }
  }
  const found: Listener[] = [];
  for (const [table, state] of Object.entries(listening)) {
    const lines = (await readFile(`/proc/${String(pids[0])}/net/${table}`, 'utf8')).split('\n').slice(1);
    for (const line of lines) {
      const [, local = '', , socketState, , , , , , inode = ''] = line.trim().split(/\s+/);
      if (socketState !== state || !inodes.has(inode)) continue;
      const [address = '', port = ''] = local.split(':');
      found.push({
        protocol: table.startsWith('tcp') ? 'tcp' : 'udp',
        address: readAddress(address),
        port: Number.parseInt(port, 16),
      });
    }
  }
  return found;
}

/** The address is hexadecimal, least significant byte first. */
function readAddress(hex: string): string {
  if (/^0+$/.test(hex)) return '*';
  if (hex === '00000000000000000000000001000000') return '::1';
  const bytes = hex.match(/../g)?.map((byte) => Number.parseInt(byte, 16)) ?? [];
  return bytes.length === 4 ? bytes.toReversed().join('.') : hex;
}

/** A process and everything below it. */
export async function familyOf(pid: number): Promise<number[]> {
  const children = await readFile(`/proc/${String(pid)}/task/${String(pid)}/children`, 'utf8').catch(
    () => '',
  );
  const below = await Promise.all(
    children
      .trim()
      .split(' ')
      .filter(Boolean)
      .map((child) => familyOf(Number(child))),
  );
  return [pid, ...below.flat()];
}
