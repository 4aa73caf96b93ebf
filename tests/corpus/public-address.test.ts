import { describe, expect, it } from 'vitest';
import { nonPublicRange } from '../../src/corpus/public-address.js';

const inside = [
  '127.0.0.1',
  '10.1.2.3',
  '172.16.0.1',
  '192.168.1.1',
  '169.254.169.254',
  '100.64.0.1',
  '0.0.0.0',
  '255.255.255.255',
  '224.0.0.1',
  '192.0.0.8',
  '198.18.0.1',
  '203.0.113.9',
];
const outside = ['8.8.8.8', '93.184.215.14', '1.1.1.1'];

/** Ways to put an IPv4 address into an IPv6 one, with the first half of it and the second in hexadecimal. */
const embeddings: Readonly<Record<string, (high: string, low: string) => string>> = {
  mapped: (high, low) => `::ffff:${high}:${low}`,
  compatible: (high, low) => `::${high}:${low}`,
  translated: (high, low) => `::ffff:0:${high}:${low}`,
  nat64: (high, low) => `64:ff9b::${high}:${low}`,
  'local nat64': (high, low) => `64:ff9b:1::${high}:${low}`,
  '6to4': (high, low) => `2002:${high}:${low}::1`,
  teredo: (high, low) => `2001:0:${high}:${low}::1`,
  isatap: (high, low) => `2a00:1450:4001:80b:0:5efe:${high}:${low}`,
  'isatap, global': (high, low) => `2a00:1450:4001:80b:200:5efe:${high}:${low}`,
};

function halvesOf(address: string): readonly [string, string] {
  const [a = 0, b = 0, c = 0, d = 0] = address.split('.').map(Number);
  return [(a * 256 + b).toString(16), (c * 256 + d).toString(16)];
}

/** The same address in other letters: upper case, every zero written, no zeroes left out, a zone. */
function spellings(address: string): readonly string[] {
  const canonical = new URL(`http://[${address}]/`).hostname.slice(1, -1);
  const [head = '', tail = ''] = address.split('::');
  const count = [head, tail].flatMap((part) => (part === '' ? [] : part.split(':'))).length;
  const zeroes = Array.from({ length: 8 - count }, () => '0');
  const full = address.includes('::') ? [head, ...zeroes, tail].filter((part) => part !== '').join(':') : address;
  const padded = full
    .split(':')
    .map((part) => part.padStart(4, '0'))
    .join(':');
  return [address, address.toUpperCase(), canonical, full, padded, `${address}%eth0`, `${full}%1`];
}

describe('what counts as a public address', () => {
  it.each(inside)('takes %s for none, however it is written into an IPv6 address', (address) => {
    const [high, low] = halvesOf(address);
    expect(nonPublicRange(address)).toBeDefined();
    const dotted = ['::', '::ffff:', '::ffff:0:', '64:ff9b::'].map((prefix) => `${prefix}${address}`);
    const written = [...Object.values(embeddings).flatMap((embed) => spellings(embed(high, low))), ...dotted];
    expect(written.length).toBeGreaterThan(60);
    for (const each of written) expect(nonPublicRange(each), each).toBeDefined();
  });

  it('takes tunnels and translations for none even where they lead to a public address', () => {
    for (const address of outside) {
      const [high, low] = halvesOf(address);
      for (const [name, embed] of Object.entries(embeddings)) {
        if (name !== 'mapped') expect(nonPublicRange(embed(high, low)), name).toBeDefined();
      }
      expect(nonPublicRange(`::ffff:${address}`)).toBeUndefined();
    }
  });

  it('takes nothing for public that IANA has not given to the public internet', () => {
    const reserved = [
      '::',
      '::1',
      '::2',
      '::ffff',
      '1::1',
      '100::1',
      '200::1',
      '400::1',
      '1000::1',
      '4000::1',
      '5f00::1',
      '8000::1',
      'c000::1',
      'e000::1',
      'f000::1',
      'fc00::1',
      'fd12::1',
      'fe00::1',
      'fe80::1',
      'fec0::1',
      'ff02::1',
      '2001:db8::1',
      '2001:2::1',
      '2001:10::1',
      '2001:20::1',
      '3fff::1',
    ];
    for (const address of reserved) expect(nonPublicRange(address), address).toBeDefined();
    for (const address of ['2606:4700::1111', '2a00:1450:4001:80b::200e', '2400:cb00:2048:1::c629:d7a2', '2001:4860:4860::8888']) {
      expect(nonPublicRange(address), address).toBeUndefined();
    }
  });

  it('takes for private what an address of the web makes of octal, hexadecimal, short and full-width numbers', () => {
    const hosts = [
      '0177.0.0.1',
      '0x7f.0.0.1',
      '0x7f000001',
      '2130706433',
      '017700000001',
      '127.1',
      '127.0.1',
      '127.0.0.1.',
      '１２７.０.０.１',
      '127。0。0。1',
      '0',
      '0x0',
      '10.1',
      '0xa9fea9fe',
      '[::127.0.0.1]',
      '[::7f00:1]',
      '[0:0:0:0:0:0:127.0.0.1]',
      '[::ffff:0x7f.1]',
    ];
    for (const host of hosts) {
      if (!URL.canParse(`http://${host}/`)) continue;
      const { hostname } = new URL(`http://${host}/`);
      expect(nonPublicRange(hostname.replace(/^\[|\]$/g, '')), host).toBeDefined();
    }
  });
});
