import { createHash } from 'node:crypto';
import { cp, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, relative } from 'node:path';
import { create } from 'tar';

/** What a release consists of: folders of the archive, and the file without which the folder is no part of one. */
const parts = [
  { from: 'dist/web', to: 'web', proof: 'index.html' },
  { from: 'dist/token', to: 'token', proof: 'server.mjs' },
  { from: 'dist/doctor', to: 'doctor', proof: 'doctor.mjs' },
  { from: 'deploy', to: 'deploy', proof: 'install.sh' },
] as const;

/** Nothing for the VM: the tests, and what Terraform leaves behind. */
const isLeftOut = (path: string) =>
  path.endsWith('/deploy/testing') ||
  basename(path).startsWith('.terraform') ||
  /\.tfstate|\.tfvars$/.test(path);

export interface Release {
  archive: string;
  /** The version, and digits of a checksum over all files: two builds that differ never have the same name. */
  name: string;
  files: number;
  bytes: number;
}

/**
 * Packs `first-room-<version>.tar.gz` and its `.sha256`.
 *
 * @param root the project, built
 * @param destination the folder for both
 */
export async function packRelease(root: string, destination: string): Promise<Release> {
  const version = await readVersion(join(root, 'package.json'));
  const temporary = await mkdtemp(join(tmpdir(), 'first-room-release-'));
  try {
    const folder = join(temporary, `first-room-${version}`);
    for (const { from, to, proof } of parts) {
      const source = join(root, from);
      const names = await readdir(source).catch((): string[] => []);
      if (!names.includes(proof))
        throw new Error(`${from}/${proof} is missing: run \`npm run build\` first.`);
      await cp(source, join(folder, to), { recursive: true, filter: (path) => !isLeftOut(path) });
    }
    const sums = await checksums(folder);
    const name = `${version}-${sha256(sums).slice(0, 8)}`;
    await writeFile(join(folder, 'SHA256SUMS'), sums);
    await writeFile(join(folder, 'RELEASE'), `${name}\n`);

    const archive = join(destination, `first-room-${version}.tar.gz`);
    const contents = await filesBelow(temporary);
    // Nothing that differs from one machine or day to the next: no times, no owners, one order.
    await create(
      { file: archive, cwd: temporary, gzip: { level: 9 }, portable: true, mtime: new Date(0) },
      contents,
    );
    const packed = await readFile(archive);
    await writeFile(`${archive}.sha256`, `${sha256(packed)}  ${basename(archive)}\n`);
    return { archive, name, files: contents.length, bytes: packed.length };
  } finally {
    await rm(temporary, { recursive: true });
  }
}

async function readVersion(file: string): Promise<string> {
  const content: unknown = JSON.parse(await readFile(file, 'utf8'));
  if (typeof content === 'object' && content !== null && 'version' in content) return String(content.version);
  throw new Error(`${file} has no version.`);
}

/** As `sha256sum --check` reads it. */
async function checksums(folder: string): Promise<string> {
  const lines: string[] = [];
  for (const file of await filesBelow(folder))
    lines.push(`${sha256(await readFile(join(folder, file)))}  ${file}\n`);
  return lines.join('');
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .toSorted();
}

function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}
