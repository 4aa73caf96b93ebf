import { describe, expect, it } from 'vitest';
import { sourceLink } from '../../src/chat/replies/source-link.js';

const address = 'https://example.org/a';

describe('the link to the words in the source', () => {
  it('names a short quotation whole', () => {
    expect(sourceLink(address, 'three years')).toBe(`${address}#:~:text=three%20years`);
  });

  it('names both ends of a long one', () => {
    const link = sourceLink(address, `开头${'一二三四五六七八九十'.repeat(10)}结尾`) ?? '';
    const [start = '', end = ''] = link.split('text=')[1]?.split(',') ?? [];
    expect(decodeURIComponent(start)).toMatch(/^开头一/);
    expect(decodeURIComponent(end)).toMatch(/十结尾$/);
  });

  it('encodes what has a meaning in the directive: dashes, commas, ampersands', () => {
    expect(sourceLink(address, 'GPT-4, a&b')).toBe(`${address}#:~:text=GPT%2D4%2C%20a%26b`);
  });

  it('stays with a fragment that the address has', () => {
    expect(sourceLink(`${address}#part`, 'words')).toBe(`${address}#part:~:text=words`);
  });

  it('finds a quotation of several lines by its first', () => {
    expect(sourceLink(address, '\n first \nsecond')).toBe(`${address}#:~:text=first`);
  });

  it('is not there for what is no web address', () => {
    for (const bad of [undefined, '', 'not an address', 'javascript:alert(1)', 'file:///etc/passwd'])
      expect(sourceLink(bad, 'words')).toBeUndefined();
  });

  it('survives lone surrogates', () => {
    expect(sourceLink(address, 'a\ud800b')).toBe(`${address}#:~:text=ab`);
  });
});
