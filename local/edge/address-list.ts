import { BlockList, isIP } from 'node:net';
import type { WebRequest } from './web-request';

/** An address set that is compiled again when its source changes. */
export class AddressList {
  private source: readonly string[] | undefined;
  private list = new BlockList();

  public constructor(private readonly current: () => readonly string[]) {}

  public has(address: string): boolean {
    const family = isIP(address);
    if (family === 0) return false;
    const now = this.current();
    if (now !== this.source) this.compile(now);
    return this.list.check(address, family === 6 ? 'ipv6' : 'ipv4');
  }

  private compile(addresses: readonly string[]): void {
    this.source = addresses;
    this.list = new BlockList();
    for (const cidr of addresses) {
      const [network = '', prefix = ''] = cidr.split('/');
      const family = isIP(network);
      this.list.addSubnet(network, Number(prefix), family === 6 ? 'ipv6' : 'ipv4');
    }
  }
}

/** The address that a statement looks at: the caller's, or the first one in a header. */
export function addressOf(request: WebRequest, forwardedHeader: string | undefined): string {
  if (forwardedHeader === undefined) return request.sourceIp;
  return (request.headers[forwardedHeader.toLowerCase()] ?? '').split(',')[0]?.trim() ?? '';
}
