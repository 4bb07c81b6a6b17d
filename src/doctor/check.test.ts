import { expect, test } from 'vitest';
import { doctorEn } from '../messages/doctorEn.ts';
import { doctorJa } from '../messages/doctorJa.ts';
import { en } from '../messages/en.ts';
import { ja } from '../messages/ja.ts';
import { failed, success } from '../../common/result.ts';
import { createCheck, type CheckParts } from './check.ts';
import { stepNames } from './walk.ts';
import { writeReport } from './report.ts';

const token = `e30.${Buffer.from('{}').toString('base64url')}.x`;
const received = { packets: 500, lostShare: 0, jitterMs: 4 };

/** The check's observations at a server without problems, with the changes that a test makes. */
function parts(changes: Partial<CheckParts> = {}): CheckParts {
  return {
    page: { host: 'room.example', origin: 'https://room.example' },
    openTestTracks: () => undefined,
    observePage: async () => ({ isSecure: true, hasWebRtc: true, microphones: 1, cameras: 1 }),
    requestToken: async () => success({ serverUrl: 'wss://room.example', token }),
    observeSignalling: async () => ({
      facts: {
        serverUrl: 'wss://room.example',
        http: { status: 200, ms: 20, detail: '', isSuccess: true },
        socket: success({ openMs: 20, joinMs: 40, version: '1.13.5', iceServers: [], clockAheadMs: 0 }),
      },
      // The check leaves a WebSocket without traffic to see whether a proxy closes it. Here a proxy has closed it
      // already, so that the test does not wait.
      session: { joined: new Promise(() => {}), cut: Promise.resolve(1000), close: () => {} },
      candidates: [
        'candidate:1 1 udp 1 203.0.113.5 7882 typ host',
        'candidate:2 1 tcp 1 203.0.113.5 7881 typ host tcptype passive',
      ],
    }),
    probe: async () => ({ isAllocated: false, roundTripMs: 23 }),
    observeCall: async () => ({
      connected: success(200),
      video: received,
      audio: received,
      path: { protocol: 'udp', name: 'udp 203.0.113.5:7882', roundTripMs: 23 },
    }),
    ...changes,
  };
}

test('the check goes through all steps', async () => {
  const check = createCheck(parts());
  await check.start();
  const { status, steps, diagnosis } = check.getState();
  expect(status).toBe('done');
  expect(stepNames.map((name) => steps[name].status)).toEqual([
    'fine',
    'fine',
    'limited',
    'fine',
    'fine',
    'fine',
  ]);
  expect(diagnosis?.kind).toBe('socket_cut');
});

test('steps after a blocked one are skipped', async () => {
  const refusal = failed({ kind: 'token_endpoint_unreachable' as const, detail: 'POST /token: 502' });
  const check = createCheck(parts({ requestToken: async () => refusal }));
  await check.start();
  const { steps, diagnosis } = check.getState();
  expect(stepNames.map((name) => steps[name].status)).toEqual([
    'fine',
    'blocked',
    'skipped',
    'skipped',
    'skipped',
    'skipped',
  ]);
  expect(diagnosis?.kind).toBe('token_endpoint_unreachable');
});

test('each address is tried with its own token', async () => {
  const tried: unknown[] = [];
  let tickets = 0;
  const check = createCheck(
    parts({
      requestToken: async () =>
        success({ serverUrl: 'wss://room.example', token: `${token}${(tickets += 1)}` }),
      probe: async (grant, path) => {
        tried.push([grant.token.slice(token.length), path]);
        return { isAllocated: false, roundTripMs: undefined };
      },
    }),
  );
  await check.start();
  expect(tried).toEqual([
    ['2', { announced: { protocol: 'udp', address: '203.0.113.5', port: 7882 } }],
    ['3', { announced: { protocol: 'tcp', address: '203.0.113.5', port: 7881 } }],
  ]);
  expect(check.getState().diagnosis?.kind).toBe('media_blocked');
});

test('a token refused during a later step is reported', async () => {
  let tickets = 0;
  const check = createCheck(
    parts({
      requestToken: async () =>
        (tickets += 1) > 1
          ? failed({ kind: 'rate_limited', detail: '429' })
          : success({ serverUrl: 'wss://room.example', token }),
    }),
  );
  await check.start();
  expect(check.getState().steps.networkPaths.status).toBe('blocked');
  expect(check.getState().diagnosis?.kind).toBe('rate_limited');
});

test('a stopped check has no diagnosis, and can be started again', async () => {
  const check = createCheck(
    parts({
      requestToken: (signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(new Error('aborted')));
        }),
    }),
  );
  const running = check.start();
  check.stop();
  await running;
  expect(check.getState()).toMatchObject({
    status: 'stopped',
    steps: { page: { status: 'skipped' }, token: { status: 'skipped' } },
    diagnosis: undefined,
  });
  const again = check.start();
  expect(check.getState().status).toBe('running');
  check.stop();
  await again;
});

test.each([
  [en, doctorEn],
  [ja, doctorJa],
])('the report contains every finding, but no token', async (messages, doctor) => {
  const jwt = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.c2ln';
  const refusal = failed({ kind: 'refused' as const, detail: `POST /token: 403 ${jwt}` });
  const check = createCheck(parts({ requestToken: async () => refusal }));
  await check.start();
  const about = { page: 'https://room.example/', browser: 'Test 1', at: new Date(0) };
  const report = writeReport(messages, doctor, check.getState(), about);
  expect(report).toContain('1970-01-01T00:00:00.000Z\nhttps://room.example/\nTest 1\n');
  expect(report).toContain(`[${doctor.status.blocked}] ${doctor.step.token}`);
  expect(report).toContain('POST /token: 403 (token)');
  expect(report).not.toContain('eyJ');
});
