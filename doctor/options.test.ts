import { expect, test } from 'vitest';
import { help, parseOptions } from './options.ts';

const room = {
  kind: 'examine',
  json: false,
  slow: false,
  machine: undefined,
  livekitConfig: '/etc/first-room/livekit.yaml',
  tokenEnvironment: '/etc/first-room/token.env',
  tokenOrigin: undefined,
};

test('an address alone is enough, with or without its scheme', () => {
  for (const address of ['https://room.example', 'room.example', 'https://room.example/?room=attic#x']) {
    expect(parseOptions([address])).toEqual({
      ok: true,
      value: { ...room, target: new URL('https://room.example/') },
    });
  }
});

test('on the server no address is needed', () => {
  expect(parseOptions(['--vm'])).toEqual({ ok: true, value: { ...room, target: undefined, machine: true } });
});

test.each([
  [[], 'Which room? Give its address, such as https://room.example, or --vm on the server.'],
  [
    ['ftp://room.example'],
    '"ftp://room.example" is not the address of a room, such as https://room.example.',
  ],
  [['https://'], '"https://" is not the address of a room, such as https://room.example.'],
  [['a.example', 'b.example'], 'Give only one address: a.example b.example'],
  [['https://me:pw@room.example'], 'The address may not contain a password.'],
  [['--vm', '--no-vm'], 'Use either --vm or --no-vm.'],
  [
    ['a.example', '--token-origin', 'b.example/token'],
    '"b.example/token" is not an origin, such as https://token.example.',
  ],
  [['--slwo'], "Unknown option '--slwo'."],
])('%j is answered with a sentence', (args, sentence) => {
  expect(parseOptions(args)).toEqual({ ok: false, failure: sentence });
});

test('the help lists every option', () => {
  expect(parseOptions(['--help'])).toEqual({ ok: true, value: { kind: 'help' } });
  for (const option of [
    '--vm',
    '--no-vm',
    '--livekit-config',
    '--token-env',
    '--slow',
    '--json',
    '--token-origin',
  ]) {
    expect(help).toContain(option);
  }
});
