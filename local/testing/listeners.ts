import { readFile, readdir, readlink } from 'node:fs/promises';
import { parseSocketTable, socketTables } from '../../common/socketTable.ts';

/** A socket on which a process listens: `127.0.0.1:7880`, or `*:7881` for all addresses. */
export interface Listener {
  protocol: 'tcp' | 'udp';
  address: string;
  port: number;
}

/**
 * Lists the sockets on which these processes listen, as Linux reports them in /proc. All processes must be in one
 * network namespace.
 */
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
  for (const table of socketTables) {
    for (const { inode, ...listener } of parseSocketTable(
      table,
      await readFile(`/proc/${String(pids[0])}/net/${table}`, 'utf8'),
    )) {
      if (inodes.has(inode)) found.push(listener);
    }
  }
  return found;
}

/** Returns the ids of a process and of all its descendants. */
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
