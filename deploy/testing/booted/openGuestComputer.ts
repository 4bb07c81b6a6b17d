import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium, type Browser } from 'playwright/test';
import { startChild } from '../../../local/child.ts';
import { lanCertificate } from '../../../local/lan/certificate.ts';
import { fakeDevices } from '../../../testing/browserArguments.ts';
import { writeChromium, type Inside } from '../../../testing/inNetwork.ts';
import { watchUncaught } from '../../../testing/uncaught.ts';
import { program, run } from '../programs.ts';
import { rewrite, shipped } from '../rewrite.ts';
import type { BootedVm } from './bootedVm.ts';

/** A computer on which guests run their browser, with a network cable to each VM. */
interface GuestComputer {
  /**
   * Chromium on the guests' computer. It reaches the load balancer as room.example.com, and the VMs at their public
   * addresses.
   */
  browser: Browser;
  close(): Promise<void>;
}

interface Node {
  vm: BootedVm;
  publicIp: string;
}

/** Address of the guests' computer, from a range for documentation (RFC 5737). */
const ownAddress = '192.0.2.10';

/**
 * Makes the guests' computer from a network namespace. HAProxy runs there, too, in place of the load balancer, and
 * forwards to nginx on all nodes.
 *
 * @param folder for files of the guests' computer, among them HAProxy's certificate
 */
export async function openGuestComputer(nodes: readonly Node[], folder: string): Promise<GuestComputer> {
  // The namespace ends when this process ends, because this process holds its standard input.
  const computer = spawn('unshare', ['--net', 'sh', '-c', 'echo open && exec cat'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  await once(computer.stdout, 'data');
  const ended = once(computer, 'exit');
  const enter = ['nsenter', '--target', String(computer.pid), '--net'];
  const must = (command: string, ...args: string[]) => {
    const { status, output } = run(command, args);
    if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${output}`);
  };
  const inside: Inside = { enter, run: (...words) => must('nsenter', ...enter.slice(1), ...words) };
  const ip = (line: string) => inside.run('ip', ...line.split(' '));

  ip('link set lo up');
  for (const [index, { vm, publicIp }] of nodes.entries()) {
    const cable = `node${String(index)}`;
    ip(`link add ${cable} type veth peer name guests netns ${vm.processOne}`);
    // Turns automatic IPv6 addresses off: they would appear a moment later, and Chromium would take them for a network
    // change.
    ip(`link set ${cable} addrgenmode none`);
    ip(`link set ${cable} up`);
    if (index === 0) ip(`address add ${ownAddress}/32 dev ${cable}`);
    const { status, said } = vm.run(
      `ip link set guests addrgenmode none && ip link set guests up && ip route add ${ownAddress}/32 dev guests src ${publicIp}`,
    );
    if (status !== 0) throw new Error(said);
    ip(`route add ${publicIp}/32 dev ${cable} src ${ownAddress}`);
  }
  // Adds a default route, because Chromium counts as offline without one.
  ip('route add default dev node0');

  const certificate = join(folder, 'balancer.pem');
  const { cert, key } = await lanCertificate(folder, '127.0.0.1');
  await writeFile(certificate, cert + key, { mode: 0o600 });
  const template = await readFile(join(shipped, 'testing/load-balancer/haproxy.cfg'), 'utf8');
  const server = '    server vm 127.0.0.1:@VM_PORT@ check inter 200ms';
  const configuration = rewrite(template, {
    [server]: nodes
      .map(({ publicIp }, index) =>
        server.replace('vm 127.0.0.1:@VM_PORT@', `${String(index)} ${publicIp}:8080`),
      )
      .join('\n'),
    '@HTTP_PORT@': '80',
    '@HTTPS_PORT@': '443',
    '@CERTIFICATE@': certificate,
    '@HEADER_BYTES@': '32768',
    '@IDLE_SECONDS@': '60',
  });
  await writeFile(join(folder, 'haproxy.cfg'), configuration);
  const [command = '', ...place] = enter;
  const balancer = startChild({
    name: 'balancer',
    command,
    args: [...place, program('haproxy'), '-db', '-f', join(folder, 'haproxy.cfg')],
    environment: { PATH: process.env['PATH'] },
    onLine: () => undefined,
  });
  const retry = ['--retry', '30', '--retry-delay', '1', '--retry-all-errors'];
  inside.run('curl', '-sSkf', ...retry, 'https://127.0.0.1/healthz');
  const browser = await chromium.launch({
    executablePath: await writeChromium(join(folder, 'chromium'), inside),
    args: [...fakeDevices, '--host-resolver-rules=MAP room.example.com 127.0.0.1'],
  });
  return {
    browser: watchUncaught(browser),
    async close() {
      await browser.close();
      await balancer.stop();
      computer.stdin.end();
      await ended;
    },
  };
}
