import { createHash } from 'node:crypto';
import { chmod, open } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { extract } from 'tar';
import { failed, success, type Result } from '../../common/result.ts';
import type { Screen } from '../screen.ts';
import { openTransfer, type Patience } from './transfer.ts';
import { livekitVersion } from './version.ts';

export const officialReleases = 'https://github.com/livekit/livekit/releases/download';

const binary = 'livekit-server';

/** An archive of LiveKit on its release page. */
export interface Archive {
  name: string;
  /** SHA-256 checksum of the archive: 64 lower-case hexadecimal digits. */
  sha256: string;
  bytes: number;
}

/**
 * LiveKit's official archives of `livekitVersion`, by Node's names of processors. The checksums are written here
 * because a server that sends another archive could also send that archive's checksum. They agree with the release's
 * checksums.txt and with several independent repositories that pin them. `deploy/install/livekit.sh` has the same ones.
 */
const officialArchives: Partial<Record<string, Archive>> = {
  x64: {
    name: `livekit_${livekitVersion}_linux_amd64.tar.gz`,
    sha256: 'c020fac437b7cc9b776eef1ad5ea8af77be9acfa07602eca20a3a44930dfbc70',
    bytes: 18_064_127,
  },
  arm64: {
    name: `livekit_${livekitVersion}_linux_arm64.tar.gz`,
    sha256: '332015305518765fe05bad74fc3a9d9583e635e7dd130de3c4fc563d69c550f3',
    bytes: 16_349_520,
  },
};

/**
 * Returns LiveKit's official archive for a system, or `undefined` when there is none: LiveKit publishes archives for
 * Linux and Windows only, the one for Windows is a zip, and we have no checksum for 32-bit ARM.
 */
export function officialArchive(platform: NodeJS.Platform, architecture: string): Archive | undefined {
  return platform === 'linux' ? officialArchives[architecture] : undefined;
}

export interface ReleaseOptions {
  /** Address of the release page, without the version. A mirror must have the same folders below this address. */
  base: string;
  archive: Archive;
  screen: Screen;
  patience: Patience;
  signal: AbortSignal;
}

/**
 * Downloads LiveKit's archive into `folder`, checks its SHA-256 and unpacks the server. An archive with another
 * checksum is not unpacked, so any mirror can be used.
 */
export async function downloadRelease(
  options: ReleaseOptions,
  folder: string,
): Promise<Result<string, string>> {
  const { name, sha256 } = options.archive;
  const url = `${options.base.replace(/\/+$/, '')}/v${livekitVersion}/${name}`;
  const file = join(folder, name);
  const actual = await download(url, file, options);
  if (!actual.ok) return actual;
  if (actual.value !== sha256) {
    return failed(
      `${url} is NOT the official ${name} and was deleted: according to First Room's sources its SHA-256 is ${sha256}, ` +
        `but this file's is ${actual.value}${describeSum(actual.value)}. It was damaged on the way, or somebody has changed it.`,
    );
  }

  const server = join(folder, binary);
  try {
    await extract({ file, cwd: folder, filter: (path) => basename(path) === binary, strict: true });
    await chmod(server, 0o755);
  } catch (error) {
    return failed(`${name} can't be unpacked, or has no ${binary} in it: ${String(error)}`);
  }
  return success(server);
}

/**
 * Returns words for the message about a wrong checksum: the name of the official archive that has this checksum, for
 * example the one for another processor. Returns '' when no archive has it.
 */
function describeSum(sha256: string): string {
  const other = Object.values(officialArchives).find((archive) => archive?.sha256 === sha256);
  return other === undefined ? '' : ` (that of ${other.name})`;
}

/**
 * Downloads the archive into a file.
 *
 * @returns the file's SHA-256, or a sentence about what failed
 */
async function download(
  url: string,
  file: string,
  { archive, screen, patience, signal }: ReleaseOptions,
): Promise<Result<string, string>> {
  const transfer = await openTransfer(url, archive.bytes, patience, signal);
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
