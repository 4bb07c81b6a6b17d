import { X509Certificate } from 'node:crypto';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { lanCertificate } from './certificate.ts';
import { chooseLanAddress, mediaAddress, type Interfaces } from './lanAddress.ts';
import { qrCode } from './qrCode.ts';

function interfaces(addresses: Record<string, string>): Interfaces {
  return Object.fromEntries(
    Object.entries(addresses).map(([name, address]) => [
      name,
      [
        {
          address,
          netmask: '255.255.255.0',
          mac: '00:00:00:00:00:00',
          family: 'IPv4' as const,
          internal: name === 'lo',
          cidr: `${address}/24`,
        },
      ],
    ]),
  );
}

const typical = interfaces({
  lo: '127.0.0.1',
  docker0: '172.17.0.1',
  'br-5f2e': '172.18.0.1',
  tun0: '10.8.0.2',
  tailscale0: '100.99.1.2',
  wlan0: '192.168.1.20',
  eth0: '10.0.0.7',
});

test('the address of Wi-Fi or Ethernet is chosen, not that of containers and tunnels', () => {
  expect(chooseLanAddress(undefined, typical)).toEqual({
    ok: true,
    value: { address: '192.168.1.20', others: ['10.0.0.7'] },
  });
});

test('--lan-address accepts any address of this machine', () => {
  expect(chooseLanAddress('172.17.0.1', typical)).toMatchObject({ value: { address: '172.17.0.1' } });
  expect(chooseLanAddress('192.168.1.99', typical)).toMatchObject({
    failure: expect.stringContaining(
      '192.168.1.99 is not an address of this machine. This machine has: 127.0.0.1,',
    ),
  });
});

test('without a local network the failure says what to do', () => {
  const none = chooseLanAddress(undefined, interfaces({ lo: '127.0.0.1', eth0: '203.0.113.5' }));
  expect(none).toMatchObject({
    failure: expect.stringMatching(/No address in a local network.*--lan-address/),
  });
});

test('media goes to loopback unless there is a LAN', () => {
  expect(mediaAddress(undefined)).toBe('127.0.0.1');
  expect(mediaAddress('192.168.1.20')).toBe('192.168.1.20');
});

test('the certificate is for the address, readable by its owner only, and survives a restart', async () => {
  const cache = await mkdtemp(join(tmpdir(), 'first-room-lan-'));
  const first = await lanCertificate(cache, '192.168.1.20');
  const certificate = new X509Certificate(first.cert);
  expect(certificate.checkIP('192.168.1.20')).toBe('192.168.1.20');
  expect(certificate.checkIP('127.0.0.1')).toBe('127.0.0.1');
  expect(certificate.checkHost('localhost')).toBe('localhost');
  const file = join(cache, 'certificates', '192.168.1.20.pem');
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await lanCertificate(cache, '192.168.1.20')).toEqual(first);

  expect((await lanCertificate(cache, '192.168.1.21')).cert).not.toBe(first.cert);
  await writeFile(file, 'damaged');
  expect((await lanCertificate(cache, '192.168.1.20')).cert).toContain('BEGIN CERTIFICATE');
  await rm(cache, { recursive: true });
});

test('the QR code sets its own black and white, so that it is readable on every theme', () => {
  const lines = qrCode('https://192.168.1.20:3443/', true).split('\n');
  expect(
    lines.every((line) => line.startsWith('\u001B[38;5;231;48;5;16m') && line.endsWith('\u001B[0m')),
  ).toBe(true);
  expect(qrCode('x', false)).not.toContain('\u001B');
});
