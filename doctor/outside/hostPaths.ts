import type { Result } from '../../common/result.ts';
import { fieldOf } from '../../common/fieldOf.ts';
import { parseJson } from '../../common/parseJson.ts';
import { fine, look, notApplicable, notTried, wrong, type Finding } from '../finding.ts';
import { ask, type Answer } from './request.ts';

/** How the paths beside the token endpoint answer requests that have neither a key nor LiveKit's signature. */
export interface HostPaths {
  /** Address to which the app sends the actions of hosts, such as muting a guest. */
  host: URL;
  toHost: Result<Answer, string>;
  /**
   * Address at which LiveKit reports joins to the token handler. LiveKit uses it on the server itself; nobody may reach
   * it from outside.
   */
  webhook: URL;
  toWebhook: Result<Answer, string>;
}

export async function askHostPaths(endpoint: URL): Promise<HostPaths> {
  const [host, webhook] = [new URL('host', endpoint), new URL('webhook', endpoint)];
  const empty = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{}' };
  return { host, toHost: await ask(host, empty), webhook, toWebhook: await ask(webhook, empty) };
}

/**
 * Judges how the server has answered at the paths for the actions of hosts and for LiveKit's reports.
 *
 * @param knowsHosts whether the token endpoint is this project's token handler; others may have no hosts
 */
export function judgeHostPaths(
  { host, toHost, webhook, toWebhook }: HostPaths,
  knowsHosts: boolean,
): Finding[] {
  return [judgeHost(host, toHost, knowsHosts), judgeWebhook(webhook, toWebhook)];
}

function judgeHost(url: URL, answer: Result<Answer, string>, knowsHosts: boolean): Finding {
  const step = 'hosts';
  const { pathname } = url;
  if (!answer.ok) return notTried(step, `${pathname}: no answer`);
  const { status } = answer.value;
  const code = refusalCode(answer.value);
  if (code === 'rate_limited') return notTried(step, `${pathname}: too many requests from this address`);
  if (code === 'key_missing') return fine(step, `${pathname} asks for a key`);
  if (!knowsHosts) return notApplicable(step, 'the token endpoint is not the one of First Room');
  return look(
    step,
    code === undefined
      ? `${pathname} answers ${String(status)} to POST: it does not lead to the token handler, so hosts can't mute, remove or lock`
      : `${pathname} answers ${String(status)} (${code}): an older token handler, which knows no hosts`,
    'Let nginx (or the load balancer) forward this path to the handler, for POST, as it does with the token endpoint.',
    [`location = ${pathname} { proxy_pass http://127.0.0.1:5000/host; }`],
  );
}

function judgeWebhook(url: URL, answer: Result<Answer, string>): Finding {
  const step = 'webhook';
  const { pathname } = url;
  if (!answer.ok) return notTried(step, `${pathname}: no answer`);
  const { status, headers } = answer.value;
  const close = [`location = ${pathname} { return 404; }`];
  // The page that a server shows for unknown addresses (HTML) does not count as accepting the request.
  if (status < 300 && !/html/.test(headers['content-type'] ?? '')) {
    return wrong(
      step,
      `${pathname} answers ${String(status)} to a request that LiveKit has not signed`,
      'Only LiveKit may send requests there, on the server itself. Do not forward this path.',
      close,
    );
  }
  if (refusalCode(answer.value) === 'key_wrong') {
    return look(
      step,
      `${pathname} leads to the token handler: it refuses what LiveKit has not signed, but nobody outside needs it`,
      'Do not forward this path: LiveKit uses it on the server itself.',
      close,
    );
  }
  return fine(step, `${pathname} is closed (${String(status)})`);
}

/** Returns the code with which the token handler refuses a request; `undefined` if another program answers. */
function refusalCode({ body }: Answer): string | undefined {
  const code = fieldOf(fieldOf(parseJson(body), 'error'), 'code');
  return typeof code === 'string' ? code : undefined;
}
