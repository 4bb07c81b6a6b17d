import { isAddress, isIpv6, isPrivateAddress, isPrivateHost, nameOf } from './announced.ts';
import type { AddressFacts, RelayFacts, NetworkPathFacts } from './facts.ts';
import { finding, type Finding } from './finding.ts';
import { diagnosis, type DiagnosisKind, type Judgement } from './judge.ts';
import type { Port } from '../../common/openPort.ts';

/**
 * Judges the network paths to the server. It may be called while some addresses are still being tried; those are not
 * called closed yet.
 */
export function judgeNetworkPaths({ host, addresses, relays }: NetworkPathFacts): Judgement {
  const isHome = isPrivateHost(host);
  const findings: Finding[] = [
    ...addresses.flatMap((one) => describeAddress(one, host, isHome)),
    ...relays.map(describeRelay),
  ];
  const reachable = addresses.filter(({ announced }) => isHome || !isPrivateAddress(announced.address));
  const closed = closedPorts(reachable);
  const isOpen = (protocol: Port['protocol']) =>
    addresses.some(({ announced, answer }) => announced.protocol === protocol && hasAnswered(answer));
  const what = closed.map(({ protocol, port }) => `${String(port)}/${protocol}`).join(', ');
  const ill = (verdict: 'limited' | 'blocked', kind: DiagnosisKind, ports: Port[] = closed): Judgement => ({
    verdict,
    findings,
    diagnosis: diagnosis(kind, what, ports),
  });

  if (addresses.length === 0)
    return { ...ill('blocked', 'nothing_announced'), findings: [finding('nothing_announced')] };
  if (!isOpen('udp') && !isOpen('tcp')) {
    if (relays.some(({ answer }) => hasAnswered(answer))) return ill('limited', 'turn_only');
    return reachable.length === 0 ? ill('blocked', 'private_announced') : ill('blocked', 'media_blocked');
  }
  if (closed.some(({ protocol }) => protocol === 'udp') && !isOpen('udp'))
    return ill('limited', 'udp_closed');
  if (closed.length > 0) return ill('limited', 'tcp_closed');
  // A server in a home network may offer only UDP, because `npm start` offers nothing else. So may one with a TURN
  // server that answers, because that also reaches guests for whom UDP is blocked.
  const hasTcp = addresses.some(({ announced }) => announced.protocol === 'tcp');
  const isUdpOnly = !isHome && !hasTcp && !relays.some(({ answer }) => hasAnswered(answer));
  if (isUdpOnly) findings.push(finding('no_tcp_announced'));
  const lost = relays.find(({ answer }) => answer === 'silent');
  if (lost) return { verdict: 'limited', findings, diagnosis: diagnosis('turn_closed', lost.url) };
  if (isUdpOnly) return ill('limited', 'no_tcp');
  return { verdict: 'fine', findings };
}

function hasAnswered(answer: AddressFacts['answer']): boolean {
  return typeof answer === 'object';
}

/**
 * Ports at which no IPv4 address of the server answers. IPv6 addresses are ignored, because many guests have no IPv6.
 */
function closedPorts(addresses: readonly AddressFacts[]): Port[] {
  const ports = new Map<string, Port>();
  for (const { announced, answer } of addresses) {
    if (answer !== 'silent' || isIpv6(announced.address)) continue;
    const { protocol, port } = announced;
    const isOpenElsewhere = addresses.some(
      (one) => one.announced.protocol === protocol && one.announced.port === port && hasAnswered(one.answer),
    );
    if (!isOpenElsewhere) ports.set(`${protocol} ${String(port)}`, { protocol, port });
  }
  return [...ports.values()];
}

function describeAddress({ announced, answer }: AddressFacts, host: string, isHome: boolean): Finding[] {
  const name = nameOf(announced);
  if (answer === undefined) return [finding('address_tried', name)];
  const said =
    answer !== 'silent'
      ? finding('address_answers', name, answer.roundTripMs)
      : isPrivateAddress(announced.address) && !isHome
        ? finding('address_private', name)
        : finding(isIpv6(announced.address) ? 'address_silent_ipv6' : 'address_silent', name);
  // Pages cannot resolve host names, so the addresses can be compared only if the page's host is an IP address.
  const own = host.replace(/^\[|\]$/g, '');
  const isElsewhere =
    isAddress(own) &&
    isIpv6(own) === isIpv6(announced.address) &&
    own !== announced.address &&
    answer === 'silent';
  return isElsewhere ? [said, finding('address_elsewhere', announced.address, own)] : [said];
}

function describeRelay({ url, isAllocated, answer }: RelayFacts): Finding {
  if (answer === undefined) return finding('address_tried', url);
  if (answer !== 'silent') return finding('address_answers', url, answer.roundTripMs);
  return finding(isAllocated ? 'relay_leads_nowhere' : 'address_silent', url);
}
