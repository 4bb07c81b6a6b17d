import { readFileSync } from 'node:fs';
import { cp, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { TestInfo } from 'playwright/test';
import { findTerraform, terraformMirror } from '../toolCache.ts';
import { run, type Said } from '../programs.ts';
import { rewrite, shipped, type Changes } from '../rewrite.ts';

/** A public key without a known private key. */
export const publicKey =
  'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f you@laptop';

/** A planned change of a resource. */
interface Change {
  address: string;
  type: string;
  actions: string[];
  /** Arguments of the resource after the change, as far as they are known. */
  after: unknown;
}

/** A copy of deploy/terraform and of the files that it reads, with a command line that uses the stand-in provider. */
export interface TerraformFolder {
  /** Root of the copy. The guide's commands run here, as a host runs them in the project's root. */
  root: string;
  /** Changes one file of deploy/terraform. */
  change(file: string, changes: Changes): Promise<void>;
  /** Runs bash in the root. */
  bash(lines: string, environment?: Record<string, string>): Said;
  /** Runs `terraform plan` with these variables in addition to terraform.tfvars. */
  plan(
    variables?: Readonly<Record<string, string>>,
    environment?: Record<string, string>,
  ): { said: Said; changes: Change[] };
}

export async function prepareTerraform(testInfo: TestInfo): Promise<TerraformFolder> {
  const root = testInfo.outputPath('project');
  for (const part of ['terraform', 'cloud-init']) {
    await cp(join(shipped, part), join(root, 'deploy', part), {
      recursive: true,
      // Leaves out a host's own files.
      filter: (path) => !/\.terraform|\.tfstate|\.tfvars$|\.pem$/.test(path),
    });
  }
  const configuration = testInfo.outputPath('terraform.rc');
  await writeFile(
    configuration,
    `disable_checkpoint = true\nprovider_installation {\n  filesystem_mirror {\n    path = "${terraformMirror()}"\n  }\n}\n`,
  );
  const usual = {
    TF_CLI_CONFIG_FILE: configuration,
    // `-auto-approve` replaces the host's answer "yes".
    TF_CLI_ARGS_apply: '-auto-approve -no-color',
    TF_CLI_ARGS: '-no-color',
    PATH: `${dirname(findTerraform())}:${process.env['PATH'] ?? ''}`,
  };
  const bash = (lines: string, environment: Record<string, string> = {}) =>
    run('bash', ['--norc', '-euo', 'pipefail', '-c', `cd "${root}"; ${lines}`], {
      env: { ...usual, ...environment },
    });
  return {
    root,
    bash,
    async change(file, changes) {
      const path = join(root, 'deploy', 'terraform', file);
      await writeFile(path, rewrite(await readFile(path, 'utf8'), changes, file));
    },
    plan(variables = {}, environment = {}) {
      const values = Object.entries(variables).map(([name, value]) => `-var='${name}=${value}'`);
      const said = bash(
        `cd deploy/terraform; terraform plan -input=false -out=plan ${values.join(' ')}`,
        environment,
      );
      if (said.status !== 0) return { said, changes: [] };
      bash('cd deploy/terraform; terraform show -json plan > plan.json', environment);
      const shown = readFileSync(join(root, 'deploy/terraform/plan.json'), 'utf8');
      const { resource_changes }: { resource_changes: PlannedChange[] } = JSON.parse(shown);
      const changes = resource_changes.map(({ address, type, change }) => ({
        address,
        type,
        actions: change.actions,
        after: change.after,
      }));
      return { said, changes };
    },
  };
}

/** Part of https://developer.hashicorp.com/terraform/internals/json-format. */
interface PlannedChange {
  address: string;
  type: string;
  change: { actions: string[]; after: unknown };
}
