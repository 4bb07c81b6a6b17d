import { expect, test } from 'vitest';
import { refusal, testHandler } from './testing/parts.ts';

const roomKey = 'blue-kettle-forty9';
const hostKey = 'red-kettle-forty9';

function hosted() {
  const parts = testHandler({ ROOM_KEY: roomKey, HOST_KEY: hostKey, RATE_LIMIT_PER_MINUTE: '100' });
  const act = (body: object, bearer: string, address?: string) =>
    parts.ask(
      '/host',
      {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${bearer}` },
        body: JSON.stringify(body),
      },
      address,
    );
  return { ...parts, act };
}

const muteAll = { room_name: 'my-first-room', action: 'mute_all' };

test('five hundred wrong host keys are refused, and the right one still works, also from the same address', async () => {
  const { act, lines } = hosted();
  const refusals = new Map<string, number>();
  for (let count = 0; count < 500; count += 1) {
    const code = await refusal(await act(muteAll, `red-kettle-no-${String(count)}`));
    refusals.set(code, (refusals.get(code) ?? 0) + 1);
  }
  expect(Object.fromEntries(refusals)).toEqual({ '401 key_wrong': 5, '429 rate_limited': 495 });
  expect((await act(muteAll, hostKey)).status).toBe(204);
  expect((await act(muteAll, hostKey, '192.0.2.2')).status).toBe(204);
  // At its default level the log has a handful of lines about the flood, each with the action and without the key.
  expect(lines.filter((line) => line.includes('"level":30'))).toHaveLength(5 + 5 + 2);
  expect(lines).toHaveLength(502);
  expect(lines.at(-1)).toContain('"action":"mute_all"');
  expect(lines.filter((line) => line.includes('kettle'))).toEqual([]);
});

test('guests who send requests of hosts do not use up the limit of a host behind the same address', async () => {
  const { act } = hosted();
  const refusals = [];
  for (let count = 0; count < 600; count += 1) refusals.push(await refusal(await act(muteAll, roomKey)));
  const limited = Array<string>(500).fill('429 rate_limited');
  expect(refusals).toEqual([...Array<string>(100).fill('403 not_host'), ...limited]);
  expect((await act(muteAll, hostKey)).status).toBe(204);
});

test('the room key makes nobody a host, and only hosts are told what is wrong with a request', async () => {
  const { act } = hosted();
  expect(await refusal(await act(muteAll, roomKey))).toBe('403 not_host');
  expect(await refusal(await act({ action: 'nonsense' }, roomKey))).toBe('403 not_host');
  expect(await refusal(await act({ action: 'nonsense' }, 'red-kettle-forty8'))).toBe('401 key_wrong');
  expect(
    await refusal(await act({ ...muteAll, room_name: `first-room-check-${'a'.repeat(20)}` }, hostKey)),
  ).toBe('403 not_host');
});

test.each([
  [{}, 'action must be one of mute, '],
  [{ action: 'mute_all' }, 'room_name '],
  [{ room_name: 'my-first-room', action: 'mute' }, 'participant_identity '],
  [
    { room_name: 'my-first-room', action: 'set_role', participant_identity: 'a' },
    'role must be one of host, ',
  ],
  [{ room_name: 'my-first-room', action: 'set_rules' }, 'rules must contain '],
  [{ room_name: 'my-first-room', action: 'set_rules', rules: { chat: 'no' } }, 'rules must be an object'],
  [{ room_name: 'my-first-room', action: 'invite', role: 'host', hours: 0 }, 'hours must be '],
  [
    { room_name: 'my-first-room', action: 'invite', role: 'host', participant_name: ' ' },
    'participant_name ',
  ],
  [{ room_name: 'my-first-room', action: 'set_waiting_room' }, 'on must be '],
  [{ room_name: 'my-first-room', action: 'revoke' }, 'invitation_id must be '],
  [{ room_name: 'my-first-room', action: 'admit', participant_identities: [] }, 'participant_identity must'],
  [
    { room_name: 'my-first-room', action: 'refuse', participant_identities: Array(51).fill('a') },
    'participant_identity must',
  ],
])('a host’s request %j is refused with what it needs: %s', async (body, needed) => {
  const response = await hosted().act(body, hostKey);
  expect(response.status).toBe(400);
  expect(JSON.stringify(await response.json())).toContain(`"message":"${needed}`);
});

test('asking who waits, as hosts’ pages do every two seconds, neither fills the log nor uses up the guests’ limit', async () => {
  const { act, ask, lines } = hosted();
  const list = { room_name: 'my-first-room', action: 'list_waiting' };
  const answers = [];
  for (let count = 0; count < 501; count += 1) answers.push((await act(list, hostKey)).status);
  expect(answers).toEqual([...Array<number>(500).fill(200), 429]);
  const isInfo = (line: string) => line.includes('"level":30');
  expect(lines.filter(isInfo)).toEqual([expect.stringContaining('rate_limited')]);
  expect((await ask('/token', { headers: { Authorization: `Bearer ${roomKey}` } })).status).toBe(200);
});

test('a request for LiveKit’s webhooks that LiveKit has not signed is refused', async () => {
  const { ask } = hosted();
  const body = JSON.stringify({ event: 'participant_joined' });
  const headers = { 'Content-Type': 'application/webhook+json', Authorization: hostKey };
  expect(await refusal(await ask('/webhook', { method: 'POST', body, headers }))).toBe('401 key_wrong');
});
