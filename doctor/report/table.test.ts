import { expect, test } from 'vitest';
import { fine, look, notApplicable, notTried, wrong } from '../finding.ts';
import { cures, summary, tableLine } from './table.ts';

const findings = [
  fine('name', 'room.example is 203.0.113.5'),
  notApplicable('certificate', 'the address is http://'),
  notTried('idle time', 'it takes 75 s; --slow tries it'),
  look('page: cache', 'Cache-Control: none', 'Send no-cache.'),
  wrong('media over UDP', '203.0.113.5:7882 does not answer', 'Open the port.', ['line one', 'line two']),
];

test('a line has a mark, the step, the state and the observation', () => {
  expect(findings.map((finding) => tableLine(finding, false))).toEqual([
    '✓ name                      fine       room.example is 203.0.113.5',
    '- certificate               n/a        the address is http://',
    '- idle time                 not tried  it takes 75 s; --slow tries it',
    '! page: cache               look       Cache-Control: none',
    '✗ media over UDP            WRONG      203.0.113.5:7882 does not answer',
  ]);
});

test('colours do not change the text', () => {
  const coloured = tableLine(findings[4] ?? fine('', ''), true);
  expect(coloured).toContain('\u001B[31m');
  // The colours are escape sequences, which begin with a control character.
  // oxlint-disable-next-line no-control-regex
  expect(coloured.replaceAll(/\u001B\[\d+m/g, '')).toBe(
    '✗ media over UDP            WRONG      203.0.113.5:7882 does not answer',
  );
});

test('findings that are not fine have their cures below, with the lines to copy', () => {
  expect(cures(findings)).toBe(`
! page: cache: Cache-Control: none
  Send no-cache.

✗ media over UDP: 203.0.113.5:7882 does not answer
  Open the port.
      line one
      line two`);
});

test('cures that need no install.sh come first, since it rolls back while something else is wrong', () => {
  const told = cures([
    wrong('listens: signalling', '', '', ['sudo deploy/install.sh --overwrite']),
    wrong('node_ip', '', '', ['sudo deploy/install.sh --public-ip 203.0.113.5 --overwrite']),
    wrong('token: who asks', '', '', ['sudo systemctl restart first-room-token']),
  ]);
  expect([...told.matchAll(/^✗ (.*): $/gm)].map(([, step]) => step)).toEqual([
    'token: who asks',
    'node_ip',
    'listens: signalling',
  ]);
});

test('the last line counts the findings', () => {
  expect(summary(findings)).toBe('1 wrong, 1 fine, 1 to look at, 1 not tried.');
  expect(summary(findings.slice(0, 3))).toBe('Nothing is wrong: 1 fine, 0 to look at, 1 not tried.');
});
