import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { failed, success, type Result } from '../../common/result.ts';

/** The version of livekit-server that First Room is developed and tested with. */
export const livekitVersion = '1.13.5';

/** Time limit for `livekit-server --version`. */
const answerMs = 10_000;

const run = promisify(execFile);

/**
 * Asks a livekit-server for its version. A failure is the rest of a sentence that begins with the program's path, such
 * as "does not exist".
 */
async function readVersion(path: string): Promise<Result<string, string>> {
  try {
    const { stdout } = await run(path, ['--version'], { timeout: answerMs, killSignal: 'SIGKILL' });
    const version = /\bversion v?(\d\S*)/.exec(stdout)?.[1];
    return version === undefined
      ? failed('does not say its version when asked with --version')
      : success(version);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    switch (code) {
      case 'ENOENT':
        return failed('does not exist');
      case 'EACCES':
        return failed('is not an executable file');
      default:
        return failed(`can't be run here (${firstLine(error)})`);
    }
  }
}

/** Checks that a livekit-server has the version that First Room needs. Another version is a failure, too. */
export async function checkVersion(path: string): Promise<Result<string, string>> {
  const version = await readVersion(path);
  if (!version.ok) return version;
  return version.value === livekitVersion
    ? success(path)
    : failed(`is version ${version.value}, but First Room needs ${livekitVersion}`);
}

function firstLine(error: unknown): string {
  return String(error instanceof Error ? error.message : error).split('\n', 1)[0] ?? '';
}
