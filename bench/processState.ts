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

/** CPU time and memory of a token handler whose metrics are on this port. */
export async function handlerMetrics(port: number): Promise<{ cpuSeconds: number; megabytes: number }> {
  const text = await (await fetch(`http://127.0.0.1:${String(port)}/metrics`)).text();
  const value = (name: string) => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1]);
  return {
    cpuSeconds: value('process_cpu_seconds_total'),
    megabytes: value('process_resident_memory_bytes') / 1e6,
  };
}
