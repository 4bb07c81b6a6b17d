import { parseArgs } from 'node:util';
import { roles } from '../common/contract.ts';
import { findRoom } from '../common/findRoom.ts';
import { parseDisplayName } from '../common/cleanName.ts';
import { readConfig } from './config.ts';
import { mostHours } from './readHostRequest.ts';
import { endAfter, invitationId, invitationKey, signInvitation } from './invitation.ts';

const usage = `Options: [--room NAME] [--role guest|listener|host] [--hours 24] [--name NAME] [--page https://room.example/]

Without --room it is the first of ROOMS. It needs the environment of the token handler, because its secret signs the invitation:
env $(sudo cat /etc/first-room/token.env) npm run invite -- …      On a VM: sudo first-room invite …
`;

const options = {
  room: { type: 'string' },
  role: { type: 'string', default: 'guest' },
  hours: { type: 'string', default: '24' },
  name: { type: 'string' },
  page: { type: 'string', default: 'https://room.example/' },
} as const;

/**
 * Prints a link that lets a guest into one room with one role: `npm run invite`, and `first-room invite` on a VM. The
 * environment must be that of the token handler, because the secret in it signs the invitation. All problems are
 * reported, and set the exit status to 2.
 */
export function invite(args: readonly string[], env: NodeJS.ProcessEnv): void {
  const problems: string[] = [];
  const readArguments = () => {
    try {
      return parseArgs({ args: [...args], options }).values;
    } catch (error) {
      problems.push(error instanceof Error ? error.message : String(error));
      return undefined;
    }
  };

  const values = readArguments();
  const config = readConfig(env);
  if (!config.ok) problems.push(...config.problems);
  const role = values?.role === 'guest' ? 'speaker' : roles.find((known) => known === values?.role);
  const hours = Number(values?.hours);
  const name = values?.name === undefined ? undefined : parseDisplayName(values.name);
  if (values) {
    if (values.room === '') problems.push('--room must name the room.');
    if (role === undefined) problems.push('--role must be guest, listener or host.');
    if (!(hours > 0 && hours <= mostHours)) {
      problems.push(`--hours must be a number above 0, ${String(mostHours)} at most.`);
    }
    if (values.name !== undefined && name === undefined) problems.push('--name has no visible characters.');
    if (!URL.canParse(values.page)) problems.push('--page must be the address of the app.');
  }

  if (problems.length > 0 || !config.ok || values === undefined || role === undefined) {
    process.stderr.write(`${problems.map((problem) => `  - ${problem}\n`).join('')}\n${usage}`);
    process.exitCode = 2;
    return;
  }
  const { keys, invitationKey: revocation, rooms } = config.value;
  const room = values.room === undefined ? rooms[0] : (findRoom(rooms, values.room) ?? values.room);
  const link = new URL(values.page);
  link.searchParams.set('room', room);
  const id = invitationId();
  const invitation = { room, role, endsAt: endAfter(hours), ids: [id], ...(name !== undefined && { name }) };
  link.hash = `invite=${signInvitation(invitation, invitationKey(keys.apiSecret, revocation))}`;
  process.stdout.write(`${link.href}\n`);
  process.stderr.write(`The id of this invitation, by which HOST_KEY can revoke it: ${id}\n`);
}
