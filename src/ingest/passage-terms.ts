import type { Passage, SourceDocument } from '../corpus/index.js';
import { wordsOf } from '../language/index.js';

/**
 * The terms that passages of a document are found by: title and section say what a passage is about where it does not say so itself.
 * Each counts once, like a word of the passage; counting the title twice found no more (docs/evaluation.md).
 */
export function createPassageTerms({ title }: Pick<SourceDocument, 'title'>): (passage: Pick<Passage, 'text' | 'section'>) => string[] {
  const titleTerms = wordsOf(title);
  return ({ text, section }) => [...wordsOf(text), ...titleTerms, ...(section === undefined ? [] : wordsOf(section))];
}
