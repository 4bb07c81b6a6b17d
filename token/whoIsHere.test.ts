import { ParticipantInfo } from 'livekit-server-sdk';
import { expect, test } from 'vitest';
import { shareWhilePending } from './shareWhilePending.ts';
import { whoIsHere } from './whoIsHere.ts';

function somebody(identity: string, joinedAtMs: number, more: object = {}) {
  return ParticipantInfo.fromJson({ identity, name: identity, joinedAtMs, ...more });
}

test('a guest learns the number of people and the name of the one who came first, without themself, recorders, agents and hidden participants', () => {
  const people = [
    somebody('Chloé', 3),
    somebody('Ben', 2),
    somebody('me', 1),
    somebody('recorder', 0, { permission: { recorder: true } }),
    somebody('agent', 0, { permission: { agent: true } }),
    somebody('hidden', 0, { permission: { hidden: true } }),
  ];
  expect(whoIsHere(people, 'me')).toEqual({ count: 2, name: 'Ben' });
});

test('nothing is told about an empty room, and no name if there is none', () => {
  expect(whoIsHere([somebody('me', 1)], 'me')).toBeUndefined();
  expect(whoIsHere([somebody('a', 1, { name: '' })], 'me')).toEqual({ count: 1 });
});

test('requests for the same room share one answer while it is pending, also a failure', async () => {
  const asked: string[] = [];
  const ask = shareWhilePending((room) => {
    asked.push(room);
    return room === 'closed' ? Promise.reject(new Error('no answer')) : Promise.resolve(asked.length);
  });
  expect(await Promise.all([ask('kitchen'), ask('kitchen'), ask('garden')])).toEqual([1, 1, 2]);
  expect(await ask('kitchen')).toBe(3);
  const failed = await Promise.allSettled([ask('closed'), ask('closed')]);
  expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(asked).toEqual(['kitchen', 'garden', 'kitchen', 'closed']);
});
