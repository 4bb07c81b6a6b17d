import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseHandlerSettings, parseInstallSettings, parseLivekitSettings } from './configuration.ts';

test('the configuration in deploy/ is parsed', () => {
  const text = readFileSync(join(import.meta.dirname, '..', '..', 'deploy', 'livekit.yaml'), 'utf8');
  expect(parseLivekitSettings(text)).toEqual({
    ok: true,
    value: {
      signallingPort: 7880,
      udpPort: 7882,
      hasPortRange: false,
      tcpPort: 7881,
      nodeIp: '203.0.113.10',
      useExternalIp: false,
      metricsPort: 6789,
      webhook: { apiKey: undefined, urls: [] },
      redis: undefined,
    },
  });
});

test("missing settings have LiveKit's defaults", () => {
  expect(parseLivekitSettings('rtc: { port_range_start: 50000, port_range_end: 60000 }')).toMatchObject({
    value: {
      signallingPort: 7880,
      udpPort: undefined,
      hasPortRange: true,
      tcpPort: 7881,
      metricsPort: undefined,
    },
  });
  expect(parseLivekitSettings('rtc: { udp_port: 7882-7885, tcp_port: 0 }')).toMatchObject({
    value: { udpPort: 7882, tcpPort: undefined },
  });
});

test('the Redis settings of several nodes are parsed', () => {
  const text = readFileSync(
    join(import.meta.dirname, '..', '..', 'deploy', 'cluster', 'livekit.yaml'),
    'utf8',
  );
  // Replaces the placeholders for passwords in the shipped file: LiveKit refuses them, and the person who runs the
  // server has to replace them as well.
  expect(parseLivekitSettings(text.replaceAll('[CHANGE-ME]', 'of-the-host'))).toMatchObject({
    value: {
      redis: {
        place: undefined,
        sentinels: ['10.0.1.21', '10.0.1.22', '10.0.1.23'].map((host) => ({ host, port: 26_379 })),
        sentinelMaster: 'first-room',
        password: 'of-the-host',
        isTls: false,
      },
    },
  });
  expect(parseLivekitSettings('redis: { address: "[fd00::1]:6380", tls: { enabled: true } }')).toMatchObject({
    value: { redis: { place: { host: 'fd00::1', port: 6380 }, sentinels: [], isTls: true } },
  });
});

test.each([
  ['rtc: [', /^is not YAML: /],
  ['', /^has no settings in it$/],
  ['- port', /^has no settings in it$/],
])('the failure for the invalid configuration %j is a sentence', (text, sentence) => {
  expect(parseLivekitSettings(text)).toEqual({ ok: false, failure: expect.stringMatching(sentence) });
});

test("the handler's environment is parsed as systemd does", () => {
  const text =
    '# comment\nPORT=5001\nHOST="0.0.0.0"\nROOM_KEY=\'abc def\'\nLIVEKIT_API_KEY=room\nLIVEKIT_API_SECRET=12345\n;x\nnonsense\n';
  expect(parseHandlerSettings(text)).toEqual({
    host: '127.0.0.1',
    port: 5001,
    roomKey: 'abc def',
    keys: { apiKey: 'room', apiSecret: '12345' },
    livekitOrigin: undefined,
  });
  expect(parseHandlerSettings('')).toEqual({
    host: '127.0.0.1',
    port: 5000,
    roomKey: undefined,
    keys: undefined,
    livekitOrigin: undefined,
  });
});

test("an installation's address is read from install.conf, or from LIVEKIT_URL", () => {
  expect(parseInstallSettings('# kept\ndomain=room.example\npublic_ip=198.51.100.7\ntls=vm\n')).toEqual({
    domain: 'room.example',
    publicIp: '198.51.100.7',
    tls: 'vm',
  });
  expect(parseInstallSettings('domain=\n').domain).toBeUndefined();
  expect(parseHandlerSettings('LIVEKIT_URL=wss://lk.example:7443').livekitOrigin).toBe(
    'https://lk.example:7443',
  );
  expect(parseHandlerSettings('LIVEKIT_URL=same-origin').livekitOrigin).toBeUndefined();
});
