import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { judgeSystem } from './judgeSystem.ts';
import { readSystem, type SystemObservation } from './readSystem.ts';

const good: SystemObservation = {
  receiveBuffer: 16_777_216,
  livekitOpenFiles: 65_536,
  freeDisk: { bytes: 20e9, share: 0.5 },
  isClockSynchronized: true,
  selinux: { mayConnect: true, webLabel: 'system_u:object_r:httpd_sys_content_t:s0' },
  notEnabled: [],
  needsReboot: false,
};

const unwell = (observed: Partial<SystemObservation>) =>
  judgeSystem({ ...good, ...observed }).flatMap(({ step, state }) =>
    state === 'fine' ? [] : [`${step}: ${state}`],
  );

test('a machine set up by deploy/ is fine', () => {
  expect(unwell({})).toEqual([]);
  expect(unwell({ selinux: undefined })).toEqual(['SELinux: not applicable']);
});

test('each shortage is to look at, with advice', () => {
  expect(unwell({ receiveBuffer: 212_992 })).toEqual(['receive buffer: look']);
  expect(unwell({ livekitOpenFiles: 1024 })).toEqual(['open files: look']);
  expect(unwell({ freeDisk: { bytes: 1e9, share: 0.01 } })).toEqual(['disk: look']);
  expect(unwell({ freeDisk: { bytes: 5e7, share: 0.01 } })).toEqual(['disk: wrong']);
  expect(unwell({ isClockSynchronized: false })).toEqual(['clock: look']);
  expect(unwell({ needsReboot: true })).toEqual(['reboot: look']);
});

test('services that do not start after a reboot are wrong, and named in the cure', () => {
  const enabled = judgeSystem({ ...good, notEnabled: ['first-room-token', 'nginx'] }).find(
    ({ step }) => step === 'after a reboot',
  );
  expect(enabled).toMatchObject({
    state: 'wrong',
    cure: { lines: ['sudo systemctl enable first-room-token nginx'] },
  });
});

test('unreadable values are not called fine', () => {
  const nothing = {
    receiveBuffer: undefined,
    livekitOpenFiles: undefined,
    freeDisk: undefined,
    isClockSynchronized: undefined,
    selinux: undefined,
    notEnabled: undefined,
    needsReboot: undefined,
  };
  expect(judgeSystem(nothing).map(({ state }) => state)).not.toContain('fine');
});

/** Replaces the programs of an Oracle Linux with SELinux by stand-ins, because this system does not have them. */
test('SELinux settings that keep nginx from the page and the upstreams are wrong (stand-in programs)', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'first-room-programs-'));
  const programs = {
    getenforce: 'echo Enforcing',
    getsebool: 'echo "httpd_can_network_connect --> off"',
    stat: 'echo unconfined_u:object_r:user_home_t:s0',
    'needs-restarting': 'exit 1',
  };
  for (const [name, script] of Object.entries(programs)) {
    await writeFile(join(folder, name), `#!/bin/sh\n${script}\n`);
    await chmod(join(folder, name), 0o755);
  }
  vi.stubEnv('PATH', `${folder}:${process.env['PATH'] ?? ''}`);
  const observed = await readSystem();
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
  expect(observed).toMatchObject({
    selinux: { mayConnect: false, webLabel: 'unconfined_u:object_r:user_home_t:s0' },
    needsReboot: true,
  });
  expect(unwell({ selinux: observed.selinux })).toEqual(['SELinux: wrong']);
});
