import type { Port } from '../../common/openPort.ts';

/**
 * The rules of a firewall (iptables or nft) in a common form, which tells what happens to the first packet of a
 * stranger.
 */
export interface RuleSet {
  /** Names of the chains at which packets for this machine begin. Each of these chains can drop a packet. */
  entries: readonly string[];
  chains: ReadonlyMap<string, Chain>;
}

export interface Chain {
  /** What happens to a packet that no rule of the chain has accepted or dropped. */
  policy: 'accept' | 'close';
  rules: readonly Rule[];
}

export interface Rule {
  does: 'accept' | 'close' | 'return' | { jump: string };
  protocol: string | undefined;
  /** Ranges of ports (from, to) to which the rule applies; `undefined` means all ports. */
  ports: readonly (readonly [number, number])[] | undefined;
  /**
   * True when the rule applies to some packets only: those of an interface, of a source or of an established
   * connection.
   */
  isNarrow: boolean;
}

export type Passage =
  | { kind: 'open' }
  /** @property isBehind true when a rule accepts the port, but packets never reach this rule */
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

/** Greatest number of chains that lead into each other, as a guard against endless ones. Real rules have fewer. */
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
