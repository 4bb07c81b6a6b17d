import { failed, success, type Result } from '../../common/result.ts';
import type { AccessFailure } from './accessFailure.ts';

/** The settings in `config.json`, which the server delivers beside the app. */
export interface Config {
  /** Absolute URL of the token endpoint. */
  tokenEndpoint: string;
  /**
   * Origin of invitation links that are copied on the computer that runs the server, where the page has a loopback
   * address.
   */
  inviteOrigin?: string;
}

declare global {
  /** The request for `config.json` that the inline script in index.html has started. */
  var firstConfig: Promise<Response> | undefined; // oxlint-disable-line no-var
}

/** Requests `config.json` at once. The inline script in index.html calls this. */
export function askForConfig(page: URL): void {
  globalThis.firstConfig = fetchConfig(addressOfConfig(page));
  // A failure is ignored here, because `loadConfig`, which takes the same promise, reports it.
  globalThis.firstConfig.catch(() => {});
}

function addressOfConfig(page: URL): URL {
  const address = new URL('config.json', page);
  address.search = '';
  address.hash = '';
  return address;
}

function fetchConfig(address: URL): Promise<Response> {
  return fetch(address, { cache: 'no-cache' });
}

/** Reads `config.json`, once per page. After a failure the next call tries again. */
export type ReadConfig = () => Promise<Result<Config, AccessFailure>>;

export function createReadConfig(page: URL): ReadConfig {
  let reading: ReturnType<ReadConfig> | undefined;
  return async () => {
    reading ??= loadConfig(page);
    const read = await reading;
    if (!read.ok) reading = undefined;
    return read;
  };
}

/**
 * Reads `config.json` beside the page. The file names the token endpoint at run time, so that one build works on every
 * server. If the file is missing, or the server answers unknown paths with an HTML page, the defaults apply: the token
 * endpoint is `/token` on the page's own origin.
 *
 * @param page the page's address, against which relative addresses are resolved
 */
async function loadConfig(page: URL): Promise<Result<Config, AccessFailure>> {
  const address = addressOfConfig(page);
  let text: string;
  try {
    const first = globalThis.firstConfig;
    globalThis.firstConfig = undefined;
    const response = await (first ?? fetchConfig(address));
    const isJson = response.headers.get('content-type')?.includes('json') ?? false;
    if (response.status === 404 || (response.ok && !isJson)) return parseConfig('{}', address);
    if (!response.ok) return broken(address, `status ${response.status}`);
    text = await response.text();
  } catch (error) {
    return broken(address, String(error));
  }
  return parseConfig(text, address);
}

/**
 * Parses the content of `config.json`.
 *
 * @param address the file's own address: relative addresses in the file are resolved against it
 */
export function parseConfig(text: string, address: URL): Result<Config, AccessFailure> {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    return broken(address, String(error));
  }
  if (typeof content !== 'object' || content === null || Array.isArray(content)) {
    return broken(address, 'not a JSON object');
  }
  const endpoint = 'tokenEndpoint' in content ? content.tokenEndpoint : '/token';
  let url: URL;
  try {
    // The code does not use `URL.canParse`, because the polyfills of src/olderBrowsers.ts may not have run yet.
    url = new URL(typeof endpoint === 'string' ? endpoint : 'http://', address);
  } catch {
    return broken(address, 'tokenEndpoint is not an address');
  }
  const problem = endpointProblem(url, address);
  if (problem) return broken(address, `tokenEndpoint ${problem}`);
  const invite = 'inviteOrigin' in content ? content.inviteOrigin : undefined;
  return success({
    tokenEndpoint: url.href,
    ...(typeof invite === 'string' && /^https?:/.test(invite) && { inviteOrigin: invite }),
  });
}

/**
 * Why a token endpoint can't be used. A room key must not travel to it unencrypted; but a page that was loaded over
 * http may use its own server, which is no less safe.
 */
function endpointProblem({ protocol, hostname, username, password }: URL, page: URL): string | undefined {
  if (username || password) return 'must not hold a user name or a password';
  const isLoopback = /^(localhost|\[::1\]|127\.[\d.]+)$/.test(hostname);
  const isPlainHost = page.protocol === 'http:' && hostname === page.hostname;
  if (protocol === 'https:' || (protocol === 'http:' && (isLoopback || isPlainHost))) return undefined;
  return protocol === 'http:'
    ? 'must begin with https:// (http:// is allowed for this computer, or for the server of a page that was loaded over http itself)'
    : 'must begin with https://';
}

function broken(address: URL, reason: string) {
  return failed<AccessFailure>({ kind: 'config_broken', detail: `${address.href}: ${reason}` });
}
