import { execFileSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { packRelease } from './packRelease.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'first-room-pack-'));
  return () => rm(folder, { recursive: true });
});

const files = {
  'package.json': '{ "version": "1.2.3" }',
  'dist/web/index.html': '<!doctype html>',
  'dist/web/assets/app.js': 'start()',
  'dist/token/server.mjs': 'serve()',
  'dist/doctor/doctor.mjs': 'examine()',
  'deploy/install.sh': '#!/bin/sh\n',
  'deploy/testing/install.spec.ts': 'test()',
  'deploy/terraform/main.tf': '',
  'deploy/terraform/terraform.tfvars': 'secret',
  'deploy/terraform/terraform.tfstate': 'secret',
  'deploy/terraform/.terraform/providers/one': 'large',
};

async function project(name: string, changes: Partial<Record<string, string>> = {}) {
  const root = join(folder, name);
  for (const [file, text] of Object.entries({ ...files, ...changes })) {
    await mkdir(dirname(join(root, file)), { recursive: true });
    await writeFile(join(root, file), text ?? '');
  }
  return root;
}

async function pack(root: string) {
  const destination = await mkdtemp(join(folder, 'packed-'));
  const release = await packRelease(root, destination);
  return { ...release, content: await readFile(release.archive) };
}

test('the same files make the same bytes, whenever they were written', async () => {
  const first = await project('first');
  const second = join(folder, 'second');
  await cp(first, second, { recursive: true });
  await utimes(join(second, 'dist/web/index.html'), 1, 1);
  const [one, other] = [await pack(first), await pack(second)];
  expect(other.content.equals(one.content)).toBe(true);
  expect(other.name).toBe(one.name);
});

test('another file makes another name', async () => {
  const one = await pack(await project('one'));
  const other = await pack(await project('other', { 'dist/web/index.html': '<!doctype html><p>' }));
  expect(one.name).toMatch(/^1\.2\.3-[0-9a-f]{8}$/);
  expect(other.name).not.toBe(one.name);
});

test('tests, and what Terraform knows of a tenancy, are not packed; everything else is, and its sums are right', async () => {
  const { archive } = await pack(await project('project'));
  execFileSync('tar', ['-xzf', archive, '-C', folder]);
  const inside = join(folder, 'first-room-1.2.3');
  const list = execFileSync('find', ['.', '-type', 'f'], { cwd: inside, encoding: 'utf8' });
  expect(list.trim().split('\n').toSorted()).toEqual([
    './RELEASE',
    './SHA256SUMS',
    './deploy/install.sh',
    './deploy/terraform/main.tf',
    './doctor/doctor.mjs',
    './token/server.mjs',
    './web/assets/app.js',
    './web/index.html',
  ]);
  const sums = await readFile(join(inside, 'SHA256SUMS'), 'utf8');
  expect(sums).toMatch(/^[0-9a-f]{64} {2}deploy\/install\.sh\n/);
  expect(await readFile(`${archive}.sha256`, 'utf8')).toMatch(
    new RegExp(`^[0-9a-f]{64} {2}${basename(archive)}\\n$`),
  );
});

test('without a build it says so', async () => {
  const root = await project('unbuilt');
  await rm(join(root, 'dist/token'), { recursive: true });
  await expect(packRelease(root, folder)).rejects.toThrow(
    'dist/token/server.mjs is missing: run `npm run build` first.',
  );
});
