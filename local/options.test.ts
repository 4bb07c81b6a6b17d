import { expect, test } from 'vitest';
import { usualPorts } from './choosePorts.ts';
import { help, parseOptions } from './options.ts';

const failure = (...args: string[]) => {
  const options = parseOptions(args);
  return options.ok ? undefined : options.failure;
};

test('without options everything stays on this machine and on the default ports', () => {
  expect(parseOptions([])).toEqual({
    ok: true,
    value: {
      kind: 'start',
      dev: false,
      isOpened: true,
      verbose: false,
      lan: undefined,
      nodes: 1,
      ports: usualPorts,
    },
  });
});

test('every port has an option, which the help lists', () => {
  const args = [
    '--port=1',
    '--lan-port=2',
    '--livekit-port=3',
    '--livekit-tcp-port=4',
    '--livekit-udp-port=5',
  ];
  expect(parseOptions(args)).toMatchObject({
    value: { ports: { app: 1, lan: 2, livekit: 3, livekitTcp: 4, livekitUdp: 5 } },
  });
  for (const arg of args) expect(help).toContain(arg.replace(/=.*/, ' <port>'));
});

test('--lan-address implies --lan', () => {
  expect(parseOptions(['--lan'])).toMatchObject({ value: { lan: { address: undefined, isOpen: false } } });
  expect(parseOptions(['--lan-address', '10.0.0.7', '--open'])).toMatchObject({
    value: { lan: { address: '10.0.0.7', isOpen: true } },
  });
});

test('--nodes sets the number of nodes', () => {
  expect(parseOptions(['--nodes', '2'])).toMatchObject({ value: { nodes: 2 } });
});

test('an invalid option is named in the failure', () => {
  expect(failure('--prot', '3000')).toBe("Unknown option '--prot'.");
  expect(failure('3000')).toContain("Unexpected argument '3000'.");
  expect(failure('--port')).toContain("'--port <value>' argument missing.");
  expect(failure('--open')).toContain('--open goes together with --lan.');
  expect(failure('--lan=yes')).toContain("'--lan' does not take an argument.");
  expect(failure('--port', 'http')).toBe('--port takes a number from 1 to 65535, not "http".');
  expect(failure('--nodes', '0')).toBe('--nodes takes a number from 1 to 5, not "0".');
  expect(failure('--nodes', 'two')).toBe('--nodes takes a number from 1 to 5, not "two".');
  expect(failure('--livekit-udp-port', '70000')).toContain('--livekit-udp-port takes a number');
  expect(failure('--lan-address', 'phone.local')).toContain('--lan-address takes an IPv4 address');
});

test('--no-open leaves the browser alone', () => {
  expect(parseOptions(['--no-open'])).toMatchObject({ ok: true, value: { isOpened: false } });
});
