/**
 * The one way out of the private network: which hosts outside AWS the gateway may reach.
 *
 * Made by `Network.egress`.
 */
export class Egress {
  /**
   * Host names, without wildcards.
   */
  public readonly hosts: string[];

  /**
   * @param hosts host names, without wildcards
   */
  public constructor(hosts: string[]) {
    if (hosts.length === 0) throw new Error("egress: list at least one host in 'hosts', got none");
    for (const host of hosts) {
      if (!/^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/.test(host)) {
        throw new Error(`egress: 'hosts' must be host names in lower case without a wildcard, got '${host}'`);
      }
    }
    this.hosts = [...hosts];
  }
}
