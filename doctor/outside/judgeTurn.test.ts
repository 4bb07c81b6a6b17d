import { expect, test } from 'vitest';
import { failed, success } from '../../common/result.ts';
import type { MediaScene } from './judgeMedia.ts';
import { judgeTurn } from './judgeTurn.ts';
import type { TurnObservation } from './tryTurn.ts';

const now = new Date('2026-11-24T12:00:00Z');
const scene: MediaScene = {
  guests: 'public',
  isOnServer: false,
  ofName: ['203.0.113.20'],
  tlsEnds: 'load balancer',
};
const shut: TurnObservation = {
  url: 'turns:turn.room.example:443?transport=tcp',
  name: { host: 'turn.room.example', addresses: ['198.51.100.10'] },
  certificate: failed('ECONNREFUSED'),
  answer: undefined,
};
const valid = {
  host: 'turn.room.example',
  names: ['turn.room.example'],
  isForHost: true,
  issuer: "Let's Encrypt",
  validFrom: new Date('2026-10-01T00:00:00Z'),
  validTo: new Date('2026-12-30T00:00:00Z'),
  chainProblem: undefined,
};
const forAnother: TurnObservation = {
  ...shut,
  certificate: success({ ...valid, names: ['room.example'], isForHost: false }),
};

test('behind a load balancer the cure for a closed TURN port is first-room, with a note about the host’s own turn section', () => {
  expect(judgeTurn(shut, scene, now)).toMatchObject({
    state: 'wrong',
    cure: {
      advice: expect.stringContaining('livekit.local.yaml has a turn section of your own'),
      lines: [
        'sudo first-room apply --turn turn.room.example --email YOU@EXAMPLE.COM',
        expect.stringContaining('destination port range: 443'),
      ],
    },
  });
});

const answering: TurnObservation = { ...shut, answer: { kind: 'answers', ms: 20 } };

test('a TURN certificate that ends within days is reported while it still works', () => {
  const certificate = success({ ...valid, validTo: new Date('2026-11-27T00:00:00Z') });
  expect(judgeTurn({ ...answering, certificate }, scene, now)).toMatchObject({
    state: 'look',
    seen: expect.stringContaining('2, until 2026-11-27'),
    cure: { lines: ['sudo certbot renew', 'sudo first-room restart'] },
  });
});

test('a TURN certificate that is not valid yet points to the clocks', () => {
  const certificate = success({ ...valid, validFrom: new Date('2026-11-25T00:00:00Z') });
  expect(judgeTurn({ ...answering, certificate }, scene, now)).toMatchObject({
    state: 'wrong',
    cure: { advice: expect.stringContaining('clock'), lines: ['timedatectl'] },
  });
});

test('no command is offered that would be refused because nginx uses port 443', () => {
  for (const observed of [shut, forAnother]) {
    expect(judgeTurn(observed, { ...scene, tlsEnds: 'server' }, now)).toMatchObject({
      cure: {
        advice: expect.stringContaining('second public IP'),
        lines: [expect.stringMatching(/^sudo ss /)],
      },
    });
  }
});

test('a TURN name that points to the load balancer is reported as such, with its DNS record', () => {
  const name = { host: 'turn.room.example', addresses: ['203.0.113.20'] };
  expect(judgeTurn({ ...forAnother, name }, scene, now)).toMatchObject({
    seen: expect.stringContaining('It leads to the load balancer'),
    cure: { lines: ['dig +short A turn.room.example', expect.stringMatching(/^sudo ss /)] },
  });
});
