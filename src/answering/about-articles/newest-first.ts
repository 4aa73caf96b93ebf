import type { IndexedDocument } from '../../search-index/index.js';

/** By date, else by issue number; what has neither comes last, in the order of the index. */
export function newestFirst(documents: readonly IndexedDocument[]): readonly IndexedDocument[] {
  return [...documents].sort((a, b) => compare(b.date ?? '', a.date ?? '') || compare(numberOf(b), numberOf(a)));
}

function numberOf({ number }: IndexedDocument): number {
  const value = Number.parseFloat(number ?? '');
  return Number.isNaN(value) ? -Infinity : value;
}

function compare<T extends string | number>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
