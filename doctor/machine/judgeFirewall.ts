import { linesToOpen, type Port } from '../../common/openPort.ts';
import { fine, notTried, wrong, type Finding } from '../finding.ts';
import { passageOf } from './firewallRules.ts';
import type { FirewallObservation } from './readFirewall.ts';

/** Judges whether the system's firewall accepts a port that guests need. */
export function judgeFirewall(observed: FirewallObservation, port: Port): Finding {
  const name = `${String(port.port)}/${port.protocol}`;
  const step = `firewall: ${name}`;
  switch (observed.kind) {
    case 'unreadable':
      return notTried(step, 'only root may read the rules: run it with sudo');
    case 'firewalld':
      return observed.open.some((range) => isIn(range, port))
        ? fine(step, 'firewalld lets it in')
        : wrong(
            step,
            `firewalld does not let it in (zone ${observed.zone})`,
            'Open it, for now and for after a reboot.',
            [linesToOpen(port, undefined, observed.zone).oracleLinux],
          );
    case 'rules':
      break;
  }
  const open = linesToOpen(port);
  const passages = observed.sets.map((rules) => passageOf(port, rules));
  const closed = passages.filter((passage) => passage.kind === 'closed');
  if (closed.length === 0) return fine(step, 'no rule is in its way');
  return closed.some(({ isBehind }) => isBehind)
    ? wrong(
        step,
        'the rule that lets it in stands behind one that turns everything away, and is never reached',
        'Put it to the top, and keep it for after a reboot. The one behind can stay.',
        ['sudo iptables -L INPUT -n --line-numbers', open.ubuntu],
      )
    : wrong(
        step,
        'the rules turn it away',
        'Let it in before the rule that turns everything away, and keep that for after a reboot.',
        [open.ubuntu],
      );
}

function isIn(range: string, { protocol, port }: Port): boolean {
  const [, from = '', to = from, over] = /^(\d+)(?:-(\d+))?\/(\w+)$/.exec(range) ?? [];
  return over === protocol && Number(from) <= port && port <= Number(to);
}
