import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** Returns the resident memory of a process in MB (Linux: /proc). */
export function residentMegabytes(pid: number | undefined): number {
  const status = readFileSync(`/proc/${String(pid)}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) / 1000;
}

/** Counts the sockets that a process has open (Linux: /proc). */
export function openSockets(pid: number | undefined): number {
  const folder = `/proc/${String(pid)}/fd`;
  return readdirSync(folder).filter((file) => {
    try {
      return readlinkSync(`${folder}/${file}`).startsWith('socket:');
    } catch {
      // Closed since the folder was read.
      return false;
    }
  }).length;
}
