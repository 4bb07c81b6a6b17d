/** A port in the terms of a firewall. */
export interface Port {
  protocol: 'udp' | 'tcp';
  port: number;
}

/**
 * Instructions that open a port, ready to copy. A packet has to pass both the cloud's rule and the operating system's.
 */
export interface OpeningLines {
  /** An ingress rule of OCI's network security group or security list, in the words of its console. */
  oci: string;
  /** Commands for Oracle Linux, whose images come with firewalld. */
  oracleLinux: string;
  /**
   * Commands for Ubuntu. OCI's images end their INPUT chain with REJECT, and a rule that is appended after it would
   * never be reached. The commands insert the rule at the top, and save it for the next boot.
   */
  ubuntu: string;
}

/**
 * @param from allowed source, a CIDR; any source by default
 * @param zone firewalld zone; its default zone by default
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
