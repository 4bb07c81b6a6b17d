import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { RuleSet } from './firewallRules.ts';
import { parseIptables } from './parseIptables.ts';
import { parseNft } from './parseNft.ts';

/** Who decides what comes in, as far as this user may see it. */
export type FirewallObservation =
  /** `zone` is the one that guests come in by; `open` is such as `7882/udp`, `7000-8000/tcp` */
  | { kind: 'firewalld'; zone: string; open: readonly string[] }
  | { kind: 'rules'; sets: readonly RuleSet[] }
  | { kind: 'unreadable' };

const run = promisify(execFile);

/** firewall-cmd is Python, which takes seconds to start on a small VM with much to do; without its answer the ports would seem open. */
const answerMs = 30_000;

/** Reads only: nothing that could change a rule is called. */
export async function readFirewall(): Promise<FirewallObservation> {
  const state = await output('firewall-cmd', '--state');
  if (state.text?.trim() === 'running') return { kind: 'firewalld', ...(await readFirewalld()) };
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

/**
 * The open ports of the zone that guests come in by, with those of its services: the one of the interface with the default route, which is
 * the default zone where the interface has none, as after a reload without NetworkManager.
 */
async function readFirewalld(): Promise<{ zone: string; open: string[] }> {
  const list = async (...args: string[]) => words((await output('firewall-cmd', ...args)).text);
  const name = await outwardInterface();
  const ofInterface = name === undefined ? [] : await list(`--get-zone-of-interface=${name}`);
  const [zone = ''] = ofInterface.length > 0 ? ofInterface : await list('--get-default-zone');
  const ofZone = fieldsOf((await output('firewall-cmd', `--info-zone=${zone}`)).text);
  // As of the zone `trusted`.
  if (ofZone('target').includes('ACCEPT')) return { zone, open: ['1-65535/tcp', '1-65535/udp'] };
  const open = ofZone('ports');
  for (const service of ofZone('services')) {
    open.push(...fieldsOf((await output('firewall-cmd', `--info-service=${service}`)).text)('ports'));
  }
  return { zone, open };
}

/** Of what firewall-cmd tells of a zone or a service, in lines such as `ports: 22/tcp 80/tcp`. */
function fieldsOf(info = ''): (name: string) => string[] {
  return (name) => words(new RegExp(`^\\s*${name}:(.*)$`, 'm').exec(info)?.[1]);
}

/** The interface of the default route with the smallest metric. */
async function outwardInterface(): Promise<string | undefined> {
  // Interface, destination, gateway, flags, two counts, metric, mask: https://man7.org/linux/man-pages/man5/proc_pid_net.5.html
  const table = await readFile('/proc/net/route', 'utf8').catch(() => '');
  const routes = table.split('\n').map((line) => line.split('\t'));
  const ofEverything = routes.filter(
    ([, destination, , , , , , mask]) => /^0{8}$/.test(destination ?? '') && /^0{8}$/.test(mask ?? ''),
  );
  return ofEverything.toSorted((one, other) => Number(one[6]) - Number(other[6]))[0]?.[0];
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
    const { stdout } = await run(command, args, { env, timeout: answerMs, maxBuffer: 16_000_000 });
    return { text: stdout, isMissing: false };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    return { text: undefined, isMissing: code === 'ENOENT' };
  }
}
