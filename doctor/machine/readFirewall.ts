import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { RuleSet } from './firewallRules.ts';
import { parseIptables } from './parseIptables.ts';
import { parseNft } from './parseNft.ts';

/** The firewall that filters incoming packets, as far as the user who runs the doctor may read it. */
export type FirewallObservation =
  /**
   * The firewall is firewalld. `zone` handles guests' packets; `open` lists the ports that the zone accepts, such as
   * `7882/udp` and `7000-8000/tcp`.
   */
  | { kind: 'firewalld'; zone: string; open: readonly string[] }
  | { kind: 'rules'; sets: readonly RuleSet[] }
  | { kind: 'unreadable' };

const run = promisify(execFile);

/**
 * Time limit for firewall-cmd, a Python program that takes seconds to start on a small, busy VM. A limit that is too
 * short would make closed ports look open.
 */
const answerMs = 30_000;

/** Reads the firewall's rules. Calls no command that could change a rule. */
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
 * Lists the open ports of the zone that handles guests' packets, with those of the zone's services. It is the zone of
 * the default route's interface, or the default zone if that interface has none, as after a reload without
 * NetworkManager.
 */
async function readFirewalld(): Promise<{ zone: string; open: string[] }> {
  const list = async (...args: string[]) => words((await output('firewall-cmd', ...args)).text);
  const name = await outwardInterface();
  const ofInterface = name === undefined ? [] : await list(`--get-zone-of-interface=${name}`);
  const [zone = ''] = ofInterface.length > 0 ? ofInterface : await list('--get-default-zone');
  const ofZone = fieldsOf((await output('firewall-cmd', `--info-zone=${zone}`)).text);
  // Counts every port as open: a zone with the target ACCEPT, such as `trusted`, accepts all packets.
  if (ofZone('target').includes('ACCEPT')) return { zone, open: ['1-65535/tcp', '1-65535/udp'] };
  const open = ofZone('ports');
  for (const service of ofZone('services')) {
    open.push(...fieldsOf((await output('firewall-cmd', `--info-service=${service}`)).text)('ports'));
  }
  return { zone, open };
}

/** Parses firewall-cmd's description of a zone or a service, with lines such as `ports: 22/tcp 80/tcp`. */
function fieldsOf(info = ''): (name: string) => string[] {
  return (name) => words(new RegExp(`^\\s*${name}:(.*)$`, 'm').exec(info)?.[1]);
}

/** Returns the interface of the default route with the smallest metric. */
async function outwardInterface(): Promise<string | undefined> {
  // The file's columns: interface, destination, gateway, flags, two counts, metric, mask;
  // https://man7.org/linux/man-pages/man5/proc_pid_net.5.html
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
  // Adds the folders of administration programs, which Debian's users do not have in their PATH.
  const env = { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin` };
  try {
    const { stdout } = await run(command, args, { env, timeout: answerMs, maxBuffer: 16_000_000 });
    return { text: stdout, isMissing: false };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    return { text: undefined, isMissing: code === 'ENOENT' };
  }
}
