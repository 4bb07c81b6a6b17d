import { cp, copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findLivekit } from '../../../local/livekit/findLivekit.ts';
import { silentScreen } from '../../../local/screen.ts';
import { packRelease } from '../../../build/packRelease.ts';
import { bootVm, type BootedVm } from './bootedVm.ts';

const root = join(import.meta.dirname, '..', '..', '..');

/** A VM on which tests install releases, with functions that show its state. */
export interface Installation {
  vm: BootedVm;
  /**
   * Unpacks a release of this project on the VM, after `change` has modified the sources. Returns the path of its
   * install.sh.
   */
  unpack(change?: (project: string) => Promise<void>): Promise<string>;
  /** Lists all files on the VM that install.sh may change, with their modification times. */
  files(): string;
  /** Lists all files on the VM that install.sh may change, with their checksums. */
  contents(): string;
  /** Returns the process ids of First Room's services on the VM. A changed id means a restart. */
  processes(): string;
}

/** Options with which all tests run install.sh. */
export const usual = '--domain room.example.com --public-ip 198.51.100.10';

/** The usual options, and a LiveKit that was copied to the VM, because the VM has no network to download it. */
export const withLivekit = `${usual} --livekit /srv/shared/livekit-server`;

const places = '/etc /opt /var/lib/first-room';
/**
 * The folders whose files are listed. Other folders in /opt are left out: those of the machine on which the tests run
 * can have hundreds of megabytes.
 */
const read = '/etc /opt/first-room /var/lib/first-room';

export async function prepareInstallation(): Promise<Installation> {
  const vm = await bootVm();
  const found = await findLivekit({
    environment: process.env,
    screen: silentScreen,
    signal: new AbortController().signal,
  });
  if (!found.ok) throw new Error('There is no LiveKit: `npm run test:deploy` says how to get it.');
  await copyFile(found.value.path, join(vm.shared, 'livekit-server'));
  vm.run('chmod 0755 /srv/shared/livekit-server');
  let count = 0;
  return {
    vm,
    async unpack(change) {
      count += 1;
      const folder = join(vm.shared, `release-${String(count)}`);
      await mkdir(folder);
      const { archive } =
        change === undefined ? await packRelease(root, folder) : await packChanged(change, folder);
      const { said, status } = vm.run(
        `tar -xzf ${archive.replace(vm.shared, '/srv/shared')} -C /srv/shared/release-${String(count)}`,
      );
      if (status !== 0) throw new Error(said);
      return `/srv/shared/release-${String(count)}/first-room-${await version()}/deploy/install.sh`;
    },
    files: () => vm.run(`find ${places} -printf '%p %y %m %u %g %i %T@ %l\\n' | sort`).said,
    contents: () =>
      vm.run(
        `find ${places} ! -type f -printf '%p %y %m %u %g %l\\n' | sort; find ${read} -type f -print0 | sort -z | xargs -0 sha256sum`,
      ).said,
    processes: () =>
      vm.run('systemctl show --property=Id,MainPID,NRestarts first-room-livekit first-room-token nginx').said,
  };
}

async function version(): Promise<string> {
  const content: unknown = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  return typeof content === 'object' && content !== null && 'version' in content
    ? String(content.version)
    : '';
}

/** Copies the project, changes the copy, and packs a release of it. */
async function packChanged(change: (project: string) => Promise<void>, folder: string) {
  const project = await mkdtemp(join(tmpdir(), 'first-room-project-'));
  try {
    for (const part of ['package.json', 'dist', 'deploy']) {
      await cp(join(root, part), join(project, part), { recursive: true });
    }
    await change(project);
    return await packRelease(project, folder);
  } finally {
    await rm(project, { recursive: true });
  }
}

/** Returns a change for `unpack` that rewrites one file of the project. */
export function rewritten(file: string, write: (text: string) => string) {
  return async (project: string) => {
    const path = join(project, file);
    await writeFile(path, write(await readFile(path, 'utf8')));
  };
}
