import { existsSync, readFileSync } from 'node:fs';

/**
 * Returns the CPU time of a process in seconds, user and system time of all threads together; NaN on systems without
 * /proc. The resolution is 10 ms (`getconf CLK_TCK`).
 */
export function cpuSeconds(pid: number | undefined): number {
  const file = `/proc/${String(pid)}/stat`;
  if (!existsSync(file)) return Number.NaN;
  const fields = readFileSync(file, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}
