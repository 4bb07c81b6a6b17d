import { cp, copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findLivekit } from '../../../local/livekit/findLivekit.ts';
import { silentScreen } from '../../../local/screen.ts';
import { packRelease } from '../../../build/packRelease.ts';
import { bootVm, type BootedVm } from './bootedVm.ts';

const root = join(import.meta.dirname, '..', '..', '..');

/** A VM on which releases are installed, with views of its state. */
export interface Installation {
  vm: BootedVm;
  /** Unpacks a release of this project, optionally modified, and returns the path of its install.sh. */
  unpack(change?: (project: string) => Promise<void>): Promise<string>;
  /** Lists all files that install.sh may change, with their modification times. */
  files(): string;
  /** Lists the same files with checksums instead of times. */
  contents(): string;
  /** Returns the process ids of the services. A changed id means a restart. */
  processes(): string;
}

/** Options of every installation. */
export const usual = '--domain room.example.com --public-ip 198.51.100.10';

/** Options with a copied LiveKit, because the VM has no network to download it. */
export const withLivekit = `${usual} --livekit /srv/shared/livekit-server`;

const places = '/etc /opt /var/lib/first-room';
/**
 * The folders that are read. Other folders in /opt are left out, because those of the machine under the tests can have
 * hundreds of megabytes.
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

/** Packs a release of a modified copy of the project. */
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

/** Returns a modification of one file of a project. */
export function rewritten(file: string, write: (text: string) => string) {
  return async (project: string) => {
    const path = join(project, file);
    await writeFile(path, write(await readFile(path, 'utf8')));
  };
}
