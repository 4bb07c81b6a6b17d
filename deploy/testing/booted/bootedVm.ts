import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readFile, readdir, rm, rmdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** Exit status and output of a command that has run on the VM. */
interface Outcome {
  status: number | null;
  /** What the command has printed to stdout and stderr. */
  said: string;
}

/**
 * A VM for tests. It consists of Linux namespaces, with systemd as process 1 and with its own file system and network.
 */
export interface BootedVm {
  /** Path, on this machine, of the folder that the VM has as /srv/shared. */
  shared: string;
  /** Process id, on this machine, of the VM's process 1. `nsenter` enters the VM's namespaces with this id. */
  processOne: string;
  /** Runs a line of bash on the VM as root, and waits for its end. */
  run(line: string, environment?: Record<string, string>): Outcome;
  stop(): Promise<void>;
}

const bootMs = 60_000;
const commandMs = 240_000;
/** The PATH that root has on a VM. */
const path = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
const hierarchies = ['/sys/fs/cgroup/systemd', '/sys/fs/cgroup/unified', '/sys/fs/cgroup'];

/** Boots a VM for tests with boot.sh. */
export async function bootVm(): Promise<BootedVm> {
  if (process.getuid?.() !== 0)
    throw new Error('Booting a VM in namespaces needs root: run the tests with sudo.');
  const shared = await mkdtemp(join(tmpdir(), 'first-room-vm-'));
  // Makes the folder that the VM has as /srv/shared readable for users other than root, because services on the VM read
  // it, too.
  await chmod(shared, 0o755);
  const name = basename(shared);
  const child = spawn('bash', [join(import.meta.dirname, 'boot.sh'), name, shared], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stdout.on('data', (data: Buffer) => (said += data.toString()));
  child.stderr.on('data', (data: Buffer) => (said += data.toString()));
  const ended = new Promise((resolve) => child.once('close', resolve));
  // Returns the id of the VM's process 1, which is the only child of the spawned process: `unshare` has replaced that
  // process itself (exec).
  const processOne = async () => {
    const children = await readFile(`/proc/${String(child.pid)}/task/${String(child.pid)}/children`, 'utf8');
    return children.trim();
  };

  const stop = async () => {
    const first = await processOne().catch(() => '');
    // Killing process 1 is enough, because the kernel then kills all other processes of its namespace.
    if (first !== '') process.kill(Number(first), 'SIGKILL');
    else child.kill('SIGKILL');
    await ended;
    for (const hierarchy of hierarchies) await removeGroups(join(hierarchy, name));
    await rm(shared, { recursive: true, force: true });
  };

  const run = (first: string, line: string, environment: Record<string, string> = {}): Outcome => {
    const namespaces = ['--mount', '--pid', '--net', '--cgroup', '--ipc', '--uts', '--root'];
    const { status, stdout, stderr } = spawnSync(
      'nsenter',
      [
        '--target',
        first,
        ...namespaces, // Node's pipes are sockets, so bash believes it is run over the network and reads root's .bashrc.
        'bash',
        '--norc',
        '-c',
        `cd /root; exec 2>&1; ${line}`,
      ],
      {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
        timeout: commandMs,
        cwd: '/',
        env: { PATH: path, HOME: '/root', LANG: 'C.UTF-8', ...environment },
      },
    );
    return { status, said: stdout + stderr };
  };

  const endsAt = Date.now() + bootMs;
  while (Date.now() < endsAt && child.exitCode === null) {
    const first = await processOne().catch(() => '');
    if (first !== '' && run(first, 'systemctl is-active multi-user.target').status === 0) {
      return { shared, processOne: first, run: (line, environment) => run(first, line, environment), stop };
    }
    await wait(200);
  }
  await stop();
  throw new Error(`The VM did not boot:\n${said}`);
}

/** Removes a cgroup. Its innermost groups go first, because the kernel refuses to remove a group with children. */
async function removeGroups(group: string) {
  if (!existsSync(group)) return;
  for (const entry of await readdir(group, { withFileTypes: true })) {
    if (entry.isDirectory()) await removeGroups(join(group, entry.name));
  }
  await rmdir(group);
}
