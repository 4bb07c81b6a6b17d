import { copyFile, mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from './programs.ts';
import { shipped } from './rewrite.ts';
import { expect, test } from './deploymentTest.ts';

const folder = join(shipped, 'firewall');
const services = (await readdir(folder)).filter((name) => name.endsWith('.xml'));
const script = join(folder, 'iptables.sh');

/** Ports that VMs of a cluster open to each other. Terraform has the same list. */
const peerPorts = ['26379/tcp', '5000/tcp', '5001/tcp', '6379/tcp', '6789/tcp', '7880/tcp'];

/**
 * Makes a folder for firewalld with First Room's services and checks it with firewalld's offline tool, which changes
 * nothing on this machine.
 */
async function layOut(root: string, change: (text: string) => string = (text) => text): Promise<string[]> {
  await mkdir(join(root, 'services'), { recursive: true });
  await copyFile('/etc/firewalld/firewalld.conf', join(root, 'firewalld.conf'));
  for (const name of services) {
    const text = await readFile(join(folder, name), 'utf8');
    await writeFile(join(root, 'services', name), change(text));
  }
  return ['--system-config', root];
}

test('firewalld accepts the services, and opens their ports', async ({}, testInfo) => {
  const offline = await layOut(testInfo.outputPath('firewalld'));
  expect(run('firewall-offline-cmd', [...offline, '--check-config'])).toEqual({ status: 0, output: '' });
  const portsOf = (service: string) =>
    run('firewall-offline-cmd', [...offline, `--service=${service}`, '--get-ports']).output.trim();
  expect(portsOf('first-room')).toBe('7882/udp 7881/tcp');
  expect(portsOf('first-room-web')).toBe('8080/tcp');
  expect(portsOf('first-room-peers').split(' ').toSorted()).toEqual(peerPorts);
  run('firewall-offline-cmd', [...offline, '--zone=public', '--add-service=first-room']);
  expect(run('firewall-offline-cmd', [...offline, '--zone=public', '--list-services']).output).toContain(
    'first-room',
  );
});

test('firewalld reports an impossible port', async ({}, testInfo) => {
  const offline = await layOut(testInfo.outputPath('firewalld'), (text) => text.replace('7882', '78820'));
  expect(run('firewall-offline-cmd', [...offline, '--check-config']).status).not.toBe(0);
});

/**
 * The INPUT chain in Oracle's Ubuntu images. Its rule that accepts all packets on loopback is left out, because the
 * test has no other network than loopback: with this rule every port would be open.
 */
const oracleRules = `*filter
:INPUT ACCEPT [0:0]
:FORWARD ACCEPT [0:0]
:OUTPUT ACCEPT [0:0]
:InstanceServices - [0:0]
-A INPUT -m state --state RELATED,ESTABLISHED -j ACCEPT
-A INPUT -p icmp -j ACCEPT
-A INPUT -p udp -m udp --sport 123 -j ACCEPT
-A INPUT -p tcp -m state --state NEW -m tcp --dport 22 -j ACCEPT
-A INPUT -j REJECT --reject-with icmp-host-prohibited
-A FORWARD -j REJECT --reject-with icmp-host-prohibited
-A OUTPUT -d 169.254.0.0/16 -j InstanceServices
-A InstanceServices -d 169.254.0.2/32 -p tcp -m owner --uid-owner 0 -m tcp --dport 3260 -j ACCEPT
-A InstanceServices -d 169.254.0.0/16 -p tcp -m tcp -j REJECT --reject-with tcp-reset
COMMIT
`;

/** Runs commands in a network namespace with Oracle's rules, and returns the output of the last one. */
function inOraclesNetwork(commands: readonly string[], env: Record<string, string>) {
  const lines = [
    'set -eu',
    'ip link set lo up',
    `iptables-restore <<'RULES'\n${oracleRules}RULES`,
    ...commands,
  ];
  return run('unshare', ['--user', '--map-root-user', '--net', 'bash', '-c', lines.join('\n')], {
    env: { ...env, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin` },
  });
}

const input = "iptables -S INPUT | grep '^-A'";

test('on Ubuntu the ports are opened before the final REJECT, however often the script runs', async ({}, testInfo) => {
  const rules = testInfo.outputPath('rules.v4');
  const env = { RULES_FILE: rules };
  const once = inOraclesNetwork([`"${script}" load-balancer >&2`, input], env);
  const kept = await readFile(rules, 'utf8');
  const thrice = inOraclesNetwork(
    [`"${script}" load-balancer`, `"${script}" tls`, `"${script}" load-balancer`, input],
    env,
  );
  expect(once.status, once.output).toBe(0);
  const lines = (said: string) => said.split('\n').filter((line) => line.startsWith('-A'));
  expect(lines(once.output)).toEqual([
    ...lines(oracleRules).slice(0, 4),
    '-A INPUT -p udp -m udp --dport 7882 -m comment --comment first-room -j ACCEPT',
    '-A INPUT -p tcp -m tcp --dport 7881 -m comment --comment first-room -j ACCEPT',
    '-A INPUT -p tcp -m tcp --dport 8080 -m comment --comment first-room -j ACCEPT',
    '-A INPUT -j REJECT --reject-with icmp-host-prohibited',
  ]);
  expect(lines(thrice.output)).toEqual(lines(once.output));
  // The rules that are saved for the next boot still include Oracle's rules for its own services.
  expect(lines(await readFile(rules, 'utf8'))).toEqual(lines(kept));
  expect(kept).toContain(
    '-A InstanceServices -d 169.254.0.0/16 -p tcp -m tcp -j REJECT --reject-with tcp-reset',
  );
  const booted = inOraclesNetwork([`iptables-restore < "${rules}"`, input], env);
  expect(lines(booted.output)).toEqual(lines(once.output));
});

test('ports between VMs are open to their subnet alone, and stay open when the script runs again for guests', async ({}, testInfo) => {
  const env = { RULES_FILE: testInfo.outputPath('rules.v4') };
  const { output, status } = inOraclesNetwork(
    [
      `"${script}" load-balancer`,
      `"${script}" peers 10.0.1.0/24`,
      `"${script}" peers 10.0.2.0/24`,
      `"${script}" load-balancer`,
      input,
    ],
    env,
  );
  expect(status, output).toBe(0);
  const rules = output.split('\n').filter((line) => line.startsWith('-A'));
  const peers = rules.filter((rule) => rule.includes('first-room-peers'));
  expect(peers.map((rule) => `${/--dport (\d+)/.exec(rule)?.[1] ?? ''}/tcp`).toSorted()).toEqual(peerPorts);
  for (const rule of peers) expect(rule).toMatch(/^-A INPUT -s 10\.0\.2\.0\/24 -p tcp .* -j ACCEPT$/);
  expect(rules.filter((rule) => rule.includes('--comment first-room -j'))).toHaveLength(3);
  expect(rules.at(-1)).toContain('-j REJECT');
});

test('opened ports are reachable, and others are not', async ({}, testInfo) => {
  const knock = [
    'const { createServer, connect } = require("node:net");',
    'const ports = [8080, 443, 9000];',
    'const listen = (port) => new Promise((done) => createServer().listen(port, "127.0.0.1", done));',
    'const reach = (port) => new Promise((done) => {',
    '  connect(port, "127.0.0.1").on("connect", () => done("open")).on("error", ({ code }) => done(code));',
    '});',
    '(async () => {',
    '  for (const port of ports) await listen(port);',
    '  for (const port of ports) console.log("port " + port + " " + await reach(port));',
    '  process.exit();',
    '})();',
  ].join('\n');
  const knocking = `"${process.execPath}" -e '${knock}'`;
  const env = { RULES_FILE: testInfo.outputPath('rules.v4') };
  const { output } = inOraclesNetwork(
    [knocking, `"${script}" load-balancer`, knocking, `"${script}" tls`, knocking],
    env,
  );
  expect(output.split('\n').filter((line) => line.startsWith('port'))).toEqual([
    'port 8080 EHOSTUNREACH',
    'port 443 EHOSTUNREACH',
    'port 9000 EHOSTUNREACH',
    'port 8080 open',
    'port 443 EHOSTUNREACH',
    'port 9000 EHOSTUNREACH',
    'port 8080 EHOSTUNREACH',
    'port 443 open',
    'port 9000 EHOSTUNREACH',
  ]);
});

test('the script reports wrong arguments and changes nothing', async ({}, testInfo) => {
  const rules = testInfo.outputPath('not', 'here', 'rules.v4');
  const wrong = [
    { call: `"${script}"`, says: 'pass where TLS ends' },
    { call: `"${script}" loadbalancer`, says: 'pass where TLS ends' },
    { call: `"${script}" peers`, says: 'pass the subnet of the VMs' },
    { call: `"${script}" peers 0.0.0.0/0`, says: 'pass the subnet of the VMs' },
    { call: `"${script}" peers 10.0.1.300/24`, says: 'pass the subnet of the VMs' },
    { call: `"${script}" tls`, says: 'apt-get install iptables-persistent' },
  ];
  for (const { call, says } of wrong) {
    const { output } = inOraclesNetwork([`${call} || echo "status $?"`, input], { RULES_FILE: rules });
    expect(output).toContain(says);
    expect(output).toContain('status 1');
    expect(output).not.toContain('first-room -j');
  }
  const asGuest = run('unshare', ['--user', '--net', 'bash', script, 'tls']);
  expect(asGuest).toEqual({ status: 1, output: expect.stringContaining('run it with sudo') });
});
