import type { Chain, Rule, RuleSet } from './firewallRules.ts';

/**
 * Options with which an iptables rule still applies to all packets for a port. With any other option the rule counts as
 * narrow (`isNarrow`): it applies to some of these packets only, such as those from one source. The exception is the
 * connection's state: with it the rule is narrow only if NEW is not among the states.
 */
const wide = new Set(['-p', '-j', '-g', '-m', '--dport', '--dports', '--comment', '--reject-with']);

/**
 * Parses the output of `iptables-save`: the chains of the table `filter`, in which packets for this machine begin at
 * INPUT.
 */
export function parseIptables(text: string): RuleSet {
  const chains = new Map<string, { policy: Chain['policy']; rules: Rule[] }>();
  let table = '';
  for (const line of text.split('\n')) {
    if (line.startsWith('*')) table = line.slice(1).trim();
    if (table !== 'filter') continue;
    const [, chain, policy] = /^:(\S+) (\S+)/.exec(line) ?? [];
    if (chain !== undefined) chains.set(chain, { policy: policy === 'DROP' ? 'close' : 'accept', rules: [] });
    const [, name = '', words] = /^-A (\S+) (.*)$/.exec(line) ?? [];
    const rule = words === undefined ? undefined : readRule(words);
    if (rule !== undefined) chains.get(name)?.rules.push(rule);
  }
  return { entries: ['INPUT'], chains };
}

function readRule(words: string): Rule | undefined {
  const options = new Map<string, string>();
  // Splits a rule into words; a comment in quotes is one word. A `!` inverts a match (`! -s …`): then the rule counts
  // as narrow, which means that it applies to some packets only.
  const parts: readonly string[] = words.match(/"[^"]*"|\S+/g) ?? [];
  for (const [index, part] of parts.entries()) {
    if (/^--?[a-z]/i.test(part)) options.set(part, parts[index + 1] ?? '');
  }
  const target = options.get('-j') ?? options.get('-g');
  if (target === undefined) return undefined;
  const states = options.get('--ctstate') ?? options.get('--state');
  const ports = options.get('--dport') ?? options.get('--dports');
  return {
    does: readTarget(target),
    protocol: options.get('-p'),
    ports: ports?.split(',').map((range): [number, number] => {
      const [from = '', to = from] = range.split(':');
      return [Number(from), Number(to)];
    }),
    isNarrow:
      parts.includes('!') ||
      (states !== undefined && !/\bNEW\b/.test(states)) ||
      [...options.keys()].some((option) => !wide.has(option) && !/^--(ct)?state$/.test(option)),
  };
}

function readTarget(target: string): Rule['does'] {
  switch (target) {
    case 'ACCEPT':
      return 'accept';
    case 'DROP':
    case 'REJECT':
      return 'close';
    case 'RETURN':
      return 'return';
    default:
      return { jump: target };
  }
}
