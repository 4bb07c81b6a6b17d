import { mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { failed, success, type Result } from '../../common/result.ts';
import { checkVersion, livekitVersion } from './version.ts';

const prefix = '.unfinished-';

/** Longer than any download or build takes: such a folder was left by a start that was killed. */
const abandonedMs = 60 * 60 * 1000;

/** Where the finished server stands. */
export function cachedServer(cache: string): string {
  return join(cache, 'livekit', livekitVersion, 'livekit-server');
}

/**
 * Lets `make` produce a livekit-server in a folder of its own beside the cache. Only a file that runs and
 * says the right version is moved to its place, in one step: what is half done is never run and never
 * found by another start, and two starts at once merely do the work twice. The folder is removed however
 * it ends, also when the process exits.
 *
 * @param make writes into the folder and returns the path of the server
 * @returns the server's place in the cache
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
    if (!checked.ok) return failed(`what came of it ${checked.failure}`);
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
