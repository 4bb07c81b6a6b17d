import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { browserOpener, openBrowser } from './openBrowser.ts';

const display = { DISPLAY: ':0' };

test.each([
  ['linux', display, true, 'xdg-open'],
  ['linux', { WAYLAND_DISPLAY: 'wayland-0' }, true, 'xdg-open'],
  ['darwin', {}, true, 'open'],
] as const)('on %s with %j the browser is opened', (platform, environment, isTerminal, program) => {
  expect(browserOpener({ platform, environment, isTerminal })).toEqual({ ok: true, value: program });
});

test.each([
  ['linux', {}, true, 'this session has no display'],
  ['linux', { ...display, CI: 'true' }, true, 'nobody is at this terminal'],
  ['linux', display, false, 'nobody is at this terminal'],
  ['linux', { ...display, SSH_CONNECTION: '192.0.2.1 50000 192.0.2.2 22' }, true, 'this is an SSH session'],
  ['darwin', { SSH_TTY: '/dev/ttys001' }, true, 'this is an SSH session'],
] as const)(
  'on %s with %j (a terminal: %s) no browser is opened: %s',
  (platform, environment, isTerminal, why) => {
    expect(browserOpener({ platform, environment, isTerminal })).toEqual({ ok: false, failure: why });
  },
);

test.skipIf(process.platform === 'win32')(
  'the address reaches the program, and a program that is missing or fails is reported',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'first-room-open-'));
    const opened = join(folder, 'opened');
    const program = join(folder, 'xdg-open');
    const open = () =>
      openBrowser('http://localhost:3000/#key=blue-kettle', {
        platform: 'linux',
        environment: { ...display, PATH: folder },
        isTerminal: true,
      });
    try {
      expect(await open()).toBe('xdg-open is not installed');
      writeFileSync(program, `#!/bin/sh\necho "$1" > ${opened}\n`);
      chmodSync(program, 0o700);
      expect(await open()).toBeUndefined();
      expect(readFileSync(opened, 'utf8')).toBe('http://localhost:3000/#key=blue-kettle\n');
      writeFileSync(program, '#!/bin/sh\nexit 3\n');
      expect(await open()).toBe('xdg-open found no browser');
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);
