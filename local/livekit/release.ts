import { createHash } from 'node:crypto';
import { chmod, open } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { extract } from 'tar';
import { failed, success, type Result } from '../../src/result.ts';
import type { Screen } from '../screen.ts';
import { openTransfer, type Patience } from './transfer.ts';
import { livekitVersion } from './version.ts';

export const officialReleases = 'https://github.com/livekit/livekit/releases/download';

const binary = 'livekit-server';

/** How LiveKit's release archives name the processors that Node names so. */
const architectures: Partial<Record<string, string>> = { x64: 'amd64', arm64: 'arm64', arm: 'armv7' };

/**
 * The archive for a system. LiveKit's .goreleaser.yaml (1.13.5) makes them for Linux and Windows only;
 * the one for Windows is a zip, which we do not unpack.
 */
export function archiveName(platform: NodeJS.Platform, architecture: string): string | undefined {
  const name = architectures[architecture];
  if (platform !== 'linux' || name === undefined) return undefined;
  return `livekit_${livekitVersion}_linux_${name}.tar.gz`;
}

export interface ReleaseOptions {
  /** Without the version: a mirror has the same folders below. */
  base: string;
  archive: string;
  screen: Screen;
  patience: Patience;
  signal: AbortSignal;
}

/**
 * Downloads the archive into `folder`, compares it with the release's checksums.txt and unpacks the server.
 * Nothing of an archive that does not match is unpacked.
 */
export async function downloadRelease(
  options: ReleaseOptions,
  folder: string,
): Promise<Result<string, string>> {
  const { archive, signal, patience } = options;
  const release = `${options.base.replace(/\/+$/, '')}/v${livekitVersion}`;

  const expected = await readChecksum(`${release}/checksums.txt`, archive, patience, signal);
  if (!expected.ok) return expected;

  const file = join(folder, archive);
  const actual = await download(`${release}/${archive}`, file, options);
  if (!actual.ok) return actual;
  if (actual.value !== expected.value) {
    return failed(
      `${archive} does NOT match the release's checksum and was thrown away ` +
        `(expected sha256 ${expected.value}, got ${actual.value}). ` +
        'It was damaged on the way, or somebody has changed it.',
    );
  }

  const server = join(folder, binary);
  try {
    await extract({ file, cwd: folder, filter: (path) => basename(path) === binary, strict: true });
    await chmod(server, 0o755);
  } catch (error) {
    return failed(`${archive} can't be unpacked, or has no ${binary} in it: ${String(error)}`);
  }
  return success(server);
}

async function readChecksum(
  url: string,
  archive: string,
  patience: Patience,
  signal: AbortSignal,
): Promise<Result<string, string>> {
  const transfer = await openTransfer(url, patience, signal);
  if (!transfer.ok) return transfer;
  const pieces: Uint8Array[] = [];
  const read = await transfer.value.read((piece) => void pieces.push(piece));
  if (!read.ok) return read;
  const lines = Buffer.concat(pieces).toString('utf8').split('\n');
  for (const line of lines) {
    const [, checksum, name] = /^([0-9a-f]{64}) [ *](.+?)\s*$/i.exec(line) ?? [];
    if (checksum !== undefined && name === archive) return success(checksum.toLowerCase());
  }
  return failed(`${url} has no line for ${archive}`);
}

/** @returns the file's sha256 */
async function download(
  url: string,
  file: string,
  { screen, patience, signal }: ReleaseOptions,
): Promise<Result<string, string>> {
  const transfer = await openTransfer(url, patience, signal);
  if (!transfer.ok) return transfer;
  const hash = createHash('sha256');
  const shown = screen.showTransfer(`LiveKit ${livekitVersion}`, transfer.value.totalBytes);
  const output = await open(file, 'wx', 0o600);
  try {
    const read = await transfer.value.read(async (piece) => {
      hash.update(piece);
      await output.write(piece);
      shown.advance(piece.byteLength);
    });
    return read.ok ? success(hash.digest('hex')) : read;
  } finally {
    shown.end();
    await output.close();
  }
}
