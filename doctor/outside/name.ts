import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { fine, wrong, type Finding } from '../finding.ts';
import { hostOf, reachOf } from './addresses.ts';
import { errorCode } from './request.ts';

/** What the system's resolver answers for the host name in the room's address. */
export interface NameObservation {
  host: string;
  addresses: readonly string[];
  /** The resolver's error code: `ENOTFOUND`, `EAI_AGAIN`. */
  failure?: string;
}

/** Time limit for the resolver. Most resolvers give up by themselves before. */
const lookUpMs = 8000;

/** Looks up A and AAAA records with the system's resolver, as a browser on this machine does. */
export async function lookUpName(target: URL): Promise<NameObservation> {
  const host = hostOf(target);
  if (isIP(host) !== 0) return { host, addresses: [host] };
  const timeout = AbortSignal.timeout(lookUpMs);
  const tooLate = new Promise<never>((_resolve, reject) => {
    timeout.addEventListener('abort', () => reject(new Error('timeout')), { once: true });
  });
  try {
    const found = await Promise.race([lookup(host, { all: true }), tooLate]);
    return { host, addresses: found.map(({ address }) => address) };
  } catch (error) {
    return { host, addresses: [], failure: errorCode(error) };
  }
}

export function judgeName({ host, addresses, failure }: NameObservation): Finding {
  const step = 'name';
  if (failure === 'EAI_AGAIN' || failure === 'timeout') {
    return wrong(
      step,
      `${host} could not be looked up: no name server answers this machine`,
      'Look at the network of this machine first. If other names resolve, the name servers of the domain do not answer.',
      [`dig +trace ${host}`],
    );
  }
  if (addresses.length === 0) {
    return wrong(
      step,
      `${host} does not resolve (${failure ?? 'no address'})`,
      "At the provider of the domain, add an A record that points to the load balancer's public address (or the server's, where there is no load balancer). It can take an hour until everybody sees it.",
      [`dig +short ${host}`],
    );
  }
  const hasPublic = addresses.some((address) => reachOf(address) === 'public');
  const hasPrivate = addresses.some((address) => reachOf(address) !== 'public');
  if (hasPublic && hasPrivate) {
    return wrong(
      step,
      `${host} is ${addresses.join(', ')}: some of them can't be reached from the internet`,
      'Take the private addresses out of the A and AAAA records: some guests are sent there.',
      [`dig +short A ${host}`, `dig +short AAAA ${host}`],
    );
  }
  return isIP(host) === 0
    ? fine(step, `${host} is ${addresses.join(', ')}`)
    : fine(step, `${host}, an address without a name`);
}
