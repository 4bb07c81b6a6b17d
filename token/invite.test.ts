import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { invitationKey, signInvitation } from './invitation.ts';
import { refusal, testHandler, testKeys } from './testing/parts.ts';

const root = join(import.meta.dirname, '..');

function invite(args: readonly string[], more: Record<string, string> = {}) {
  const env = {
    PATH: process.env['PATH'],
    LIVEKIT_API_KEY: testKeys.apiKey,
    LIVEKIT_API_SECRET: testKeys.apiSecret,
    ...more,
  };
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', 'token/main.ts', 'invite', ...args],
    { cwd: root, env, encoding: 'utf8' },
  );
  return { status, said: stdout.trim(), problems: stderr };
}

test('npm run invite prints a link that opens its room without the key, until INVITATION_KEY changes', async () => {
  const { said, problems } = invite([
    '--room',
    'attic',
    '--role',
    'listener',
    '--name',
    'Hana',
    '--page',
    'https://here.example/',
  ]);
  const link = new URL(said);
  expect(`${link.origin}${link.pathname}${link.search}`).toBe('https://here.example/?room=attic');
  const bearer = { Authorization: `Bearer ${link.hash.replace('#invite=', '')}` };
  const keyed = { ROOM_KEY: 'blue-kettle-forty9' };
  expect((await testHandler(keyed).post({ room_name: 'attic' }, bearer)).status).toBe(201);
  expect(problems).toMatch(/^The id of this invitation, by which HOST_KEY can revoke it: [\w-]{8}\n$/);
  expect(await refusal(await testHandler(keyed).post({ room_name: 'my-first-room' }, bearer))).toBe(
    '403 room_not_allowed',
  );
  const later = testHandler({ ...keyed, INVITATION_KEY: 'second' });
  expect(await refusal(await later.post({ room_name: 'attic' }, bearer))).toBe('401 key_wrong');
});

test('an invitation is refused after its end, and a changed one counts as a wrong key', async () => {
  const key = invitationKey(testKeys.apiSecret, '');
  const endsAt = Math.floor(Date.now() / 1000);
  const ended = signInvitation({ room: 'attic', role: 'host', endsAt }, key);
  const [head = '', , signature = ''] = ended.split('.');
  const claims = { room: 'attic', role: 'host', exp: endsAt + 60 };
  const changed = [head, Buffer.from(JSON.stringify(claims)).toString('base64url'), signature].join('.');
  const { post } = testHandler({ ROOM_KEY: 'blue-kettle-forty9' });
  const show = async (bearer: string) =>
    await refusal(await post({ room_name: 'attic' }, { Authorization: `Bearer ${bearer}` }));
  expect(await show(ended)).toBe('401 invitation_ended');
  expect(await show(changed)).toBe('401 key_wrong');
});

test('npm run invite reports everything that is wrong, and ends with status 2', () => {
  const { status, problems } = invite(['--room', '', '--role', 'king', '--hours', 'soon', '--page', 'here'], {
    LIVEKIT_API_SECRET: '',
  });
  expect(status).toBe(2);
  for (const part of ['LIVEKIT_API_SECRET', '--room', '--role', '--hours', '--page']) {
    expect(problems).toContain(`  - ${part} `);
  }
});
