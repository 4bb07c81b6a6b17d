import { join } from 'node:path';
import { failed, success, type Result } from '../../common/result.ts';
import { startChild } from '../child.ts';
import type { Screen } from '../screen.ts';
import { livekitVersion } from './version.ts';

/**
 * Go package of the server. v1.13.5 is the last version that `go install` can build: later ones have `replace`
 * directives in go.mod.
 */
const goPackage = `github.com/livekit/livekit-server/cmd/server@v${livekitVersion}`;

export interface GoOptions {
  environment: NodeJS.ProcessEnv;
  screen: Screen;
  signal: AbortSignal;
}

/**
 * Builds livekit-server with Go, if Go is installed. Go checks the sources against its own checksum database,
 * independently of LiveKit's release page, regardless of the environment and of Go's own settings (`go env -w`).
 * GOPROXY stays as it is: a module proxy may pass on the database's answers, and Go verifies their signatures.
 */
export async function installWithGo(options: GoOptions, folder: string): Promise<Result<string, string>> {
  const { environment, screen, signal } = options;
  signal.throwIfAborted();
  const child = startChild({
    name: 'go',
    command: 'go',
    args: ['install', goPackage],
    cwd: folder,
    environment: buildEnvironment(environment, folder),
  });
  const stop = () => void child.stop();
  signal.addEventListener('abort', stop, { once: true });
  const elapsed = child.pid === undefined ? undefined : screen.showElapsed('Building LiveKit with Go');
  const ending = await child.ended;
  elapsed?.end();
  signal.removeEventListener('abort', stop);
  signal.throwIfAborted();
  if (child.pid === undefined) return failed('Go is not installed');
  if (ending.status !== 0)
    return failed(`go install ${ending.how}: ${child.lastLines().slice(-3).join(' ')}`);
  return success(join(folder, process.platform === 'win32' ? 'server.exe' : 'server'));
}

/**
 * Returns the environment of `go install`. It sets every variable that could change the result, whatever settings the
 * person has made.
 */
export function buildEnvironment(environment: NodeJS.ProcessEnv, folder: string): NodeJS.ProcessEnv {
  return {
    ...environment,
    GOBIN: folder,
    // Builds without C code, as LiveKit's official builds do, so that no C compiler is needed.
    CGO_ENABLED: '0',
    // Empties both variables, which choose another system and processor to build for: if a person has set them, Go
    // refuses to install into GOBIN.
    GOOS: '',
    GOARCH: '',
    // Empties the person's own flags. With some, such as -mod=vendor, the build would fail.
    GOFLAGS: '',
    // Sets the variables for Go's checksum database, because empty ones would make Go use the person's own settings.
    // `none` matches no module and wins over GOPRIVATE (https://go.dev/ref/mod#private-modules).
    GOSUMDB: 'sum.golang.org',
    GONOSUMDB: 'none',
    GOINSECURE: 'none',
  };
}
