import { readFileSync } from 'node:fs';
import { cp, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { TestInfo } from 'playwright/test';
import { findTerraform, terraformMirror } from '../toolCache.ts';
import { run, type Said } from '../programs.ts';
import { rewrite, shipped, type Changes } from '../rewrite.ts';

/** An SSH public key of which nobody has the private key. */
export const publicKey =
  'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f you@laptop';

/** A change of a resource that Terraform plans. */
interface Change {
  address: string;
  type: string;
  actions: string[];
  /** Arguments of the resource after the change, as far as Terraform knows them. */
  after: unknown;
}

/** A copy of deploy/terraform and of the files that it reads, in which Terraform uses a stand-in for OCI's provider. */
export interface TerraformFolder {
  /** Path of the copy's root, which stands for the project's root. The guide's commands run there. */
  root: string;
  /** Applies replacements to one file of the copied deploy/terraform. */
  change(file: string, changes: Changes): Promise<void>;
  /** Runs lines of bash in the copy's root. */
  bash(lines: string, environment?: Record<string, string>): Said;
  /** Runs `terraform plan` with these variables, in addition to those in terraform.tfvars. */
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
      // Leaves out files that somebody has made in this project's folder for a deployment of their own.
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
    // `-auto-approve` stands for the answer "yes" that a person types.
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

/**
 * The used part of Terraform's JSON format for plans (https://developer.hashicorp.com/terraform/internals/json-format).
 */
interface PlannedChange {
  address: string;
  type: string;
  change: { actions: string[]; after: unknown };
}
