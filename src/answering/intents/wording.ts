import { datesIn } from '../../corpus/index.js';
import { detectLanguage, questionWordsOf } from '../../language/index.js';

/** Separates the wording of a question about an article from what names the article: its title, number, date or topic. */
export interface Wording {
  /** The terms that name something. */
  readonly namedIn: (question: string) => readonly string[];
  /** The question with whatever it names replaced by "this article", so that questions about different articles are alike. */
  readonly mask: (question: string) => string;
}

const segmenter = new Intl.Segmenter('zh', { granularity: 'word' });
/** Marks what is named; it does not occur in titles or questions. */
const mark = '\uE000';
/** Words and punctuation between two named words that belong to the name. */
const markedRun = new RegExp(`(?:\\b(?:the|an?) )?[《“"「『]?${mark}(?:.{0,6}${mark})*[》”"」』]?`, 'giu');

/** @param frames the wording of questions about articles, without what they name */
export function createWording(frames: readonly string[]): Wording {
  const wording = new Set(frames.flatMap(contentTerms));
  const namedIn = (text: string): string[] => contentTerms(withIsoDates(text)).filter((term) => !wording.has(term));
  return {
    namedIn,
    mask(question) {
      const placeholder = detectLanguage(question) === 'en' ? ' this article ' : '这篇文章';
      const marked = [...segmenter.segment(withIsoDates(question))].map(({ segment }) => (namedIn(segment).length > 0 ? mark : segment));
      return marked.join('').replace(markedRun, placeholder).replace(/\s+/gu, ' ').trim();
    },
  };
}

/** Content words, without bigrams across word boundaries. */
export function contentTerms(text: string): string[] {
  return questionWordsOf(text)
    .filter(({ term, weight }) => weight === 1 && !term.startsWith('ʙ'))
    .map(({ term }) => term);
}

/** Dates in one spelling, so that "March 27th, 2015" is 2015-03-27. */
export function withIsoDates(text: string): string {
  return datesIn(text).reduceRight((written, { date, start, end }) => `${written.slice(0, start)} ${date} ${written.slice(end)}`, text);
}
