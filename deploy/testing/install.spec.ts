import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'playwright/test';
import { generate } from 'selfsigned';
import { readExamination, type Examination } from '../../doctor/testing/examine.ts';
import {
  prepareInstallation,
  rewritten,
  usual,
  withLivekit,
  type Installation,
} from './booted/installation.ts';
import { returnAfterRemoval } from './booted/returnAfterRemoval.ts';
import { startAuthority } from './booted/startAuthority.ts';
import { standInOci, startBalancer } from './booted/startBalancer.ts';
import { guideBlock, guideBlocks, guideCommands, withoutComments } from './guide.ts';
import { rewrite, shipped } from './rewrite.ts';

/**
 * Tests install.sh on a machine with its own systemd, nginx, LiveKit and Node. Each test continues with the state of
 * the one before it, as on a VM.
 */
test.describe.configure({ mode: 'serial' });

let here: Installation;
let install = '';
const firstPage = (text: string) => text.replace('<head>', '<head><!-- the first -->');

test.beforeAll(async () => {
  here = await prepareInstallation();
  install = await here.unpack(rewritten('dist/web/index.html', firstPage));
});
test.afterAll(() => here.vm.stop());

const served = () => here.vm.run("curl -s -H 'X-Forwarded-Proto: https' http://127.0.0.1:8080/").said;

test('a dry run lists the changes and makes none', () => {
  const before = here.files();
  const { status, said } = here.vm.run(`${install} ${withLivekit} --before-dns --dry-run`);
  expect(said).toContain('Would change:\n');
  expect(said).toContain('/etc/first-room/livekit-keys.yaml');
  expect(status).toBe(0);
  expect(here.files()).toBe(before);
});

test('the guide’s commands install a release, print a link with a key, and prove that each part runs', async () => {
  const commands = rewrite(await guideCommands('--public-ip 203.0.113.10 --before-dns'), {
    'scp dist/first-room-*.tar.gz opc@203.0.113.10:\nssh opc@203.0.113.10\n': `set -e; cd ${dirname(dirname(dirname(install)))}\n`,
    '203.0.113.10': '198.51.100.10',
    '--before-dns': '--before-dns --livekit /srv/shared/livekit-server',
  });
  const { status, said } = here.vm.run(commands);
  expect(said).toMatch(/https:\/\/room\.example\.com\/#key=[0-9a-f]{32}\n/);
  expect(status).toBe(0);
  expect(served()).toContain('the first');
  const proof = (await guideCommands('X-Forwarded-Proto: https'))
    .split('\n')
    .filter((line) => !line.startsWith('firewall-cmd'));
  expect(here.vm.run(proof.join('; ')).said).toMatch(
    /^active\nactive\nactive\nOK\s*ok\s*HTTP\/1\.1 200 OK[^]*\ncontent-security-policy: [^]*livekit-server/i,
  );
  // LiveKit runs as its own user, and the media ports are open on the VM.
  expect(here.vm.run('ps -C livekit-server -o user:20=').said.trim()).toBe('first-room-livekit');
  expect(
    here.vm.run('ss -Hnul sport = :7882; ss -Hntl sport = :7881').said.trim().split('\n').length,
  ).toBeGreaterThan(1);
  // LiveKit uses only the configured one of the VM's two addresses: without the setting `ips` it would choose one at
  // random at each start.
  expect(here.vm.run("ss -Hnul4 sport = :7882 | awk '{ print $4 }'").said).toBe('198.51.100.10:7882\n');
  expect(
    here.vm.run('stat -c "%a %U" /etc/first-room/token.env /etc/first-room/livekit-keys.yaml').said,
  ).toBe('600 root\n600 root\n');
});

test('a concurrent install.sh fails at once, and the lock is in a folder of root’s own', () => {
  expect(here.vm.run('stat -c "%a %U" /run/first-room-install').said).toBe('700 root\n');
  const { status, said } = here.vm.run(`flock /run/first-room-install/lock ${install} --before-dns`);
  expect(said).toContain('another install.sh is running on this VM.');
  expect(status).toBe(1);
});

test('the room key is in no command line while the doctor runs', async () => {
  const listed = rewritten(
    'dist/doctor/doctor.mjs',
    () =>
      "import { execSync } from 'node:child_process';\nconsole.log(execSync('ps -eo args').toString(), process.env.ROOM_KEY === undefined ? 'no key' : 'has a key');\nprocess.exitCode = 1;\n",
  );
  const next = await here.unpack(listed);
  const { said } = here.vm.run(`${next} --before-dns`, { FIRST_ROOM_PATIENCE: '2' });
  const key = here.vm.run('sed -n s/^ROOM_KEY=//p /etc/first-room/token.env').said.trim();
  expect(said).toContain('has a key');
  expect(said.replaceAll(/#\S+/g, '')).not.toContain(key);
});

test('a second run leaves the same files and restarts nothing', () => {
  const [files, processes] = [here.files(), here.processes()];
  const { status, said } = here.vm.run(`${install} --before-dns`);
  expect(said).toContain('Nothing had to be changed.');
  expect(status).toBe(0);
  expect(here.files()).toBe(files);
  expect(here.processes()).toBe(processes);
});

/** Environment variables with which Node trusts the load balancer's certificate. */
const trusting = { NODE_EXTRA_CA_CERTS: '/root/balancer.crt', FIRST_ROOM_PATIENCE: '10' };

/**
 * Faults to make on the VM, and the names of the steps in which the doctor reports them. The tests then run the command
 * lines that the doctor advises. An entry combines only faults that are fixed one by one: install.sh fixes more than
 * one fault, and rolls back while something else is wrong.
 */
const faults = [
  {
    breaks: [
      'systemctl --quiet --no-reload disable first-room-token nginx',
      'systemctl stop nginx first-room-livekit first-room-token',
    ],
    names: ['listens: LiveKit', 'listens: token handler', 'listens: web server', 'after a reboot'],
    isStopped: true,
  },
  {
    breaks: [
      'echo HOST=0.0.0.0 >> /etc/first-room/token.env',
      "sed -i 's/^LIVEKIT_URL=.*/LIVEKIT_URL=ws:\\/\\/127.0.0.1:7880/; s/^TRUSTED_PROXY_HOPS=.*/TRUSTED_PROXY_HOPS=0/' /etc/first-room/token.env",
    ],
    names: ['listens: token handler', "token: LiveKit's address", 'token: who asks'],
  },
  {
    breaks: [
      "sed -i 's/^public_ip=.*/public_ip=203.0.113.20/' /etc/first-room/install.conf",
      "sed -i 's/198[.]51[.]100[.]10/203.0.113.20/' /etc/first-room/livekit.yaml",
    ],
    names: ['node_ip'],
  },
  {
    breaks: ["sed -i 's/: ./: z/' /etc/first-room/livekit-keys.yaml"],
    names: ['key and secret'],
  },
  {
    breaks: [
      "sed -i 's/^bind_addresses: .*/bind_addresses: [0.0.0.0]/; s/^  udp_port: .*/&\\n  port_range_start: 50000\\n  port_range_end: 50100/' /etc/first-room/livekit.yaml",
      "sed -i 's/^LimitNOFILE=.*/LimitNOFILE=1024/' /etc/systemd/system/first-room-livekit.service; systemctl daemon-reload",
    ],
    names: ['listens: signalling', 'listens: metrics', 'media ports', 'open files'],
  },
];

/**
 * Names of the steps with findings about the machine that the tests run on, which the doctor reports even when all is
 * well.
 */
let ofMachine: readonly string[] = [];

const doctor = '/usr/bin/node /opt/first-room/current/doctor/doctor.mjs --json https://room.example.com/';

function examined(
  environment: Record<string, string> = trusting,
  asked: string = `${doctor} --vm`,
): Examination {
  const { status, said } = here.vm.run(asked, environment);
  return readExamination(status ?? -1, said);
}

function unwell({ findings }: Examination): string[] {
  return findings.flatMap(({ step, state }) => (state === 'wrong' || state === 'look' ? [step] : []));
}

/**
 * Returns the names of the steps with findings in the table that install.sh prints when its doctor finds nothing wrong.
 */
function unwellIn(said: string): string[] {
  expect(said).toMatch(/^Nothing is wrong: /m);
  return [...said.matchAll(/^! (.+?) {2,}look {2,}/gm)].map(([, step]) => String(step));
}

/**
 * Returns the command lines that the doctor advises for these steps, for root and each line once, with the address that
 * only the person who runs the server knows.
 */
function linesOf({ findings }: Examination, steps: readonly string[]): string[] {
  const lines = findings.flatMap((finding) =>
    'cure' in finding && steps.includes(finding.step) ? finding.cure.lines : [],
  );
  return lines
    .filter((line, index) => !lines.includes(line, index + 1))
    .map((line) => line.replaceAll('sudo ', '').replace('PUBLIC_IP_OF_THE_SERVER', '198.51.100.10'));
}

test('behind a load balancer the host’s doctor checks every step of a join, and decides', async () => {
  await startBalancer(here.vm);
  const green = here.vm.run(install, trusting);
  expect(green.said).toMatch(/media over UDP +(fine|not tried)/);
  expect(green.status).toBe(0);
  ofMachine = unwellIn(green.said);
});

test('faults are fixed by the lines that the doctor prints, and stay fixed after the next update', async () => {
  // Leaves out findings about the kernel, because the VM has this machine's kernel. The doctor in install.sh has
  // reported them in an earlier test.
  const notOfMachine = (steps: readonly string[]) => steps.filter((step) => !ofMachine.includes(step));
  const restart =
    'systemctl kill --signal=KILL first-room-livekit; systemctl restart first-room-livekit first-room-token; ' +
    'for port in 5000/healthz 7880/; do until curl -sf -o /dev/null http://127.0.0.1:$port; do sleep 0.1; done; done';
  for (const { breaks, names, isStopped = false } of faults) {
    here.vm.run([...breaks, ...(isStopped ? [] : [restart])].join('; '));
    const examination = examined();
    const steps = notOfMachine(unwell(examination));
    expect(steps).toEqual(names);
    const lines = linesOf(examination, steps);
    const cured = here.vm.run(`set -e; ${lines.join('\n')}`, trusting);
    expect(cured.status, cured.said).toBe(0);
    if (lines.at(-1)?.includes('install.sh') === true) {
      expect(notOfMachine(unwellIn(cured.said))).toEqual([]);
    } else {
      // Waits until the load balancer passes guests on, for which it needs several good answers.
      await expect.poll(() => notOfMachine(unwell(examined())), { timeout: 60_000 }).toEqual([]);
    }
  }
  // Installs once more: the update keeps what the commands that the doctor advised have fixed.
  const update = here.vm.run(install, trusting);
  expect(update.said).toContain('Nothing had to be changed.');
  expect(notOfMachine(unwellIn(update.said))).toEqual([]);
});

test('without the load balancer the doctor reports faults, and install.sh says so', () => {
  here.vm.run('systemctl stop balancer');
  // Shortens install.sh's wait for the load balancer. It usually waits as long as a load balancer needs to use the VM
  // again, but here none runs.
  const red = here.vm.run(install, { ...trusting, FIRST_ROOM_PATIENCE: '2' });
  here.vm.run('ln -s /etc/nginx/sites-available/default /etc/nginx/sites-enabled/; systemctl restart nginx');
  expect(red.said).toContain('the doctor found faults');
  expect(red.status).toBe(1);
});

test('settings of the host are kept, and only the services that read them are restarted', () => {
  here.vm.run(
    "echo 'MAX_PARTICIPANTS=12' >> /etc/first-room/token.env; sed -i 's/^ROOM_KEY=.*/ROOM_KEY=blue-kettle-forty-nine/' /etc/first-room/token.env",
  );
  const { status, said } = here.vm.run(`${install} --before-dns`);
  expect(status).toBe(0);
  expect(said).toContain('https://room.example.com/#key=blue-kettle-forty-nine\n');
  expect(here.vm.run('tail -n 1 /etc/first-room/token.env').said).toBe('MAX_PARTICIPANTS=12\n');
  expect(said).toContain('first-room-token restarted');
  expect(said).not.toContain('first-room-livekit restarted');
  expect(
    here.vm.run('xargs -0 -L1 < /proc/$(systemctl show --property=MainPID --value first-room-token)/environ')
      .said,
  ).toContain('MAX_PARTICIPANTS=12\n');
});

test('a new release with another page changes the page without interrupting calls', async () => {
  const processes = here.processes();
  const next = await here.unpack(
    rewritten('dist/web/index.html', (text) => text.replace('<head>', '<head><!-- the second -->')),
  );
  expect(here.vm.run(`${next} --before-dns`)).toMatchObject({ status: 0 });
  expect(served()).toContain('the second');
  expect(here.processes()).toBe(processes);
});

test('--rollback restores the previous release', () => {
  const { status, said } = here.vm.run('/opt/first-room/current/deploy/install.sh --rollback --before-dns');
  expect(said).toMatch(/^Going back to 0\.1\.0-/);
  expect(status).toBe(0);
  expect(served()).toContain('the first');
});

const broken = [
  {
    what: 'a token handler that ends at once',
    change: rewritten('dist/token/server.mjs', () => 'process.exit(1);\n'),
    says: 'The token handler does not answer.',
  },
  {
    what: 'a LiveKit unit that can not start',
    change: rewritten('deploy/systemd/first-room-livekit.service', (text) =>
      text.replace('--config', '--konfig'),
    ),
    says: 'LiveKit does not answer.',
  },
  {
    what: 'a site that nginx rejects',
    change: rewritten('deploy/nginx/site.conf', (text) => `${text}\nproxy_pas http://nowhere;\n`),
    says: 'unknown directive "proxy_pas"',
  },
  {
    what: 'a site without the page',
    change: rewritten('deploy/nginx/site.conf', (text) => text.replace('current/web', 'current/wed')),
    says: 'nginx does not serve the page.',
  },
  {
    what: 'a doctor that reports a fault',
    change: rewritten(
      'dist/doctor/doctor.mjs',
      () => 'console.log("7882/udp is shut."); process.exitCode = 1;\n',
    ),
    says: '7882/udp is shut.',
  },
];

for (const { what, change, says } of broken) {
  test(`a release with ${what} is replaced by the previous one`, async () => {
    const contents = here.contents();
    const next = await here.unpack(change);
    const { status, said } = here.vm.run(`${next} --before-dns`, { FIRST_ROOM_PATIENCE: '5' });
    expect(said).toContain(says);
    expect(said).toContain('Going back to 0.1.0-');
    expect(said).toContain('It runs as before.');
    expect(status).toBe(1);
    expect(served()).toContain('the first');
    expect(here.contents()).toBe(contents);
  });
}

test('a release with a mistake in its LiveKit settings is refused before any change', async () => {
  const [files, processes] = [here.files(), here.processes()];
  const next = await here.unpack(
    rewritten('deploy/livekit.yaml', (text) => text.replace('tcp_port', 'tcp_prot')),
  );
  const { status, said } = here.vm.run(`${next} --before-dns`);
  expect(said).toMatch(/LiveKit rejects deploy\/livekit\.yaml: .*tcp_prot.*Nothing was changed\./);
  expect(status).toBe(1);
  expect(here.files()).toBe(files);
  expect(here.processes()).toBe(processes);
});

interface Mistake {
  what: string;
  options?: string;
  before?: string;
  after?: string;
  says: string;
  status?: number;
  user?: string;
}

const keys = '/etc/first-room/livekit-keys.yaml';
const mistakes: Mistake[] = [
  {
    what: 'a domain with a scheme',
    options: '--domain https://room.example.com',
    says: '--domain is "https://room.example.com". It must be a full domain name',
  },
  {
    what: 'an IP address as the domain',
    options: '--domain 203.0.113.10',
    says: '--domain is "203.0.113.10".',
  },
  { what: 'a domain without a dot', options: '--domain room', says: '--domain is "room".' },
  {
    what: 'a private address',
    options: '--public-ip 10.0.0.5',
    says: '--public-ip is 10.0.0.5, which no guest on the internet can reach.',
  },
  {
    what: 'no address',
    options: '--public-ip 203.0.113.256',
    says: '--public-ip is "203.0.113.256". It must be an IPv4 address',
  },
  {
    what: 'another kind of TLS',
    options: '--tls none',
    says: '--tls is "none". It must be load-balancer or vm.',
  },
  {
    what: 'a missing certificate',
    options: '--tls vm',
    says: 'there is no certificate at /etc/letsencrypt/live/room.example.com/fullchain.pem.',
  },
  {
    what: 'an unknown option',
    options: '--domian room.example.com',
    says: 'there is no option --domian.',
    status: 2,
  },
  { what: 'an option without its value', options: '--domain', says: '--domain needs a value.', status: 2 },
  {
    what: 'a missing file for --livekit',
    options: '--livekit /nowhere',
    says: "--livekit names /nowhere, which can't be read.",
  },
  {
    what: 'another program instead of LiveKit',
    options: '--livekit /bin/true',
    says: 'but First Room needs version 1.13.5. Nothing was changed.',
  },
  {
    what: 'a wrong checksum',
    options: `--livekit /srv/shared/livekit-server --livekit-sha256 ${'0'.repeat(64)}`,
    says: 'does NOT match the checksum given with --livekit-sha256',
  },
  {
    what: 'an invalid checksum',
    options: '--livekit-sha256 abc',
    says: '--livekit-sha256 must be 64 hexadecimal digits',
  },
  {
    what: 'no key pair',
    before: `mv ${keys} /root/`,
    after: `mv /root/livekit-keys.yaml ${keys}`,
    says: `${keys} is missing, but /etc/first-room/token.env has a key pair.`,
  },
  {
    what: 'an empty file of keys',
    before: `cp -a ${keys} /root/; : > ${keys}`,
    after: `cp -a /root/livekit-keys.yaml ${keys}`,
    says: `${keys} contains no key pair.`,
  },
  {
    what: 'two different key pairs',
    before: `cp -a ${keys} /root/; sed -i 's/^API/APJ/' ${keys}`,
    after: `cp -a /root/livekit-keys.yaml ${keys}`,
    says: 'is not in /etc/first-room/livekit-keys.yaml: LiveKit would reject every token.',
  },
  {
    what: 'a public room that has a key',
    options: '--public-room',
    says: 'has a ROOM_KEY, so the room is not public.',
  },
  {
    what: 'a port that another program has',
    before:
      'systemctl stop first-room-token; systemd-run --quiet --unit=squatter --property=Type=exec python3 -m http.server 5000; until ss -Hntl | grep -q :5000; do sleep 0.1; done',
    after: 'systemctl stop squatter; systemctl start first-room-token',
    says: 'port 5000/tcp is in use by python3 (process ',
  },
  { what: 'a user without rights', user: 'nobody', says: 'only root may set up the VM: run it with sudo.' },
  {
    what: 'an unknown system',
    before:
      "cp -a /etc/os-release /root/; printf 'ID=arch\\n' > /root/os; mount --bind /root/os /etc/os-release",
    after: 'umount /etc/os-release',
    says: 'this is arch . It must be Oracle Linux 9 or Ubuntu',
  },
  {
    what: 'a program missing',
    before: 'mv /usr/sbin/nginx /usr/sbin/nginx.away',
    after: 'mv /usr/sbin/nginx.away /usr/sbin/nginx',
    says: 'missing here: nginx.',
  },
  {
    what: 'an old Node',
    before:
      "printf '#!/bin/sh\\ncase $1 in --version) echo v18.1.0;; *) exit 1;; esac\\n' > /root/node; chmod 755 /root/node; mount --bind /root/node /usr/bin/node",
    after: 'umount /usr/bin/node',
    says: '/usr/bin/node is v18.1.0. The token handler needs 20.19 or later.',
  },
  {
    what: 'a damaged release',
    before: 'cp -R $(dirname $(dirname INSTALL)) /root/damaged; echo more >> /root/damaged/token/server.mjs',
    says: 'is damaged (token/server.mjs: FAILED).',
  },
];

for (const { what, options = '', before = 'true', after = 'true', says, status = 1, user } of mistakes) {
  test(`${what}: a message, and the running system is unchanged`, () => {
    here.vm.run(before.replace('INSTALL', install));
    const [files, processes] = [here.files(), here.processes()];
    const script = what === 'a damaged release' ? '/root/damaged/deploy/install.sh' : install;
    const line = `${script} ${options} --before-dns`;
    const outcome = here.vm.run(user === undefined ? line : `setpriv --reuid=${user} --clear-groups ${line}`);
    const isUntouched = here.files() === files && here.processes() === processes;
    here.vm.run(after);
    expect(outcome.said).toContain(says);
    expect(outcome.status).toBe(status);
    expect(isUntouched).toBe(true);
  });
}

test('all mistakes are reported at once', () => {
  const { said } = here.vm.run(`${install} --domain room --public-ip 10.0.0.5 --tls none`);
  expect(said.match(/^ {2}- /gm)).toHaveLength(3);
});

test('on Ubuntu the ports are opened once, before the rule that rejects', () => {
  here.vm.run(
    'mkdir -p /etc/iptables; iptables -A INPUT -i lo -j ACCEPT; iptables -A INPUT -j REJECT --reject-with icmp-host-prohibited',
  );
  expect(here.vm.run(`${install} --before-dns`).said).toContain('iptables: Open: 7882/udp 7881/tcp 8080/tcp');
  const rules = here.vm.run('iptables -S INPUT').said;
  expect(rules).toMatch(/--dport 7882 .*ACCEPT\n.*--dport 7881 .*ACCEPT\n.*--dport 8080 .*ACCEPT\n.*REJECT/);
  expect(here.vm.run(`${install} --before-dns`).said).toContain('Nothing had to be changed.');
  expect(here.vm.run('iptables -S INPUT').said).toBe(rules);
});

test('LiveKit is downloaded over HTTPS only, and only with the built-in checksum or the one given by the host', () => {
  const archive = 'livekit_1.13.5_linux_amd64.tar.gz';
  const page = '/var/www/html/v1.13.5';
  const mirror = [
    'server { listen 127.0.0.1:8443 ssl; ssl_certificate /root/mirror.crt; ssl_certificate_key /root/mirror.key;',
    'root /var/www/html; location /elsewhere/ { rewrite ^/elsewhere(.*) http://127.0.0.1$1 redirect; } }',
  ].join(' ');
  here.vm.run(
    `mkdir -p ${page}; tar -C /srv/shared -I 'gzip -1' -cf ${page}/${archive} livekit-server; rm -rf /opt/first-room/livekit; ` +
      'openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=127.0.0.1 ' +
      '-addext subjectAltName=IP:127.0.0.1 -keyout /root/mirror.key -out /root/mirror.crt; ' +
      `echo '${mirror}' > /etc/nginx/conf.d/mirror.conf; systemctl reload nginx`,
  );
  const [sum = ''] = here.vm.run(`sha256sum ${page}/${archive}`).said.split(' ');
  const from = (base: string) => ({ LIVEKIT_DOWNLOAD_BASE: base, CURL_CA_BUNDLE: '/root/mirror.crt' });
  const https = from('https://127.0.0.1:8443');
  const files = here.files();

  // Puts checksums beside the archive: install.sh must ignore those of a mirror.
  here.vm.run(`cd ${page} && sha256sum ${archive} > checksums.txt`);
  const wrong = here.vm.run(`${install} --before-dns`, https);
  expect(wrong.said).toContain(
    "does NOT match the checksum that First Room keeps of LiveKit's official archive for linux_amd64: " +
      `it should be c020fac437b7cc9b776eef1ad5ea8af77be9acfa07602eca20a3a44930dfbc70 and is ${sum}.`,
  );
  expect(wrong.status).toBe(1);
  const named = `${install} --before-dns --livekit-sha256 ${sum}`;
  expect(here.vm.run(named, from('http://127.0.0.1')).said).toContain('It must be an https: address.');
  expect(here.vm.run(named, from('https://127.0.0.1:8443/elsewhere')).said).toContain(
    'could not be downloaded over HTTPS',
  );
  expect(here.files()).toBe(files);

  expect(here.vm.run(named, https)).toMatchObject({ status: 0 });
  expect(here.vm.run('/opt/first-room/livekit/1.13.5/livekit-server --version').said).toContain('1.13.5');
});

test('a newer LiveKit is installed with its checksum, kept by updates, and replaced by --livekit-version 1.13.5', () => {
  // A program that reports another version, but otherwise runs the real LiveKit.
  const newer = String.raw`#!/bin/bash
if [[ $1 == --version ]]; then echo livekit-server version 1.13.11; else exec -a livekit-server /srv/shared/livekit-server "$@"; fi
`;
  const archive = 'livekit_1.13.11_linux_amd64.tar.gz';
  here.vm.run(
    `mkdir -p /root/newer /var/www/html/v1.13.11; cat > /root/newer/livekit-server << 'END'\n${newer}END\n` +
      `chmod 755 /root/newer/livekit-server; tar -C /root/newer -czf /var/www/html/v1.13.11/${archive} livekit-server`,
  );
  const [sum = ''] = here.vm.run(`sha256sum /var/www/html/v1.13.11/${archive}`).said.split(' ');
  const environment = {
    LIVEKIT_DOWNLOAD_BASE: 'https://127.0.0.1:8443',
    CURL_CA_BUNDLE: '/root/mirror.crt',
  };
  const files = here.files();
  expect(here.vm.run(`${install} --before-dns --livekit-version 1.13.11`, environment).said).toContain(
    '--livekit-version 1.13.11 needs --livekit-sha256',
  );
  expect(here.vm.run(`${install} --before-dns --livekit-version 1.9.0`, environment).said).toContain(
    'is 1.9.0, which is older than 1.13.5',
  );
  expect(here.files()).toBe(files);

  const put = here.vm.run(
    `${install} --before-dns --livekit-version 1.13.11 --livekit-sha256 ${sum}`,
    environment,
  );
  expect(put.said).toContain('LiveKit 1.13.11 is untested with this release of First Room');
  expect(put.status).toBe(0);
  const again = here.vm.run(`${install} --before-dns`);
  expect(again.said).toContain('LiveKit 1.13.11 is untested');
  expect(again.said).toContain('Nothing had to be changed.');

  expect(here.vm.run(`${install} --before-dns --livekit-version 1.13.5`)).toMatchObject({ status: 0 });
  expect(here.vm.run('cat /etc/first-room/install.conf').said).not.toContain('livekit');
  expect(here.vm.run('/opt/first-room/current/bin/livekit-server --version').said).toContain('1.13.5');
});

const acme = {
  REQUESTS_CA_BUNDLE: '/root/acme.crt',
  NODE_EXTRA_CA_CERTS: '/root/issuer.pem',
  FIRST_ROOM_PATIENCE: '10',
};

test('without an answer of the ACME server install.sh rolls back and prints certbot’s message', () => {
  here.vm.run(
    "echo 'server = https://127.0.0.1:14000/dir' >> /etc/letsencrypt/cli.ini; sed -i /^public_ip=/d /etc/first-room/install.conf",
  );
  const { status, said } = here.vm.run(`${install} --email host@example.com`, acme);
  expect(said).toContain('there is no certificate for room.example.com yet.');
  expect(said).toContain('It runs as before.');
  expect(status).toBe(1);
  expect(served()).toContain('the first');
});

test('install.sh --domain --email gets the certificate on the VM, and nginx serves https with it', async () => {
  expect(await startAuthority(here.vm)).toBe('/root/issuer.pem\n');

  const command = await guideCommands('install.sh --domain room.example.com --email');
  const { status, said } = here.vm.run(command.replace('first-room-*/deploy/install.sh', install), acme);
  expect(said).toContain('certificate of room.example.com');
  expect(said).toContain('Nothing is wrong');
  expect(status).toBe(0);
  expect(here.vm.run('grep public_ip /etc/first-room/install.conf').said).toBe('public_ip=203.0.113.20\n');
  const ask = 'curl -s --cacert /root/issuer.pem';
  expect(here.vm.run(`${ask} https://room.example.com/`).said).toContain('the first');
  expect(
    here.vm.run(`${ask} -o /dev/null -w '%{http_code} %{redirect_url}' http://room.example.com/`).said,
  ).toBe('301 https://room.example.com/');
  expect(here.vm.run('ss -Hntl sport = :8080; ls /etc/nginx/conf.d').said).not.toMatch(/8080|challenge/);
  expect(here.vm.run(install, acme).said).toContain('Nothing had to be changed.');
});

test('certbot’s timer renews the certificate, and nginx serves the new one without a restart', async () => {
  const serial = () =>
    here.vm.run(
      'openssl s_client -connect room.example.com:443 -servername room.example.com < /dev/null 2> /dev/null | openssl x509 -noout -serial',
    ).said;
  const main = () => here.vm.run('systemctl show --property=MainPID nginx').said;
  expect(here.vm.run('systemctl is-enabled certbot.timer; systemctl is-active certbot.timer').said).toBe(
    'enabled\nactive\n',
  );
  const before = [serial(), main()];
  expect(before[0]).toMatch(/^serial=/);
  expect(here.vm.run('systemctl start certbot.service').said).toBe('');
  await expect.poll(serial).not.toBe(before[0]);
  expect(serial()).toMatch(/^serial=/);
  expect(main()).toBe(before[1]);
});

/**
 * Puts an expired certificate, or one with some days left, into certbot's folder for this name. No authority has signed
 * the certificate; /srv/shared/ended.crt is a copy.
 */
async function putEndedCertificate(name: string, daysLeft = -1) {
  const dayMs = 86_400_000;
  const { private: key, cert } = await generate([{ name: 'commonName', value: name }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate: new Date(Date.now() - 90 * dayMs),
    notAfterDate: new Date(Date.now() + daysLeft * dayMs),
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: name }] }],
  });
  await writeFile(join(here.vm.shared, 'ended.crt'), cert);
  await writeFile(join(here.vm.shared, 'ended.key'), key);
  here.vm.run(
    `cd /etc/letsencrypt/live/${name}; cat /srv/shared/ended.key > privkey.pem; cat /srv/shared/ended.crt | tee cert.pem > fullchain.pem`,
  );
}

test('an expired certificate is replaced by the line that the doctor prints, and by first-room apply', async () => {
  await putEndedCertificate('room.example.com');
  here.vm.run('systemctl restart nginx');
  const ended = examined(acme);
  expect(ended.wrong).toEqual(['certificate: days left']);
  const cured = here.vm.run(linesOf(ended, ended.wrong).join('\n'), acme);
  expect(cured.status, cured.said).toBe(0);
  // Repeats the check, because nginx serves the old certificate until its workers have been replaced.
  await expect.poll(() => examined(acme).wrong).toEqual([]);

  await putEndedCertificate('room.example.com');
  here.vm.run('systemctl restart nginx');
  expect(here.vm.run('first-room apply --before-dns', acme).said).not.toContain('certificate of');
  const applied = here.vm.run('first-room apply', acme);
  expect(applied.said).toContain('certificate of room.example.com');
  expect(applied.status, applied.said).toBe(0);
});

const said = (line: string) => here.vm.run(line, acme).said;
/** Runs a command that must fail, and returns its output. */
const refused = (line: string) => {
  const outcome = here.vm.run(line, acme);
  expect(outcome.status).toBe(1);
  return outcome.said;
};
const link = /^https:\/\/room\.example\.com\/#key=\S+\n$/;

test('first-room is on root’s PATH, prints help, links and invitations, and exits with 2 for unknown commands', async () => {
  expect(said('first-room version')).toMatch(/^0\.1\.0-[0-9a-f]{8}\n$/);
  expect(said('first-room link')).toMatch(link);
  expect(said('first-room link --host')).toMatch(
    /^https:\/\/room\.example\.com\/#host=[0-9a-f]{32}&key=\S+\n$/,
  );
  const invited = said(await guideCommands('first-room invite'));
  const invitation = /^https:\/\/room\.example\.com\/\?room=my-first-room#invite=(\S+)$/m.exec(invited)?.[1];
  // The token handler accepts the invitation in place of the room key.
  expect(
    said(`curl -sf -H 'Authorization: Bearer ${String(invitation)}' http://127.0.0.1:5000/token`),
  ).toMatch(/^eyJ/);
  expect(here.vm.run('first-room invite --role king')).toMatchObject({
    status: 2,
    said: expect.stringContaining('--role must be guest, listener or host.'),
  });
  expect(here.vm.run('first-room help')).toMatchObject({ status: 0 });
  for (const line of [
    'first-room',
    'first-room nonsense',
    'first-room update',
    'first-room restart --soon',
    'first-room logs redis',
  ]) {
    expect(here.vm.run(line), line).toMatchObject({ status: 2 });
  }
  expect(here.vm.run('setpriv --reuid=nobody --clear-groups first-room link')).toMatchObject({
    status: 1,
    said: 'first-room: only root may do this: run it with sudo.\n',
  });
  // Shell completion offers the same commands as the help.
  const completed = said(
    'source /usr/share/bash-completion/completions/first-room; COMP_WORDS=(first-room ""); COMP_CWORD=1; _first_room; printf "%s\\n" "${COMPREPLY[@]}"',
  );
  const listed = [...said('first-room help').matchAll(/^ {2}([a-z]+)\b/gm)].map(([, name]) => String(name));
  expect(new Set(completed.trim().split('\n'))).toEqual(new Set(listed));
});

test('first-room check runs the doctor, and first-room logs prints the log of a service', () => {
  const checked = here.vm.run('first-room check', acme);
  expect(checked.said).toContain('Nothing is wrong');
  expect(checked.status).toBe(0);
  expect(said('first-room logs token -n 3')).toContain('"level"');
  expect(said('first-room logs nginx -n 20')).toContain('/token');
});

test('first-room restart waits until nobody is in a call, and --now does not', async () => {
  // Shell commands that let a guest join who sends nothing afterwards: LiveKit counts this guest until the connection
  // is gone.
  const enter =
    'KEY=$(sed -n s/^ROOM_KEY=//p /etc/first-room/token.env); TOKEN=$(curl -s -H "Authorization: Bearer $KEY" http://127.0.0.1:5000/token); ' +
    'systemd-run --quiet --collect --unit=guest curl -sN --max-time 8 -H "Connection: Upgrade" -H "Upgrade: websocket" -H "Sec-WebSocket-Version: 13" ' +
    '-H "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==" -o /dev/null "http://127.0.0.1:7880/rtc?access_token=$TOKEN&protocol=15"; ' +
    'until curl -s http://127.0.0.1:6789/metrics | grep -q "^livekit_participant_total.* 1$"; do sleep 0.1; done';
  const waiting = here.vm.run(
    `${enter}; ps -o pid= -C livekit-server > /root/before; first-room restart; systemctl is-active guest; ps -o pid= -C livekit-server | diff -q - /root/before`,
  );
  expect(waiting.said).toContain('1 in a call: LiveKit will be restarted when they have left.');
  expect(waiting.said).toMatch(/LiveKit was restarted\.\ninactive\n.*differ/);
  // `first-room restart` has killed LiveKit when nobody was in a call. LiveKit never got a SIGTERM, at which it would
  // log “exit requested”.
  expect(said('journalctl -u first-room-livekit -n 20 -o cat')).not.toMatch(/exit requested/);

  const now = here.vm.run(`${enter}; first-room restart --now; systemctl is-failed guest`);
  const both = here.vm.run('for count in 1 2 3; do first-room restart --now & done; wait');
  expect(both.said.match(/LiveKit was restarted/g), both.said).toHaveLength(3);
  expect(now.said).toMatch(/^LiveKit was restarted\.\n/);
});

/** Returns the command that writes a new secret into a file with LiveKit's key pair. */
const newSecret = (file: string, secret: string) =>
  file === keys
    ? `sed -i 's/^\\(API[^:]*\\): .*/\\1: ${secret}/' ${keys}`
    : `sed -i 's/^LIVEKIT_API_SECRET=.*/LIVEKIT_API_SECRET=${secret}/' ${file}`;
const tokenFile = '/etc/first-room/token.env';
const localSettings = '/etc/first-room/livekit.local.yaml';
/** Shell commands that make another certificate for TURN, at the paths in LiveKit's settings. */
const newTurnCertificate =
  'openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=turn.room.example.com ' +
  '-keyout /root/turn.key -out /root/turn.crt 2> /dev/null; for file in crt key; do install -g first-room-livekit -m 0640 /root/turn.$file /etc/first-room/turn.$file; done';
/** Returns the serial numbers of TURN's certificate: that of the file, and that of the one that LiveKit serves. */
const turnSerials = () =>
  here.vm
    .run(
      'openssl x509 -noout -serial -in /etc/first-room/turn.crt; openssl s_client -connect 127.0.0.1:5349 < /dev/null 2> /dev/null | openssl x509 -noout -serial',
    )
    .said.trim()
    .split('\n');

test('first-room check reports changed keys and a changed TURN certificate, which take effect with apply or restart', () => {
  const turn =
    'turn:\n  enabled: true\n  domain: turn.room.example.com\n  cert_file: /etc/first-room/turn.crt\n  key_file: /etc/first-room/turn.key\n  tls_port: 5349\n';
  // Waits a second, because `first-room check` compares whole seconds: a file written in the second in which LiveKit
  // started does not count as newer than that start.
  here.vm.run(
    `sleep 1.1; ${newSecret(keys, 'f'.repeat(64))}; ${newTurnCertificate}; printf '${turn}' > ${localSettings}`,
  );
  expect(refused('first-room restart --now')).toContain('LiveKit would reject every token.');
  const told = said('first-room check');
  expect(told).toContain('LiveKit runs with older keys, certificates or settings');
  expect(told).toContain(`livekit.yaml is older than ${localSettings}`);

  here.vm.run(newSecret(tokenFile, 'f'.repeat(64)));
  const applied = here.vm.run('first-room apply --before-dns', acme);
  expect(applied.said).toMatch(/first-room-livekit restarted\n.*first-room-token restarted\n/);
  expect(applied.status).toBe(0);
  const [first, servedFirst] = turnSerials();
  expect(first).toMatch(/^serial=/);
  expect(servedFirst).toBe(first);

  here.vm.run(
    `sleep 1.1; ${newSecret(keys, 'e'.repeat(64))}; ${newSecret(tokenFile, 'e'.repeat(64))}; ${newTurnCertificate}`,
  );
  const [renewed, servedBefore] = turnSerials();
  expect(servedBefore).toBe(first);
  expect(renewed).not.toBe(first);
  // `first-room restart` does not need the option --now here to restart LiveKit at once, because nobody is in a call.
  const restarted = here.vm.run('first-room restart', acme);
  expect(restarted.said).toBe('The token handler was restarted.\nLiveKit was restarted.\n');
  expect(turnSerials()).toEqual([renewed, renewed]);
  const askLivekit =
    'KEY=$(sed -n s/^ROOM_KEY=//p /etc/first-room/token.env); until TOKEN=$(curl -sf -H "Authorization: Bearer $KEY" http://127.0.0.1:5000/token); do sleep 0.1; done; ' +
    'curl -s "http://127.0.0.1:7880/rtc/validate?access_token=$TOKEN"';
  expect(said(askLivekit)).toBe('success');
  expect(said('first-room check')).not.toMatch(/older keys|is older than/);
  here.vm.run(`rm ${localSettings}`);
});

test('a removed guest’s old token is worth nothing, also with a key file that was written by hand; LiveKit starts even if it does not know the handler’s key', async () => {
  const restart =
    'systemctl kill --signal=KILL first-room-livekit; systemctl restart first-room-livekit first-room-token; ' +
    'for port in 5000/healthz 7880/; do until curl -sf -o /dev/null http://127.0.0.1:$port; do sleep 0.1; done; done';
  /** Returns what the doctor finds about LiveKit's reports of joins. */
  const told = () => {
    const { status, said: json } = here.vm.run(
      '/usr/bin/node /opt/first-room/current/doctor/doctor.mjs --json --vm',
    );
    return readExamination(status ?? -1, json).of('told who joins');
  };
  /**
   * Fails unless a removed guest who comes back is removed again, and the token handler has accepted all reports of
   * joins from LiveKit.
   */
  const expectStaysOut = async () => {
    expect(returnAfterRemoval(here.vm)).toBe('PARTICIPANT_REMOVED');
    const sent = () => said("curl -s http://127.0.0.1:6789/metrics | grep '^livekit_webhook_dispatch_total'");
    await expect.poll(sent).toMatch(/status="success"\S* [1-9]/);
    expect(sent()).not.toContain('status="failure"');
  };
  await expectStaysOut();

  // Writes LiveKit's key file as a person may write it: the token handler's key has another name, which is in quotes,
  // and is below a key for another program.
  here.vm.run(
    `cp -a ${keys} ${tokenFile} /root/
     printf '# by hand\nrecorder: %064d\n"room-key": "%064d"\n' 1 2 > ${keys}
     sed -i "s/^LIVEKIT_API_KEY=.*/LIVEKIT_API_KEY='room-key'/; s/^LIVEKIT_API_SECRET=.*/LIVEKIT_API_SECRET=$(printf %064d 2)/" ${tokenFile}`,
  );
  expect(said(restart)).toBe('');
  await expectStaysOut();
  expect(told()).toMatchObject([{ state: 'fine', seen: 'http://127.0.0.1:5000/webhook' }]);
  const folder = '/run/first-room-livekit';
  expect(said(`stat -c "%a %U %G" ${folder} ${folder}/livekit.yaml`)).toBe(
    '750 root first-room-livekit\n640 root first-room-livekit\n',
  );

  here.vm.run(`cp -a /root/livekit-keys.yaml ${keys}`);
  expect(said(restart)).toBe('');
  expect(said('journalctl -u first-room-livekit -o cat')).toContain(
    'LiveKit will not tell the token handler who joins: the key room-key',
  );
  expect(told()).toMatchObject([
    { state: 'look', cure: { lines: expect.arrayContaining(['sudo first-room restart']) } },
  ]);
  here.vm.run(`cp -a /root/token.env ${tokenFile}`);
  expect(said(restart)).toBe('');
});

test('a limit section that drops the limits of the release is refused, and that of the guide is accepted', async () => {
  const [english = '', japanese = ''] = await Promise.all(
    ['operating.md', 'operating.ja.md'].map((guide) => readFile(join(shipped, guide), 'utf8')),
  );
  const limitsIn = (guide: string) =>
    /^```yaml\n(limit:[^]*?)^```$/m.exec(guide)?.[1]?.replaceAll(/ #.*/g, '') ?? '';
  expect(limitsIn(english)).toContain('max_metadata_size: 8192\n');
  expect(limitsIn(japanese)).toBe(limitsIn(english));

  here.vm.run(`printf 'limit:\n  num_tracks: 100\n' > ${localSettings}`);
  expect(refused('first-room apply --before-dns --dry-run')).toContain('copy max_metadata_size');
  here.vm.run(`printf '%s' '${limitsIn(english)}' > ${localSettings}`);
  const taken = here.vm.run('first-room apply --before-dns --dry-run', acme);
  here.vm.run(`rm ${localSettings}`);
  expect(taken.said).toContain('/etc/first-room/livekit.yaml');
  expect(taken.status).toBe(0);
});

/** Returns commands of the guide without sudo, to run them as root. */
const asRoot = (lines: readonly string[]) =>
  lines.map((line) => line.replaceAll(/(^|\| )sudo /g, '$1')).join('\n');

test('operating.md has the same commands in both languages, and those for logs and after a reboot work', async () => {
  const blocks = (await guideBlocks('operating.md')).map(withoutComments);
  expect((await guideBlocks('operating.ja.md')).map(withoutComments)).toEqual(blocks);

  const logs = here.vm.run(`set -e\n${asRoot(await guideBlock('operating.md', 'journald'))}`);
  expect(logs.said).toMatch(/Archived and active journals take up/);
  expect(logs.status).toBe(0);
  const settings = said('systemd-analyze cat-config systemd/journald.conf');
  expect(settings).toContain('SystemMaxUse=500M\nMaxRetentionSec=14day\n');
  expect(said('systemctl is-active systemd-journald; first-room logs token -n 1')).toMatch(
    /^active\n.*"level"/,
  );
  here.vm.run('rm /etc/systemd/journald.conf.d/first-room.conf');

  const reboot = withoutComments(await guideBlock('operating.md', 'reboot'));
  const [people = '', update = '', active = ''] = reboot;
  expect(said(people)).toMatch(/^livekit_participant_total\S* 0\n$/);
  expect(update).toContain('sudo reboot');
  // Stops all services and starts them as a boot does: systemd's multi-user.target starts every enabled service.
  here.vm.run('systemctl stop first-room-livekit first-room-token nginx');
  expect(said(active)).toBe('inactive\ninactive\ninactive\n');
  expect(said(`systemctl start multi-user.target; ${active}`)).toBe('active\nactive\nactive\n');
});

test('first-room update accepts an archive with a matching checksum, and a stored version', async () => {
  const before = said('first-room version').trim();
  const next = await here.unpack(
    rewritten('dist/web/index.html', (text) => text.replace('<head>', '<head><!-- the third -->')),
  );
  const archive = `${next.slice(0, next.indexOf('/first-room-0'))}/first-room-0.1.0.tar.gz`;
  here.vm.run(`cd /root; cp ${archive} ${archive}.sha256 .; echo more >> first-room-0.1.0.tar.gz`);
  const files = here.files();
  expect(refused('first-room update first-room-0.1.0.tar.gz')).toContain('does not match its .sha256');
  expect(refused('first-room update 9.9.9')).toContain('none of the releases that are kept: ');
  expect(here.files()).toBe(files);

  expect(here.vm.run(`first-room update ${archive} --before-dns`, acme)).toMatchObject({ status: 0 });
  expect(said('curl -s --cacert /root/issuer.pem https://room.example.com/')).toContain('the third');
  expect(here.vm.run(`first-room update ${before} --before-dns`, acme)).toMatchObject({ status: 0 });
  expect(said('first-room version').trim()).toBe(before);
});

test('the commands of the guide restore a lost VM from a backup: same link, same certificate, also with another public address', async () => {
  const before = said('first-room link');
  const backup = asRoot(await guideBlock('operating.md', 'first-room backup'));
  expect(said(`cd /root; ${backup}; stat -c %a room.tar.gz`)).toMatch(/keep it secret.*\n600\n$/);
  expect(here.vm.run('first-room backup /root/room.tar.gz')).toMatchObject({ status: 1 });
  expect(here.vm.run('echo no | first-room uninstall')).toMatchObject({ status: 1 });
  expect(here.vm.run('first-room uninstall --purge --yes; rm -rf /etc/letsencrypt')).toMatchObject({
    status: 0,
  });
  expect(said('find /etc /opt /usr/bin /usr/share/bash-completion /var/lib -name "*first-room*"')).toBe('');
  expect(said('id first-room-token; iptables -S | grep first-room')).toContain('no such user');

  const [unpack = '', restore = ''] = (await guideBlock('operating.md', 'tar -xzf')).map((line) =>
    asRoot([line]),
  );
  here.vm.run(
    `mkdir /root/again; cd /root/again; cp /root/room.tar.gz ${install.slice(0, install.indexOf('/first-room-0'))}/first-room-*.tar.gz .; ` +
      'tar -czf strange.tar.gz -C / etc/hosts',
  );
  const strange = refused(`cd /root/again; ${unpack} && ${restore.replace('room.tar.gz', 'strange.tar.gz')}`);
  expect(strange).toContain('etc/hosts is in it. Nothing was changed.');
  // Changes the guide's command that restores a backup: it gets a copied LiveKit, because the VM has no network to
  // download it, and the VM's own address in place of the guide's.
  const elsewhere = asRoot(await guideBlock('operating.md', 'restore room.tar.gz --public-ip'));
  const restored = here.vm.run(
    `cd /root/again; ${elsewhere.replace('203.0.113.77', '198.51.100.10')} --livekit /srv/shared/livekit-server`,
    acme,
  );
  expect(restored.said).toContain('Nothing is wrong');
  expect(restored.status).toBe(0);
  expect(said('first-room link')).toBe(before);
  expect(said('grep node_ip: /etc/first-room/livekit.yaml')).toContain('node_ip: 198.51.100.10');
});

test('a public room gets no key, and its link has none', () => {
  here.vm.run("sed -i '/^ROOM_KEY=/d' /etc/first-room/token.env");
  expect(here.vm.run(`${install} --public-room --before-dns`, acme).said).toContain(
    '\n  https://room.example.com/\n',
  );
  expect(here.vm.run(`${install} --before-dns`, acme).said).toContain('Nothing had to be changed.');
});

test('--turn: a guest with only TCP 443 reaches LiveKit’s TURN with a valid certificate; the doctor’s lines fix its faults, and --turn none ends it', async () => {
  // The load balancer and the guest are in another network namespace. The inserted rule accepts answers to the VM's own
  // requests, as Oracle's images do.
  here.vm.run(
    `echo '198.51.100.10 turn.room.example.com' >> /etc/hosts; mkdir -p /etc/iptables
     iptables -I INPUT 1 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
     ip netns add guest; ip link add guest0 type veth peer name eth0 netns guest; ip address add 192.0.2.1/24 dev guest0; ip link set guest0 up
     ip -n guest address add 192.0.2.2/24 dev eth0; ip -n guest link set eth0 up; ip -n guest link set lo up; ip -n guest route add default via 192.0.2.1
     ip address del 203.0.113.20/24 dev ens3; ip -n guest address add 203.0.113.20/32 dev lo; ip route add 203.0.113.20 via 192.0.2.2`,
  );
  const turn = `${install} ${usual} --tls load-balancer --turn turn.room.example.com`;
  expect(refused(`${turn} --tls vm`)).toContain('--turn needs port 443 of this VM, which nginx uses');
  expect(refused(turn.replace('turn.room', 'room'))).toContain(
    'room.example.com points to the load balancer',
  );
  // First installs without TURN, because the guide's command adds TURN to an installation behind a load balancer.
  expect(here.vm.run(`${turn} --turn none --before-dns`, acme)).toMatchObject({ status: 0 });
  const command = await guideCommands('first-room apply --turn');
  const { status, said: put } = here.vm.run(`${command} --before-dns`, acme);
  expect(put).toContain('certificate of turn.room.example.com');
  expect(status, put).toBe(0);
  const fromGuest =
    'ip netns exec guest openssl s_client -connect 198.51.100.10:443 -servername turn.room.example.com -verify_hostname turn.room.example.com -CAfile /root/issuer.pem -brief < /dev/null';
  expect(said(fromGuest)).toContain('Verification: OK');
  // TURN's redirection does not apply to packets that the VM only forwards, for example to containers.
  expect(here.vm.run(`timeout 2 ${fromGuest.replace('198.51.100.10', '203.0.113.77')}`).status).toBe(124);
  expect(said('stat -c "%a %U %G" /etc/first-room/turn.key')).toBe('640 root first-room-livekit\n');
  expect(said(`${install} --before-dns`)).toContain('Nothing had to be changed.');

  // After a renewal the certificate is copied, and LiveKit reads it when nobody is in a call.
  const [before] = turnSerials();
  here.vm.run(
    'certbot renew --cert-name turn.room.example.com --force-renewal --no-random-sleep-on-renew',
    acme,
  );
  const [renewed] = turnSerials();
  expect(renewed).toMatch(/^serial=/);
  expect(renewed).not.toBe(before);

  await startBalancer(here.vm, { where: 'ip netns exec guest' });
  const guest = {
    ROOM_KEY: said('sed -n s/^ROOM_KEY=//p /etc/first-room/token.env').trim(),
    NODE_EXTRA_CA_CERTS: '/root/all.pem',
  };
  here.vm.run('cat /root/issuer.pem /root/balancer.crt > /root/all.pem');
  const asGuest = () => examined(guest, `ip netns exec guest ${doctor} --no-vm`);
  const cure = 'first-room apply --turn turn.room.example.com --email YOU@EXAMPLE.COM';
  const seesFault = (sees: string) => {
    const faulty = asGuest();
    expect(faulty.wrong).toEqual(['TURN over TLS']);
    expect(faulty.of('TURN over TLS')).toMatchObject([{ seen: expect.stringContaining(sees) }]);
    expect(linesOf(faulty, faulty.wrong)[0]).toBe(cure);
  };
  await putEndedCertificate('turn.room.example.com');
  here.vm.run(
    'cd /etc/letsencrypt/live/turn.room.example.com; cat fullchain.pem > /etc/first-room/turn.crt; cat privkey.pem > /etc/first-room/turn.key; first-room restart --now',
  );
  seesFault('browsers refuse the certificate of turn.room.example.com: it expired on');
  here.vm.run(
    'iptables -t nat -F PREROUTING; iptables -D INPUT -p tcp --dport 5349 -m comment --comment first-room -j ACCEPT',
  );
  seesFault('gives no TLS connection');
  const cured = here.vm.run(cure, { ...acme, ...guest });
  expect(cured.status, cured.said).toBe(0);
  expect(asGuest().wrong).toEqual([]);

  // Replaces TURN's certificate by one that certbot should have renewed before. The setting no-random-sleep-on-renew
  // keeps certbot from sleeping before the renewal, which it does for minutes when it has no terminal.
  await putEndedCertificate('turn.room.example.com', 5);
  here.vm.run(
    `cat /srv/shared/ended.crt | tee /etc/first-room/turn.crt >> /root/all.pem; cat /srv/shared/ended.key > /etc/first-room/turn.key; first-room restart --now
     echo 'no-random-sleep-on-renew = True' >> /etc/letsencrypt/cli.ini`,
  );
  const ending = asGuest();
  expect(ending.of('TURN over TLS')).toMatchObject([
    { state: 'look', seen: expect.stringContaining('days left') },
  ]);
  const renewing = here.vm.run(`set -e; ${linesOf(ending, ['TURN over TLS']).join('\n')}`, acme);
  expect(renewing.said).toContain('LiveKit was restarted.');
  expect(renewing.status, renewing.said).toBe(0);
  await expect.poll(() => asGuest().of('TURN over TLS')).toMatchObject([{ state: 'fine' }]);

  // Closes ports, which only another machine sees, and runs the doctor's command lines for Ubuntu. They use
  // netfilter-persistent, of which a stand-in saves the rules.
  here.vm.run(
    `iptables-save > /root/rules; printf '#!/bin/sh\\niptables-save > /etc/iptables/rules.v4\\n' > /usr/bin/netfilter-persistent; chmod +x /usr/bin/netfilter-persistent
     iptables -I INPUT 1 -p udp --dport 7882 -j DROP; iptables -I INPUT 1 -p tcp --dport 7881 -j REJECT --reject-with icmp-host-prohibited`,
  );
  const closed = asGuest();
  expect(closed.wrong).toEqual(['media over UDP', 'media over TCP']);
  const opening = linesOf(closed, closed.wrong).filter((line) => line.startsWith('Ubuntu: '));
  expect(opening).toHaveLength(2);
  const opened = here.vm.run(`set -e; ${opening.join('\n').replaceAll('Ubuntu: ', '')}`);
  expect(opened.status, opened.said).toBe(0);
  expect(said('cat /etc/iptables/rules.v4')).toMatch(/--dport 7881 -j ACCEPT\n.*--dport 7882 -j ACCEPT\n/);
  expect(asGuest().wrong).toEqual([]);
  here.vm.run('iptables-restore < /root/rules; rm /usr/bin/netfilter-persistent');

  here.vm.run(`printf 'turn:\\n  enabled: true\\n' > ${localSettings}`);
  expect(refused(cure)).toContain(`${localSettings} has a turn section. Remove it`);
  here.vm.run(`rm ${localSettings}`);

  here.vm.run(
    'systemctl stop balancer; ip route del 203.0.113.20; ip -n guest address del 203.0.113.20/32 dev lo; ip address add 203.0.113.20/24 dev ens3',
  );
  expect(here.vm.run(`${install} --turn none --before-dns`, acme)).toMatchObject({ status: 0 });
  expect(said('iptables -t nat -S PREROUTING; ls /etc/first-room /etc/nginx/conf.d')).not.toMatch(
    /5349|turn/,
  );
  expect(here.vm.run(fromGuest).status).not.toBe(0);
});

test('--certificate: the VM gets the load balancer’s certificate through the load balancer, passes it to OCI, and certbot’s timer renews it (with a stand-in for oci-cli)', async () => {
  await writeFile(join(here.vm.shared, 'oci'), standInOci);
  // Makes a Python package that stands in for oci-cli, which is installed from PyPI elsewhere.
  here.vm.run(
    `mkdir -p package/oci_cli-3.95.1.{data/scripts,dist-info}; cd package; install -m 0755 /srv/shared/oci oci_cli-3.95.1.data/scripts/
     cd oci_cli-3.95.1.dist-info; printf 'Metadata-Version: 2.1\\nName: oci-cli\\nVersion: 3.95.1\\n' > METADATA
     printf 'Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n' > WHEEL; : > RECORD
     cd ..; python3 -m zipfile -c /root/oci_cli-3.95.1-py3-none-any.whl *`,
  );
  // Replaces the private key of the present certificate by one that does not fit, so that install.sh has to replace the
  // certificate.
  here.vm.run('openssl genpkey -algorithm ed25519 > /etc/letsencrypt/live/room.example.com/privkey.pem');
  const ocid = 'ocid1.certificate.oc1.ap-tokyo-1.example';
  const renewing = rewrite(await guideCommands('first-room apply --certificate'), {
    'ocid1.certificate.oc1.…': ocid,
  });
  const packages = { ...acme, PIP_NO_INDEX: '1', PIP_FIND_LINKS: '/root' };
  // Pebble gives a certificate without a new challenge in one of a hundred orders of an account that has had one for the
  // name, even with PEBBLE_AUTHZREUSE=0. So certbot registers another account here.
  here.vm.run('rm -r /etc/letsencrypt/accounts');
  const early = here.vm.run(renewing, packages);
  expect(early.said).toContain('oci-cli 3.95.1');
  expect(early.said).toContain('The name must lead to the load balancer, whose listeners');
  expect(early.status).toBe(1);
  await startBalancer(here.vm);
  const { status, said: put } = here.vm.run(renewing, packages);
  expect(put).toContain('certificate of room.example.com');
  expect(put).toContain('certificate of the load balancer');
  expect(put).toContain('Nothing is wrong');
  expect(status).toBe(0);
  expect(said(install)).toContain('Nothing had to be changed.');

  const serial = () =>
    said(
      'openssl s_client -connect 203.0.113.20:443 -servername room.example.com -CAfile /root/issuer.pem -verify_return_error < /dev/null 2> /dev/null | openssl x509 -noout -serial',
    );
  const before = serial();
  expect(before).toMatch(/^serial=/);
  // Lets the upload of the renewed certificate to the load balancer fail at first: the stand-in for oci-cli refuses the
  // certificate, and one of nginx's configuration files is invalid. The stand-in keeps its files in /root, so the
  // service first-room-upload, which may not read /root, gets that permission here.
  const permissions = 'ProtectHome=no\\nReadWritePaths=/root\\nRestartSec=1s';
  here.vm.run(
    `touch /root/oci.away; echo nonsense > /etc/nginx/conf.d/mistake.conf
     unit=/run/systemd/system/first-room-upload.service.d; mkdir -p $unit; printf '[Service]\\n${permissions}\\n' > $unit/test.conf; systemctl daemon-reload
     systemctl start certbot.service`,
  );
  const tries = () => Number(said('systemctl show --property=NRestarts --value first-room-upload'));
  await expect.poll(tries).toBeGreaterThan(1);
  expect(serial()).toBe(before);
  // The service that passes the certificate to OCI is enabled: after a reboot it tries again.
  expect(said('systemctl is-enabled first-room-upload')).toBe('enabled\n');
  here.vm.run('rm /root/oci.away /etc/nginx/conf.d/mistake.conf');
  await expect.poll(serial).not.toBe(before);
  await expect.poll(serial).toMatch(/^serial=/);
  await expect
    .poll(() => said('systemctl show --property=Result,ActiveState first-room-upload'))
    .toBe('Result=success\nActiveState=inactive\n');

  const settings = '/etc/letsencrypt/renewal/room.example.com.conf';
  here.vm.run(`sed -i 's/^authenticator = webroot/authenticator = standalone/' ${settings}`);
  expect(refused(install)).toContain(
    'certbot would not renew the certificate of room.example.com through nginx',
  );
  here.vm.run(`sed -i 's/^authenticator = standalone/authenticator = webroot/' ${settings}`);
  // Removes certbot, as on a new VM after `first-room restore`, which brings the certificate but not certbot.
  const certbot = said('command -v certbot').trim();
  here.vm.run(`mv ${certbot} ${certbot}.away`);
  expect(said(install)).toContain('package certbot\n');
  here.vm.run(`mv ${certbot}.away ${certbot}`);

  // Gives the load balancer an expired certificate, as after renewals that failed.
  await putEndedCertificate('room.example.com');
  here.vm.run(
    '(cat /srv/shared/ended.crt; echo; cat /srv/shared/ended.key) > balancer.pem; systemctl restart balancer',
  );
  const ended = examined(acme);
  expect(ended.wrong).toEqual(['certificate: days left']);
  const [cure = ''] = linesOf(ended, ended.wrong);
  const cured = here.vm.run(cure.replace('OCID_OF_THE_CERTIFICATE', ocid), acme);
  expect(cured.said).toContain('Nothing is wrong');
  expect(cured.status).toBe(0);

  // The real oci-cli has the command and the options with which the stand-in for oci-cli was called.
  const known: Record<string, Record<string, unknown>> = JSON.parse(
    await readFile(join(import.meta.dirname, 'kubernetes', 'ociOptions.json'), 'utf8'),
  );
  const command = 'certs-mgmt certificate update-certificate-by-importing-config-details';
  expect(known[command]).toMatchObject({ '--from-json': {}, '--force': {} });
  expect(said('sort -u /root/oci.ids')).toBe(`${ocid}\n`);
  expect(said('cat /root/oci.log; ls /run/tmp.* 2> /dev/null')).toMatch(
    new RegExp(
      `^(--auth instance_principal ${command} --from-json file:///run/(first-room-upload/)?tmp\\.\\w+ --force\\n){3}$`,
    ),
  );
  here.vm.run('systemctl stop balancer');
  expect(here.vm.run(`${install} --certificate none --before-dns`, acme)).toMatchObject({ status: 0 });
  expect(said('find /etc/systemd -name "first-room-upload*"')).toBe('');
});

test('with --root only files are installed', () => {
  const { status } = here.vm.run(`${install} ${withLivekit} --root /root/look`);
  expect(status).toBe(0);
  expect(here.vm.run('cat /root/look/etc/first-room/livekit.yaml').said).toContain(
    'node_ip: 198.51.100.10\n',
  );
  const before = here.vm.run('find /root/look -type f | sort | xargs sha256sum').said;
  expect(here.vm.run(`${install} ${usual} --root /root/look`).said).toContain('Nothing had to be changed.');
  expect(here.vm.run('find /root/look -type f | sort | xargs sha256sum').said).toBe(before);
});
