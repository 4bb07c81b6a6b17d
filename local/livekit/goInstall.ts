import { join } from 'node:path';
import { failed, success, type Result } from '../../common/result.ts';
import { startChild } from '../child.ts';
import type { Screen } from '../screen.ts';
import { livekitVersion } from './version.ts';

/** The last version that `go install` can build: later ones have `replace` directives in go.mod. */
const goPackage = `github.com/livekit/livekit-server/cmd/server@v${livekitVersion}`;

export interface GoOptions {
  environment: NodeJS.ProcessEnv;
  screen: Screen;
  signal: AbortSignal;
}

/**
 * Builds the server with Go, where there is Go. Go compares the sources with its own checksum database, independently
 * of LiveKit's release page. The database is asked whatever the environment or Go's own settings (`go env -w`) say.
 * GOPROXY stays as it is: a module proxy may pass the database's answers on, and Go verifies their signatures.
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

/** The environment of `go install`: what could change the result is set, whatever the person's own settings are. */
export function buildEnvironment(environment: NodeJS.ProcessEnv, folder: string): NodeJS.ProcessEnv {
  return {
    ...environment,
    GOBIN: folder,
    // As the official builds: needs no C compiler.
    CGO_ENABLED: '0',
    // Set by those who build for other systems; then Go refuses to install into GOBIN.
    GOOS: '',
    GOARCH: '',
    // A -mod=vendor for somebody's project would fail here.
    GOFLAGS: '',
    // An empty value would not do: Go would read its own settings. `none` matches no module and wins over
    // GOPRIVATE (https://go.dev/ref/mod#private-modules).
    GOSUMDB: 'sum.golang.org',
    GONOSUMDB: 'none',
    GOINSECURE: 'none',
  };
}
