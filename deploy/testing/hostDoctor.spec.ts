import { copyFile, cp, mkdir, readFile, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { examine } from '../../doctor/testing/examine.ts';
import { examineInside } from '../../doctor/testing/ownNetwork.ts';
import { shipped } from './rewrite.ts';
import { expect, test } from './deploymentTest.ts';

for (const by of ['haproxy', 'nginx'] as const) {
  test(`behind ${by} the host's doctor finds nothing wrong with the shipped files`, async ({ balance }) => {
    const { origin } = await balance({ by });
    const { findings, of } = await examine([origin]);
    const unwell = findings.filter(({ state }) => state === 'look' || state === 'wrong');
    // The doctor's only finding is about the certificate, which the test has made itself.
    expect(unwell.map(({ step }) => step)).toEqual(['certificate: chain']);
    expect(of('scripts: compression')).toMatchObject([{ state: 'fine' }]);
    expect(of('media over').map(({ state }) => state)).toEqual(['fine', 'fine']);
  });

  test(`the host's doctor reports a too short idle time-out of ${by}`, async ({ balance }) => {
    const { origin } = await balance({ by, idleSeconds: 2 });
    expect((await examine([origin, '--slow'])).wrong).toEqual(['certificate: chain', 'idle time']);
  });

  test(`the host's doctor reports a ${by} with its default of 8 kB for headers`, async ({ balance }) => {
    const { origin } = await balance({ by, headerKilobytes: 8 });
    const { wrong, of } = await examine([origin]);
    expect(wrong).toEqual(['certificate: chain', 'long address']);
    expect(of('long address')[0]?.seen).toContain('an address of 6 kB gets through');
  });
}

test('a wrong path of the health check is reported once, without later findings', async ({ balance }) => {
  const { origin } = await balance({ by: 'haproxy', healthPath: '/health' });
  const { wrong, of, findings } = await examine([origin]);
  expect(wrong).toEqual(['certificate: chain', 'page']);
  expect(of('page')).toMatchObject([
    {
      seen: expect.stringContaining('status 503'),
      cure: { advice: expect.stringContaining('/healthz on 8080') },
    },
  ]);
  expect(findings.at(-1)).toMatchObject({ step: 'everything else', state: 'not tried' });
});

test('a TCP listener instead of an HTTP one is reported by the client address that the token handler sees', async ({
  balance,
}) => {
  const { origin } = await balance({ by: 'haproxy', listener: 'tcp' });
  const { wrong, of } = await examine([origin]);
  expect(wrong).toEqual(['certificate: chain', 'token: who asks']);
  expect(of('token: who asks')).toMatchObject([
    { cure: { lines: expect.arrayContaining([expect.stringMatching(/^OCI: listener, protocol: HTTP/)]) } },
  ]);
});

test('nginx with the certificate itself, without a load balancer, has no fault except the unknown issuer of the test certificate', async ({
  openVm,
}) => {
  const { origin } = await openVm({ tls: true });
  const { findings } = await examine([origin]);
  const unwell = findings.filter(({ state }) => state === 'look' || state === 'wrong');
  expect(unwell.map(({ step }) => step)).toEqual(['certificate: chain']);
});

test('the doctor reads the zone of guests from a real firewalld: closed, opened by the cure, and opened by install.sh with TURN forwarding', async ({}, testInfo) => {
  // Triples the time limit, because firewalld is slow at every start, and this test starts it several times.
  test.slow();
  const folder = testInfo.outputPath('firewalld');
  await mkdir(join(folder, 'services'), { recursive: true });
  await copyFile('/etc/firewalld/firewalld.conf', join(folder, 'firewalld.conf'));
  for (const service of ['first-room.xml', 'first-room-web.xml'])
    await cp(join(shipped, 'firewall', service), join(folder, 'services', service));
  // Starts a D-Bus in the test's network namespace (an abstract socket belongs to one network), so that this machine's
  // own firewall is neither read nor changed.
  const bus = 'unix:abstract=first-room-bus';
  const firewalld = [
    `dbus-daemon --session --fork --address=${bus}`,
    `export DBUS_SYSTEM_BUS_ADDRESS=${bus}`,
    `{ firewalld --nofork --nopid --system-config ${folder} >/dev/null 2>&1 & }`,
    'until firewall-cmd --state >/dev/null 2>&1; do sleep 0.2; done',
    'ip route add default via 192.168.77.1 dev eth0',
  ].join(' && ');
  const server = ['198.51.100.7', '', 'running'];
  // The zone `trusted` stands for that of a VPN or of containers: it accepts everything, but guests' packets do not
  // arrive there.
  const zones =
    'firewall-cmd -q --zone=public --add-interface=eth0 && firewall-cmd -q --zone=trusted --add-interface=peer0';
  const closed = await examineInside(`${firewalld} && ${zones}`, 'onServer.ts', server);
  expect(closed.wrong).toEqual(['firewall: 7882/udp', 'firewall: 7881/tcp']);
  const cures = closed
    .of('firewall')
    .flatMap((finding) => ('cure' in finding ? finding.cure.lines : []))
    .flatMap(
      (line) =>
        /^sudo (firewall-cmd .*)/.exec(line)?.[1]?.replaceAll('sudo firewall-cmd', 'firewall-cmd') ?? [],
    )
    .map((line) => line.replaceAll('firewall-cmd', 'firewall-cmd -q'));
  expect(cures).toHaveLength(2);
  // Checks the firewall again after a reload, when no interface has a zone of its own and the default zone applies.
  const opened = await examineInside([firewalld, ...cures].join(' && '), 'onServer.ts', server);
  expect(opened.wrong).toEqual([]);
  await rm(join(folder, 'zones'), { recursive: true });

  // Opens the ports in firewalld with install.sh's own function, this time also those for TURN. Guests arrive in a zone
  // that is not the default one.
  const parts = ['settings', 'certificate', 'turn', 'place', 'system'].map(
    (part) => `source ${join(shipped, 'install', part)}.sh`,
  );
  const installSh = `bash -euo pipefail -c '${parts.join('; ')}; tls=load-balancer turn=turn.example.com; open_firewalld' > ${folder}/said`;
  // Puts a guest at the other end of the veth pair, and a program on the server that listens on TURN's port.
  const guest = [
    '{ unshare -n sleep infinity & }',
    'guest=$!',
    `{ ${process.execPath} -e 'require("node:net").createServer((socket) => socket.end("turn")).listen(5349)' & }`,
    "until ss -Hltn 'sport = :5349' | grep -q .; do sleep 0.1; done",
    'until [ "$(readlink /proc/$guest/ns/net)" != "$(readlink /proc/self/ns/net)" ]; do sleep 0.1; done',
    'ip link set peer0 netns $guest',
    'nsenter -t $guest -n sh -c "ip address add 192.168.77.1/24 dev peer0 && ip link set peer0 up"',
    `for port in 443 5349; do nsenter -t $guest -n timeout 5 bash -c "cat < /dev/tcp/192.168.77.2/$port" 2> /dev/null >> ${folder}/heard || echo " $port: no" >> ${folder}/heard; done`,
  ];
  const inWork = `firewall-cmd -q --permanent --zone=work --add-interface=eth0 && firewall-cmd -q --reload`;
  // Turns TURN off with install.sh (--turn none). Later a forward of the same port, added by hand for another TURN
  // server, must stay.
  const ending = `${installSh.replace('turn=', 'kept_turn=')}.ended`;
  const own =
    'firewall-cmd -q --permanent --zone=work --add-forward-port=port=443:proto=tcp:toport=5349 && firewall-cmd -q --reload';
  const without = `${installSh.replace('turn=turn.example.com', '')}.own`;
  const byInstall = await examineInside(
    [firewalld, inWork, installSh, `${installSh}.again`, ...guest, ending, own, without].join(' && '),
    'onServer.ts',
    server,
  );
  expect(byInstall.wrong).toEqual([]);
  expect(await readFile(join(folder, 'said'), 'utf8')).toBe(
    'Changed:\n  firewalld: first-room (zone work)\n  firewalld: first-room-web (zone work)\n  firewalld: http (zone work)\n' +
      '  firewalld: port=443:proto=tcp:toport=5349 (zone work)\n',
  );
  expect(await readFile(join(folder, 'said.again'), 'utf8')).toBe('');
  expect(await readFile(join(folder, 'said.ended'), 'utf8')).toBe(
    'Changed:\n  firewalld: no http (zone work)\n  firewalld: no port=443:proto=tcp:toport=5349 (zone work)\n',
  );
  expect(await readFile(join(folder, 'said.own'), 'utf8')).toBe('');
  expect(await readdir(join(folder, 'zones'))).not.toContain('public.xml');
  expect(await readFile(join(folder, 'heard'), 'utf8')).toBe('turn 5349: no\n');
});
