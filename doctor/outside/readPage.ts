import type { Result } from '../../src/result.ts';
import { ask, type Answer } from './request.ts';

/** The static files, as they come over the network. */
export interface PageObservation {
  target: URL;
  page: Result<Answer, string>;
  /** What http://… answers, where the room is at https://…:443. */
  overHttp: Result<Answer, string> | undefined;
  /** A script that the page names. */
  asset: { path: string; answer: Result<Answer, string> } | undefined;
  /** A script that no build contains. */
  missingAsset: Result<Answer, string>;
  /** Where the page asks for tokens: `config.json` may say so. */
  tokenEndpoint: URL;
}

/** What browsers say. */
const accepted = { 'Accept-Encoding': 'gzip, br' };

export async function readPage(target: URL): Promise<PageObservation> {
  const isUsualHttps = target.protocol === 'https:' && target.port === '';
  const [page, missingAsset, config, overHttp] = await Promise.all([
    ask(target),
    ask(new URL('assets/first-room-doctor-looks-for-what-is-not-there.js', target)),
    ask(new URL('config.json', target)),
    isUsualHttps ? ask(target.href.replace('https:', 'http:')) : undefined,
  ]);
  const path = page.ok ? /\b(?:src|href)="([^"]*\bassets\/[^"]+\.js)"/.exec(page.value.body)?.[1] : undefined;
  return {
    target,
    page,
    overHttp,
    asset:
      path === undefined
        ? undefined
        : { path, answer: await ask(new URL(path, target), { headers: accepted }) },
    missingAsset,
    tokenEndpoint:
      (config.ok ? readTokenEndpoint(config.value, target) : undefined) ?? new URL('/token', target),
  };
}

function readTokenEndpoint({ status, body }: Answer, target: URL): URL | undefined {
  if (status !== 200) return undefined;
  try {
    const config: unknown = JSON.parse(body);
    if (typeof config !== 'object' || config === null || !('tokenEndpoint' in config)) return undefined;
    const { tokenEndpoint } = config;
    return typeof tokenEndpoint === 'string' && URL.canParse(tokenEndpoint, target.href)
      ? new URL(tokenEndpoint, target)
      : undefined;
  } catch {
    return undefined;
  }
}
