import { existsSync, readFileSync } from 'node:fs';

/** User and system time of a process, in all threads; not a number where there is no /proc. Its unit is 10 ms (`getconf CLK_TCK`). */
export function cpuSeconds(pid: number | undefined): number {
  const file = `/proc/${String(pid)}/stat`;
  if (!existsSync(file)) return Number.NaN;
  const fields = readFileSync(file, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}
