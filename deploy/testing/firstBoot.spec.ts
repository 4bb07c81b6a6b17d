import { copyFile, mkdir, readFile, readdir, stat, writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import { expect, test } from 'playwright/test';
import { generate } from 'selfsigned';
import { parse } from 'yaml';
import { startChild } from '../../local/child.ts';
import { findFreePort } from '../../local/ports.ts';
import { prepareInstallation, type Installation } from './booted/installation.ts';
import { startAuthority } from './booted/startAuthority.ts';
import { standInOci, startBalancer } from './booted/startBalancer.ts';
import { cloudInitCommand } from './toolCache.ts';
import { run } from './programs.ts';
import { shipped } from './rewrite.ts';
import { prepareTerraform, publicKey } from './terraform/terraformFolder.ts';

/**
 * Tests the scripts of deploy/cloud-init at the first boot of a VM that gets its internet connection later. The VM has
 * systemd and apt; small package sources, made by this test, stand for those on the internet.
 */
test.describe.configure({ mode: 'serial', timeout: 420_000 });

let here: Installation;
/** Returns the folder that stands in for the bucket, for Terraform on this machine as well as for the VM. */
const bucket = () => join(here.vm.shared, 'bucket');
let bucketUrl = '';
const sources = '198.51.100.30';
const prepare = '/usr/local/sbin/first-room-prepare';
const bringNetwork = `ip address add ${sources}/24 dev ens3`;
const cutNetwork = `ip address delete ${sources}/24 dev ens3`;

/** Returns the script that a file of deploy/cloud-init writes to the VM. */
async function preparationOf(system: string): Promise<string> {
  const text = await readFile(join(shipped, 'cloud-init', `${system}.yaml`), 'utf8');
  const { write_files }: { write_files: { path: string; content: string }[] } = parse(text);
  return write_files.find(({ path }) => path === prepare)?.content ?? '';
}

/** Returns the fingerprint of the key with which this test signs packages in place of NodeSource. */
function nodeFingerprint(): string {
  const listed = here.vm.run('gpg --homedir /srv/shared/gpg --list-keys --with-colons').said;
  return /^fpr:+([0-9A-F]{40}):/m.exec(listed)?.[1] ?? '';
}

/**
 * Settings of the real cloud-init, with only the modules that our files use. Ubuntu's other modules (disks, SSH keys,
 * host name) would change this VM for no purpose.
 */
const cloudSettings = `
datasource_list: [NoCloud]
network: { config: disabled }
cloud_init_modules: [write-files]
cloud_config_modules: [runcmd]
cloud_final_modules: [scripts-user]
system_info: { distro: debian, paths: { cloud_dir: /var/lib/cloud } }
`;

const serveArguments = [
  '--import',
  import.meta.resolve('tsx'),
  join(import.meta.dirname, 'booted/serveFolder.ts'),
];

async function put(name: string, text: string, mode = 0o644): Promise<void> {
  const place = join(here.vm.shared, name);
  await mkdir(dirname(place), { recursive: true });
  await writeFile(place, text, { mode });
}

/**
 * Makes a package source for apt whose packages are empty. Their version is older than any real one, so that apt keeps
 * the installed programs.
 */
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
  // Makes the source that stands in for NodeSource's. As the real one, it uses TLS and a signature.
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
  const server = `${process.execPath} ${serveArguments.join(' ')}`;
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

test('with release_file and email one terraform apply is enough: real cloud-init waits for the network, prepares the VM, installs the release, waits for DNS and gets the load balancer’s certificate, and the outputs have the doctor’s result', async ({}, testInfo) => {
  const folder = await prepareTerraform(testInfo);
  await folder.change('../cloud-init/ubuntu-24.04.yaml', {
    '6F71F525282841EEDAF851B42F59B5F99B1BE0B4': nodeFingerprint(),
  });
  const installer = await here.unpack();
  const archive = installer.replace('/srv/shared', here.vm.shared).replace('/deploy/install.sh', '.tar.gz');
  await mkdir(bucket());
  // Starts the server that stands in for the bucket twice, on this machine and on the VM, with the same address, so
  // that Terraform and the VM can use the same URLs.
  const port = String(await findFreePort('tcp', '127.0.0.1'));
  bucketUrl = `http://127.0.0.1:${port}`;
  const own = startChild({
    name: 'bucket',
    command: process.execPath,
    args: [...serveArguments, bucket(), '127.0.0.1', port],
    environment: process.env,
    onLine: () => undefined,
  });
  here.vm.run(
    `systemd-run --quiet --unit=bucket ${process.execPath} ${serveArguments.join(' ')} /srv/shared/bucket 127.0.0.1 ${port}`,
  );
  const environment = { STAND_IN_BUCKET: bucket(), STAND_IN_BUCKET_URL: bucketUrl };
  await writeFile(
    join(folder.root, 'deploy/terraform/room.auto.tfvars.json'),
    JSON.stringify({
      region: 'ap-tokyo-1',
      compartment_id: 'ocid1.compartment.oc1..example',
      domain: 'room.example.com',
      ssh_public_key: publicKey,
      system: 'ubuntu-24.04',
      release_file: archive,
      email: 'host@example.com',
      tenancy_id: 'ocid1.tenancy.oc1..example',
      install_options: ['--livekit', '/srv/shared/livekit-server'],
    }),
  );
  // Applies Terraform's configuration in steps, because the VM of this test is not Terraform's own: the first step
  // makes the VM's user data, and the last one reads the result that the VM has stored.
  const made = folder.bash(
    'cd deploy/terraform; terraform init; terraform apply -target=oci_core_instance.node; terraform show -json > state.json',
    environment,
  );
  expect(made.status, made.output).toBe(0);
  const state: unknown = JSON.parse(await readFile(join(folder.root, 'deploy/terraform/state.json'), 'utf8'));
  const [, userData = ''] = /"user_data":"([^"]+)"/.exec(JSON.stringify(state)) ?? [];
  await put('seed/user-data', Buffer.from(userData, 'base64').toString());
  await put('seed/meta-data', 'instance-id: i-1\n');
  await put('seed/vendor-data', '');
  await put('cloud.cfg', cloudSettings);
  // Installs a certificate authority and a stand-in for oci-cli on the VM, and makes the VM trust the authority.
  expect(await startAuthority(here.vm)).toBe('/root/issuer.pem\n');
  await put('oci', standInOci, 0o755);
  here.vm.run(
    'install /srv/shared/oci /usr/local/bin/; systemctl set-environment NODE_EXTRA_CA_CERTS=/root/issuer.pem FIRST_ROOM_PATIENCE=10',
  );
  const { command, environment: python } = cloudInitCommand();
  const variables = Object.entries(python).map(([name, value]) => `--setenv=${name}=${value}`);
  const steps = ['init', 'modules --mode=config', 'modules --mode=final'].map(
    (step) => `${command.join(' ')} ${step}`,
  );
  here.vm.run(
    `mkdir -p /etc/cloud /var/lib/cloud/seed; cp /srv/shared/cloud.cfg /etc/cloud/; cp -r /srv/shared/seed /var/lib/cloud/seed/nocloud
     systemd-run --quiet --unit=cloud-init-of-test --remain-after-exit ${variables.join(' ')} bash -c '${steps.join(' && ')}'`,
  );
  const log = () => here.vm.run('journalctl --unit=cloud-init-of-test --output=cat').said;
  await expect.poll(log, { timeout: 60_000 }).toContain('no package source answers yet; trying again');
  here.vm.run(bringNetwork);
  const objects = async (start: string) => (await readdir(bucket())).filter((name) => name.startsWith(start));
  await expect.poll(() => objects('certificate-1-'), { timeout: 60_000 }).toHaveLength(1);
  const going = folder.bash(
    'cd deploy/terraform; terraform apply -target=terraform_data.dns -target=oci_objectstorage_object.settings',
    environment,
  );
  expect(going.status, going.output).toBe(0);
  expect(going.output).toMatch(/DNS: an A record for room\.example\.com with 203\.0\.113\.\d+, now\./);

  // Starts the load balancer with the first certificate, which Terraform gives it. The domain name leads to the load
  // balancer only when the script on the VM already waits for that.
  const settings = await readFile(join(bucket(), 'settings-1'), 'utf8');
  const [, , address = '', ocid = ''] = settings.split('\n');
  here.vm.run(`ip address add ${address}/32 dev ens3`);
  const [first = ''] = await objects('certificate-1-');
  await startBalancer(here.vm, { address, certificate: `/srv/shared/bucket/${first}` });
  await expect
    .poll(log, { timeout: 120_000 })
    .toContain(`Waiting for DNS: an A record for room.example.com with ${address}.`);
  here.vm.run(`sed -i 's/^203.0.113.20 room/${address} room/' /etc/hosts`);
  await expect.poll(() => objects('result-1-'), { timeout: 180_000 }).toHaveLength(1);
  expect(here.vm.run('dpkg -s iptables-persistent').said).toContain('Version: 0.0.1');
  expect(here.vm.run('first-room link').said).toMatch(/^https:\/\/room\.example\.com\/#key=[0-9a-f]{32}\n$/);

  const { status, output } = folder.bash(
    'cd deploy/terraform; terraform apply; terraform output doctor',
    environment,
  );
  await own.stop();
  expect(status, `${output}\n${log()}`).toBe(0);
  // The load balancer now has the certificate that the authority has signed.
  const asked = here.vm.run(
    'curl -sS --cacert /root/issuer.pem https://room.example.com/healthz; cat /root/oci.ids',
  );
  expect(asked.said).toBe(`ok\n${ocid}\n`);
  expect(output, log()).not.toContain('something is wrong on it');
  // Terraform's output contains what the VM has reported: cloud-init has prepared the VM, and the doctor has found
  // nothing wrong.
  expect(output).toContain('status 0\n');
  expect(output).toContain('done. Next: install.sh');
  expect(output).toContain('Nothing is wrong');
  // Neither Terraform nor the bucket gets the room key: the link in the output has none.
  expect(output).toContain('https://room.example.com/\n');
  expect(output).not.toMatch(/#(key|host)=/);
});

test('the script of the first boot ends with a message, and does not try again, if its addresses have expired, the release is missing or another one, or install.sh refuses the settings', async () => {
  const script = await readFile(join(shipped, 'cloud-init/bring-release.sh'), 'utf8');
  const putScript = (settingsUrl: string, certificateUrl = '') =>
    put(
      'bring-release',
      `settings_url=${settingsUrl} result_url=${bucketUrl}/result-2 certificate_url='${certificateUrl}'\n${script}`,
    );
  const [, ...settings] = (await readFile(join(bucket(), 'settings-1'), 'utf8')).split('\n');
  const [sum = '', address = ''] = settings;
  const bring = async (release: string, sha256: string, certificate: string) => {
    const lines = [`${bucketUrl}/${release}`, sha256, address, certificate, ...settings.slice(3)];
    await writeFile(join(bucket(), 'settings-2'), lines.join('\n'));
    const startedAt = performance.now();
    const { status, said } = here.vm.run('bash /srv/shared/bring-release', {
      NODE_EXTRA_CA_CERTS: '/root/issuer.pem',
    });
    expect(status, said).toBe(1);
    // The script has ended after the first failure: before a second attempt it would have waited for 120 s.
    expect(performance.now() - startedAt).toBeLessThan(100_000);
    expect(await readFile(join(bucket(), 'result-2'), 'utf8')).toBe(
      `status 1\n${said}`.replaceAll(/#(key|host)=\S*/g, ''),
    );
    return said;
  };
  const expired = `${bucketUrl}/p/expired`;
  await putScript(`${expired}/settings-2`);
  const refusal = await bring('none.tar.gz', sum, '');
  expect(refusal).toContain('The bucket refuses this VM (HTTP 404): its addresses there have expired');
  expect(refusal).toContain('run its deploy/install.sh');
  await putScript(`${bucketUrl}/settings-2`, `${expired}/certificate-2`);
  expect(await bring('none.tar.gz', sum, '')).toContain(
    "The first certificate can't be put into the bucket: ",
  );
  await putScript(`${bucketUrl}/settings-2`);
  expect(await bring('none.tar.gz', sum, '')).toContain("The release can't be downloaded: ");
  const archive = `first-room-${sum}.tar.gz`;
  expect(await bring(archive, '0'.repeat(64), '')).toContain('The release does not have the checksum');
  expect(await bring(archive, sum, 'nonsense')).toContain('--certificate is "nonsense". It must be the OCID');
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
