import { look, notTried, type Finding } from './finding.ts';
import { isHere } from './outside/addresses.ts';

const step = 'room key';

/** What decides whether the doctor may send the room key to the token endpoint. */
export interface KeyQuestion {
  roomKey: string | undefined;
  target: URL;
  /**
   * The token endpoint that the page's `config.json` names. The server at `target` wrote that file, so a wrong server
   * could name an endpoint that collects room keys.
   */
  endpoint: URL;
  /**
   * Another origin that may get the room key, because the person who runs the doctor has named it with
   * `--token-origin`.
   */
  tokenOrigin: string | undefined;
  /**
   * The doctor's findings about the certificate and the page, which it examines before the token endpoint. If one of
   * them is a fault, the endpoint does not get the key.
   */
  earlier: readonly Finding[];
}

/**
 * Decides whether the token endpoint may get the room key.
 *
 * @returns the key if it may, else a finding that says why not
 */
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

/**
 * Tells whether a room key may be sent to this address: over TLS, whose certificate is verified when the key is sent,
 * or on this machine.
 */
export function mayCarryKey(address: URL): boolean {
  return address.protocol === 'https:' || isHere(address);
}

/**
 * Decides whether the room key of the installation on this machine is meant for the examined address.
 *
 * @param key the installation's room key and origin
 * @returns the key if `target` is the installation's own address
 */
export function keyOfInstallation(
  key: { roomKey: string | undefined; origin: string | undefined },
  target: URL | undefined,
): string | undefined {
  return key.origin !== undefined && key.origin === target?.origin ? key.roomKey : undefined;
}
