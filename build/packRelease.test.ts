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
};

/**
 * Secrets that the person who runs the server may have put into the project's folder, by mistake or as in the guides'
 * examples.
 */
const decoys = [
  'deploy/privkey.pem',
  'deploy/nginx/privkey.pem',
  'deploy/nginx/room.key',
  'deploy/terraform/privkey.pem',
  'deploy/terraform/fullchain.pem',
  'deploy/terraform/terraform.tfvars',
  'deploy/terraform/production.auto.tfvars',
  'deploy/terraform/terraform.tfvars.json',
  'deploy/terraform/terraform.tfstate',
  'deploy/terraform/terraform.tfstate.backup',
  'deploy/terraform/terraform.tfstate.d/tokyo/terraform.tfstate',
  'deploy/terraform/room.tfplan',
  'deploy/terraform/.terraform/providers/one',
  'deploy/.env',
  'deploy/.env.production',
  'deploy/token.env',
  'deploy/livekit-keys.yaml',
  'deploy/livekit.local.yaml',
  'deploy/cluster/livekit.local.yaml',
  'deploy/room.p12',
  'deploy/room.pfx',
  'deploy/first-room-backup-2026-11-29.tar.gz',
  'dist/web/.env',
  'dist/web/privkey.pem',
  'dist/web/assets/privkey.pem',
  'dist/token/token.env',
  'dist/doctor/livekit-keys.yaml',
];
/** Secrets whose file names look like those of source files. */
const unusualDecoys = [
  'deploy/id_ed25519',
  'deploy/oci_api_key',
  'deploy/install/notes.txt',
  'deploy/firewall/.htpasswd',
  'deploy/nginx/site.conf.bak',
];

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

test('the same files give the same archive, regardless of their dates', async () => {
  const first = await project('first');
  const second = join(folder, 'second');
  await cp(first, second, { recursive: true });
  await utimes(join(second, 'dist/web/index.html'), 1, 1);
  const [one, other] = [await pack(first), await pack(second)];
  expect(other.content.equals(one.content)).toBe(true);
  expect(other.name).toBe(one.name);
});

test('a changed file changes the name of the release', async () => {
  const one = await pack(await project('one'));
  const other = await pack(await project('other', { 'dist/web/index.html': '<!doctype html><p>' }));
  expect(one.name).toMatch(/^1\.2\.3-[0-9a-f]{8}$/);
  expect(other.name).not.toBe(one.name);
});

test('only files that a VM needs are packed, no secrets beside them, and the checksums are right', async () => {
  const secrets = [...decoys, ...unusualDecoys];
  const root = await project('project', Object.fromEntries(secrets.map((file) => [file, 'secret'])));
  const { archive, leftOut } = await pack(root);
  expect(leftOut.toSorted()).toEqual(
    [...secrets, 'deploy/terraform/main.tf', 'deploy/testing/install.spec.ts'].toSorted(),
  );
  execFileSync('tar', ['-xzf', archive, '-C', folder]);
  const inside = join(folder, 'first-room-1.2.3');
  const list = execFileSync('find', ['.', '-type', 'f'], { cwd: inside, encoding: 'utf8' });
  expect(list.trim().split('\n').toSorted()).toEqual([
    './RELEASE',
    './SHA256SUMS',
    './deploy/install.sh',
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

test('packing without a build fails with a clear message', async () => {
  const root = await project('unbuilt');
  await rm(join(root, 'dist/token'), { recursive: true });
  await expect(packRelease(root, folder)).rejects.toThrow(
    'dist/token/server.mjs is missing: run `npm run build` first.',
  );
});

test('every file of deploy/ that a VM needs is packed', async () => {
  const repository = join(import.meta.dirname, '..');
  const listed = execFileSync('git', ['ls-files', 'deploy'], { cwd: repository, encoding: 'utf8' });
  const sources = listed.trim().split('\n');
  const root = await project('sources', Object.fromEntries(sources.map((file) => [file, 'text'])));
  const { leftOut } = await pack(root);
  const expected = /^deploy\/(testing|terraform|cloud-init|kubernetes)\//;
  expect(leftOut.filter((file) => !expected.test(file))).toEqual([]);
});

test('git ignores secrets with common names', () => {
  const repository = join(import.meta.dirname, '..');
  const ignored = execFileSync('git', ['check-ignore', '--no-index', '--stdin'], {
    cwd: repository,
    encoding: 'utf8',
    input: decoys.join('\n'),
  });
  expect(ignored.trim().split('\n')).toEqual(decoys);
  const sources = execFileSync('git', ['ls-files', '--cached', '--ignored', '--exclude-standard'], {
    cwd: repository,
    encoding: 'utf8',
  });
  expect(sources).toBe('');
});
