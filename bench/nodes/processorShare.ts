import { existsSync } from 'node:fs';
import { mkdir, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Limits the CPU time that all processes added to this share may use together. */
export interface ProcessorShare {
  hold(pid: number | undefined): Promise<void>;
  /** Removes the CPU limit. Call this only after all its processes have ended. */
  remove(): Promise<void>;
}

const groups = '/sys/fs/cgroup';
/**
 * Period of the CPU limit. The kernel's default is 100 ms: a process that had used up its share would wait so long for
 * the next period that a join would fail.
 */
const periodMicroseconds = 20_000;

/**
 * Makes a cgroup (v1 or v2) with a CPU limit, to which processes can be added. Without a limit, LiveKit nodes and load
 * generator would compete for the processors, and two nodes would get no more than one.
 *
 * @returns `undefined` if that is not permitted: it needs Linux and root
 */
export async function makeShare(name: string, share: number): Promise<ProcessorShare | undefined> {
  const isSecond = existsSync(join(groups, 'cgroup.controllers'));
  const folder = join(groups, isSecond ? '' : 'cpu', `first-room-bench-${String(process.pid)}-${name}`);
  const quota = String(Math.round(share * periodMicroseconds));
  try {
    await mkdir(folder);
  } catch {
    return undefined;
  }
  const remove = () => rmdir(folder);
  try {
    if (isSecond) await writeFile(join(folder, 'cpu.max'), `${quota} ${String(periodMicroseconds)}`);
    else {
      await writeFile(join(folder, 'cpu.cfs_period_us'), String(periodMicroseconds));
      await writeFile(join(folder, 'cpu.cfs_quota_us'), quota);
    }
  } catch {
    await remove();
    return undefined;
  }
  return { hold: (pid) => writeFile(join(folder, 'cgroup.procs'), String(pid)), remove };
}
