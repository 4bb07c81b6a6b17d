import { createHash, randomBytes } from 'node:crypto';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { create } from 'tar';
import type { Archive } from '../livekit/release.ts';

const standInArchive = 'livekit_1.13.5_linux_amd64.tar.gz';

/** How the stand-in for LiveKit's release page behaves. */
export type Behaviour =
  | 'good'
  | 'wrong checksum'
  | 'too long'
  | 'missing archive'
  | 'cut'
  | 'stalled'
  | 'silent'
  | 'redirecting'
  | 'redirecting to http'
  | 'redirecting without end'
  | 'other version'
  | 'empty archive';

export interface ReleasePage {
  base: string;
  /** The archive that the stand-in offers, with the checksum and size that First Room expects. */
  archive: Archive;
  /** The paths that were requested from the stand-in. */
  asked: string[];
  close(): Promise<void>;
}

/** Writes a shell script that answers `--version` as livekit-server does. */
export async function writeStandInServer(path: string, version: string) {
  await writeFile(path, `#!/bin/sh\necho "livekit-server version ${version}"\n`);
  await chmod(path, 0o755);
}

/** Starts an HTTP server on loopback that stands for LiveKit's release page. */
export async function openReleasePage(behaviour: Behaviour): Promise<ReleasePage> {
  const archive = await makeArchive(behaviour);
  const sha256 = createHash('sha256')
    .update(behaviour === 'wrong checksum' ? 'something else' : archive)
    .digest('hex');
  const bytes = behaviour === 'too long' ? archive.length - 1 : archive.length;

  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    asked.push(path);
    if (behaviour === 'silent') return;
    if (behaviour === 'redirecting to http') {
      // Redirects to an address that is reserved for documentation (RFC 5737), where no server answers.
      response.writeHead(302, { Location: `http://192.0.2.1${path}` }).end();
    } else if (behaviour === 'redirecting without end') {
      response.writeHead(302, { Location: path }).end();
    } else if (behaviour === 'redirecting' && !path.startsWith('/elsewhere')) {
      response.writeHead(302, { Location: `/elsewhere${path}` }).end();
    } else if (path.endsWith(`/v1.13.5/${standInArchive}`) && behaviour !== 'missing archive') {
      sendArchive(response, archive, behaviour);
    } else {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    base: `http://127.0.0.1:${String(port)}`,
    archive: { name: standInArchive, sha256, bytes },
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function sendArchive(response: ServerResponse, archive: Buffer, behaviour: Behaviour) {
  response.writeHead(200, { 'Content-Length': archive.length });
  if (behaviour !== 'cut' && behaviour !== 'stalled') {
    response.end(archive);
    return;
  }
  response.write(archive.subarray(0, archive.length / 2), () => {
    if (behaviour === 'cut') response.destroy();
  });
}

async function makeArchive(behaviour: Behaviour): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'first-room-release-'));
  await writeStandInServer(
    join(folder, 'livekit-server'),
    behaviour === 'other version' ? '1.12.0' : '1.13.5',
  );
  // Fills the archive with random bytes, which do not compress, so that the download takes a while.
  await writeFile(join(folder, 'LICENSE'), randomBytes(400_000));
  const file = join(folder, standInArchive);
  const contents = behaviour === 'empty archive' ? ['LICENSE'] : ['livekit-server', 'LICENSE'];
  await create({ gzip: true, cwd: folder, file }, contents);
  const archive = await readFile(file);
  await rm(folder, { recursive: true });
  return archive;
}
