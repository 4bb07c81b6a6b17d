import { expect, test } from 'vitest';
import { cureLines } from './cureLines.ts';
import { diagnosis } from './judge.ts';

test('for each closed port there are commands that open it, for the cloud and both Linux distributions', () => {
  const closed = diagnosis('media_blocked', '', [
    { protocol: 'udp', port: 7882 },
    { protocol: 'tcp', port: 7881 },
  ]);
  const lines = cureLines(closed);
  expect(lines.map(({ place }) => place)).toEqual(['oci', 'oracleLinux', 'ubuntu']);
  for (const { text } of lines) {
    expect(text.split('\n')).toHaveLength(2);
    expect(text).toMatch(/7882[^]*7881/);
  }
});

test('for a proxy that removes the Upgrade header there are lines for nginx', () => {
  expect(cureLines(diagnosis('upgrade_lost'))[0]?.text).toContain('proxy_set_header Upgrade $http_upgrade;');
});

test('without a problem there are no lines to copy', () => {
  expect(cureLines(diagnosis('all_fine'))).toEqual([]);
});
