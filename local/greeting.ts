import { withKey, withPass } from '../common/roomKey.ts';
import type { Child } from './child.ts';
import { qrCode } from './lan/qrCode.ts';
import type { RunningRoom } from './room.ts';

export interface GreetingOptions {
  dev: boolean;
  /** How long the start of the room took, in seconds. */
  seconds: number;
  stream: Pick<NodeJS.WriteStream, 'isTTY'>;
}

/** Returns the text that the terminal shows while the room is open. */
export function greeting(room: RunningRoom, { dev, seconds, stream }: GreetingOptions): string {
  const invitation = (url: string) => invitationTo(room, url);
  const lines = [
    '',
    `  First Room is open (${seconds.toFixed(1)} s${dev ? ', hot reload' : ''})`,
    '',
    `  here       ${invitation(room.url)}`,
    `  as host    ${hostLink(room, room.url)}   (keep it to yourself)`,
  ];
  if (room.lanUrl === undefined || room.lan === undefined) {
    lines.push(
      `  on phones  npm ${dev ? 'run dev' : 'start'} -- --lan   (also for other computers, and for Firefox)`,
    );
  } else {
    lines.push(`  on phones  ${invitation(room.lanUrl)}`);
    if (room.lan.others.length > 0) {
      lines.push(`             (or --lan-address ${room.lan.others.join(', ')})`);
    }
    lines.push(`  key        ${keyLine(room.roomKey)}`);
  }
  if (room.cluster !== undefined) {
    lines.push(...room.cluster.nodes.map(({ child }, index) => nodeLine(index, child)));
  }
  lines.push('  to end     Ctrl-C', '');
  if (room.lanUrl !== undefined) {
    const code = qrCode(invitation(room.lanUrl), stream.isTTY && !process.env['NO_COLOR']);
    lines.push(...code.split('\n').map((line) => `  ${line}`), '');
    lines.push(...pastTheWarning(new URL(room.lanUrl).hostname), '');
  }
  return lines.join('\n');
}

/** Returns the link with which others can join: an address of the room, with the room key if there is one. */
function invitationTo({ roomKey }: Pick<RunningRoom, 'roomKey'>, url: string): string {
  return withKey(new URL(url), roomKey?.value).href;
}

/**
 * Returns the link that makes the person who opens it a host of the room. The page that it opens offers invitations
 * without the host key.
 */
export function hostLink(
  { roomKey, hostKey }: Pick<RunningRoom, 'roomKey' | 'hostKey'>,
  url: string,
): string {
  return withPass(withKey(new URL(url), roomKey?.value), hostKey).href;
}

/** Says how to get past a browser's warning about the self-signed certificate, in the words of each browser. */
function pastTheWarning(host: string): string[] {
  return [
    '  The phone warns of the certificate, because this computer made it itself. To go on:',
    '  iPhone, Safari     Show Details, then “visit this website”, then Visit Website',
    `  Android, Chrome    Advanced, then “Proceed to ${host} (unsafe)”`,
    '  Firefox            Advanced, then “Accept the Risk and Continue”',
  ];
}

/** Returns the line that says who can join from the network, and which option changes that. */
function keyLine(key: RunningRoom['roomKey']): string {
  if (key === undefined) {
    return 'none (--open): everybody in this network can join. Without --open the room gets a key';
  }
  const carried = 'these addresses and the QR code carry it';
  return key.isOwn
    ? `ROOM_KEY; ${carried}`
    : `made for this start; ${carried}. With --open there is none, and everybody in this network can join`;
}

/**
 * Returns the line about one node. It says how to try out what guests notice when a node stops: after SIGTERM the node
 * exits when its rooms are empty; SIGKILL acts like a power cut.
 */
function nodeLine(index: number, { name, pid }: Child): string {
  const title = index === 0 ? 'nodes' : '';
  return `  ${title.padEnd(9)}  ${name}: kill -KILL ${String(pid)}   (kill ${String(pid)} lets its calls end first)`;
}
