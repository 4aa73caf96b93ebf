import type { BlockKind, SourceDocument } from '../../src/corpus/index.js';

/** The document's blocks as texts, each after its kind unless it is a paragraph. */
export function blocksOf(document: SourceDocument): string[] {
  return document.blocks.map(({ start, end, kind }) => `${kind === 'paragraph' ? '' : `${kind}: `}${document.text.slice(start, end)}`);
}

/** The document's blocks with what is known of each, apart from where it stands. */
export function markedBlocksOf(document: SourceDocument): Record<string, unknown>[] {
  return document.blocks.map(({ start, end, ...marks }) => ({ text: document.text.slice(start, end), ...marks }));
}

export function textsOf(document: SourceDocument, kind: BlockKind): string[] {
  return document.blocks.filter((block) => block.kind === kind).map(({ start, end }) => document.text.slice(start, end));
}
