import { execFile, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { readExamination, type Examination } from './examine.ts';

/** The server's address in the network namespace of a test. It is a private one, as in a cloud. */
export const ownAddress = '192.168.77.2';

/** Shell commands that set up loopback and one more interface in the namespace. */
const setUp = [
  'ip link set lo up',
  'ip link add eth0 type veth peer name peer0',
  `ip addr add ${ownAddress}/24 dev eth0`,
  'ip link set eth0 up',
  'ip link set peer0 up',
].join(' && ');

/**
 * Options of `unshare` for a network namespace, and for a process namespace that kills all its processes at the end.
 */
const own = ['-rnpf', '--kill-child', '--mount-proc'];

const environment = {
  ...process.env,
  // Adds the folders of administration programs, which Debian's users do not have in their PATH.
  PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin`,
  // Hides firewalld, which would report the machine's own network instead of the namespace's.
  DBUS_SYSTEM_BUS_ADDRESS: 'unix:path=/nonexistent',
};

/**
 * Tells whether this machine can create such a network namespace.
 *
 * @param command a command that the test needs to work inside, such as `nft list ruleset`
 */
export function canHaveNetwork(command: string): boolean {
  if (process.platform !== 'linux') return false;
  const script = `${setUp} && ${command}`;
  return spawnSync('unshare', [...own, 'sh', '-c', script], { env: environment }).status === 0;
}

/**
 * Runs a program of this folder, which runs the doctor, in a network namespace with real firewall rules.
 *
 * @param firewall shell commands that set the rules
 * @returns the doctor's findings
 */
export function examineInside(
  firewall: string,
  program: string,
  args: readonly string[],
): Promise<Examination> {
  const script = `${setUp} && ${firewall} && exec "$0" "$@"`;
  const node = [process.execPath, '--import', 'tsx', join(import.meta.dirname, program), ...args];
  return new Promise((resolve, reject) => {
    const child = execFile(
      'unshare',
      [...own, 'sh', '-c', script, ...node],
      { env: environment },
      (error, stdout, stderr) => {
        if (stdout === '') reject(new Error(stderr, { cause: error }));
        else resolve(readExamination(child.exitCode ?? -1, stdout));
      },
    );
  });
}
