import { look, notTried, type Finding } from './finding.ts';
import { isHere } from './outside/addresses.ts';

const step = 'room key';

/** A room key, and the token endpoint that it could be sent to. */
export interface KeyQuestion {
  roomKey: string | undefined;
  target: URL;
  /** The token endpoint in the page's `config.json`, which the server at `target` chose. */
  endpoint: URL;
  /** An additional origin that the host named with `--token-origin`. */
  tokenOrigin: string | undefined;
  /** Findings about the certificate and the page. */
  earlier: readonly Finding[];
}

/** @returns the key if the endpoint may have it, else a finding that says why it may not */
export function decideKey(question: KeyQuestion): { roomKey?: string; finding?: Finding } {
  const { roomKey, endpoint } = question;
  if (roomKey === undefined) return {};
  const finding = reasonToKeep(question);
  return finding === undefined
    ? { roomKey }
    : { finding: { ...finding, seen: keptFrom(endpoint, finding.seen) } };
}

function reasonToKeep({ target, endpoint, tokenOrigin, earlier }: KeyQuestion): Finding | undefined {
  const fault = earlier.find(({ state }) => state === 'wrong');
  if (fault !== undefined)
    return notTried(step, `"${fault.step}" is wrong, so another server may be answering`);
  if (endpoint.origin !== target.origin && endpoint.origin !== tokenOrigin) {
    return look(
      step,
      `config.json names another origin than ${target.origin}`,
      'If this origin is yours, pass it. If it is not, somebody has changed config.json.',
      [`npm run doctor -- ${target.href} --token-origin ${endpoint.origin}`],
    );
  }
  if (!mayCarryKey(endpoint)) return notTried(step, 'without https everybody on the path could read it');
  return undefined;
}

function keptFrom({ origin }: URL, why: string): string {
  return `not sent to ${origin}: ${why}`;
}

/** Whether the connection uses TLS, which is verified when the key is sent, or stays on this machine. */
export function mayCarryKey(address: URL): boolean {
  return address.protocol === 'https:' || isHere(address);
}

/**
 * @param key the installation's key and origin
 * @returns the key if `target` is the installation's own address
 */
export function keyOfInstallation(
  key: { roomKey: string | undefined; origin: string | undefined },
  target: URL | undefined,
): string | undefined {
  return key.origin !== undefined && key.origin === target?.origin ? key.roomKey : undefined;
}
