import { mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { failed, success, type Result } from '../../common/result.ts';
import { checkVersion, livekitVersion } from './version.ts';

const prefix = '.unfinished-';

/**
 * Age from which a temporary folder counts as left behind by a start that was killed. No download or build takes that
 * long.
 */
const abandonedMs = 60 * 60 * 1000;

/** Returns the path at which a livekit-server is cached. */
export function cachedServer(cache: string): string {
  return join(cache, 'livekit', livekitVersion, 'livekit-server');
}

/**
 * Lets `make` download or build a livekit-server in a temporary folder inside the cache. The file moves to its place in
 * the cache in one step, and only if it runs and reports the right version. So no start ever runs or finds an
 * unfinished file, and two concurrent starts merely do the work twice. The temporary folder is always removed, even
 * when the process exits.
 *
 * @param make writes into the folder and returns the path of the server
 * @returns the server's path in the cache
 */
export async function makeServer(
  cache: string,
  make: (folder: string) => Promise<Result<string, string>>,
): Promise<Result<string, string>> {
  const livekitFolder = join(cache, 'livekit');
  await mkdir(livekitFolder, { recursive: true });
  await removeAbandoned(livekitFolder);
  const folder = await mkdtemp(join(livekitFolder, prefix));
  const removeNow = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', removeNow);
  try {
    const made = await make(folder);
    if (!made.ok) return made;
    const checked = await checkVersion(made.value);
    if (!checked.ok) return failed(`the result ${checked.failure}`);
    const place = cachedServer(cache);
    await mkdir(join(livekitFolder, livekitVersion), { recursive: true });
    await rename(made.value, place);
    return success(place);
  } finally {
    process.off('exit', removeNow);
    await rm(folder, { recursive: true, force: true });
  }
}

async function removeAbandoned(livekitFolder: string) {
  const names = await readdir(livekitFolder);
  for (const name of names.filter((one) => one.startsWith(prefix))) {
    const folder = join(livekitFolder, name);
    const age = await stat(folder).then(
      ({ mtimeMs }) => Date.now() - mtimeMs,
      () => 0,
    );
    if (age > abandonedMs) await rm(folder, { recursive: true, force: true });
  }
}
