import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { startChild, type Child } from '../../local/child.ts';
import { ask } from './ask.ts';
import { program } from './programs.ts';
import { rewrite, shipped, type Changes } from './rewrite.ts';
import { choosePorts, installNginx, installRelease, installSettings, type Ports } from './vmFolder.ts';

/** A folder that stands for a VM. All programs run from the shipped files in it. */
export interface Vm {
  /** nginx's address, for the load balancer over HTTP, or for guests over HTTPS if nginx has the certificate. */
  origin: string;
  /** nginx's address for plain HTTP, which it redirects to HTTPS. Only set if nginx itself has the certificate. */
  plainOrigin: string | undefined;
  ports: Ports;
  /** LiveKit's API key and secret. */
  keys: { key: string; secret: string };
  livekit: Child;
  tokenHandler: Child;
  restartTokenHandler(): Promise<void>;
  /** Returns all lines that the VM's programs have logged. */
  readLogs(): Promise<string>;
  stop(): Promise<void>;
}

interface VmOptions {
  /**
   * With this option nginx has the certificate and the brotli module, as on Ubuntu. Without it nginx is behind a load
   * balancer.
   */
  tls?: boolean;
  /** Another VM, which is in the same cluster. */
  peer?: Vm;
  /** Replacements in the shipped livekit.yaml. */
  livekitChanges?: Changes;
  /** Settings that the test adds to the token handler's token.env. */
  tokenSettings?: Record<string, string>;
}

/** Time limit for the start of the VM's programs. They take about a second, and longer on a busy machine. */
const readyMs = 30_000;

/**
 * Starts the programs of a VM: LiveKit and the token handler with the commands of their systemd units, and nginx with
 * the site.
 */
export async function startVm({
  tls = false,
  peer,
  livekitChanges = {},
  tokenSettings = {},
}: VmOptions = {}): Promise<Vm> {
  const root = await mkdtemp(join(tmpdir(), 'first-room-vm-'));
  const ports = await choosePorts();
  await installRelease(root);
  const settings = await installSettings(root, ports, livekitChanges);
  const token = { ...settings['first-room-token'], ...tokenSettings };
  await installNginx(root, ports, { tls, peer: peer?.ports });
  await mkdir(join(root, 'var/log/journal'), { recursive: true });

  const livekit = await startUnit(root, 'first-room-livekit', settings['first-room-livekit']);
  const startTokenHandler = () => startUnit(root, 'first-room-token', token);
  const tokenHandler = await startTokenHandler();
  const nginx = startLogged(root, 'nginx', [
    program('nginx'),
    '-e',
    'stderr',
    '-c',
    join(root, 'etc/nginx/nginx.conf'),
    '-g',
    'daemon off;',
  ]);

  const children = [livekit, nginx, tokenHandler];
  const stop = async () => {
    for (const child of children) await child.stop();
    await rm(root, { recursive: true, force: true });
  };
  const origin = `${tls ? 'https' : 'http'}://127.0.0.1:${ports.nginx}`;
  try {
    const tokenStatus = tokenSettings['ROOM_KEY'] === undefined ? 200 : 401;
    await Promise.race([untilReady(origin, tokenStatus), ...children.map(failWhenEnded)]);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    origin,
    plainOrigin: tls ? `http://127.0.0.1:${ports.plain}` : undefined,
    ports,
    keys: { key: token.LIVEKIT_API_KEY, secret: settings['first-room-token'].LIVEKIT_API_SECRET },
    livekit,
    tokenHandler,
    async restartTokenHandler() {
      await children.at(-1)?.stop();
      children.push(await startTokenHandler());
    },
    readLogs: () => readFolder(join(root, 'var/log')),
    stop,
  };
}

/**
 * Runs the command (ExecStart) of a systemd unit. The unit's other settings need systemd; `installSettings` has run the
 * ExecStartPre.
 */
async function startUnit(root: string, name: string, environment: Record<string, string>): Promise<Child> {
  const unit = await readFile(join(shipped, 'systemd', `${name}.service`), 'utf8');
  const line = /^ExecStart=(.+)$/m.exec(unit)?.[1] ?? '';
  const changes: Record<string, string> = { '/opt/first-room': join(root, 'opt/first-room') };
  for (const folder of ['/etc/first-room', '/run/first-room-livekit']) {
    if (line.includes(folder)) changes[folder] = join(root, folder);
  }
  if (line.includes('/usr/bin/node')) changes['/usr/bin/node'] = process.execPath;
  for (const [variable, value] of Object.entries(environment)) {
    if (line.includes(`\${${variable}}`)) changes[`\${${variable}}`] = value;
  }
  return startLogged(root, name, rewrite(line, changes, name).split(' '), environment);
}

function startLogged(
  root: string,
  name: string,
  [command = '', ...args]: readonly string[],
  environment: Record<string, string> = {},
): Child {
  const log = createWriteStream(join(root, 'var/log/journal', name));
  return startChild({
    name,
    command,
    args,
    environment: { PATH: process.env['PATH'], ...environment },
    cwd: root,
    onLine: (line) => log.write(`${line}\n`),
  });
}

async function failWhenEnded(child: Child): Promise<never> {
  const { how } = await child.ended;
  throw new Error([`${child.name} ${how}:`, ...child.lastLines()].join('\n'));
}

async function untilReady(origin: string, tokenStatus: number) {
  const endsAt = Date.now() + readyMs;
  // The statuses with which the page, the token handler and LiveKit answer when all of them run. LiveKit answers 401,
  // because the request has no token; nginx would answer 502 for a missing LiveKit.
  const ready = `200 ${String(tokenStatus)} 401`;
  while ((await statuses(origin, ['/healthz', '/token', '/rtc/validate'])) !== ready) {
    if (Date.now() > endsAt) throw new Error(`The VM did not answer within ${String(readyMs / 1000)} s.`);
    await wait(100);
  }
}

function statuses(origin: string, paths: readonly string[]): Promise<string> {
  return Promise.all(paths.map((path) => ask(origin, path))).then(
    (answers) => answers.map(({ status }) => status).join(' '),
    () => 'nobody listens',
  );
}

async function readFolder(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const texts = await Promise.all(files.map((file) => readFile(join(file.parentPath, file.name), 'utf8')));
  return texts.join('\n');
}
