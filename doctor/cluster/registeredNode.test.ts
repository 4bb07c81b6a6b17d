import { expect, test } from 'vitest';
import { parseRegisteredNode } from './registeredNode.ts';

/** The entry in Redis (under `nodes`) of a livekit-server 1.13.5 without guests. */
const entry =
  '0a0f4e445f52376b3574367a584d32457512093132372e302e302e311802223408f7ac99d80610fbac99d80688010295015c8f0a419d01c3f59441a5019a99b941e001e89b1490028080e4945e980280c08f85093001';

test("a node's entry in Redis is parsed", () => {
  expect(parseRegisteredNode(Buffer.from(entry, 'hex'))).toEqual({
    id: 'ND_R7k5t6zXM2Eu',
    ip: '127.0.0.1',
    isDraining: false,
    updatedAt: 1_795_577_467,
    rooms: 0,
    people: 0,
    cpuLoad: 0,
  });
  // Replaces the entry's last byte, which is the node's state.
  const draining = Buffer.from(entry.replace(/01$/, '02'), 'hex');
  expect(parseRegisteredNode(draining)).toMatchObject({ isDraining: true });
});

test.each(['', 'ff', Buffer.from('some text of another program').toString('hex')])(
  '%j is not a node',
  (hex) => {
    expect(parseRegisteredNode(Buffer.from(hex, 'hex'))).toBeUndefined();
  },
);
