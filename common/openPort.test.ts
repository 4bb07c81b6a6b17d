import { expect, test } from 'vitest';
import { linesToOpen } from './openPort.ts';

test("the lines that open a port are OCI's rule and the commands for both systems", () => {
  expect(linesToOpen({ protocol: 'udp', port: 7882 })).toEqual({
    oci: 'Ingress, stateless: no, source CIDR 0.0.0.0/0, IP protocol UDP, source port range: all, destination port range: 7882',
    oracleLinux: 'sudo firewall-cmd --permanent --add-port=7882/udp && sudo firewall-cmd --reload',
    ubuntu: 'sudo iptables -I INPUT 1 -p udp --dport 7882 -j ACCEPT && sudo netfilter-persistent save',
  });
});
