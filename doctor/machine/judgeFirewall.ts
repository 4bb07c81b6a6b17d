import { linesToOpen, type Port } from '../../common/openPort.ts';
import { fine, notTried, wrong, type Finding } from '../finding.ts';
import { passageOf } from './firewallRules.ts';
import type { FirewallObservation } from './readFirewall.ts';

/** Judges whether the operating system's firewall accepts packets to a port that guests need. */
export function judgeFirewall(observed: FirewallObservation, port: Port): Finding {
  const name = `${String(port.port)}/${port.protocol}`;
  const step = `firewall: ${name}`;
  switch (observed.kind) {
    case 'unreadable':
      return notTried(step, 'only root may read the rules: run the doctor with sudo');
    case 'firewalld':
      return observed.open.some((range) => isIn(range, port))
        ? fine(step, 'firewalld allows it')
        : wrong(
            step,
            `firewalld does not allow it (zone ${observed.zone})`,
            'Open it, for now and for after a reboot.',
            [linesToOpen(port, undefined, observed.zone).oracleLinux],
          );
    case 'rules':
      break;
  }
  const open = linesToOpen(port);
  const passages = observed.sets.map((rules) => passageOf(port, rules));
  const closed = passages.filter((passage) => passage.kind === 'closed');
  if (closed.length === 0) return fine(step, 'no rule blocks it');
  return closed.some(({ isBehind }) => isBehind)
    ? wrong(
        step,
        'the rule that allows it comes after one that rejects everything, and is never reached',
        'Insert it at the top, and save it for the next reboot. The rule at the end can stay.',
        ['sudo iptables -L INPUT -n --line-numbers', open.ubuntu],
      )
    : wrong(
        step,
        'the rules reject it',
        'Allow it before the rule that rejects everything, and save that for the next reboot.',
        [open.ubuntu],
      );
}

function isIn(range: string, { protocol, port }: Port): boolean {
  const [, from = '', to = from, over] = /^(\d+)(?:-(\d+))?\/(\w+)$/.exec(range) ?? [];
  return over === protocol && Number(from) <= port && port <= Number(to);
}
