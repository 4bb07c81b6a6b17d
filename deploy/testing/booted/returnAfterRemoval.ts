import { spawnSync } from 'node:child_process';
import { connectWithToken } from '../guestWithoutBrowser.ts';
import type { BootedVm } from './bootedVm.ts';

/** On the VM, where only its own programs reach them. */
const handler = 'http://127.0.0.1:5000';
const livekit = 'http://127.0.0.1:7880';

/** LiveKit tells the token handler milliseconds after a join. Only a VM on which it does not takes as long as this. */
const longestMs = 30_000;

/**
 * A host removes a guest, who then connects with the token from before: LiveKit accepts it, and the token handler has to
 * put the guest out when LiveKit tells it who has joined.
 *
 * @returns how the guest's second connection ended: `PARTICIPANT_REMOVED`, or `still there`
 */
export function returnAfterRemoval(vm: BootedVm): string {
  const setting = (name: string) => vm.run(`sed -n s/^${name}=//p /etc/first-room/token.env`).said.trim();
  const { stdout, stderr } = spawnSync(
    'nsenter',
    ['--target', vm.processOne, '--net', process.execPath, '--import', 'tsx', import.meta.filename],
    {
      encoding: 'utf8',
      timeout: 3 * longestMs,
      env: { PATH: process.env['PATH'], HOST_KEY: setting('HOST_KEY'), ROOM_KEY: setting('ROOM_KEY') },
    },
  );
  return stdout.trim() || stderr;
}

async function post(path: string, key: string, body: object): Promise<Response> {
  const response = await fetch(`${handler}${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...(key && { Authorization: `Bearer ${key}` }) },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path}: ${String(response.status)} ${await response.text()}`);
  return response;
}

async function tokenFor(key: string): Promise<string> {
  const answer: unknown = await (await post('/token', key, {})).json();
  return String(Reflect.get(Object(answer), 'participant_token'));
}

/** Runs in the VM's network. */
async function main() {
  const { HOST_KEY: hostKey = '', ROOM_KEY: roomKey = '' } = process.env;
  const inRoom = { room_name: 'my-first-room' };
  // The room, and what was decided in it, lasts as long as somebody is in it.
  await connectWithToken(livekit, await tokenFor(hostKey));
  const token = await tokenFor(roomKey);
  const guest = await connectWithToken(livekit, token);
  await post('/host', hostKey, { ...inRoom, action: 'remove', participant_identity: guest.identity });
  await guest.end;
  const again = await connectWithToken(livekit, token);
  const tooLong = new Promise<string>((resolve) => setTimeout(resolve, longestMs, 'still there'));
  process.stdout.write(await Promise.race([again.end, tooLong]));
  await post('/host', hostKey, { ...inRoom, action: 'end' });
  process.exit();
}

if (process.argv[1] === import.meta.filename) await main();
