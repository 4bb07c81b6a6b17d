import { rmSync } from 'node:fs';
import { cp, mkdtemp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { renderManifests } from './toolCache.ts';
import { run, type Said } from './programs.ts';
import { shipped } from './rewrite.ts';

/** A temporary folder with the files for one Kubernetes cluster, and the files of this project that they use. */
export interface KubernetesRoom {
  /** The copy of the project's folder deploy/kubernetes. */
  project: string;
  /** The folder with the cluster's own files, which the person who runs it keeps. */
  folder: string;
  /** Runs `prepare.sh` for the cluster's folder, with additional options. */
  prepare: (options?: Readonly<Record<string, string>>, input?: string) => Said;
  /** Puts a new self-signed certificate at the path that the guide names in the cluster's folder. */
  renewCertificate: (days?: number) => void;
  /** Renders the manifests with the equivalent of `kubectl kustomize --enable-helm`, and returns its output. */
  render: () => Said;
}

/** Returns the name of an image with a digest, which is one repeated digit. */
export const image = (name: string, digit: string) =>
  `fra.ocir.io/example/${name}@sha256:${digit.repeat(64)}`;

/** All options of `prepare.sh`; with them only the certificate is left to be filled in. */
export const allOptions = {
  '--domain': 'room.example.com',
  '--web': image('first-room-web', 'a'),
  '--token': image('first-room-token', 'b'),
  '--registry-user': 'example/host@example.com',
  '--backend-nsg': 'ocid1.networksecuritygroup.oc1.eu-frankfurt-1.aaaa',
  '--load-balancer-ip': '198.51.100.20',
} as const;

/** Makes a cluster's folder with `prepare.sh`, all its options, and a certificate. */
export async function makeRoom(): Promise<KubernetesRoom> {
  const place = await mkdtemp(join(tmpdir(), 'first-room-kubernetes-'));
  process.once('exit', () => {
    rmSync(place, { recursive: true, force: true });
  });
  const project = join(place, 'first-room', 'deploy', 'kubernetes');
  await cp(join(shipped, 'kubernetes'), project, { recursive: true });
  const folder = join(place, 'room');
  await mkdir(folder);
  const room: KubernetesRoom = {
    project,
    folder,
    prepare: (options = {}, input = '') =>
      // Leaves out the empty strings, which stand for the value of options that take none.
      run(join(project, 'prepare.sh'), [folder, ...Object.entries(options).flat().filter(Boolean)], {
        input,
      }),
    renewCertificate(days = 30) {
      const [certificate, key] = ['fullchain.pem', 'privkey.pem'].map((name) =>
        join(folder, 'secrets', name),
      );
      const request =
        'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=room.example.com';
      const args = ['-days', String(days), '-out', certificate ?? '', '-keyout', key ?? ''];
      const { status, output } = run('openssl', [...request.split(' '), ...args]);
      if (status !== 0) throw new Error(output);
    },
    render: () => renderManifests(folder),
  };
  const { status, output } = room.prepare(allOptions, 'password\n');
  if (status !== 0) throw new Error(output);
  room.renewCertificate();
  return room;
}

/** Fields that all Kubernetes objects have. */
export interface KubernetesObject {
  kind: string;
  metadata: { name: string; annotations?: Readonly<Record<string, string>> };
  spec?: object;
}

let rendered: Promise<{ text: string; objects: readonly KubernetesObject[] }> | undefined;

/** Returns all manifests of a cluster. They are rendered once per process. */
export function shippedManifests(): Promise<{ text: string; objects: readonly KubernetesObject[] }> {
  rendered ??= makeRoom().then((room) => {
    const { status, output } = room.render();
    if (status !== 0) throw new Error(output);
    return { text: output, objects: objectsOf(output) };
  });
  return rendered;
}

export function objectsOf(text: string): KubernetesObject[] {
  return parseAllDocuments(text).map((document): KubernetesObject => document.toJS());
}

/** Finds the only object of a kind that has this name, with or without the hash that kustomize appends. */
export function findObject(
  objects: readonly KubernetesObject[],
  ofKind: string,
  name: string,
): KubernetesObject {
  const pattern = new RegExp(`^${name}(-[a-z0-9]{10})?$`);
  const found = objects.filter(({ kind, metadata }) => kind === ofKind && pattern.test(metadata.name));
  const [object] = found;
  if (object === undefined || found.length > 1) {
    throw new Error(`There are ${String(found.length)} objects ${ofKind} ${name}.`);
  }
  return object;
}

/** Returns all strings in a value, at any depth. */
export function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap((inner) => stringsIn(inner));
}

/**
 * Returns the settings that LiveKit's process gets in a pod: those of the chart's ConfigMap, after the pod's own start
 * script has changed them.
 *
 * @param folder for the node's addresses, which an init container of the pod writes, and for the key file, whose key is `first-room`
 */
export async function livekitSettingsInPod(
  folder: string,
  address: string,
  own = '10.0.2.7',
): Promise<string> {
  const { objects } = await shippedManifests();
  const settings = stringsIn(findObject(objects, 'ConfigMap', 'livekit-livekit-server')).find((text) =>
    text.includes('rtc:'),
  );
  const start = stringsIn(findObject(objects, 'Deployment', 'livekit-livekit-server')).find((text) =>
    text.includes('exec /livekit-server'),
  );
  await writeFile(join(folder, 'address'), address);
  await writeFile(join(folder, 'own'), own);
  await writeFile(join(folder, 'keys.yaml'), `first-room: ${'s'.repeat(43)}\n`, { mode: 0o600 });
  const script = start
    ?.replace('/node/address', join(folder, 'address'))
    .replace('/node/own', join(folder, 'own'))
    .replace(' keys.yaml', ` ${join(folder, 'keys.yaml')}`)
    .replace('/livekit-server "$@"', 'printenv LIVEKIT_CONFIG');
  const { status, output } = run('sh', ['-ec', script ?? 'false', 'sh'], {
    env: { LIVEKIT_CONFIG: settings ?? '' },
  });
  if (status !== 0) throw new Error(output);
  return output;
}

/** Returns the commands of the Kubernetes guide, in order. */
export async function guideCommands(): Promise<string> {
  const guide = await readFile(join(shipped, 'kubernetes', 'README.md'), 'utf8');
  return [...guide.matchAll(/^```sh\n([^]*?)^```$/gm)].map(([, block]) => block).join('\n');
}

/** Reads a file in the cluster's folder. */
export const readRoomFile = (room: KubernetesRoom, ...names: string[]) =>
  readFile(join(room.folder, ...names), 'utf8');
