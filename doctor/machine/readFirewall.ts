import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { RuleSet } from './firewallRules.ts';
import { parseIptables } from './parseIptables.ts';
import { parseNft } from './parseNft.ts';

/** Who decides what comes in, as far as this user may see it. */
export type FirewallObservation =
  /** `7882/udp`; `7000-8000/tcp` */
  | { kind: 'firewalld'; open: readonly string[] }
  | { kind: 'rules'; sets: readonly RuleSet[] }
  | { kind: 'unreadable' };

const run = promisify(execFile);

/** Reads only: nothing that could change a rule is called. */
export async function readFirewall(): Promise<FirewallObservation> {
  const state = await output('firewall-cmd', '--state');
  if (state.text?.trim() === 'running') return { kind: 'firewalld', open: await readFirewalld() };
  const [iptables, nft] = await Promise.all([
    output('iptables-save'),
    output('nft', '-j', 'list', 'ruleset'),
  ]);
  if (iptables.text === undefined && nft.text === undefined && !(iptables.isMissing && nft.isMissing)) {
    return { kind: 'unreadable' };
  }
  return {
    kind: 'rules',
    sets: [
      ...(iptables.text === undefined ? [] : [parseIptables(iptables.text)]),
      ...(nft.text === undefined ? [] : [parseNft(nft.text)]),
    ],
  };
}

/** The open ports of every zone that has an interface, with those of its services. */
async function readFirewalld(): Promise<string[]> {
  const list = async (...args: string[]) => words((await output('firewall-cmd', ...args)).text);
  const zones = (await output('firewall-cmd', '--get-active-zones')).text ?? '';
  const open: string[] = [];
  for (const [, zone = ''] of zones.matchAll(/^(\S+)/gm)) {
    // That zone lets everything in.
    if (zone === 'trusted') open.push('1-65535/tcp', '1-65535/udp');
    open.push(...(await list(`--zone=${zone}`, '--list-ports')));
    for (const service of await list(`--zone=${zone}`, '--list-services')) {
      const info = (await output('firewall-cmd', `--info-service=${service}`)).text ?? '';
      open.push(...words(/^\s*ports:(.*)$/m.exec(info)?.[1]));
    }
  }
  return open;
}

function words(text: string | undefined): string[] {
  return text?.split(/\s+/).filter(Boolean) ?? [];
}

async function output(
  command: string,
  ...args: string[]
): Promise<{ text: string | undefined; isMissing: boolean }> {
  // Debian's users do not have these folders in their PATH.
  const env = { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin` };
  try {
    const { stdout } = await run(command, args, { env, timeout: 5000, maxBuffer: 16_000_000 });
    return { text: stdout, isMissing: false };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    return { text: undefined, isMissing: code === 'ENOENT' };
  }
}
