import type { Passage, SourceDocument } from '../corpus/index.js';
import { wordsOf } from '../language/index.js';

/**
 * The terms that passages of a document are found by: title and section give the topic where the passage does not. Each counts once, like a
 * word of the passage; counting the title twice brought nothing (docs/evaluation.md).
 */
export function createPassageTerms({ title }: Pick<SourceDocument, 'title'>): (passage: Pick<Passage, 'text' | 'section'>) => string[] {
  const titleTerms = wordsOf(title);
  return ({ text, section }) => [...wordsOf(text), ...titleTerms, ...(section === undefined ? [] : wordsOf(section))];
}
