import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, type TestInfo } from 'playwright/test';
import { parse, parseAllDocuments } from 'yaml';
import { findLivekit } from '../../local/livekit/findLivekit.ts';
import { livekitVersion } from '../../local/livekit/version.ts';
import { silentScreen } from '../../local/screen.ts';
import { renderManifests, validateManifests } from './borrowedTools.ts';
import { run } from './programs.ts';
import { rewrite, shipped } from './rewrite.ts';

// The first time kustomize and Helm are built.
test.describe.configure({ timeout: 600_000, mode: 'serial' });

/**
 * All manifests of a cluster in one file, as `kubectl kustomize --enable-helm` makes them.
 *
 * @param changes of one of the shipped files
 */
async function render(testInfo: TestInfo, changes?: { file: string; from: string; to: string }) {
  const folder = testInfo.outputPath('kubernetes');
  await cp(join(shipped, 'kubernetes'), folder, { recursive: true });
  await cp(join(import.meta.dirname, 'kubernetes', 'charts'), join(folder, 'charts'), { recursive: true });
  if (changes !== undefined) {
    const file = join(folder, changes.file);
    const text = await readFile(file, 'utf8');
    await writeFile(file, rewrite(text, { [changes.from]: changes.to }, changes.file));
  }
  const { status, output } = renderManifests(folder);
  expect(status, output).toBe(0);
  const manifests = testInfo.outputPath('manifests.yaml');
  await writeFile(manifests, output);
  return { manifests, objects: parseAllDocuments(output).map((document): unknown => document.toJS()) };
}

/** The one object of a kind with a name. */
function find(objects: readonly unknown[], kind: string, name: string) {
  const found = objects.filter(
    (object) => JSON.stringify(object).includes(`"kind":"${kind}","metadata"`) && nameOf(object) === name,
  );
  expect(found).toHaveLength(1);
  return found[0];
}

function nameOf(object: unknown): unknown {
  if (typeof object !== 'object' || object === null || !('metadata' in object)) return undefined;
  const { metadata } = object;
  return typeof metadata === 'object' && metadata !== null && 'name' in metadata ? metadata.name : undefined;
}

test('kustomize and Helm make manifests that Kubernetes takes, without a word that it does not know', async ({}, testInfo) => {
  const { manifests, objects } = await render(testInfo);
  const { status, output } = validateManifests(manifests);
  expect(status, output).toBe(0);
  expect(output.match(/ passed for resource /g)).toHaveLength(objects.length);
  expect(objects).toHaveLength(14);
});

for (const { what, change } of [
  { what: 'a misspelt setting', change: { file: 'token.yaml', from: 'replicas: 2', to: 'replica: 2' } },
  {
    what: 'a port that is none',
    change: { file: 'web.yaml', from: 'containerPort: 8080', to: 'containerPort: http' },
  },
]) {
  test(`${what} is seen by this test`, async ({}, testInfo) => {
    const { manifests } = await render(testInfo, change);
    expect(validateManifests(manifests).status).not.toBe(0);
  });
}

test("what the chart's own values would break stays mended", async ({}, testInfo) => {
  const { objects } = await render(testInfo);
  expect(find(objects, 'Deployment', 'livekit-livekit-server')).toMatchObject({
    spec: {
      strategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } },
      template: {
        spec: {
          hostNetwork: true,
          terminationGracePeriodSeconds: 18_000,
          containers: [
            {
              image: `livekit/livekit-server:v${livekitVersion}`,
              // Not `/`, which says 406 on every pod at once while Redis stalls.
              livenessProbe: { tcpSocket: { port: 'http' } },
              readinessProbe: { tcpSocket: { port: 'http' } },
              env: expect.arrayContaining([
                { name: 'REDIS_PASSWORD', valueFrom: { secretKeyRef: { name: 'redis', key: 'password' } } },
              ]),
            },
          ],
        },
      },
    },
  });
  const text = JSON.stringify(objects);
  expect(text).not.toContain('"httpGet":null');
  expect(text).not.toContain('port_range_start');
  expect(text).not.toContain('"kind":"Pod"');
});

test('LiveKit knows every setting that the chart hands to it, but one of its own', async ({}, testInfo) => {
  const livekit = await findLivekit({
    environment: process.env,
    screen: silentScreen,
    signal: new AbortController().signal,
  });
  if (!livekit.ok) throw new Error('There is no LiveKit.');
  const { objects } = await render(testInfo);
  const settings = find(objects, 'ConfigMap', 'livekit-livekit-server');
  const text = JSON.stringify(settings);
  expect(text).not.toMatch(/password|secret/i);
  const config: unknown = parse(/"config.yaml":("(?:[^"\\]|\\.)*")/.exec(text)?.[1] ?? '""');
  const file = testInfo.outputPath('livekit.yaml');
  const keys = testInfo.outputPath('keys.yaml');
  await writeFile(keys, `first-room: ${'s'.repeat(43)}\n`, { mode: 0o600 });
  /** The settings that LiveKit does not know. It runs in a network of its own, since it would ask a STUN server. */
  const unknownIn = async (content: string) => {
    await writeFile(file, content.replace('keys.yaml', keys));
    const inside = ['--user', '--map-root-user', '--net', livekit.value.path, '--config', file];
    const { output } = run('unshare', inside);
    expect(output).toContain('could not parse config');
    return [...output.matchAll(/field (\w+) not found/g)].map(([, field]) => field);
  };
  // The chart hands on what is for itself, too.
  expect(await unknownIn(String(config))).toEqual(['loadBalancerAnnotations']);
  const misspelt = String(config).replace('udp_port', 'udp_prot');
  expect(await unknownIn(misspelt)).toEqual(['udp_prot', 'loadBalancerAnnotations']);
});
