import { fieldOf } from '../../common/fieldOf.ts';
import { parseJson } from '../../common/parseJson.ts';
import type { Result } from '../../common/result.ts';
import { ask, type Answer } from './request.ts';

/** The app's static files, as the server sends them. */
export interface PageObservation {
  target: URL;
  page: Result<Answer, string>;
  /**
   * The answer at http://…, which should redirect guests to https://…; `undefined` unless the room is at https://… on
   * the usual port.
   */
  overHttp: Result<Answer, string> | undefined;
  /** A script that the page refers to, and the answer to a request for it. */
  asset: { path: string; answer: Result<Answer, string> } | undefined;
  /** The answer to a request for a script that does not exist. */
  missingAsset: Result<Answer, string>;
  /** Address of the token endpoint: the page's `config.json` can change it. */
  tokenEndpoint: URL;
}

/** Greatest number of scripts to try; a page refers to two or three. */
const mostAssets = 5;

/** Compressions of answers that the doctor accepts, as browsers do. */
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

/** Returns the first of the page's scripts that fails, else the largest one: a small script need not be compressed. */
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
  const tokenEndpoint = fieldOf(parseJson(body), 'tokenEndpoint');
  if (typeof tokenEndpoint !== 'string' || !URL.canParse(tokenEndpoint, target.href)) return undefined;
  const endpoint = new URL(tokenEndpoint, target);
  return /^https?:$/.test(endpoint.protocol) ? endpoint : undefined;
}
