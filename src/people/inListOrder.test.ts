import { ParticipantPermission } from '@livekit/protocol';
import { expect, test } from 'vitest';
import { inListOrder } from './inListOrder.ts';

const listener = new ParticipantPermission({ canSubscribe: true });
const speaker = new ParticipantPermission({ canSubscribe: true, canPublish: true });

test('raised hands are first in their order, and listeners last', () => {
  const people = [
    { identity: 'ann', permissions: listener },
    { identity: 'ben', permissions: speaker },
    { identity: 'chie', permissions: listener },
    { identity: 'dan', permissions: speaker },
    { identity: 'eve', permissions: listener },
  ];
  const order = inListOrder(
    people,
    new Map([
      ['dan', 2],
      ['eve', 1],
    ]),
  );
  expect(order.map(({ identity }) => identity)).toEqual(['eve', 'dan', 'ben', 'ann', 'chie']);
});
