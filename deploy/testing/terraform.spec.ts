import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import { expect, test } from 'playwright/test';
import { guideBlock, withoutComments } from './guide.ts';
import { shipped } from './rewrite.ts';
import { prepareTerraform, publicKey, type TerraformFolder } from './terraform/terraformFolder.ts';

// Gives the tests ten minutes, because the first run builds the stand-in for OCI's provider.
test.describe.configure({ timeout: 600_000 });

/** Shell command that fills in terraform.tfvars as the guide says. */
const fillIn = `sed -i 's|^ssh_public_key = .*|ssh_public_key = "${publicKey}"|' terraform.tfvars`;

/** Removes line breaks and frames from Terraform's messages. */
const sentences = (output: string) => output.replaceAll(/[\s│]+/g, ' ');

function applied(folder: TerraformFolder) {
  const said = folder.bash(
    `cd deploy/terraform; cp terraform.tfvars.example terraform.tfvars; ${fillIn}; terraform init; terraform apply`,
  );
  expect(said.status, said.output).toBe(0);
}

test('the guide’s Terraform commands run as written: the example is refused until it is filled in, and then applied', async ({}, testInfo) => {
  const lines = await guideBlock('README.md', 'terraform init');
  const [copy = '', ...others] = lines;
  const folder = await prepareTerraform(testInfo);
  const empty = folder.bash(lines.join('\n'));
  expect(empty.output).toMatch(/Success! \d+ passed, 0 failed\./);
  expect(sentences(empty.output)).toContain('ssh_public_key is the whole line of a public key');
  expect(empty.status).toBe(1);

  // Leaves `terraform test` out of the guide's commands: it has passed above.
  const filledIn = [copy, fillIn, ...others].join('\n').replace('terraform test && ', '');
  const { status, output } = folder.bash(filledIn);
  expect(output).toMatch(/Apply complete!/);
  expect(output).toMatch(/1\. DNS: an A record for room\.example\.com with 203\.0\.113\.\d+/);
  expect(status, output).toBe(0);

  expect(withoutComments(await guideBlock('README.ja.md', 'terraform init'))).toEqual(withoutComments(lines));
});

test('only a change of its own size updates a running VM, and no change replaces it or its address', async ({}, testInfo) => {
  const folder = await prepareTerraform(testInfo);
  applied(folder);
  const precious = new Set(['oci_core_instance', 'oci_core_public_ip']);
  const actionsOn = (changes: ReturnType<TerraformFolder['plan']>['changes'], isTouched: boolean) =>
    changes
      .filter(({ type, actions }) =>
        isTouched
          ? precious.has(type) && actions.join() !== 'no-op' && actions.join() !== 'read'
          : actions.includes('delete') && precious.has(type),
      )
      .map(({ address, actions }) => `${address}: ${actions.join(' ')}`);

  const other = publicKey.replace('you@laptop', 'you@another');
  const untouched: Parameters<TerraformFolder['plan']>[] = [
    [{}],
    [{ ssh_public_key: other }],
    [{ ssh_from: '198.51.100.99/32' }],
    [{ system: 'ubuntu-24.04' }],
    [{ domain: 'other.example.com' }],
    [{}, { STAND_IN_IMAGE: 'ocid1.image.oc1..newer', STAND_IN_AVAILABILITY_DOMAIN: 'AD-2' }],
  ];
  for (const [variables, environment] of untouched) {
    const { said, changes } = folder.plan(variables, environment);
    expect(said.status, said.output).toBe(0);
    expect(actionsOn(changes, true), JSON.stringify([variables, environment])).toEqual([]);
  }
  await writeFile(
    join(folder.root, 'deploy/cloud-init/oracle-linux-9.yaml'),
    '#cloud-config\npackages: [vim]\n',
  );
  expect(actionsOn(folder.plan().changes, true), 'another cloud-init file').toEqual([]);

  for (const variables of [{ ocpus: '2' }, { shape: 'VM.Standard.E6.Flex' }]) {
    const { changes } = folder.plan(variables);
    // Terraform plans to change the VM, and therefore to read again to which private address the public address
    // belongs. The public address stays the same.
    expect(actionsOn(changes, true), JSON.stringify(variables)).toEqual([
      'oci_core_instance.node[0]: update',
      'oci_core_public_ip.node[0]: update',
    ]);
  }
  const more = folder.plan({ node_count: '2' }).changes;
  expect(actionsOn(more, true)).toEqual([
    'oci_core_instance.node[1]: create',
    'oci_core_public_ip.node[0]: update',
    'oci_core_public_ip.node[1]: create',
  ]);

  // Without `ignore_changes` in nodes.tf another SSH key makes Terraform replace the VM, which shows that the checks
  // above can fail.
  await folder.change('nodes.tf', {
    'ignore_changes = [availability_domain, ': 'ignore_changes = [fault_domain] # ',
  });
  expect(
    actionsOn(folder.plan({ ssh_public_key: other.replace('AAECAwQ', 'AAECAwU') }).changes, false),
  ).toEqual(['oci_core_instance.node[0]: delete create']);
});

test('a certificate and its key are accepted only together and in valid form', async ({}, testInfo) => {
  const folder = await prepareTerraform(testInfo);
  applied(folder);
  const pair = await generate([{ name: 'commonName', value: 'room.example.com' }], {
    keyType: 'ec',
    algorithm: 'sha256',
  });
  const write = (name: string, text: string) => writeFile(join(folder.root, 'deploy/terraform', name), text);
  await write('fullchain.pem', pair.cert);
  await write('privkey.pem', pair.private);
  await write('locked.pem', pair.private.replaceAll('PRIVATE KEY', 'ENCRYPTED PRIVATE KEY'));

  const { said, changes } = folder.plan({
    certificate_file: 'fullchain.pem',
    certificate_key_file: 'privkey.pem',
  });
  expect(said.status, said.output).toBe(0);
  expect(changes.filter(({ actions }) => actions.join() === 'create').map(({ address }) => address)).toEqual([
    'oci_load_balancer_certificate.room[0]',
    'oci_load_balancer_listener.https[0]',
  ]);

  const refused: [Record<string, string>, string][] = [
    [{ certificate_file: 'fullchain.pem' }, 'belong together'],
    [{ certificate_key_file: 'privkey.pem' }, 'belong together'],
    [
      { certificate_file: 'privkey.pem', certificate_key_file: 'privkey.pem' },
      'certificate_file is the path of a PEM file',
    ],
    [
      { certificate_file: 'fullchain.pem', certificate_key_file: 'fullchain.pem' },
      'certificate_key_file is the path of a PEM file',
    ],
    [{ certificate_file: 'fullchain.pem', certificate_key_file: 'locked.pem' }, 'without a passphrase'],
    [
      { certificate_file: 'missing.pem', certificate_key_file: 'privkey.pem' },
      'certificate_file is the path of a PEM file',
    ],
    [
      { certificate_file: 'fullchain.pem', certificate_key_file: 'privkey.pem', with_load_balancer: 'false' },
      'is for the load balancer',
    ],
  ];
  for (const [variables, sentence] of refused) {
    const refusal = folder.plan(variables).said;
    expect(refusal.status, JSON.stringify(variables)).toBe(1);
    expect(sentences(refusal.output)).toContain(sentence);
  }
});

test('a shape without an image is refused with a clear message', async ({}, testInfo) => {
  const folder = await prepareTerraform(testInfo);
  const { status, output } = folder.bash(
    `cd deploy/terraform; cp terraform.tfvars.example terraform.tfvars; ${fillIn}; terraform init; terraform plan -var=shape=VM.Standard.E9.Flex`,
    { STAND_IN_IMAGE: 'none' },
  );
  expect(status).toBe(1);
  expect(sentences(output)).toContain(
    'ap-tokyo-1 has no image of Oracle Linux 9 for the shape VM.Standard.E9.Flex',
  );
});

test('an unknown argument of the provider fails these tests', async ({}, testInfo) => {
  const folder = await prepareTerraform(testInfo);
  const validate = 'cd deploy/terraform; terraform init > /dev/null; terraform validate';
  expect(folder.bash(validate)).toMatchObject({ status: 0 });
  await folder.change('load_balancer.tf', { idle_timeout_in_seconds: 'idle_timeout' });
  const { status, output } = folder.bash(validate);
  expect(status).toBe(1);
  expect(output).toContain('An argument named "idle_timeout" is not expected here');
});

test('the guide has the same health check and balancing settings as Terraform', async ({}, testInfo) => {
  const folder = await prepareTerraform(testInfo);
  applied(folder);
  const shown = folder.bash(
    'cd deploy/terraform; terraform state show oci_load_balancer_backend_set.nodes[0]',
  );
  const argument = (name: string) => new RegExp(`\\b${name} += "?([^"\\s]+)`).exec(shown.output)?.[1];
  expect(argument('policy')).toBe('LEAST_CONNECTIONS');
  const planned = ['interval_ms', 'timeout_in_millis', 'retries', 'url_path', 'port'].map(argument);
  expect(planned).toEqual(['5000', '3000', '2', '/healthz', '8080']);
  const [english, japanese] = await Promise.all(
    ['README.md', 'README.ja.md'].map((guide) => readFile(join(shipped, guide), 'utf8')),
  );
  expect(english).toMatch(/port 8080, path `\/healthz`, status 200,\s+every 5 s, timeout 3 s, 2 retries/);
  expect(english).toMatch(/policy least connections, no session persistence/);
  expect(japanese).toMatch(
    /ポート 8080、パス `\/healthz`、ステータス 200、\s+5 秒ごと、タイムアウト 3 秒、再試行 2 回/,
  );
  expect(japanese).toMatch(/ポリシーは最小接続数、セッション維持なし/);
});
