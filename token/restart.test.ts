import { setTimeout as wait } from 'node:timers/promises';
import { DisconnectReason } from '@livekit/rtc-node';
import { expect, test, vi } from 'vitest';
import { fieldOf } from '../common/fieldOf.ts';
import {
  act,
  acted,
  chooseHandler,
  connect,
  eventually,
  firstHandlerLooks,
  hostKey,
  infoOf,
  join,
  restartLivekit,
  startHostedRooms,
  tokenFor,
} from './testing/hostedRooms.ts';

// Without this variable LiveKit's client for Node writes each connection to stdout.
vi.hoisted(() => (process.env['NODE_ENV'] = 'production'));

startHostedRooms({ ROOM_ENTRY: 'locked' });

/** What each of the two handlers answers to a request for a token. */
async function answersTo(name: string, bearer?: string): Promise<string[]> {
  const answers = [];
  for (const handler of [0, 1] as const) {
    chooseHandler(handler);
    answers.push(
      await tokenFor(name, bearer).then(
        () => 'a token',
        (error: unknown) => (error instanceof Error ? error.message : ''),
      ),
    );
  }
  return answers;
}

function both(answer: string): string[] {
  return [answer, answer];
}

test('after a restart of LiveKit those who were in a closed room are in it again, and a removed guest is not', async () => {
  await join('host', hostKey);
  await acted('unlock');
  const [ben, chi] = [await join('Ben'), await join('Chi')];
  await acted('set_role', ben, { role: 'listener' });
  await acted('lock');
  await acted('remove', chi);
  // Both handlers know what was decided.
  await eventually(async () => expect(await answersTo('Chi')).toEqual(both('403 removed')));
  await ben.room.disconnect();
  await restartLivekit();
  const removed = await connect(chi.token);
  expect(await removed.end).toBe(DisconnectReason.PARTICIPANT_REMOVED);
  const again = await connect(ben.token);
  await eventually(async () => {
    expect((await infoOf(again))?.permission).toMatchObject({ canPublish: false, canSubscribe: true });
  });
  expect(await answersTo('Ben')).toEqual(both('a token'));
  expect(await answersTo('Chi')).toEqual(both('403 removed'));
  expect(await answersTo('Eve')).toEqual(both('403 room_locked'));
});

test('after a restart of LiveKit a guest who was removed from an open room stays out, and a revoked invitation stays revoked', async () => {
  await join('host', hostKey);
  await acted('unlock');
  const invited: unknown = await (await act('invite', undefined, { role: 'speaker' })).json();
  await acted('revoke', undefined, { invitation_id: fieldOf(invited, 'invitation_id') });
  const fay = await join('Fay');
  await acted('remove', fay);
  const invitation = String(fieldOf(invited, 'invitation'));
  await eventually(async () => {
    expect(await answersTo('Fay')).toEqual(both('403 removed'));
    expect(await answersTo('Dan', invitation)).toEqual(both('401 invitation_ended'));
  });
  await restartLivekit();
  expect(await answersTo('Fay')).toEqual(both('403 removed'));
  expect(await answersTo('Eve')).toEqual(both('a token'));
  expect(await answersTo('Dan', invitation)).toEqual(both('401 invitation_ended'));
});

test('after a host has ended the room, a restart of LiveKit brings nothing back that was decided about it', async () => {
  await join('host', hostKey);
  await acted('unlock');
  const [, gus] = [await join('Ben'), await join('Gus')];
  await acted('lock');
  await acted('remove', gus);
  // Both handlers know the room, and the second one ends it.
  expect(await answersTo('Ben')).toEqual(both('a token'));
  chooseHandler(1);
  await acted('end');
  await firstHandlerLooks();
  await restartLivekit();
  expect(await answersTo('Ben')).toEqual(both('403 room_locked'));
  expect(await answersTo('Gus')).toEqual(both('403 room_locked'));
});

test('a room that has ended is not closed or opened by what was decided about it before, also when LiveKit is restarted later', async () => {
  await join('host', hostKey);
  await acted('unlock');
  await join('Ben');
  chooseHandler(1);
  await acted('end');
  // A handler that is asked for a token notices by itself that the room has ended.
  await wait(150);
  expect(await answersTo('Ben')).toEqual(both('403 room_locked'));
  await restartLivekit();
  expect(await answersTo('Ben')).toEqual(both('403 room_locked'));
});
