import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { findDaemon } from '../deploy/testing/programs.ts';
import { brotliModule } from '../deploy/testing/vmFolder.ts';

/** Programs that the tests of `deploy/` run, and their Debian and Ubuntu packages. */
const programs = [
  { name: 'nginx', package: 'nginx' },
  { name: brotliModule, package: 'libnginx-mod-http-brotli-static' },
  { name: 'haproxy', package: 'haproxy' },
  { name: 'redis-server', package: 'redis-server' },
  { name: 'redis-cli', package: 'redis-tools' },
  { name: 'certbot', package: 'certbot' },
  { name: 'systemd-analyze', package: 'systemd' },
  { name: 'firewall-offline-cmd', package: 'firewalld' },
  { name: 'iptables', package: 'iptables' },
  { name: 'ip', package: 'iproute2' },
  { name: 'unshare', package: 'util-linux' },
  { name: 'shellcheck', package: 'shellcheck' },
];

const isMissing = ({ name }: { name: string }) =>
  name.startsWith('/') ? !existsSync(name) : findDaemon(name) === undefined;

/**
 * Installs programs that the deployment tests need: only as root, with apt, and on a machine without a running service
 * manager, which would start nginx, HAProxy and a firewall on somebody's own machine.
 */
export function bringPrograms(): boolean {
  const missing = programs.filter(isMissing);
  if (missing.length === 0) return true;
  const packages = missing.map((one) => one.package);
  const mayInstall = process.getuid?.() === 0 && !existsSync('/run/systemd/system');
  if (mayInstall && runApt('update', '-q')) {
    runApt('install', '-q', '-y', '--no-install-recommends', ...packages);
    if (!programs.some(isMissing)) return true;
  }
  console.log(`Missing: ${missing.map(({ name }) => name).join(', ')}.`);
  console.log(`On Debian and Ubuntu: apt-get install --no-install-recommends ${packages.join(' ')}`);
  return false;
}

function runApt(...args: string[]): boolean {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return spawnSync('apt-get', args, { stdio: 'inherit', env }).status === 0;
}
