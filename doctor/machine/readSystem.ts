import { execFile } from 'node:child_process';
import { readdir, readFile, statfs } from 'node:fs/promises';
import { promisify } from 'node:util';
import { socketTables, parseSocketTable, type ListeningSocket } from './socketTable.ts';

/** What else of the machine a call depends on; `undefined` where it could not be read. */
export interface SystemObservation {
  /** net.core.rmem_max */
  receiveBuffer: number | undefined;
  /** How many files and sockets the running LiveKit may open. */
  livekitOpenFiles: number | undefined;
  freeDisk: { bytes: number; share: number } | undefined;
  isClockSynchronized: boolean | undefined;
}

const run = promisify(execFile);

export async function readSystem(): Promise<SystemObservation> {
  const [receiveBuffer, livekitOpenFiles, disk, clock] = await Promise.all([
    readFile('/proc/sys/net/core/rmem_max', 'utf8').then(Number, () => undefined),
    readOpenFiles(),
    statfs('/').catch(() => undefined),
    run('timedatectl', ['show', '-p', 'NTPSynchronized', '--value'], { timeout: 5000 }).catch(
      () => undefined,
    ),
  ]);
  const answer = clock?.stdout.trim();
  return {
    receiveBuffer,
    livekitOpenFiles,
    freeDisk: disk && { bytes: disk.bavail * disk.bsize, share: disk.bavail / disk.blocks },
    isClockSynchronized: answer === 'yes' ? true : answer === 'no' ? false : undefined,
  };
}

export async function readSockets(): Promise<ListeningSocket[]> {
  const tables = await Promise.all(
    socketTables.map(async (table) =>
      parseSocketTable(table, await readFile(`/proc/net/${table}`, 'utf8').catch(() => '')),
    ),
  );
  return tables.flat();
}

async function readOpenFiles(): Promise<number | undefined> {
  for (const pid of await readdir('/proc')) {
    if (!/^\d+$/.test(pid)) continue;
    const name = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '');
    if (name.trim() !== 'livekit-server') continue;
    const limits = await readFile(`/proc/${pid}/limits`, 'utf8').catch(() => '');
    const soft = /^Max open files +(\d+|unlimited)/m.exec(limits)?.[1];
    if (soft !== undefined) return soft === 'unlimited' ? Infinity : Number(soft);
  }
  return undefined;
}
