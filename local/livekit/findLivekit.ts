import { resolve } from 'node:path';
import { failed, success, type Result } from '../../common/result.ts';
import { cacheFolder } from '../cacheFolder.ts';
import { findOnPath } from '../findOnPath.ts';
import type { Screen } from '../screen.ts';
import { installWithGo } from './goInstall.ts';
import { downloadRelease, officialArchive, officialReleases, type Archive } from './release.ts';
import { usualPatience, type Patience } from './transfer.ts';
import { checkVersion, livekitVersion } from './version.ts';
import { cachedServer, makeServer } from './workshop.ts';

export interface FindOptions {
  environment: NodeJS.ProcessEnv;
  screen: Screen;
  signal: AbortSignal;
  platform?: NodeJS.Platform;
  architecture?: string;
  /** The archive to download; by default LiveKit's official one for this system. */
  archive?: Archive;
  patience?: Patience;
}

/** A livekit-server of the right version, and the source where it was found. */
export interface FoundLivekit {
  path: string;
  from: 'LIVEKIT_SERVER' | 'PATH' | 'the cache' | 'the release page' | 'go install';
}

/** A source of livekit-server that was tried, and how it failed. */
interface Try {
  way: string;
  said: string;
}

export type NotFound =
  /**
   * The environment variable LIVEKIT_SERVER names a file that can't be used. No other source is tried, since the person
   * asked for this one.
   */
  | { kind: 'named_unusable'; path: string; said: string }
  | { kind: 'no_way'; tries: Try[]; platform: NodeJS.Platform };

/**
 * Finds livekit-server. Tries the sources from the cheapest to the most expensive: LIVEKIT_SERVER, PATH, our cache, the
 * release page, a build with Go. After a wrong checksum of the download the build is still tried: Go checks its sources
 * against its own checksum database. Rejects only when `signal` aborts.
 */
export async function findLivekit(options: FindOptions): Promise<Result<FoundLivekit, NotFound>> {
  const { environment, screen, signal, platform = process.platform, patience = usualPatience } = options;
  const cache = cacheFolder(environment, platform);
  const tries: Try[] = [];

  const named = environment['LIVEKIT_SERVER'];
  if (named) {
    const path = resolve(named);
    const checked = await checkVersion(path);
    if (!checked.ok) return failed({ kind: 'named_unusable', path, said: checked.failure });
    return success({ path, from: 'LIVEKIT_SERVER' });
  }

  const onPath = await findOnPath('livekit-server', environment['PATH'] ?? '');
  if (onPath === undefined) tries.push({ way: 'PATH', said: 'no livekit-server there' });
  else {
    const checked = await checkVersion(onPath);
    if (checked.ok) return success({ path: onPath, from: 'PATH' });
    tries.push({ way: 'PATH', said: `${onPath} ${checked.failure}` });
    screen.say(`  ${onPath} ${checked.failure}: looking further.`);
  }

  const cached = cachedServer(cache);
  if ((await checkVersion(cached)).ok) return success({ path: cached, from: 'the cache' });

  const archive = options.archive ?? officialArchive(platform, options.architecture ?? process.arch);
  if (archive === undefined) {
    tries.push({
      way: 'Download',
      said: 'there is no archive for this system that can be unpacked and checked here',
    });
  } else {
    const base = environment['LIVEKIT_DOWNLOAD_BASE'] || officialReleases;
    const release = { base, archive, screen, patience, signal };
    const made = await makeServer(cache, (folder) => downloadRelease(release, folder));
    if (made.ok) return success({ path: made.value, from: 'the release page' });
    tries.push({ way: 'Download', said: made.failure });
    screen.say(`  Could not download LiveKit: ${made.failure}`);
    screen.say('  Next: building it with Go, which checks the sources against its own checksum database.');
  }

  const built = await makeServer(cache, (folder) => installWithGo({ environment, screen, signal }, folder));
  if (built.ok) return success({ path: built.value, from: 'go install' });
  tries.push({ way: 'go install', said: built.failure });
  return failed({ kind: 'no_way', tries, platform });
}

/** Returns the message for the person at the terminal: what was tried, and what to do. */
export function describeNotFound(failure: NotFound): string {
  if (failure.kind === 'named_unusable') {
    return `LIVEKIT_SERVER names ${failure.path}, which ${failure.said}.`;
  }
  const width = Math.max(...failure.tries.map(({ way }) => way.length));
  return [
    `livekit-server ${livekitVersion} is not installed, and every way to get it failed:`,
    '',
    ...failure.tries.map(({ way, said }) => `  ${way.padEnd(width)}  ${said}`),
    '',
    'What helps:',
    ...remedies(failure.platform).map((remedy) => `  - ${remedy}`),
  ].join('\n');
}

function remedies(platform: NodeJS.Platform): string[] {
  const page = `https://github.com/livekit/livekit/releases/tag/v${livekitVersion}`;
  const mine = `LIVEKIT_SERVER=/path/to/livekit-server uses your own (${livekitVersion})`;
  const go = 'With Go (https://go.dev/dl) it is built by itself: install Go and start again';
  switch (platform) {
    case 'darwin':
      return [
        `brew install livekit, if it installs ${livekitVersion}; other versions are not accepted`,
        'brew install go, and start again: then it is built by itself',
        mine,
      ];
    case 'win32':
      return [`${page}: unpack the zip for windows, then`, mine, go];
    default:
      return [
        `${page}: unpack the archive, then`,
        mine,
        'LIVEKIT_DOWNLOAD_BASE=https://… names a mirror of the release page',
        go,
      ];
  }
}
