import type { Result } from '../../common/result.ts';
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

/** A build names two or three. */
const mostAssets = 5;

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
  return {
    target,
    page,
    overHttp,
    asset: page.ok ? await readAsset(page.value.body, target) : undefined,
    missingAsset,
    tokenEndpoint:
      (config.ok ? readTokenEndpoint(config.value, target) : undefined) ?? new URL('/token', target),
  };
}

/** The first script that does not come, or else the largest: a small one need not be compressed. */
async function readAsset(html: string, target: URL): Promise<PageObservation['asset']> {
  const named = html.matchAll(/\b(?:src|href)="([^"]*\bassets\/[^"]+\.js)"/g);
  const paths = [...named].map(([, path = '']) => path).slice(0, mostAssets);
  const assets = await Promise.all(
    paths.map(async (path) => ({ path, answer: await ask(new URL(path, target), { headers: accepted }) })),
  );
  const sizeOf = ({ answer }: (typeof assets)[number]) =>
    answer.ok && answer.value.status === 200 ? answer.value.body.length : Infinity;
  return assets.toSorted((one, other) => sizeOf(other) - sizeOf(one))[0];
}

function readTokenEndpoint({ status, body }: Answer, target: URL): URL | undefined {
  if (status !== 200) return undefined;
  try {
    const config: unknown = JSON.parse(body);
    if (typeof config !== 'object' || config === null || !('tokenEndpoint' in config)) return undefined;
    const { tokenEndpoint } = config;
    if (typeof tokenEndpoint !== 'string' || !URL.canParse(tokenEndpoint, target.href)) return undefined;
    const endpoint = new URL(tokenEndpoint, target);
    return /^https?:$/.test(endpoint.protocol) ? endpoint : undefined;
  } catch {
    return undefined;
  }
}
