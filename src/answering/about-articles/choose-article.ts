import { questionWordsOf } from '../../language/index.js';
import type { IndexedDocument } from '../../search-index/index.js';
import type { Example } from '../intents/examples.js';

/** Share of what a question names that a title has to hold, to be meant. */
const leastNamed = 0.6;

/** What of a question is not the wording of asking about an article: the title, number or topic that it names. */
export type NamedTerms = (question: string) => readonly string[];

/** @param examples questions about articles as a whole, whose frames are the wording */
export function createNamedTerms(examples: readonly Pick<Example, 'frame'>[]): NamedTerms {
  const wording = new Set(examples.flatMap(({ frame }) => contentTerms(frame)));
  return (question) => contentTerms(question).filter((term) => !wording.has(term));
}

/** The one article whose title, issue number or date holds what is named; undefined where none does, or several do. */
export function articleNamed(named: readonly string[], documents: readonly IndexedDocument[]): IndexedDocument | undefined {
  if (named.length === 0) return undefined;
  const titles = documents.map((document) => ({ document, terms: termsOf(document) }));
  const held = new Map(named.map((term) => [term, titles.filter(({ terms }) => terms.has(term)).length]));
  // A term of few titles tells more than one of many; one of no title stands against all of them.
  const weightOf = (term: string): number => Math.log2(1 + documents.length / Math.max(1, held.get(term) ?? 0));
  const total = named.reduce((sum, term) => sum + weightOf(term), 0);
  const matches = titles
    .map(({ document, terms }) => ({
      document,
      share: named.filter((term) => terms.has(term)).reduce((sum, term) => sum + weightOf(term), 0) / total,
    }))
    .sort((a, b) => b.share - a.share);
  const [best, second] = matches;
  if (best === undefined || best.share < leastNamed || best.share === second?.share) return undefined;
  return best.document;
}

function termsOf({ title, number, date }: IndexedDocument): ReadonlySet<string> {
  return new Set(contentTerms([title, number ?? '', date ?? ''].join(' ')));
}

/** Words that mean something by themselves, without pairs of characters across their boundaries. */
function contentTerms(text: string): string[] {
  return questionWordsOf(text)
    .filter(({ term, weight }) => weight === 1 && !term.startsWith('ʙ'))
    .map(({ term }) => term);
}
