import { spawnSync } from 'node:child_process';
import { connectWithToken } from '../guestWithoutBrowser.ts';
import type { BootedVm } from './bootedVm.ts';

/** Addresses of the token handler and of LiveKit on the VM, where only the VM's own programs reach them. */
const handler = 'http://127.0.0.1:5000';
const livekit = 'http://127.0.0.1:7880';

/**
 * Time limit for the removal of a guest who comes back. LiveKit reports a join to the token handler within
 * milliseconds, so only a VM on which that fails takes as long as this.
 */
const longestMs = 30_000;

/**
 * Lets a host remove a guest, who then connects again with the same token. LiveKit accepts it; the token handler has to
 * remove the guest once more when LiveKit reports the join.
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

/** Joins, removes the guest and connects again. Runs as a process in the VM's network. */
async function main() {
  const { HOST_KEY: hostKey = '', ROOM_KEY: roomKey = '' } = process.env;
  const inRoom = { room_name: 'my-first-room' };
  // A host stays in the room: when the last participant has left, LiveKit closes the room, and the list of removed
  // guests is lost with it.
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
