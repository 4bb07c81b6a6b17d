import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, readFile, statfs } from 'node:fs/promises';
import { promisify } from 'node:util';
import { socketTables, parseSocketTable, type ListeningSocket } from '../../common/socketTable.ts';

/** Properties of the machine on which calls depend; each is `undefined` if it can't be read. */
export interface SystemObservation {
  /** Largest receive buffer that a socket can have (net.core.rmem_max), in bytes. */
  receiveBuffer: number | undefined;
  /** How many files and sockets the running LiveKit may have open. */
  livekitOpenFiles: number | undefined;
  freeDisk: { bytes: number; share: number } | undefined;
  isClockSynchronized: boolean | undefined;
  /** SELinux' settings for nginx; `undefined` if SELinux is off or its state unknown. */
  selinux: { mayConnect: boolean; webLabel: string | undefined } | undefined;
  /** Names of services that will not start at the next boot; `undefined` without systemd. */
  notEnabled: readonly string[] | undefined;
  /** Whether an update of the system waits for a reboot; `undefined` if the system does not say. */
  needsReboot: boolean | undefined;
}

/** Services that, if they are installed, must start when the machine boots. */
const services = ['first-room-livekit', 'first-room-token', 'first-room-upload', 'nginx'];

/** The file that nginx serves as the page after install.sh has run. */
const page = '/opt/first-room/current/web/index.html';

const run = promisify(execFile);

export async function readSystem(): Promise<SystemObservation> {
  const [receiveBuffer, livekitOpenFiles, disk, clock, selinux, notEnabled, needsReboot] = await Promise.all([
    readFile('/proc/sys/net/core/rmem_max', 'utf8').then(Number, () => undefined),
    readOpenFiles(),
    statfs('/').catch(() => undefined),
    run('timedatectl', ['show', '-p', 'NTPSynchronized', '--value'], { timeout: 5000 }).catch(
      () => undefined,
    ),
    readSelinux(),
    readNotEnabled(),
    readNeedsReboot(),
  ]);
  const answer = clock?.stdout.trim();
  return {
    receiveBuffer,
    livekitOpenFiles,
    freeDisk: disk && { bytes: disk.bavail * disk.bsize, share: disk.bavail / disk.blocks },
    isClockSynchronized: answer === 'yes' ? true : answer === 'no' ? false : undefined,
    selinux,
    notEnabled,
    needsReboot,
  };
}

/**
 * Runs a program and returns its output and exit status, even after a failure; `undefined` if the program does not
 * exist.
 */
async function said(
  command: string,
  ...args: string[]
): Promise<{ text: string; status: number } | undefined> {
  // Adds the folders of administration programs, which Debian's users do not have in their PATH.
  const env = { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin` };
  return new Promise((resolve) => {
    execFile(command, args, { env, timeout: 10_000 }, (error, stdout) => {
      const status = error === null ? 0 : error.code;
      resolve(typeof status === 'number' ? { text: stdout.trim(), status } : undefined);
    });
  });
}

async function readSelinux(): Promise<SystemObservation['selinux']> {
  const mode = (await said('getenforce'))?.text;
  if (mode === undefined || mode === 'Disabled') return undefined;
  const [boolean, label] = await Promise.all([
    said('getsebool', 'httpd_can_network_connect'),
    said('stat', '-L', '-c', '%C', page),
  ]);
  return { mayConnect: boolean?.text.endsWith(' on') === true, webLabel: label?.text || undefined };
}

async function readNotEnabled(): Promise<string[] | undefined> {
  if (!existsSync('/run/systemd/system')) return undefined;
  const states = await Promise.all(
    services.map(async (service) => ({
      service,
      state: (await said('systemctl', 'is-enabled', service))?.text,
    })),
  );
  return states.flatMap(({ service, state }) => (state === 'disabled' ? [service] : []));
}

/**
 * Finds out whether the machine has to be rebooted after an update. Ubuntu and Debian create a file for that; Oracle
 * Linux has a program (package yum-utils).
 */
async function readNeedsReboot(): Promise<boolean | undefined> {
  if (existsSync('/run/reboot-required')) return true;
  const asked = await said('needs-restarting', '-r');
  if (asked !== undefined) return asked.status === 1;
  return existsSync('/etc/debian_version') ? false : undefined;
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
