import { describe, expect, it } from 'vitest';
import { decodeText } from '../../src/corpus/decode-text.js';
import { BinaryContentError } from '../../src/corpus/index.js';

const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le');
const chinese = '你好，世界。这是一段文字。\n第二行有 abc。';

/** GB 18030 bytes of a text, found by decoding every double-byte code: Node decodes the encoding and does not encode it. */
const gbCodes = new Map<string, readonly [number, number]>();
for (let lead = 0xa1; lead <= 0xf7; lead++) {
  for (let trail = 0xa1; trail <= 0xfe; trail++) gbCodes.set(new TextDecoder('gb18030').decode(Uint8Array.of(lead, trail)), [lead, trail]);
}
const gb18030 = (text: string): Uint8Array =>
  Uint8Array.from([...text].flatMap((character) => gbCodes.get(character) ?? [character.charCodeAt(0)]));

describe('the encoding of a text', () => {
  it.each([
    ['UTF-8', Buffer.from(chinese)],
    ['UTF-8 with a byte order mark', Buffer.from(`\ufeff${chinese}`)],
    ['UTF-16 little-endian with a byte order mark', utf16(`\ufeff${chinese}`)],
    ['UTF-16 big-endian with a byte order mark', utf16(`\ufeff${chinese}`).swap16()],
    ['UTF-16 little-endian', utf16(chinese)],
    ['UTF-16 big-endian', utf16(chinese).swap16()],
    ['GB 18030', gb18030(chinese)],
  ])('%s is recognised', (_, bytes) => {
    expect(decodeText(bytes, 'a.txt')).toBe(chinese);
  });

  it('is told even of a very short text in GB 18030', () => {
    expect(decodeText(gb18030('你好，世界。'), 'a.txt')).toBe('你好，世界。');
  });

  it('is told of English in UTF-16, which is valid UTF-8, too', () => {
    expect(decodeText(utf16('Hello, world.'), 'a.txt')).toBe('Hello, world.');
  });

  it('may be that of Windows, with its quotation marks', () => {
    const bytes = Buffer.from('It\x92s a caf\xe9, she said \x96 \x93the only one\x94 in the whole of the town.', 'latin1');
    expect(decodeText(bytes, 'a.txt')).toBe('It’s a café, she said – “the only one” in the whole of the town.');
  });

  it('is what the page declares where the bytes do not tell', () => {
    const big5 = Uint8Array.of(0xa7, 0x41, 0xa6, 0x6e);
    expect(decodeText(big5, 'a.html', 'big5')).toBe('你好');
    expect(decodeText(Buffer.from(chinese), 'a.html', 'gbk')).toBe(chinese);
    expect(decodeText(gb18030(chinese), 'a.html', 'no-such-encoding')).toBe(chinese);
  });

  it('stays UTF-8 when a file is cut off inside a character', () => {
    const bytes = Buffer.from(chinese.repeat(3));
    expect(decodeText(bytes.subarray(0, -1), 'a.txt')).toBe(`${chinese.repeat(3).slice(0, -1)}\ufffd`);
  });

  it('makes one line ending of all', () => {
    expect(decodeText(Buffer.from('a\r\nb\rc\n\nd'), 'a.txt')).toBe('a\nb\nc\n\nd');
  });
});

describe('content that is not text', () => {
  it.each([
    ['zeros', new Uint8Array(100)],
    ['noise', Uint8Array.from({ length: 500 }, (_, at) => (at * 7919) % 256)],
    ['control characters', Buffer.from('abc\x01\x02\x03def')],
    ['a ZIP archive', Buffer.from('PK\x03\x04rest of it')],
    ['a PNG', Buffer.from('\x89PNG\r\n', 'latin1')],
    ['a PDF under another name', Buffer.from('%PDF-1.4\n')],
  ])('is refused: %s', (_, bytes) => {
    expect(() => decodeText(bytes, 'a.txt')).toThrow(BinaryContentError);
  });
});
