import { copyFile, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import { expect, test } from 'playwright/test';
import { generate } from 'selfsigned';
import { parse } from 'yaml';
import { prepareInstallation, type Installation } from './booted/installation.ts';
import { run } from './programs.ts';
import { rewrite, shipped } from './rewrite.ts';

/**
 * The first boot of a VM whose way to the internet comes later: the scripts of deploy/cloud-init on a machine with systemd and apt. The
 * package sources are small ones of this test.
 */
test.describe.configure({ mode: 'serial', timeout: 240_000 });

let here: Installation;
const sources = '198.51.100.30';
const prepare = '/usr/local/sbin/first-room-prepare';
const bringNetwork = `ip address add ${sources}/24 dev ens3`;
const cutNetwork = `ip address delete ${sources}/24 dev ens3`;

/** The script that a cloud-init file writes. */
async function preparationOf(system: string): Promise<string> {
  const text = await readFile(join(shipped, 'cloud-init', `${system}.yaml`), 'utf8');
  const { write_files }: { write_files: { path: string; content: string }[] } = parse(text);
  return write_files.find(({ path }) => path === prepare)?.content ?? '';
}

async function put(name: string, text: string, mode = 0o644): Promise<void> {
  const place = join(here.vm.shared, name);
  await mkdir(dirname(place), { recursive: true });
  await writeFile(place, text, { mode });
}

/** A source of packages that are all empty. Their version is older than any, so that what is installed here stays. */
async function makeSource(folder: string, names: readonly string[]): Promise<void> {
  const entries: string[] = [];
  for (const name of names) {
    const control = `Package: ${name}\nVersion: 0.0.1\nArchitecture: all\nMaintainer: Nobody <nobody@example.com>\nDescription: empty\n`;
    await put(`${folder}/${name}/DEBIAN/control`, control);
    const archive = join(here.vm.shared, folder, `${name}.deb`);
    const { status, output } = run('dpkg-deb', [
      '--build',
      '--root-owner-group',
      join(here.vm.shared, folder, name),
      archive,
    ]);
    expect(status, output).toBe(0);
    const sum = createHash('sha256')
      .update(await readFile(archive))
      .digest('hex');
    entries.push(
      `${control}Filename: ${name}.deb\nSize: ${String((await stat(archive)).size)}\nSHA256: ${sum}\n`,
    );
  }
  await put(`${folder}/Packages`, entries.join('\n'));
}

test.beforeAll(async () => {
  here = await prepareInstallation();
  const { vm } = here;
  const must = (line: string) => {
    const { status, said } = vm.run(line);
    expect(status, said).toBe(0);
  };
  await makeSource('ubuntu', ['nginx', 'libnginx-mod-http-brotli-static', 'iptables-persistent']);
  // NodeSource's: over TLS, and signed.
  const place = 'node/node_22.x/dists/nodistro';
  await makeSource('packages', ['nodejs']);
  const packages = await readFile(join(vm.shared, 'packages/Packages'), 'utf8');
  const listed = packages.replace('Filename: ', 'Filename: pool/');
  for (const architecture of ['amd64', 'arm64'])
    await put(`${place}/main/binary-${architecture}/Packages`, listed);
  await mkdir(join(vm.shared, 'node/node_22.x/pool'));
  await copyFile(join(vm.shared, 'packages/nodejs.deb'), join(vm.shared, 'node/node_22.x/pool/nodejs.deb'));
  const sums = ['amd64', 'arm64'].map(
    (architecture) =>
      ` ${createHash('sha256').update(listed).digest('hex')} ${String(listed.length)} main/binary-${architecture}/Packages`,
  );
  await put(
    `${place}/Release`,
    `Codename: nodistro\nComponents: main\nArchitectures: amd64 arm64\nSHA256:\n${sums.join('\n')}\n`,
  );
  must(
    `export GNUPGHOME=/srv/shared/gpg; install -d -m 0700 $GNUPGHOME
     gpg --batch --quiet --passphrase '' --quick-generate-key test@example.com ed25519 sign never
     mkdir -p /srv/shared/node/gpgkey; gpg --armor --export > /srv/shared/node/gpgkey/nodesource-repo.gpg.key
     gpg --batch --quiet --clearsign --output /srv/shared/${place}/InRelease /srv/shared/${place}/Release`,
  );
  const certificate = await generate([{ name: 'commonName', value: 'deb.nodesource.com' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: 'deb.nodesource.com' }] }],
  });
  await put('source.pem', certificate.cert);
  await put('source.key', certificate.private, 0o600);
  must(
    `cp /srv/shared/source.pem /usr/local/share/ca-certificates/source.crt && update-ca-certificates > /dev/null
     echo '${sources} deb.nodesource.com' >> /etc/hosts
     rm -rf /etc/apt/sources.list /etc/apt/sources.list.d/* /etc/apt/apt.conf.d/*proxy* /var/lib/apt/lists/*
     echo 'deb [trusted=yes] http://${sources}:8000/ ./' > /etc/apt/sources.list
     sysctl -q net.ipv4.ip_nonlocal_bind=1`,
  );
  const server = `${process.execPath} --import ${import.meta.resolve('tsx')} ${join(import.meta.dirname, 'booted/serveFolder.ts')}`;
  must(`systemd-run --quiet --unit=ubuntu-source ${server} /srv/shared/ubuntu ${sources} 8000`);
  must(
    `systemd-run --quiet --unit=node-source ${server} /srv/shared/node ${sources} 443 /srv/shared/source.pem /srv/shared/source.key`,
  );
});
test.afterAll(() => here.vm.stop());

test('without a network the preparation of Ubuntu gives up in bounded time, and says what to do', async () => {
  await put('prepare', await preparationOf('ubuntu-24.04'));
  expect(here.vm.run(`install -m 0755 /srv/shared/prepare ${prepare}`).status).toBe(0);
  const { status, said } = here.vm.run(`${prepare} 1`);
  expect(said).toContain('no package source answered. Does the VM have its reserved public IP');
  expect(status).toBe(1);
});

test('a key that is not NodeSource’s installs nothing', () => {
  here.vm.run(bringNetwork);
  const { status, said } = here.vm.run(`${prepare} 1`);
  expect(said).toMatch(
    /NodeSource's key has the fingerprint [0-9A-F]{40}, not 6F71F525282841EEDAF851B42F59B5F99B1BE0B4/,
  );
  expect(status).toBe(1);
  expect(here.vm.run('dpkg -s iptables-persistent').status).not.toBe(0);
  here.vm.run(cutNetwork);
});

test('the preparation of Ubuntu waits for the network, and can be run again', async () => {
  const listed = here.vm.run('gpg --homedir /srv/shared/gpg --list-keys --with-colons').said;
  const fingerprint = /^fpr:+([0-9A-F]{40}):/m.exec(listed)?.[1] ?? '';
  const script = await preparationOf('ubuntu-24.04');
  await put('prepare', rewrite(script, { '6F71F525282841EEDAF851B42F59B5F99B1BE0B4': fingerprint }));
  here.vm.run(
    `install -m 0755 /srv/shared/prepare ${prepare}; systemd-run --unit=prepare --remain-after-exit ${prepare}`,
  );
  const journal = () => here.vm.run('journalctl --unit=prepare --output=cat').said;
  await expect.poll(journal, { timeout: 30_000 }).toContain('no package source answers yet; trying again');
  here.vm.run(bringNetwork);
  await expect.poll(journal, { timeout: 60_000 }).toContain('done. Next: install.sh');
  expect(here.vm.run('dpkg -s iptables-persistent').said).toContain('Version: 0.0.1');
  const { status, said } = here.vm.run(prepare);
  expect(said).toContain('done. Next: install.sh');
  expect(status).toBe(0);
});

test('the preparation of Oracle Linux waits for the network, and is bounded (with a stand-in for dnf)', async () => {
  await put('oracle', await preparationOf('oracle-linux-9'), 0o755);
  await put(
    'bin/dnf',
    '#!/bin/bash\necho "$*" >> /srv/shared/dnf.log\n[[ $* != *makecache ]] || [[ -e /srv/shared/dnf.network ]]\n',
    0o755,
  );
  const environment = { PATH: '/srv/shared/bin:/usr/sbin:/usr/bin:/sbin:/bin' };
  const bounded = here.vm.run('/srv/shared/oracle 1', environment);
  expect(bounded.said).toContain('no package source answered. Does the VM have its reserved public IP');
  expect(bounded.status).toBe(1);
  await put('dnf.network', '');
  const { status, said } = here.vm.run('/srv/shared/oracle', environment);
  expect(said).toContain('done. Next: install.sh');
  expect(status).toBe(0);
  const log = await readFile(join(here.vm.shared, 'dnf.log'), 'utf8');
  expect(log.trim().split('\n').slice(-3)).toEqual([
    '-y upgrade',
    '-y module enable nodejs:22',
    '-y install nginx tar policycoreutils-python-utils nodejs',
  ]);
});
