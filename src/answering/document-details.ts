import type { IndexedDocument } from '../search-index/index.js';
import type { DocumentDetails } from './answer.js';

export function detailsOf(document: IndexedDocument | undefined): DocumentDetails {
  if (document === undefined) return {};
  const { authors, date, number, sourceUrl } = document;
  return {
    ...(authors.length === 0 ? {} : { authors }),
    ...(date === undefined ? {} : { date }),
    ...(number === undefined ? {} : { issue: number }),
    ...(sourceUrl === undefined ? {} : { sourceUrl }),
  };
}
