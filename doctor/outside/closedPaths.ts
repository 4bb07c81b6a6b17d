import { fine, notTried, wrong, type Finding } from '../finding.ts';
import type { Result } from '../../common/result.ts';
import { ask, type Answer } from './request.ts';

/** A path of the room's origin that must not be public, and the answer to a request for it. */
export interface PathObservation {
  path: string;
  answer: Result<Answer, string>;
}

const paths = [
  '/twirp/livekit.RoomService/ListRooms',
  '/metrics',
  '/debug/pprof/',
  '/.env',
  '/.git/config',
] as const;

export function askClosedPaths(target: URL): Promise<PathObservation[]> {
  return Promise.all(
    paths.map(async (path) => {
      const url = new URL(path, target);
      const isApi = path.startsWith('/twirp/');
      const answer = isApi
        ? await ask(url, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{}' })
        : await ask(url);
      return { path, answer };
    }),
  );
}

export function judgeClosedPaths(observed: readonly PathObservation[]): Finding {
  const step = 'closed paths';
  const open = observed.filter(({ path, answer }) => answer.ok && isOpen(path, answer.value));
  if (open.length > 0) {
    return wrong(
      step,
      `open to everybody: ${open.map(({ path }) => path).join(', ')}`,
      'Pass on only /token, /host and /rtc…, serve only the files of the app, and never run LiveKit with --dev.',
      [
        'location ~ ^/(twirp|metrics|debug|agent|whip)(/|$) { return 404; }',
        'location ~ /\\. { return 404; }',
      ],
    );
  }
  const silent = observed.filter(({ answer }) => !answer.ok);
  if (silent.length > 0) return notTried(step, `${silent.map(({ path }) => path).join(', ')}: no answer`);
  return fine(step, observed.map(({ path }) => path.split('/').slice(0, 3).join('/')).join(', '));
}

/**
 * Tells whether an answer shows that the path is public. The page that a server shows for unknown addresses (200, HTML)
 * does not count.
 */
function isOpen(path: string, { status, headers, body }: Answer): boolean {
  // At this path LiveKit's API answers with JSON, mostly 400 or 401: with a key it would obey. A server of static files
  // answers 404 or 405.
  if (path.startsWith('/twirp/')) return /json/.test(headers['content-type'] ?? '') && status !== 404;
  const isPage = /html/.test(headers['content-type'] ?? '');
  // Go's profiler counts as public, although its answer is an HTML page, too.
  return status === 200 && (!isPage || /pprof/.test(body));
}
