import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from './programs.ts';
import { installFile, shipped, type Changes } from './rewrite.ts';
import { expect, test } from './deploymentTest.ts';

const units = (await readdir(join(shipped, 'systemd'))).filter((name) => name.endsWith('.service'));

/** Copies the systemd units into a folder, with a stand-in for each program that they name. */
async function layOut(folder: string, more: Changes = {}): Promise<string[]> {
  const livekit = join(folder, 'livekit-server');
  await mkdir(folder, { recursive: true });
  await writeFile(livekit, '#!/bin/sh\n', { mode: 0o755 });
  const programs: Record<string, Changes> = {
    'first-room-livekit.service': { '/opt/first-room/current/bin/livekit-server': livekit },
    'first-room-token.service': { '/usr/bin/node': process.execPath },
  };
  for (const name of units) {
    await installFile(join('systemd', name), join(folder, name), { ...programs[name], ...more });
  }
  return units.map((name) => join(folder, name));
}

test('systemd-analyze finds nothing wrong in the units', async ({}, testInfo) => {
  const places = await layOut(testInfo.outputPath('units'));
  expect(places).toHaveLength(3);
  expect(run('systemd-analyze', ['verify', ...places])).toEqual({ status: 0, output: '' });
});

test('systemd-analyze reports unknown settings in a unit', async ({}, testInfo) => {
  const places = await layOut(testInfo.outputPath('units'), { 'Type=exec': 'Type=exce' });
  expect(run('systemd-analyze', ['verify', ...places]).output).toContain('exce');
});

for (const name of units) {
  test(`${name} has an exposure level below 2 of 10`, () => {
    const unit = join(shipped, 'systemd', name);
    const { output } = run('systemd-analyze', ['security', '--offline=true', '--no-pager', unit]);
    const exposure = Number(/Overall exposure level for \S+: ([\d.]+)/.exec(output)?.[1]);
    expect(exposure, output).toBeLessThan(2);
  });
}

test('the kernel knows every sysctl setting', async () => {
  const text = await readFile(join(shipped, 'sysctl/60-first-room.conf'), 'utf8');
  const settings = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  expect(settings).toHaveLength(2);
  for (const setting of settings) {
    const [, name = '', value = ''] = /^([a-z_.]+) = (\d+)$/.exec(setting) ?? [];
    // The receive buffer is large enough: livekit-server 1.13.5 warns about smaller ones.
    expect(Number(value), setting).toBeGreaterThanOrEqual(5_000_000);
    await expect(readFile(join('/proc/sys', name.replaceAll('.', '/')), 'utf8')).resolves.toMatch(/^\d+/);
  }
});
