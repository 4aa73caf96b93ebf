import { lookUp } from './dictionary.js';
import { isFunctionWord } from './function-words.js';
import { normaliseText } from './normalise-text.js';
import { chineseTermsOf, chineseWordsOf, stemOf } from './words.js';

/** A word, or a phrase of up to three words, and its translations. */
export interface Translation {
  /** The terms (see `wordsOf`) of the question that are translated. */
  readonly terms: readonly string[];
  /** Each translation, as the terms of a text that contains it. */
  readonly alternatives: readonly (readonly string[])[];
}

const maxPhraseWords = 3;
const englishWord = /[a-z0-9]+/g;
const possessive = /['’]s\b/g;

/** Translations of the question's words, English to Chinese and Chinese to English, as far as the dictionary has them. */
export function translationsOf(question: string): Translation[] {
  const text = normaliseText(question).toLowerCase();
  const english = text.replace(possessive, '').match(englishWord) ?? [];
  const intoChinese = longestMatches(english, (words) => lookUp('en-zh', words.map(stemOf).join(' ')));
  const intoEnglish = chineseWordsOf(text).flatMap((run) => longestMatches(run, (words) => lookUp('zh-en', words.join(''))));
  return [
    ...intoChinese.map(({ words, found }) => ({ terms: words.map(stemOf), alternatives: found.map(chineseTermsOf) })),
    ...intoEnglish.map(({ words, found }) => ({ terms: words, alternatives: found.map((phrase) => phrase.split(' ')) })),
  ];
}

/** The longest runs of words found, from left to right; function words are not looked up. */
function longestMatches(words: readonly string[], find: (words: readonly string[]) => readonly string[]) {
  const matches: { words: readonly string[]; found: readonly string[] }[] = [];
  for (let at = 0; at < words.length;) {
    let length = Math.min(maxPhraseWords, words.length - at);
    for (; length > 0; length--) {
      const phrase = words.slice(at, at + length);
      if (phrase.every(isFunctionWord)) continue;
      const found = find(phrase);
      if (found.length === 0) continue;
      matches.push({ words: phrase, found });
      break;
    }
    at += Math.max(1, length);
  }
  return matches;
}
