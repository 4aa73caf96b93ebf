import ipaddr from 'ipaddr.js';

/**
 * What an address is when it is not one of the public internet (`loopback`, `private`, `linkLocal`, `carrierGradeNat` …), or undefined
 * when it is. IPv4 addresses written as IPv6 count as what they are; tunnels and translations (6to4, Teredo, NAT64) count as not public,
 * as they reach anywhere.
 */
export function nonPublicRange(address: string): string | undefined {
  if (!ipaddr.isValid(address)) return 'invalid';
  const range = ipaddr.process(address).range();
  return range === 'unicast' ? undefined : range;
}
