import type { Port } from '../../common/openPort.ts';

/** A firewall's rules in one shape, whoever wrote them: what happens to the first packet of a stranger. */
export interface RuleSet {
  /** Where packets for this machine begin; each has its own say. */
  entries: readonly string[];
  chains: ReadonlyMap<string, Chain>;
}

export interface Chain {
  /** What happens behind the last rule. */
  policy: 'accept' | 'close';
  rules: readonly Rule[];
}

export interface Rule {
  does: 'accept' | 'close' | 'return' | { jump: string };
  protocol: string | undefined;
  /** From and to; `undefined` means all. */
  ports: readonly (readonly [number, number])[] | undefined;
  /** It is for some packets only: of an interface, a source, a connection that stands. */
  isNarrow: boolean;
}

export type Passage =
  | { kind: 'open' }
  /** @property isBehind a rule lets the port in, but is reached by nobody */
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

/** Deeper than anybody nests chains. */
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
