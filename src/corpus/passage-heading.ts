import type { Passage } from './document.js';

/**
 * What the encoder, the reader and the word index get in front of a passage's own text: the article's title, the section, and a table's
 * columns.
 */
export function headingOf({ section, columns }: Pick<Passage, 'section' | 'columns'>, title: string): string {
  return [title, section, columns].filter((part) => part !== undefined && part !== '').join(' · ');
}
