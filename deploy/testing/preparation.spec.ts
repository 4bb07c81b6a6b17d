import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'playwright/test';
import { cloudInit, parseHcl } from './toolCache.ts';
import { findDaemon, run } from './programs.ts';
import { shipped } from './rewrite.ts';

test('every Terraform file has valid syntax', async () => {
  const names = await readdir(join(shipped, 'terraform'), { recursive: true });
  const files = names.filter((name) => /\.(tf|hcl|example)$/.test(name));
  expect(files).toContain('load_balancer.tf');
  for (const file of files) {
    const { status, output } = parseHcl(join(shipped, 'terraform', file));
    expect(status, `${file}: ${output}`).toBe(0);
  }
});

test('a Terraform file with a mistake fails this test', () => {
  expect(parseHcl(join(shipped, 'livekit.yaml')).status).not.toBe(0);
});

test('terraform fmt finds nothing to change', () => {
  test.skip(
    findDaemon('terraform') === undefined,
    'Terraform is not installed here; who changes its files has it.',
  );
  const { status, output } = run(
    'terraform',
    ['fmt', '-check', '-recursive', '-diff', join(shipped, 'terraform')],
    {
      env: { TF_CLI_CONFIG_FILE: '/dev/null' },
    },
  );
  expect(output).toBe('');
  expect(status).toBe(0);
});

for (const system of ['oracle-linux-9', 'ubuntu-24.04']) {
  test(`cloud-init accepts the file for ${system}`, () => {
    const { status, output } = cloudInit('schema', '-c', join(shipped, 'cloud-init', `${system}.yaml`));
    expect(output).toContain('Valid');
    expect(status).toBe(0);
  });
}

test('a cloud-init file with a mistake fails this test', async ({}, testInfo) => {
  const file = testInfo.outputPath('mistaken.yaml');
  await writeFile(file, '#cloud-config\npackages: nginx\n');
  expect(cloudInit('schema', '-c', file).status).not.toBe(0);
});
