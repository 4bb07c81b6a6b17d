import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { startChild } from '../../local/child.ts';
import { describeNotFound, findLivekit } from '../../local/livekit/findLivekit.ts';
import { silentScreen } from '../../local/screen.ts';
import { isUp, untilReady } from '../../local/servers.ts';
import { runDoctor } from '../commandLine.ts';

/**
 * A program that runs inside a network namespace (`unshare -rn`). It sets up a server with the configuration of deploy/
 * and the default ports, and runs the doctor on it.
 *
 * Arguments: node_ip, the token handler's secret (empty: the same as LiveKit's), `running` or `stopped`.
 */
const [nodeIp = '', handlerSecret = '', state = 'running'] = process.argv.slice(2);
const root = dirname(dirname(import.meta.dirname));
const secret = 'a-secret-that-is-for-the-tests-alone';
const folder = await mkdtemp(join(tmpdir(), 'first-room-server-'));
const livekitConfig = join(folder, 'livekit.yaml');
const keyFile = join(folder, 'livekit-keys.yaml');
const tokenEnvironment = join(folder, 'token.env');

const shipped = await readFile(join(root, 'deploy', 'livekit.yaml'), 'utf8');
await writeFile(livekitConfig, shipped.replace('node_ip: 203.0.113.10', `node_ip: ${nodeIp}`));
await writeFile(keyFile, `room: ${secret}\n`, { mode: 0o600 });
const environment = {
  LIVEKIT_API_KEY: 'room',
  LIVEKIT_API_SECRET: handlerSecret || secret,
  LIVEKIT_URL: 'same-origin',
  TRUSTED_PROXY_HOPS: '1',
};
await writeFile(
  tokenEnvironment,
  Object.entries(environment)
    .map(([name, value]) => `${name}="${value}"\n`)
    .join(''),
);

const closing: (() => Promise<void>)[] = [];
if (state === 'running') await startServices();

const { stdout, stderr } = process;
const args = ['--vm', '--json', '--livekit-config', livekitConfig, '--token-env', tokenEnvironment];
process.exitCode = await runDoctor(args, { environment: {}, stdout, stderr });
for (const close of closing) await close();
await rm(folder, { recursive: true });

async function startServices() {
  const found = await findLivekit({
    environment: process.env,
    screen: silentScreen,
    signal: new AbortController().signal,
  });
  if (!found.ok) throw new Error(describeNotFound(found.failure));
  const livekit = startChild({
    name: 'livekit',
    command: found.value.path,
    args: ['--config', livekitConfig, '--key-file', keyFile],
    environment: { PATH: process.env['PATH'], HOME: process.env['HOME'] },
  });
  const handler = startChild({
    name: 'token',
    command: process.execPath,
    args: ['--import', 'tsx', join('token', 'main.ts')],
    cwd: root,
    environment: { PATH: process.env['PATH'], ...environment },
  });
  const web = createServer((_request, response) => response.end('ok'));
  web.listen(8080, '0.0.0.0');
  closing.push(
    () => livekit.stop(),
    () => handler.stop(),
    () => new Promise((resolve) => void web.close(() => resolve())),
  );
  await untilReady(
    async () => (await isUp('http://127.0.0.1:7880/')) && (await isUp('http://127.0.0.1:5000/healthz')),
    [livekit, handler],
    new AbortController().signal,
  );
}
