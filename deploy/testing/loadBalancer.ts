import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { startChild } from '../../local/child.ts';
import { lanCertificate } from '../../local/lan/certificate.ts';
import { findFreePort } from '../../local/ports.ts';
import { ask } from './ask.ts';
import { program } from './programs.ts';
import { rewrite } from './rewrite.ts';
import type { Vm } from './vm.ts';

/** Which program stands in for OCI's load balancer, and with which settings. */
export interface LoadBalancerChoice {
  by: 'haproxy' | 'nginx';
  /** Greatest size of a request's headers. OCI's default is 8 kB; a rule set can make it 16, 32 or 64. */
  headerKilobytes?: 8 | 32;
  /** Time without data after which a connection is closed, in seconds. OCI's default is 60, for HTTP and WebSockets. */
  idleSeconds?: number;
  /** Path of HAProxy's health check. With a wrong path HAProxy passes no requests on. */
  healthPath?: string;
  /** With `tcp` HAProxy ends TLS and passes the bytes on as they are, as OCI's TCP listener does. */
  listener?: 'http' | 'tcp';
}

export interface LoadBalancer {
  /** The load balancer's https URL. */
  origin: string;
  /** The load balancer's http URL. */
  plainOrigin: string;
  stop(): Promise<void>;
}

const configurations = { haproxy: 'haproxy.cfg', tcp: 'haproxy-tcp.cfg', nginx: 'nginx.conf' };
const readyMs = 10_000;

/** Starts a load balancer, which ends TLS and forwards to the VM over plain HTTP. */
export async function startLoadBalancer(
  vm: Vm,
  {
    by,
    headerKilobytes = 32,
    idleSeconds = 60,
    healthPath = '/healthz',
    listener = 'http',
  }: LoadBalancerChoice,
): Promise<LoadBalancer> {
  const folder = await mkdtemp(join(tmpdir(), 'first-room-lb-'));
  const [httpsPort, httpPort] = [
    await findFreePort('tcp', '127.0.0.1'),
    await findFreePort('tcp', '127.0.0.1'),
  ];
  const { cert, key } = await lanCertificate(folder, '127.0.0.1');
  const certificate = join(folder, 'certificate.pem');
  await writeFile(certificate, cert + key, { mode: 0o600 });

  const name = configurations[listener === 'tcp' ? 'tcp' : by];
  const template = await readFile(join(import.meta.dirname, 'load-balancer', name), 'utf8');
  const configuration = join(folder, name);
  const values = {
    '@HTTPS_PORT@': String(httpsPort),
    '@HTTP_PORT@': String(httpPort),
    '@VM_PORT@': new URL(vm.origin).port,
    '@CERTIFICATE@': certificate,
    ...(listener === 'http' && { '@HEADER_BYTES@': String(headerKilobytes * 1024) }),
    ...(listener === 'http' && by === 'haproxy' && { 'GET /healthz': `GET ${healthPath}` }),
    '@IDLE_SECONDS@': String(idleSeconds),
    ...(by === 'nginx' && { '@FOLDER@': folder }),
  };
  await writeFile(configuration, rewrite(template, values, name));
  const child = startChild({
    name: by,
    command: program(by),
    args:
      by === 'nginx'
        ? ['-e', 'stderr', '-c', configuration, '-g', 'daemon off;']
        : ['-db', '-f', configuration],
    environment: { PATH: process.env['PATH'] },
  });
  const stop = async () => {
    await child.stop();
    await rm(folder, { recursive: true, force: true });
  };

  const origin = `https://127.0.0.1:${String(httpsPort)}`;
  const endsAt = Date.now() + readyMs;
  const isReady = () =>
    ask(origin, '/healthz').then(
      ({ status }) => status === (healthPath === '/healthz' ? 200 : 503),
      () => false,
    );
  while (!(await isReady())) {
    if (Date.now() > endsAt) {
      await stop();
      throw new Error([`${by} does not forward to the VM:`, ...child.lastLines()].join('\n'));
    }
    await wait(100);
  }
  return { origin, plainOrigin: `http://127.0.0.1:${String(httpPort)}`, stop };
}
