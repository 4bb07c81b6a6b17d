import { copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pebble } from '../toolCache.ts';
import type { BootedVm } from './bootedVm.ts';

/**
 * Starts a certificate authority (Pebble, which speaks ACME) on the VM, and configures certbot to use it.
 *
 * @returns the path of the authority's root certificate on the VM, and a line break
 */
export async function startAuthority(vm: BootedVm): Promise<string> {
  await copyFile(pebble(), join(vm.shared, 'pebble'));
  await writeFile(
    join(vm.shared, 'pebble.json'),
    JSON.stringify({
      pebble: {
        listenAddress: '127.0.0.1:14000',
        managementListenAddress: '127.0.0.1:15000',
        certificate: '/root/acme.crt',
        privateKey: '/root/acme.key',
        httpPort: 80,
        tlsPort: 443,
        ocspResponderURL: '',
        externalAccountBindingRequired: false,
        // Issues certificates for 20 days. certbot renews those with less than 30 days left, so every run of its timer
        // renews these.
        certificateValidityPeriod: 20 * 24 * 60 * 60,
      },
    }),
  );
  return vm.run(
    'openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=127.0.0.1 ' +
      '-addext subjectAltName=IP:127.0.0.1 -keyout /root/acme.key -out /root/acme.crt 2> /dev/null; chmod 755 /srv/shared/pebble; ' +
      'systemd-run --quiet --unit=acme --property=Type=exec --setenv=PEBBLE_VA_NOSLEEP=1 --setenv=PEBBLE_AUTHZREUSE=0 --setenv=PEBBLE_WFE_NONCEREJECT=0 /srv/shared/pebble -config /srv/shared/pebble.json; ' +
      'for try in {1..50}; do curl -sf --cacert /root/acme.crt https://127.0.0.1:15000/roots/0 -o /root/issuer.pem && break; sleep 0.2; done; ls /root/issuer.pem; ' +
      // Makes certbot use this authority also when systemd's timer starts it: systemd sets the variable with the
      // trusted certificate, and cli.ini names the server.
      'systemctl set-environment REQUESTS_CA_BUNDLE=/root/acme.crt; ' +
      "grep -qs ^server /etc/letsencrypt/cli.ini || echo 'server = https://127.0.0.1:14000/dir' >> /etc/letsencrypt/cli.ini",
  ).said;
}
