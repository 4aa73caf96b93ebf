import { stemmer } from 'stemmer';
import { isNameIn, nameRun, partsOf, wholeOf } from './names.js';
import { normaliseText } from './normalise-text.js';

/** A term of a text, and the words that it is made of. */
export interface Term {
  readonly term: string;
  /** In lower case, as written: one for a word, two for a pair of characters across a word boundary. */
  readonly words: readonly string[];
  /** Whether it is, or is part of, something that must match exactly: a name, a number, a version, an identifier. */
  readonly isName: boolean;
}

const segmenter = new Intl.Segmenter('zh', { granularity: 'word' });

/** Marks character bigrams, so that they cannot meet words. A letter, so that every tokenizer keeps it. */
const bigramMark = 'ʙ';

/** Scripts that put no spaces between words: ICU's dictionaries cut them. */
const unspacedRun =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}ー]+/gu;
/** Without the radicals and strokes, which are symbols and not letters. */
const hanRun = /(?:(?=[\p{L}\p{N}])\p{Script=Han})+/gu;
const katakana = /^[\p{Script=Katakana}ー]{2,}$/u;
const han = /\p{Script=Han}/u;
const notInTerms = /[^\p{L}\p{N}\p{M}]/gu;
const english = /^[a-z]+$/;

/**
 * The terms of a text for lexical matching, with repetitions, in no particular order: Chinese words as ICU's dictionary cuts them, and
 * character bigrams (both together did best or equal in BM25 on every set; a dictionary segmenter brought nothing); other words in lower
 * case, English ones stemmed; names, versions and identifiers whole and in parts. Terms hold letters, marks and digits only.
 */
export function wordsOf(text: string): string[] {
  return termsOf(text).map(({ term }) => term);
}

export function termsOf(text: string): Term[] {
  const normalised = normaliseText(text);
  return [...spacedTerms(normalised), ...unspacedTerms(normalised)];
}

/** An English word's stem; any other word as it is. */
export function stemOf(word: string): string {
  return english.test(word) ? stemmer(word) : word;
}

/** The Chinese words of a text in order, as ICU's dictionary cuts them: a list for each run of characters without anything else between. */
export function chineseWordsOf(normalised: string): string[][] {
  return [...normalised.matchAll(hanRun)].map(([run]) => [...segmenter.segment(run)].map(({ segment }) => segment));
}

/** The distinct terms of Chinese words that are normalised already. */
export function chineseTermsOf(normalised: string): string[] {
  return [...new Set(unspacedTerms(normalised).map(({ term }) => term))];
}

function spacedTerms(text: string): Term[] {
  const isChinese = han.test(text);
  return [...text.matchAll(nameRun)].flatMap((match) => {
    const [run] = match;
    const isName = isChinese || isNameIn(text, run, match.index);
    const forms = new Set([wholeOf(run), ...partsOf(run)]);
    return [...forms].filter((form) => form !== '').map((form) => ({ term: stemOf(form), words: [form], isName }));
  });
}

function unspacedTerms(text: string): Term[] {
  const terms: Term[] = [];
  for (const [run] of text.matchAll(unspacedRun)) {
    const wordAt: string[] = [];
    for (const { segment } of segmenter.segment(run)) {
      const word = segment.replace(notInTerms, '');
      for (let unit = 0; unit < segment.length; unit++) wordAt.push(word);
      if (word !== '') terms.push({ term: word, words: [word], isName: katakana.test(word) });
    }
    for (const { 0: pairs, index } of run.matchAll(hanRun)) {
      let at = index;
      let previous = '';
      for (const character of pairs) {
        if (previous !== '') {
          const [left, right] = [wordAt[at - 1] ?? '', wordAt[at] ?? ''];
          terms.push({ term: `${bigramMark}${previous}${character}`, words: left === right ? [left] : [left, right], isName: false });
        }
        previous = character;
        at += character.length;
      }
    }
  }
  return terms;
}
