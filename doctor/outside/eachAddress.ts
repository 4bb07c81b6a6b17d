import { fine, notTried, wrong, type Finding } from '../finding.ts';
import type { Result } from '../../common/result.ts';
import { isHere } from './addresses.ts';
import { judgeCertificate } from './judgeCertificate.ts';
import { readCertificate, type CertificateObservation } from './readCertificate.ts';
import { ask, describeNoAnswer, type Answer } from './request.ts';

/** One of the addresses to which the room's domain name leads, and how it answers. */
export interface AddressObservation {
  address: string;
  page: Result<Answer, string>;
  /** The certificate at this address; `undefined` if the room is at http://. */
  certificate: Result<CertificateObservation, string> | undefined;
}

/**
 * Requests the page from every address of the room's domain name: browsers may use any of them, and resolvers return
 * them in any order.
 */
export function tryAddresses(target: URL, addresses: readonly string[]): Promise<AddressObservation[]> {
  return Promise.all(
    addresses.map(async (address) => ({
      address,
      page: await ask(target, { address }),
      certificate: target.protocol === 'https:' ? await readCertificate(target, address) : undefined,
    })),
  );
}

/**
 * Finds out whether the addresses of the room's domain name behave differently, so that only some guests have a
 * problem.
 */
export async function examineAddresses(target: URL, addresses: readonly string[]): Promise<Finding[]> {
  if (addresses.length < 2 || isHere(target)) return [];
  return judgeAddresses(target, await tryAddresses(target, addresses), new Date());
}

/**
 * Judges the answers of all addresses.
 *
 * @returns no finding if all of them fail alike, which the step about the page reports
 */
export function judgeAddresses(target: URL, observed: readonly AddressObservation[], now: Date): Finding[] {
  const step = 'name: each address';
  const tried = observed.filter(({ page }) => page.ok || !isOutOfReach(page.failure));
  const untried = observed.filter((one) => !tried.includes(one)).map(({ address }) => address);
  const faults = tried.map((one) => ({ address: one.address, fault: faultOf(one, now) }));
  const good = faults.flatMap(({ address, fault }) => (fault === undefined ? [address] : []));
  const bad = faults.flatMap(({ address, fault }) => (fault === undefined ? [] : [`${address} ${fault}`]));
  if (good.length === 0) return [];
  if (bad.length > 0) {
    return [
      wrong(
        step,
        `${bad.join('; ')}. ${good.join(', ')} ${good.length === 1 ? 'is' : 'are'} fine`,
        'Some guests are sent there, first of all those with IPv6 where it is an AAAA record. Take that record out at the provider of the domain, or let the same server answer at every address.',
        [`dig +short A ${target.hostname}`, `dig +short AAAA ${target.hostname}`],
      ),
    ];
  }
  return [
    fine(step, `${good.join(', ')}: the same page`),
    ...(untried.length === 0
      ? []
      : [notTried(step, `${untried.join(', ')} can't be reached from this machine's network`)]),
  ];
}

/** Returns the address's fault in words that follow the address: "does not answer …". */
function faultOf({ page, certificate }: AddressObservation, now: Date): string | undefined {
  if (!page.ok) return describeNoAnswer(page.failure);
  if (certificate?.ok) {
    const fault = judgeCertificate(certificate.value, now).find(({ state }) => state === 'wrong');
    if (fault !== undefined) return `has another certificate: ${fault.seen}`;
  }
  const { status, body } = page.value;
  if (status !== 200) return `answers ${String(status)}`;
  return /id="root"/.test(body) ? undefined : 'answers with another page';
}

/**
 * Tells whether the reason for a failure is this machine's own network, such as one without IPv6, which says nothing
 * about the server.
 */
function isOutOfReach(code: string): boolean {
  return code === 'ENETUNREACH' || code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT';
}
