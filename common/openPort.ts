/** A port as a firewall names it. */
export interface Port {
  protocol: 'udp' | 'tcp';
  port: number;
}

/** The lines that open a port, ready to copy. A packet has to pass the cloud's rule and the system's. */
export interface OpeningLines {
  /** A rule of OCI's network security group or security list, in the words of its console. */
  oci: string;
  /** Oracle Linux, whose images come with firewalld. */
  oracleLinux: string;
  /**
   * Ubuntu. OCI's images end their INPUT chain with REJECT, and a rule behind it is never reached: so the
   * rule goes to the top, and is saved for the next start.
   */
  ubuntu: string;
}

/**
 * @param from who may come in, as a CIDR; everybody unless told otherwise
 * @param zone of firewalld; its default zone unless told otherwise
 */
export function linesToOpen({ protocol, port }: Port, from = '0.0.0.0/0', zone?: string): OpeningLines {
  const inZone = zone === undefined ? '' : ` --zone=${zone}`;
  const source = from === '0.0.0.0/0' ? '' : ` -s ${from}`;
  return {
    oci: `Ingress, stateless: no, source CIDR ${from}, IP protocol ${protocol.toUpperCase()}, source port range: all, destination port range: ${String(port)}`,
    oracleLinux: `sudo firewall-cmd --permanent${inZone} --add-port=${String(port)}/${protocol} && sudo firewall-cmd --reload`,
    ubuntu: `sudo iptables -I INPUT 1${source} -p ${protocol} --dport ${String(port)} -j ACCEPT && sudo netfilter-persistent save`,
  };
}
