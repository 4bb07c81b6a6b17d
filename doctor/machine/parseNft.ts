import { fieldOf } from '../../common/fieldOf.ts';
import { parseJson } from '../../common/parseJson.ts';
import type { Chain, Rule, RuleSet } from './firewallRules.ts';

/** Parses the output of `nft -j list ruleset`. Every chain with the hook `input` can drop a packet. */
export function parseNft(text: string): RuleSet {
  const chains = new Map<string, { policy: Chain['policy']; rules: Rule[] }>();
  const entries: string[] = [];
  for (const entry of readList(parseJson(text), 'nftables')) {
    const chain = fieldOf(entry, 'chain');
    if (chain !== undefined) {
      const name = nameOf(chain, 'name');
      chains.set(name, { policy: fieldOf(chain, 'policy') === 'drop' ? 'close' : 'accept', rules: [] });
      if (fieldOf(chain, 'hook') === 'input') entries.push(name);
    }
    const rule = fieldOf(entry, 'rule');
    if (rule !== undefined) {
      const read = readRule(rule);
      if (read !== undefined) chains.get(nameOf(rule, 'chain'))?.rules.push(read);
    }
  }
  return { entries, chains };
}

function readRule(rule: unknown): Rule | undefined {
  let does: Rule['does'] | undefined;
  let protocol: string | undefined;
  let ports: Rule['ports'];
  let isNarrow = false;
  for (const part of readList(rule, 'expr')) {
    const match = fieldOf(part, 'match');
    if (match === undefined) {
      does ??= readVerdict(part, rule);
      continue;
    }
    const left = fieldOf(match, 'left');
    const right = fieldOf(match, 'right');
    const isEqual = fieldOf(match, 'op') === '==' || fieldOf(match, 'op') === 'in';
    const payload = fieldOf(left, 'payload');
    const isTransport = fieldOf(fieldOf(left, 'meta'), 'key') === 'l4proto';
    if (isEqual && fieldOf(payload, 'field') === 'dport') {
      const over = fieldOf(payload, 'protocol');
      // `th dport` in a rule stands for the ports of both TCP and UDP.
      if (typeof over === 'string' && over !== 'th') protocol = over;
      ports = readPorts(right);
    } else if (isEqual && isTransport && typeof right === 'string') {
      protocol = right;
    } else if (!(isEqual && isTransport)) {
      isNarrow = true;
    }
  }
  return does === undefined ? undefined : { does, protocol, ports, isNarrow };
}

function readVerdict(part: unknown, rule: unknown): Rule['does'] | undefined {
  if (typeof part !== 'object' || part === null) return undefined;
  if ('accept' in part) return 'accept';
  if ('drop' in part || 'reject' in part) return 'close';
  if ('return' in part) return 'return';
  const target = fieldOf(fieldOf(part, 'jump') ?? fieldOf(part, 'goto'), 'target');
  return typeof target === 'string'
    ? { jump: `${String(fieldOf(rule, 'family'))} ${String(fieldOf(rule, 'table'))} ${target}` }
    : undefined;
}

/** Parses the ports of a rule: a number, `{"range": [1, 2]}`, or `{"set": […]}` of those. */
function readPorts(right: unknown): [number, number][] {
  if (typeof right === 'number') return [[right, right]];
  const range: unknown = fieldOf(right, 'range');
  if (Array.isArray(range) && range.length === 2) return [[Number(range[0]), Number(range[1])]];
  return readList(right, 'set').flatMap(readPorts);
}

function nameOf(owner: unknown, key: 'name' | 'chain'): string {
  return `${String(fieldOf(owner, 'family'))} ${String(fieldOf(owner, 'table'))} ${String(fieldOf(owner, key))}`;
}

function readList(owner: unknown, name: string): readonly unknown[] {
  const list = fieldOf(owner, name);
  return Array.isArray(list) ? list : [];
}
