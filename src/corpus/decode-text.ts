import { analyse } from 'chardet';
import { BinaryContentError } from './errors.js';

/** First bytes of formats that people put into the corpus by mistake, and their names. */
const binarySignatures: readonly (readonly [bytes: string, what: string])[] = [
  ['%PDF-', 'a PDF under another name (rename it to .pdf)'],
  ['PK\x03\x04', 'a ZIP archive or an office document (export it as .txt or .pdf)'],
  ['\xd0\xcf\x11\xe0', 'an old office document (export it as .txt or .pdf)'],
  ['\x89PNG', 'an image'],
  ['\xff\xd8\xff', 'an image'],
  ['GIF8', 'an image'],
  ['\x1f\x8b', 'a compressed file'],
  ['\x7fELF', 'a program'],
];

/** Content with more than one control character in 200 is not text: articles have none. */
const controlShare = 1 / 200;
/** Share of UTF-8 sequences that may be broken (a cut-off end, one bad byte) before another encoding is looked for. */
const brokenShare = 1 / 100;
/** This much is enough to detect an encoding by statistics. */
const sampleBytes = 65_536;

/**
 * Text of an article's bytes, without a byte order mark, with `\n` for every line ending and otherwise as written.
 * `declared` is the encoding that the page or the server names; it counts only where the bytes are not clear, because declarations are
 * often left over from a template.
 * @throws BinaryContentError
 */
export function decodeText(bytes: Uint8Array, path: string, declared?: string): string {
  const text = decode(bytes, path, declared).replace(/\r\n?/gu, '\n');
  const controls = text.match(/[\0-\x08\x0e-\x1a\x1c-\x1f\x7f]/gu)?.length ?? 0;
  if (controls > text.length * controlShare) throw new BinaryContentError(path);
  return text;
}

function decode(bytes: Uint8Array, path: string, declared: string | undefined): string {
  const marked = byteOrderMark(bytes);
  if (marked !== undefined) return new TextDecoder(marked).decode(bytes);
  const head = Buffer.from(bytes.subarray(0, 8)).toString('latin1');
  const signature = binarySignatures.find(([start]) => head.startsWith(start));
  if (signature !== undefined) throw new BinaryContentError(path, signature[1]);

  // Chinese UTF-16 is almost never valid UTF-8; English UTF-16 always is, with a zero in every other byte.
  const utf8 = tryDecode(bytes, 'utf-8');
  if (utf8 !== undefined && !utf8.includes('\0')) return utf8;
  const utf16 = decodeUtf16(bytes);
  if (utf16 !== undefined) return utf16;
  if (utf8 !== undefined) return utf8;
  const mended = decodeBrokenUtf8(bytes);
  if (mended !== undefined) return mended;
  for (const encoding of [declared, ...likelyEncodings(bytes)]) {
    const text = encoding === undefined ? undefined : tryDecode(bytes, encoding);
    if (text !== undefined) return text;
  }
  throw new BinaryContentError(path);
}

function byteOrderMark(bytes: Uint8Array): string | undefined {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8';
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return undefined;
}

function tryDecode(bytes: Uint8Array, encoding: string): string | undefined {
  try {
    const decoder = new TextDecoder(encoding, { fatal: true });
    const text = decoder.decode(bytes);
    return decoder.encoding === 'windows-1252' ? withWindowsPunctuation(text) : text;
  } catch (error) {
    // An unknown label is a RangeError, bytes that are not of the encoding are a TypeError: both mean "not this one".
    if (error instanceof TypeError || error instanceof RangeError) return undefined;
    throw error;
  }
}

/** The characters of windows-1252 at 0x80 to 0x9F (WHATWG Encoding standard); a space where it has none. */
const windowsPunctuation = '€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ';

/** Node 20 decodes windows-1252 as if it were ISO-8859-1, and makes control characters of curly quotation marks and dashes. */
function withWindowsPunctuation(text: string): string {
  return text.replace(/[\u0080-\u009f]/gu, (control) => {
    const character = windowsPunctuation[control.charCodeAt(0) - 0x80] ?? ' ';
    return character === ' ' ? control : character;
  });
}

/** In the right byte order nearly all characters are Chinese, punctuation or Latin; in the wrong one they are scattered. */
function decodeUtf16(bytes: Uint8Array): string | undefined {
  if (bytes.length % 2 !== 0) return undefined;
  const readings = ['utf-16le', 'utf-16be'].flatMap((encoding) => {
    const text = tryDecode(bytes, encoding);
    return text === undefined ? [] : [{ text, share: usualShare(text) }];
  });
  readings.sort((a, b) => b.share - a.share);
  const best = readings[0];
  return best !== undefined && best.share > 0.95 ? best.text : undefined;
}

function usualShare(text: string): number {
  const usual = text.match(/[\t\n\r\x20-\x7e\u00a0-\u024f\u2010-\u2027\u3000-\u30ff\u4e00-\u9fff\uff00-\uffef]/gu)?.length ?? 0;
  return usual / text.length;
}

function decodeBrokenUtf8(bytes: Uint8Array): string | undefined {
  const text = new TextDecoder('utf-8').decode(bytes);
  const broken = text.match(/\ufffd/gu)?.length ?? 0;
  const beyondAscii = text.match(/[^\0-\x7f]/gu)?.length ?? 0;
  // The first comparison allows one broken sequence in a text that is otherwise clearly UTF-8.
  return broken <= Math.max(beyondAscii * brokenShare, beyondAscii > 20 ? 1 : 0) ? text : undefined;
}

function likelyEncodings(bytes: Uint8Array): readonly string[] {
  const sample = bytes.subarray(0, sampleBytes);
  const ranked = analyse(sample).map((match) => match.name);
  return looksLikeGb(sample) ? ['gb18030', ...ranked] : ranked;
}

/**
 * Whether the double-byte characters lie where GB 2312 has punctuation (rows A1-A9) and its common characters (rows B0-D7).
 * A statistical detector needs more text than a short notice has.
 */
function looksLikeGb(bytes: Uint8Array): boolean {
  let pairs = 0;
  let common = 0;
  for (let at = 0; at < bytes.length; at++) {
    const lead = bytes[at] ?? 0;
    if (lead < 0x80) continue;
    const trail = bytes[++at] ?? 0;
    pairs++;
    const row = (lead >= 0xa1 && lead <= 0xa9) || (lead >= 0xb0 && lead <= 0xd7);
    if (row && trail >= 0xa1 && trail <= 0xfe) common++;
  }
  return pairs > 0 && common / pairs > 0.85;
}
