import { createHash } from 'node:crypto';
import { cp, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, relative } from 'node:path';
import { create } from 'tar';

/**
 * What a release contains: source folders, their names in the archive, a file that must exist there (`proof`), and the
 * paths that are allowed. All other files are left out, since keys, certificates and Terraform's state may be in any
 * folder.
 */
const parts: readonly { from: string; to: string; proof: string; allowed: RegExp }[] = [
  {
    from: 'dist/web',
    to: 'web',
    proof: 'index.html',
    // Allows only files that the build writes into dist/web or copies there from public/.
    allowed:
      /^((index|[\w-]+\/index)\.html(\.br|\.gz)?|config\.json|manifest\.webmanifest|[\w-]+\.(png|svg)|assets\/[\w.-]+\.(js|css|json|wasm|woff2|png|svg|mp3|ogg|map)(\.br|\.gz)?)$/,
  },
  { from: 'dist/token', to: 'token', proof: 'server.mjs', allowed: /^server\.mjs$/ },
  { from: 'dist/doctor', to: 'doctor', proof: 'doctor.mjs', allowed: /^doctor\.mjs$/ },
  {
    from: 'deploy',
    to: 'deploy',
    proof: 'install.sh',
    // Allows only files that are needed on the VM itself. Files for Terraform, cloud-init and Kubernetes are not
    // packed, because they are used from the project's sources.
    allowed: new RegExp(
      `^(${[
        String.raw`[\w.]+\.md`,
        String.raw`install\.sh`,
        String.raw`first-room(\.bash)?`,
        String.raw`livekit\.yaml`,
        String.raw`install/[\w-]+\.sh`,
        String.raw`(nginx|sysctl)/[\w-]+\.conf`,
        String.raw`systemd/first-room[\w-]*\.(service|timer)`,
        String.raw`firewall/[\w-]+\.(sh|xml)`,
        String.raw`metrics/[\w.-]+\.(yml|json)`,
        String.raw`cluster/([\w.]+\.md|livekit\.yaml|(nginx|redis)/[\w-]+\.conf|systemd/first-room-[a-z]+\.service\.d/cluster\.conf)`,
      ].join('|')})$`,
    ),
  },
];

export interface Release {
  archive: string;
  /** The version, followed by digits of a checksum over all files, so that different builds have different names. */
  name: string;
  files: number;
  bytes: number;
  /** Files that lie in the source folders and were not packed, relative to the project's folder. */
  leftOut: readonly string[];
}

/**
 * Packs a release into two files, `first-room-<version>.tar.gz` and its checksum `.sha256`.
 *
 * @param root the project's folder, after `npm run build`
 * @param destination the folder for both files
 */
export async function packRelease(root: string, destination: string): Promise<Release> {
  const version = await readVersion(join(root, 'package.json'));
  const temporary = await mkdtemp(join(tmpdir(), 'first-room-release-'));
  try {
    const folder = join(temporary, `first-room-${version}`);
    const leftOut: string[] = [];
    for (const { from, to, proof, allowed } of parts) {
      const source = join(root, from);
      const names = await readdir(source).catch((): string[] => []);
      if (!names.includes(proof))
        throw new Error(`${from}/${proof} is missing: run \`npm run build\` first.`);
      for (const file of await filesBelow(source)) {
        if (allowed.test(file)) await cp(join(source, file), join(folder, to, file));
        else leftOut.push(join(from, file));
      }
    }
    const sums = await checksums(folder);
    const name = `${version}-${sha256(sums).slice(0, 8)}`;
    await writeFile(join(folder, 'SHA256SUMS'), sums);
    await writeFile(join(folder, 'RELEASE'), `${name}\n`);

    const archive = join(destination, `first-room-${version}.tar.gz`);
    const contents = await filesBelow(temporary);
    // The archive has no dates and no owners, and its files are in alphabetical order: the same files give the same
    // bytes.
    await create(
      { file: archive, cwd: temporary, gzip: { level: 9 }, portable: true, mtime: new Date(0) },
      contents,
    );
    const packed = await readFile(archive);
    await writeFile(`${archive}.sha256`, `${sha256(packed)}  ${basename(archive)}\n`);
    return { archive, name, files: contents.length, bytes: packed.length, leftOut };
  } finally {
    await rm(temporary, { recursive: true });
  }
}

async function readVersion(file: string): Promise<string> {
  const content: unknown = JSON.parse(await readFile(file, 'utf8'));
  if (typeof content === 'object' && content !== null && 'version' in content) return String(content.version);
  throw new Error(`${file} has no version.`);
}

/** Returns the checksums of all files in a folder, in the format of `sha256sum --check`. */
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
