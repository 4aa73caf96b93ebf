import ipaddr from 'ipaddr.js';

/**
 * What an address is when it is not one of the public internet (`loopback`, `private`, `linkLocal`, `carrierGradeNat` …), or undefined
 * when it is. IPv4 addresses written as IPv6 are judged as IPv4; tunnels and translations (6to4, Teredo, NAT64, ISATAP) count as not
 * public, since they can lead anywhere.
 */
export function nonPublicRange(address: string): string | undefined {
  if (!ipaddr.isValid(address)) return 'invalid';
  const parsed = ipaddr.process(address);
  const range = parsed.range();
  if (range !== 'unicast') return range;
  return parsed instanceof ipaddr.IPv6 ? nonPublicUnicast(parsed) : undefined;
}

/**
 * Public IPv6 addresses are those of 2000::/3 (IANA, IPv6 Address Space). Everything else is reserved: also ::127.0.0.1, which is
 * 127.0.0.1.
 */
const globalUnicast = ipaddr.IPv6.parseCIDR('2000::/3');
/** Ends of addresses that hold an IPv4 address to tunnel to (RFC 5214, section 6.1). */
const isatapEnds: readonly string[] = ['0:5efe', '200:5efe'];

function nonPublicUnicast(address: ipaddr.IPv6): string | undefined {
  if (address.zoneId !== undefined && address.zoneId !== '') return 'zone';
  if (!address.match(globalUnicast)) return 'reserved';
  return isatapEnds.includes(
    address.parts
      .slice(4, 6)
      .map((part) => part.toString(16))
      .join(':'),
  )
    ? 'isatap'
    : undefined;
}
