import { readFile, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { expect, test } from 'playwright/test';
import { findLivekit } from '../../local/livekit/findLivekit.ts';
import { livekitVersion } from '../../local/livekit/version.ts';
import { silentScreen } from '../../local/screen.ts';
import { validateManifests } from './toolCache.ts';
import {
  allOptions,
  findObject,
  image,
  livekitSettingsInPod,
  makeRoom,
  objectsOf,
  readRoomFile,
  shippedManifests,
  stringsIn,
} from './kubernetesRoom.ts';
import { run } from './programs.ts';
import { rewrite, shipped } from './rewrite.ts';
import { startChild } from '../../local/child.ts';

// Gives the tests ten minutes, because the first run builds kustomize and Helm.
test.describe.configure({ timeout: 600_000, mode: 'serial' });

test('kustomize and Helm make manifests that are valid for Kubernetes, without unknown fields', async ({}, testInfo) => {
  const { text, objects } = await shippedManifests();
  const file = testInfo.outputPath('manifests.yaml');
  await writeFile(file, text);
  const { status, output } = validateManifests(file);
  expect(status, output).toBe(0);
  expect(output.match(/ passed for resource /g)).toHaveLength(objects.length);
  expect(objects).toHaveLength(26);

  // The same validation reports a misspelt setting and a port that does not exist, which shows that the check above can
  // fail.
  const deployments = text
    .split('\n---\n')
    .filter((one) => /^  name: (token|web)$/m.test(one) && one.includes('kind: Deployment'));
  const broken = rewrite(deployments.join('\n---\n'), {
    'replicas: 2': 'replica: 2',
    'containerPort: 8080': 'containerPort: http',
  });
  await writeFile(file, broken);
  const seen = validateManifests(file);
  expect(seen.status).not.toBe(0);
  expect(seen.output).toContain("'replica' was unexpected");
  expect(seen.output).toContain("'http' is not");
});

test("the patches of the chart's harmful defaults are in effect", async () => {
  const { objects } = await shippedManifests();
  expect(findObject(objects, 'Deployment', 'livekit-livekit-server')).toMatchObject({
    spec: {
      strategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } },
      template: {
        spec: {
          hostNetwork: true,
          terminationGracePeriodSeconds: 18_000,
          containers: [
            {
              image: expect.stringContaining(`/livekit/livekit-server:v${livekitVersion}@sha256:`),
              // The probes only open a connection. They do not request `/`, which answers 406 on every pod at once when
              // Redis hangs.
              livenessProbe: { tcpSocket: { port: 'http' } },
              readinessProbe: { tcpSocket: { port: 'http' } },
              env: expect.arrayContaining([
                {
                  name: 'REDIS_PASSWORD',
                  valueFrom: {
                    secretKeyRef: { name: expect.stringMatching(/^redis-\w{10}$/), key: 'password' },
                  },
                },
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

test('every image is pinned by registry and digest, in the manifests and in the Dockerfile', async () => {
  const { text } = await shippedManifests();
  const images = [...text.matchAll(/^[ -]*image: (.+)$/gm)].map(([, name]) => name);
  expect(images).toHaveLength(5);
  const dockerfile = await readFile(join(shipped, 'kubernetes', 'Dockerfile'), 'utf8');
  const bases = [...dockerfile.matchAll(/^FROM (\S+)/gm)].map(([, name = '']) => {
    const argument = /^\$\{(\w+)\}$/.exec(name)?.[1];
    return new RegExp(`^ARG ${String(argument)}=(.+)$`, 'm').exec(dockerfile)?.[1];
  });
  expect(bases).toHaveLength(3);
  for (const name of [...images, ...bases]) {
    expect(name).toMatch(/^[a-z.]+\.[a-z]+\/[a-z0-9/-]+(:[a-z0-9.-]+)?@sha256:[0-9a-f]{64}$/);
  }
});

test("LiveKit gets its node's public address, which the pod reads from the Kubernetes API", async ({}, testInfo) => {
  const { objects } = await shippedManifests();
  const deployment = findObject(objects, 'Deployment', 'livekit-livekit-server');
  const script = stringsIn(deployment).find((text) => text.includes('fetch(')) ?? '';
  const account = testInfo.outputPath('token');
  await writeFile(account, 'a token\n');
  const asked: unknown[] = [];
  let addresses: readonly object[] = [];
  const api = createServer((request, response) => {
    asked.push([request.url, request.headers.authorization]);
    response.end(JSON.stringify({ status: { addresses } }));
  });
  await new Promise<void>((resolve) => {
    api.listen(0, '127.0.0.1', resolve);
  });
  try {
    const bound = api.address();
    const port = typeof bound === 'object' && bound !== null ? bound.port : 0;
    const ask = async () => {
      const lines: string[] = [];
      const child = startChild({
        name: 'node-address',
        command: process.execPath,
        args: ['--input-type=module', '--eval', rewrite(script, { '/account/token': account })],
        environment: {
          API_SERVER: `http://127.0.0.1:${String(port)}`,
          NODE_NAME: 'node-7',
          FOLDER: testInfo.outputPath(),
        },
        onLine: (line) => lines.push(line),
      });
      await child.ended;
      return lines.join('\n');
    };
    addresses = [{ type: 'InternalIP', address: '10.0.2.7' }];
    expect(await ask()).toContain('The node node-7 has no public IPv4 address.');
    addresses = [{ type: 'ExternalIP', address: '203.0.113.12' }];
    expect(await ask()).toContain('The node node-7 has no IPv4 address of its own.');
    addresses = [{ type: 'InternalIP', address: '10.0.2.7' }];
    addresses = [
      ...addresses,
      { type: 'ExternalIP', address: '2001:db8::7' },
      { type: 'ExternalIP', address: '203.0.113.12' },
    ];
    expect(await ask()).toBe('');
  } finally {
    api.close();
  }
  expect(asked.at(-1)).toEqual(['/api/v1/nodes/node-7', 'Bearer a token']);
  const [address, own] = await Promise.all(
    ['address', 'own'].map((file) => readFile(testInfo.outputPath(file), 'utf8')),
  );
  const settings = await livekitSettingsInPod(testInfo.outputPath(), address ?? '', own ?? '');
  expect(settings).toContain('node_ip: 203.0.113.12\n');
  expect(settings).toMatch(/stun_servers:\n\s*- 203\.0\.113\.12:3478\n/);
  expect(settings).toContain('use_external_ip: false\n');
  expect(settings).toMatch(/ips:\n\s*includes:\n\s*- 10\.0\.2\.7\/32\n\s*- ::\/0\n/);
  expect(settings).toMatch(/webhook:\n\s*api_key: first-room\n/);
  expect(settings).not.toMatch(/NODE_|KEY_OF/);

  // LiveKit's pod may only read nodes in the Kubernetes API.
  expect(findObject(objects, 'ClusterRole', 'first-room-node-address')).toMatchObject({
    rules: [{ apiGroups: [''], resources: ['nodes'], verbs: ['get'] }],
  });
  expect(deployment).toMatchObject({
    spec: { template: { spec: { serviceAccountName: 'livekit', automountServiceAccountToken: false } } },
  });
});

test("LiveKit knows every setting that the chart passes on, except one of the chart's own", async ({}, testInfo) => {
  const livekit = await findLivekit({
    environment: process.env,
    screen: silentScreen,
    signal: new AbortController().signal,
  });
  if (!livekit.ok) throw new Error('There is no LiveKit.');
  const config = await livekitSettingsInPod(testInfo.outputPath(), '203.0.113.12');
  expect(config).not.toMatch(/password|secret/i);
  const file = testInfo.outputPath('livekit.yaml');
  const keys = testInfo.outputPath('keys.yaml');
  await writeFile(keys, `first-room: ${'s'.repeat(43)}\n`, { mode: 0o600 });
  /**
   * Starts LiveKit in a network namespace with this configuration, and returns the settings in it that LiveKit does not
   * know.
   */
  const unknownIn = async (content: string) => {
    await writeFile(file, content.replace('keys.yaml', keys));
    const inside = ['--user', '--map-root-user', '--net', livekit.value.path, '--config', file];
    const { output } = run('unshare', inside);
    expect(output).toContain('could not parse config');
    return [...output.matchAll(/field (\w+) not found/g)].map(([, field]) => field);
  };
  // LiveKit knows all settings but one, which is meant for the chart itself and which the chart passes on nevertheless.
  expect(await unknownIn(config)).toEqual(['loadBalancerAnnotations']);
  const misspelt = config.replace('udp_port', 'udp_prot');
  expect(await unknownIn(misspelt)).toEqual(['udp_prot', 'loadBalancerAnnotations']);
});

interface Policy {
  spec: {
    podSelector: { matchLabels?: Record<string, string> };
    policyTypes: readonly string[];
    ingress?: readonly Rule[];
    egress?: readonly Rule[];
  };
}

interface Rule {
  from?: readonly Peer[];
  to?: readonly Peer[];
  ports: readonly { port: number; protocol?: string }[];
}

interface Peer {
  podSelector?: { matchLabels: Record<string, string> };
  namespaceSelector?: { matchLabels: Record<string, string> };
  ipBlock?: { cidr: string };
}

/**
 * Lists which pods may connect to which, by the rules of
 * kubernetes.io/docs/concepts/services-networking/network-policies. `to` and `from` are names of pods, `DNS`,
 * `LiveKit's nodes`, or `anybody`.
 */
function allowedBy(policies: readonly Policy[]): Set<string> {
  const nameOf = ({ podSelector, namespaceSelector, ipBlock }: Peer) =>
    podSelector?.matchLabels['app'] ??
    (namespaceSelector?.matchLabels['kubernetes.io/metadata.name'] === 'kube-system' ? 'DNS' : undefined) ??
    (ipBlock?.cidr === '10.0.2.0/24' ? "LiveKit's nodes" : JSON.stringify(ipBlock));
  const lines = policies.flatMap(({ spec: { podSelector, ingress = [], egress = [] } }) => {
    const own = podSelector.matchLabels?.['app'] ?? 'every pod';
    const each = (rules: readonly Rule[], direction: 'from' | 'to') =>
      rules.flatMap((rule) =>
        (rule[direction]?.map((peer) => nameOf(peer)) ?? ['anybody']).flatMap((peer) =>
          rule.ports.map(
            ({ port, protocol = 'TCP' }) => `${own} ${direction} ${peer} ${String(port)}/${protocol}`,
          ),
        ),
      );
    return [...each(ingress, 'from'), ...each(egress, 'to')];
  });
  return new Set(lines);
}

test('pods can connect only where they need to, and accept only needed connections', async () => {
  const { objects } = await shippedManifests();
  const policies: readonly Policy[] = JSON.parse(
    JSON.stringify(objects.filter(({ kind }) => kind === 'NetworkPolicy')),
  );
  expect(allowedBy(policies)).toEqual(
    new Set([
      'web from anybody 8080/TCP',
      'web to token 5000/TCP',
      "web to LiveKit's nodes 7880/TCP",
      'web to DNS 53/UDP',
      'web to DNS 53/TCP',
      'token from web 5000/TCP',
      "token from LiveKit's nodes 5000/TCP",
      'token to redis 6379/TCP',
      "token to LiveKit's nodes 7880/TCP",
      'token to DNS 53/UDP',
      'token to DNS 53/TCP',
      'redis from token 6379/TCP',
      "redis from LiveKit's nodes 6379/TCP",
    ]),
  );
  // Every policy is about both directions, and one is about all pods: so everything is denied that no policy allows.
  for (const { spec } of policies) expect(spec.policyTypes).toEqual(['Ingress', 'Egress']);
  expect(policies.filter(({ spec }) => spec.podSelector.matchLabels === undefined)).toHaveLength(1);
});

/**
 * Annotations of a Service for a load balancer that oci-cloud-controller-manager 1.35.0 reads
 * (pkg/cloudprovider/providers/oci/load_balancer_spec.go). It silently ignores all others.
 */
const knownAnnotations = new Set([
  ...[
    'internal shape shape-flex-min shape-flex-max subnet1 subnet2 ssl-ports tls-secret tls-backendset-secret',
    'connection-idle-timeout connection-proxy-protocol-version security-list-management-mode backend-protocol',
    'health-check-retries health-check-interval health-check-timeout',
  ].flatMap((names) =>
    names.split(' ').map((name) => `service.beta.kubernetes.io/oci-load-balancer-${name}`),
  ),
  ...[
    'oci-network-security-groups loadbalancer-policy initial-defined-tags-override initial-freeform-tags-override',
    'load-balancer-type node-label-selector workload-service-account security-rule-management-mode',
    'oci-backend-network-security-group ingress-ip-mode oci-load-balancer-listener-ssl-config',
    'oci-load-balancer-backendset-ssl-config oci-load-balancer-rule-sets compartment-id',
  ].flatMap((names) => names.split(' ').map((name) => `oci.oraclecloud.com/${name}`)),
]);

test("OCI's controller knows each annotation, and can let the load balancer reach the workers", async () => {
  const { objects } = await shippedManifests();
  const service = findObject(objects, 'Service', 'web');
  const { annotations = {} } = service.metadata;
  expect(Object.keys(annotations).filter((name) => !knownAnnotations.has(name))).toEqual([]);
  // With the security-rule-management-mode `NSG` the controller writes firewall rules for the workers only if an
  // annotation names their network security group (generateNsgLoadBalancerEgressRules).
  expect(annotations).toMatchObject({
    'oci.oraclecloud.com/security-rule-management-mode': 'NSG',
    'oci.oraclecloud.com/oci-backend-network-security-group':
      'ocid1.networksecuritygroup.oc1.eu-frankfurt-1.aaaa',
    'oci.oraclecloud.com/node-label-selector': 'first-room/media!=true',
  });
  expect(service.spec).toMatchObject({ loadBalancerIP: '198.51.100.20' });
  // The controller parses these two annotations as JSON. The name of the rule set, `header_size`, also occurs in the
  // controller's own test.
  expect(JSON.parse(annotations['oci.oraclecloud.com/oci-load-balancer-rule-sets'] ?? '')).toEqual({
    header_size: { items: [{ action: 'HTTP_HEADER', httpLargeHeaderSizeInKB: 32 }] },
  });
  expect(
    JSON.parse(annotations['oci.oraclecloud.com/oci-load-balancer-listener-ssl-config'] ?? ''),
  ).toMatchObject({ Protocols: ['TLSv1.2', 'TLSv1.3'] });
});

test('a renewed certificate gets a new name, and nothing else changes', async () => {
  const room = await makeRoom();
  const certificateOf = () => {
    const { status, output } = room.render();
    expect(status, output).toBe(0);
    const objects = objectsOf(output);
    const service = findObject(objects, 'Service', 'web');
    const secret = findObject(objects, 'Secret', 'first-room-tls').metadata.name;
    // The certificate on the load balancer has the Secret's name. The controller creates only certificates whose names
    // the load balancer does not have (ensureSSLCertificates in load_balancer.go), and notices a change only if the
    // Service changes.
    expect(service.metadata.annotations).toMatchObject({
      'service.beta.kubernetes.io/oci-load-balancer-tls-secret': secret,
    });
    const others = objects.filter(({ metadata }) => !/^(first-room-tls|web)/.test(metadata.name));
    return { secret, others };
  };
  const first = certificateOf();
  room.renewCertificate();
  const renewed = certificateOf();
  expect(renewed.secret).not.toBe(first.secret);
  expect(renewed.others).toEqual(first.others);
});

test('prepare.sh makes a room key, keeps existing values, and changes those given as options', async () => {
  const room = await makeRoom();
  const before = await readRoomFile(room, 'secrets', 'token.env');
  const key = /^ROOM_KEY=([0-9a-f]{32})$/m.exec(before)?.[1] ?? '';
  expect(before).toMatch(/^LIVEKIT_API_SECRET=[0-9a-f]{64}$/m);
  await writeFile(join(room.folder, 'secrets', 'token.env'), `${before}ROOMS=team\n`);
  expect(room.prepare(allOptions, 'password\n')).toMatchObject({
    status: 0,
    output: expect.stringContaining(`https://room.example.com/#key=${key}\n`),
  });
  expect(await readRoomFile(room, 'secrets', 'token.env')).toBe(`${before}ROOMS=team\n`);
  for (const name of ['token.env', 'livekit-keys.yaml', 'redis-password', 'registry.json']) {
    expect((await stat(join(room.folder, 'secrets', name))).mode & 0o077).toBe(0);
  }
  expect(JSON.parse(await readRoomFile(room, 'secrets', 'registry.json'))).toEqual({
    auths: { 'fra.ocir.io': { auth: btoa('example/host@example.com:password') } },
  });
  expect(room.prepare({ '--web': image('first-room-web', 'c') }).status).toBe(0);
  const settings = await readRoomFile(room, 'kustomization.yaml');
  expect(settings).toContain(`digest: sha256:${'c'.repeat(64)}`);
  expect(settings).toContain(`digest: sha256:${'b'.repeat(64)}`);
  expect(settings).not.toContain('CHANGE-ME');

  for (const [options, sentence] of [
    [{ '--web': 'fra.ocir.io/example/first-room-web:latest' }, 'is no image with a digest'],
    [{ '--backend-nsg': 'ocid1.vcn.oc1.fra.aaaa' }, 'is no network security group'],
    [{ '--load-balancer-ip': 'room.example.com' }, 'is no IPv4 address'],
    [{ '--public-room': '' }, 'has a ROOM_KEY, so the room is not public'],
    [{ '--colour': '' }, 'there is no option --colour'],
  ] as const) {
    const { status, output } = room.prepare(options);
    expect(status).toBe(1);
    expect(output).toContain(sentence);
  }
  const inside = run(join(room.project, 'prepare.sh'), [join(room.project, 'mine')]);
  expect(inside).toMatchObject({ status: 1, output: expect.stringContaining('is inside the project') });
});

test('check.sh passes on complete manifests, and refuses unfinished, unpinned and inconsistent ones', async () => {
  const room = await makeRoom();
  const check = (input: string) => run(join(room.project, 'check.sh'), [], { input });
  const ready = room.render().output;
  expect(check(ready)).toEqual({ status: 0, output: ready });

  const refused = (input: string) => {
    const { status, output } = check(input);
    expect(status).toBe(1);
    expect(output).not.toContain('apiVersion');
    return output;
  };
  expect(refused('')).toContain('there is nothing to apply');
  const unpinned = ready.replace(/(docker\.io\/library\/redis\S*)@sha256:\S+/, '$1');
  expect(refused(unpinned)).toContain('the image docker.io/library/redis:7.2-alpine has no digest');
  const unfinished = ready.replace('198.51.100.20', 'CHANGE-ME');
  expect(refused(unfinished)).toContain('still to be filled in: loadBalancerIP: CHANGE-ME');

  /** Returns the manifests in which one key of a Secret has another value. */
  const withSecret = (key: string, change: (value: string) => string) => {
    const found = new RegExp(`^  ${key}: (?:\\|\\n((?:    .+\\n)+)|(.+)\\n)`, 'm').exec(ready);
    const value = atob((found?.[1] ?? found?.[2] ?? '').replaceAll(/\s/g, ''));
    return rewrite(ready, { [found?.[0] ?? 'nothing']: `  ${key}: ${btoa(change(value))}\n` });
  };
  const password = withSecret('password', () => 'CHANGE-ME');
  expect(refused(password)).toContain('the Secret with password still holds CHANGE-ME');
  expect(refused(password)).toContain('the password of REDIS_URL');
  const pair = withSecret('keys.yaml', (value) => value.replace(/: ../, ': zz'));
  expect(refused(pair)).toContain('different key pairs');
  expect(refused(withSecret('tls.crt', () => 'none'))).toContain('is no certificate');
  expect(refused(withSecret('tls.key', () => 'none'))).toContain('privkey.pem is not the key');
  room.renewCertificate(1);
  const short = await readRoomFile(room, 'secrets', 'fullchain.pem');
  expect(refused(withSecret('tls.crt', () => short))).toContain('expires within a day');
  const publicRoom = rewrite(ready, { '  ROOM_KEY:': '  OTHER:' });
  expect(check(publicRoom)).toMatchObject({
    status: 0,
    output: expect.stringContaining('the room is public'),
  });
});
