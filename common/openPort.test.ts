import { expect, test } from 'vitest';
import { linesToOpen, portsToOpen } from './openPort.ts';

test("the lines that open a port are OCI's rule and the commands for both systems", () => {
  expect(linesToOpen({ protocol: 'udp', port: 7882 })).toEqual({
    oci: 'Ingress, stateless: no, source CIDR 0.0.0.0/0, IP protocol UDP, source port range: all, destination port range: 7882',
    oracleLinux: 'sudo firewall-cmd --permanent --add-port=7882/udp && sudo firewall-cmd --reload',
    ubuntu: 'sudo iptables -I INPUT 1 -p udp --dport 7882 -j ACCEPT && sudo netfilter-persistent save',
  });
});

test('a UDP port of LiveKit’s default range is opened with the whole range, other ports are not', () => {
  expect(linesToOpen(portsToOpen({ protocol: 'udp', port: 53_217 }))).toEqual({
    oci: expect.stringMatching(/ destination port range: 50000-60000$/),
    oracleLinux: expect.stringContaining('--add-port=50000-60000/udp '),
    ubuntu: expect.stringContaining('-p udp --dport 50000:60000 -j ACCEPT'),
  });
  for (const port of [
    { protocol: 'udp', port: 7882 },
    { protocol: 'tcp', port: 53_217 },
  ] as const) {
    expect(portsToOpen(port)).toEqual(port);
  }
});
