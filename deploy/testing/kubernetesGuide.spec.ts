import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'playwright/test';
import { builtWithGo } from './toolCache.ts';
import { findObject, guideCommands, objectsOf, stringsIn } from './kubernetesRoom.ts';
import { run } from './programs.ts';
import { shipped } from './rewrite.ts';

test.describe.configure({ timeout: 600_000 });

/**
 * Stand-ins for the programs that the guide's commands run. They record each call, with its arguments in base64.
 * kubectl's kustomize, prepare.sh and check.sh are real.
 */
const standIns = String.raw`
record() { printf '%s\0' "$@" | base64 -w0 >> "$CALLS"; echo >> "$CALLS"; }
digits() { printf '%064d' "$1"; }
oci() {
  record oci "$@"
  case "$*" in
    *'os ns get'*) echo example ;;
    *'public-ip get'*) echo 198.51.100.20 ;;
    *'nsg create'*) echo ocid1.networksecuritygroup.oc1.eu-frankfurt-1.aaaa ;;
    *) echo ocid1.thing.oc1..aaaa ;;
  esac
}
kubectl() {
  record kubectl "$@"
  case $1 in
    kustomize) "$KUSTOMIZE" build --enable-helm --helm-command "$HELM" "$3" ;;
    apply) cat > "$APPLIED" ;;
  esac
}
docker() {
  record docker "$@"
  case $1 in
    inspect) echo "$4@sha256:$(digits 7)" ;;
    login) cat > /dev/null ;;
    buildx) digits 7 ;;
  esac
}
sudo() {
  record sudo "$@"
  case $1 in
    certbot) command openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=$domain" -keyout "$HOME/privkey.pem" -out "$HOME/fullchain.pem" 2> /dev/null ;;
    cat) cat "$HOME/$(basename "$2")" ;;
  esac
}
openssl() { record openssl "$@"; }
curl() { record curl "$@"; }
npm() { record npm "$@"; }
`;

interface Options {
  [command: string]: Record<string, { required: boolean; choices?: readonly string[] }>;
}

test('the commands of the guide, run in order, make complete manifests, and oci-cli knows all their options', async ({}, testInfo) => {
  const home = testInfo.outputPath('home');
  const project = testInfo.outputPath('first-room');
  await mkdir(home, { recursive: true });
  await cp(join(shipped, 'kubernetes'), join(project, 'deploy', 'kubernetes'), { recursive: true });
  const calls = testInfo.outputPath('calls');
  const applied = testInfo.outputPath('applied.yaml');
  const script = testInfo.outputPath('guide.sh');
  await writeFile(script, `set -euo pipefail\ncd "$PROJECT"\n${standIns}\n${await guideCommands()}`);
  const { status, output } = run('bash', [script], {
    env: {
      HOME: home,
      PROJECT: project,
      CALLS: calls,
      APPLIED: applied,
      KUSTOMIZE: builtWithGo('kustomize'),
      HELM: builtWithGo('helm'),
    },
  });
  expect(status, output).toBe(0);
  expect(output).toContain('For guests: https://room.example.com/#key=');

  const objects = objectsOf(await readFile(applied, 'utf8'));
  const images = objects.flatMap((object) => stringsIn(object)).filter((text) => text.includes('ocir.io/'));
  expect(new Set(images.filter((text) => !text.startsWith('{')))).toEqual(
    new Set(
      ['web', 'token'].map(
        (part) => `fra.ocir.io/example/first-room-${part}@sha256:${'7'.padStart(64, '0')}`,
      ),
    ),
  );
  expect(findObject(objects, 'Service', 'web').spec).toMatchObject({ loadBalancerIP: '198.51.100.20' });

  const known: Options = JSON.parse(
    await readFile(join(import.meta.dirname, 'kubernetes', 'ociOptions.json'), 'utf8'),
  );
  const made = (await readFile(calls, 'utf8'))
    .trim()
    .split('\n')
    .map((line) => Buffer.from(line, 'base64').toString().split('\0').slice(0, -1));
  /** Calls of oci-cli in the guide that the real oci-cli would refuse, each with its reason. */
  const faults = made
    .filter(([program]) => program === 'oci')
    .flatMap(([, ...words]) => {
      const first = words.findIndex((word) => word.startsWith('--'));
      const command = words.slice(0, first === -1 ? undefined : first).join(' ');
      const options = known[command];
      if (options === undefined) return [`${command}: no such command`];
      const given = new Map(
        words.flatMap((word, at) => (word.startsWith('--') ? [[word, words[at + 1] ?? '']] : [])),
      );
      const bad = [...given].filter(([name, value]) => {
        // Skips options that every command of oci-cli accepts.
        if (name === '--query' || name === '--raw-output') return false;
        const choices = options[name]?.choices;
        return options[name] === undefined || (choices !== undefined && !choices.includes(value));
      });
      const missing = Object.keys(options).filter((name) => options[name]?.required && !given.has(name));
      for (const value of given.values()) if (/^[[{]/.test(value)) JSON.parse(value);
      return bad
        .map((option) => `${command} ${option.join(' ')}`)
        .concat(missing.map((name) => `${command} lacks ${name}`));
    });
  expect(faults).toEqual([]);
  expect(made.filter(([program]) => program === 'oci').length).toBeGreaterThan(25);
});
