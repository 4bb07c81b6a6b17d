import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { rewrite, shipped } from '../rewrite.ts';
import type { BootedVm } from './bootedVm.ts';

interface Place {
  address?: string;
  /**
   * Path on the VM of a file with a certificate, its chain and its key. By default a new self-signed certificate is
   * made, /root/balancer.crt.
   */
  certificate?: string;
  /** Command-line prefix that runs HAProxy in another network namespace, such as `ip netns exec guest`. */
  where?: string;
}

/**
 * Starts HAProxy on the VM, as the service `balancer`, in place of a load balancer. Removes the default site of
 * Debian's nginx, which listens on port 80 of every address.
 */
export async function startBalancer(
  vm: BootedVm,
  { address = '203.0.113.20', certificate, where = '' }: Place = {},
): Promise<void> {
  const template = await readFile(join(shipped, 'testing/load-balancer/haproxy.cfg'), 'utf8');
  const configuration = rewrite(template, {
    '127.0.0.1:@HTTPS_PORT@': `${address}:443`,
    '127.0.0.1:@HTTP_PORT@': `${address}:80`,
    '@HTTPS_PORT@': '443',
    '@CERTIFICATE@': '/root/balancer.pem',
    '@HEADER_BYTES@': '32768',
    '@IDLE_SECONDS@': '60',
    '127.0.0.1:@VM_PORT@': '198.51.100.10:8080',
    // Redirects to https on the domain name without a port, whatever port was requested, as the redirect rule of OCI's
    // load balancer does (deploy/terraform/load_balancer.tf).
    'redirect scheme https code 301': 'redirect location https://room.example.com%[pathq] code 301',
  });
  await writeFile(join(vm.shared, 'haproxy.cfg'), configuration);
  const selfSigned =
    'openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 60 -subj /CN=room.example.com ' +
    '-addext subjectAltName=DNS:room.example.com -keyout /root/balancer.key -out /root/balancer.crt; ' +
    'cat /root/balancer.crt /root/balancer.key > /root/balancer.pem';
  vm.run(
    `rm -f /etc/nginx/sites-enabled/default; systemctl restart nginx; ${certificate === undefined ? selfSigned : `cp ${certificate} /root/balancer.pem`}; ` +
      `systemd-run --quiet --collect --unit=balancer --property=Type=exec ${where} haproxy -db -f /srv/shared/haproxy.cfg`,
  );
}

/**
 * A script that stands in for oci-cli. It records its arguments and the certificate's OCID, and gives the certificate
 * to the load balancer. It fails while /root/oci.away exists.
 */
export const standInOci = `#!/bin/bash
[[ ! -e /root/oci.away ]] || exit 1
printf '%s\\n' "$*" >> /root/oci.log
while [[ $1 != --from-json ]]; do shift; done
exec node -e '
  const { appendFileSync, readFileSync, writeFileSync } = require("node:fs");
  const { certificateId, certificatePem, certChainPem, privateKeyPem, ...more } = JSON.parse(readFileSync(process.argv[1].slice(7), "utf8"));
  if (Object.keys(more).length > 0) process.exit(1);
  appendFileSync("/root/oci.ids", certificateId + "\\n");
  writeFileSync("/root/balancer.pem", certificatePem + certChainPem + privateKeyPem);
  require("node:child_process").execSync("systemctl restart balancer");
' "$2"
`;
