/** A port, or a range of ports, that a firewall has to open. */
export interface Port {
  protocol: 'udp' | 'tcp';
  port: number;
  /** The last port of the range, if this is a range of ports, which begins with `port`. */
  to?: number;
}

/**
 * Instructions that open a port, ready to copy: for the cloud's firewall and for that of the operating system, because
 * a packet has to pass both.
 */
export interface OpeningLines {
  /** The rule to add to OCI's network security group or security list, in the words of its console. */
  oci: string;
  /** Commands that open the port on Oracle Linux, whose images come with firewalld. */
  oracleLinux: string;
  /**
   * Commands that open the port on Ubuntu. OCI's images end their INPUT chain with REJECT, and a rule that is appended
   * after it would never be reached. The commands insert the rule at the top, and save it for the next boot.
   */
  ubuntu: string;
}

/**
 * Returns the ports to open in a firewall for a port that LiveKit announces. If livekit.yaml has no `udp_port`, each
 * connection has a port of its own, by default from 50000 to 60000 (livekit-server 1.13.5); then opening the announced
 * one is not enough.
 */
export function portsToOpen({ protocol, port }: Port): Port {
  return protocol === 'udp' && port >= 50_000 && port <= 60_000
    ? { protocol, port: 50_000, to: 60_000 }
    : { protocol, port };
}

/**
 * Returns the instructions that open a port.
 *
 * @param from allowed source, a CIDR; any source by default
 * @param zone zone of firewalld; its default zone by default
 */
export function linesToOpen(
  { protocol, port, to = port }: Port,
  from = '0.0.0.0/0',
  zone?: string,
): OpeningLines {
  const inZone = zone === undefined ? '' : ` --zone=${zone}`;
  const through = (separator: string) =>
    to === port ? String(port) : `${String(port)}${separator}${String(to)}`;
  const source = from === '0.0.0.0/0' ? '' : ` -s ${from}`;
  return {
    oci: `Ingress, stateless: no, source CIDR ${from}, IP protocol ${protocol.toUpperCase()}, source port range: all, destination port range: ${through('-')}`,
    oracleLinux: `sudo firewall-cmd --permanent${inZone} --add-port=${through('-')}/${protocol} && sudo firewall-cmd --reload`,
    ubuntu: `sudo iptables -I INPUT 1${source} -p ${protocol} --dport ${through(':')} -j ACCEPT && sudo netfilter-persistent save`,
  };
}
