import type { IndexedDocument } from '../../search-index/index.js';
import { contentTerms, withIsoDates } from '../intents/wording.js';

/** The share of what a question names that a title must contain to be meant, and by how much more than any other title. */
const leastNamed = 0.5;
const leastLead = 0.1;

/** The one article whose title, issue number or date contains what is named; undefined where there is none, or several. */
export function articleNamed(named: readonly string[], documents: readonly IndexedDocument[]): IndexedDocument | undefined {
  if (named.length === 0) return undefined;
  const titles = documents.map((document) => ({ document, terms: termsOf(document) }));
  const held = new Map(named.map((term) => [term, titles.filter(({ terms }) => terms.has(term)).length]));
  // A term of few titles is more specific than one of many; a term of no title counts against all of them.
  const weightOf = (term: string): number => Math.log2(1 + documents.length / Math.max(1, held.get(term) ?? 0));
  const total = named.reduce((sum, term) => sum + weightOf(term), 0);
  const matches = titles
    .map(({ document, terms }) => ({
      document,
      share: named.filter((term) => terms.has(term)).reduce((sum, term) => sum + weightOf(term), 0) / total,
    }))
    .sort((a, b) => b.share - a.share);
  const [best, second] = matches;
  if (best === undefined || best.share < leastNamed || best.share < (second?.share ?? 0) + leastLead) return undefined;
  return best.document;
}

/** A document's terms, for as long as its build is open: titles do not change. */
const termsOfDocuments = new WeakMap<IndexedDocument, ReadonlySet<string>>();

function termsOf(document: IndexedDocument): ReadonlySet<string> {
  const known = termsOfDocuments.get(document);
  if (known !== undefined) return known;
  const { title, number = '', date = '' } = document;
  const terms = new Set(contentTerms([withIsoDates(title), number, date].join(' ')));
  termsOfDocuments.set(document, terms);
  return terms;
}
