import { BlockList, isIP, isIPv4, isIPv6 } from 'node:net';

/**
 * Whether an address is within one of the ranges.
 *
 * @param ranges `192.0.2.0/24` or `2001:db8::/32`.
 * @throws {Error} naming the range that is none: a mistake in the environment lets nobody in.
 */
export function isWithin(ranges: readonly string[], address: string): boolean {
  const list = new BlockList();
  for (const range of ranges) addRange(list, range);
  if (isIP(address) === 0) return false;
  return list.check(address, isIPv4(address) ? 'ipv4' : 'ipv6');
}

function addRange(list: BlockList, range: string): void {
  const [, network = '', bits = ''] = /^([0-9a-fA-F.:]+)\/(\d{1,3})$/.exec(range) ?? [];
  const prefix = Number(bits);
  if (isIPv4(network) && prefix <= 32) list.addSubnet(network, prefix, 'ipv4');
  else if (isIPv6(network) && prefix <= 128) list.addSubnet(network, prefix, 'ipv6');
  else throw new Error(`WEBHOOK_SOURCES has the range '${range}'. Expected: for example 192.0.2.0/24 or 2001:db8::/32`);
}
