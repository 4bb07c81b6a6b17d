import type { Port } from '../../common/openPort.ts';

/** A firewall's rules in a common form for iptables and nft: what happens to the first packet of a stranger. */
export interface RuleSet {
  /** Chains at which packets for this machine begin; each one can drop a packet. */
  entries: readonly string[];
  chains: ReadonlyMap<string, Chain>;
}

export interface Chain {
  /** What happens after the last rule. */
  policy: 'accept' | 'close';
  rules: readonly Rule[];
}

export interface Rule {
  does: 'accept' | 'close' | 'return' | { jump: string };
  protocol: string | undefined;
  /** Ranges (from, to); `undefined` means all ports. */
  ports: readonly (readonly [number, number])[] | undefined;
  /** The rule applies to some packets only: to an interface, a source or an established connection. */
  isNarrow: boolean;
}

export type Passage =
  | { kind: 'open' }
  /** @property isBehind a rule that accepts the port exists, but is never reached */
  | { kind: 'closed'; isBehind: boolean };

export function passageOf(port: Port, { entries, chains }: RuleSet): Passage {
  const isClosed = entries.some((entry) => {
    const chain = chains.get(entry);
    return chain !== undefined && (walk(port, chain, chains, 0) ?? chain.policy) === 'close';
  });
  if (!isClosed) return { kind: 'open' };
  const isBehind = [...chains.values()].some(({ rules }) =>
    rules.some((rule) => rule.does === 'accept' && rule.ports !== undefined && isFor(rule, port)),
  );
  return { kind: 'closed', isBehind };
}

/** Limit of nested chains; real rules nest less. */
const deepest = 16;

function walk(
  port: Port,
  { rules }: Chain,
  chains: ReadonlyMap<string, Chain>,
  depth: number,
): 'accept' | 'close' | undefined {
  for (const rule of rules) {
    if (!isFor(rule, port)) continue;
    if (rule.does === 'return') return undefined;
    if (typeof rule.does === 'string') return rule.does;
    const next = chains.get(rule.does.jump);
    const end = next === undefined || depth >= deepest ? undefined : walk(port, next, chains, depth + 1);
    if (end !== undefined) return end;
  }
  return undefined;
}

function isFor({ protocol, ports, isNarrow }: Rule, { protocol: wanted, port }: Port): boolean {
  if (isNarrow) return false;
  if (protocol !== undefined && protocol !== wanted && protocol !== 'all') return false;
  return ports === undefined || ports.some(([from, to]) => from <= port && port <= to);
}
