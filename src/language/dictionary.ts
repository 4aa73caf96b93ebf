import { readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';

/** `zh-names`: Chinese proper names, without translations. */
export type Direction = 'en-zh' | 'zh-en' | 'zh-names';

/** The file of a direction's words; `npm run dictionary` writes it. */
export function dictionaryFile(direction: Direction): URL {
  return new URL(`./dictionary/${direction}.tsv.br`, import.meta.url);
}

const newline = 0x0a;
const tab = 0x09;

/** Unpacked at the first use (15 ms and 2.3 MB a direction), then searched as bytes: a map of 170,000 words would take 40 MB. */
const unpacked = new Map<Direction, Buffer>();

/**
 * A word's translations, or none. English is asked for and given as stems with spaces between, Chinese in simplified characters.
 */
export function lookUp(direction: Direction, word: string): readonly string[] {
  return find(direction, word) ?? [];
}

/** Whether Chinese characters are a proper name and no other word: 谷歌, 清华大学, 牛津. */
export function isChineseName(word: string): boolean {
  return find('zh-names', word) !== undefined;
}

function find(direction: Direction, word: string): readonly string[] | undefined {
  let lines = unpacked.get(direction);
  if (lines === undefined) {
    lines = brotliDecompressSync(readFileSync(dictionaryFile(direction)));
    unpacked.set(direction, lines);
  }
  const key = Buffer.from(word);
  let low = 0;
  let high = lines.length;
  while (low < high) {
    // The line that contains the middle.
    const start = lines.lastIndexOf(newline, Math.max(low, ((low + high) >>> 1) - 1)) + 1;
    const begin = Math.max(low, start);
    const end = lines.indexOf(newline, begin);
    const keyEnd = lines.indexOf(tab, begin);
    const order = lines.compare(key, 0, key.length, begin, keyEnd);
    if (order === 0) return lines.toString('utf8', keyEnd + 1, end).split('\t');
    if (order < 0) low = end + 1;
    else high = begin;
  }
  return undefined;
}
