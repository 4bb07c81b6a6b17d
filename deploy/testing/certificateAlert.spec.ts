import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:https';
import { join } from 'node:path';
import { expect, test } from 'playwright/test';
import { generate } from 'selfsigned';
import { startChild } from '../../local/child.ts';
import { findFreePorts } from '../../local/ports.ts';
import { ask } from './ask.ts';
import { blackboxExporter, prometheus } from './toolCache.ts';
import { rewrite, shipped } from './rewrite.ts';

const dayMs = 24 * 60 * 60 * 1000;

/** Starts a server for a page whose certificate expires in `daysLeft` days. */
async function openPage(daysLeft: number): Promise<{ server: Server; certificate: string; page: string }> {
  const { private: key, cert } = await generate([{ name: 'commonName', value: '127.0.0.1' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate: new Date(Date.now() - 100 * dayMs),
    notAfterDate: new Date(Date.now() + daysLeft * dayMs),
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] }],
  });
  const server = createServer({ key, cert }, (_request, response) => response.end('ok'));
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { server, certificate: cert, page: `https://127.0.0.1:${String(port)}/healthz` };
}

test('Prometheus and its blackbox exporter report certificates that expire soon or have expired, and no others', async ({}, testInfo) => {
  const folder = testInfo.outputPath('monitoring');
  await mkdir(folder, { recursive: true });
  const [good, ending, ended] = await Promise.all([openPage(60), openPage(10), openPage(-1)]);
  const pages = [good, ending, ended];
  const certificates = join(folder, 'certificates.pem');
  await writeFile(certificates, pages.map(({ certificate }) => certificate).join('\n'));
  const [probePort = 0, port = 0] = await findFreePorts(2, 'tcp', '127.0.0.1');
  const place = async (name: string, changes: Record<string, string>) => {
    const text = await readFile(join(shipped, 'metrics', name), 'utf8');
    await writeFile(join(folder, name), rewrite(text, changes, name));
  };
  await place('alerts.yml', { 'for: 3m': 'for: 2s' });
  await place('prometheus.yml', {
    'scrape_interval: 15s': 'scrape_interval: 1s',
    'evaluation_interval: 30s': 'evaluation_interval: 1s',
    'scrape_interval: 1m': 'scrape_interval: 1s',
    "'https://room.example.com/healthz'": pages.map(({ page }) => `'${page}'`).join(', '),
    "'127.0.0.1:9115'": `'127.0.0.1:${String(probePort)}'`,
  });

  const exporter = blackboxExporter();
  const children = [
    startChild({
      name: 'blackbox',
      command: exporter.program,
      args: [
        `--config.file=${exporter.configuration}`,
        `--web.listen-address=127.0.0.1:${String(probePort)}`,
      ],
      environment: { SSL_CERT_FILE: certificates },
    }),
    startChild({
      name: 'prometheus',
      command: prometheus(),
      args: [
        `--config.file=${join(folder, 'prometheus.yml')}`,
        `--storage.tsdb.path=${join(folder, 'data')}`,
        `--web.listen-address=127.0.0.1:${String(port)}`,
      ],
      environment: {},
      cwd: folder,
    }),
  ];
  try {
    const firing = async (): Promise<string[]> => {
      const answer = await ask(`http://127.0.0.1:${String(port)}`, '/api/v1/alerts').catch(() => undefined);
      if (answer?.status !== 200) return [];
      const { data }: { data: { alerts: { state: string; labels: Record<string, string> }[] } } = JSON.parse(
        answer.body,
      );
      return data.alerts
        .filter(({ state, labels }) => state === 'firing' && labels['page'] !== undefined)
        .map(({ labels }) => `${String(labels['alertname'])} ${String(labels['page'])}`)
        .toSorted();
    };
    await expect.poll(firing).toEqual([`CertificateEndsSoon ${ending.page}`, `PageNotReached ${ended.page}`]);
    // For the page with the expired certificate the blackbox exporter reports a failed probe, but not the certificate's
    // date. So only the alert PageNotReached can fire for this page.
    const probe = await ask(
      `http://127.0.0.1:${String(probePort)}`,
      `/probe?module=http_2xx&target=${ended.page}`,
    );
    expect(probe.body).toContain('probe_success 0');
    expect(probe.body).not.toContain('probe_ssl_earliest_cert_expiry');
  } finally {
    await Promise.all(children.map((child) => child.stop()));
    for (const { server } of pages) server.close();
  }
});
