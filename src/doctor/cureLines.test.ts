import { expect, test } from 'vitest';
import { cureLines } from './cureLines.ts';
import { diagnosis } from './judge.ts';

test('each closed port comes with the lines that open it, for the cloud and for both systems', () => {
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

test('a proxy that takes the Upgrade headers away gets nginx’s lines', () => {
  expect(cureLines(diagnosis('upgrade_lost'))[0]?.text).toContain('proxy_set_header Upgrade $http_upgrade;');
});

test('where nothing is wrong there is nothing to copy', () => {
  expect(cureLines(diagnosis('all_fine'))).toEqual([]);
});
