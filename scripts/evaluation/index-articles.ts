import { createHash } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CountingEmbedder } from '../../src/embedding/index.js';
import { ingest } from '../../src/ingest/index.js';
import { openIndex, type IndexedPassage, type PassageIndex } from '../../src/search-index/index.js';
import type { Article } from './read-set.js';

export interface IndexedArticles {
  readonly index: PassageIndex;
  /** The paragraphs that the passage holds something of: packed passages hold several. */
  readonly paragraphsOf: (passage: IndexedPassage) => readonly Place[];
}

/** A paragraph, by its number and its article's. */
export interface Place {
  readonly article: number;
  readonly paragraph: number;
}

/** A public set as a corpus of its own: a text file an article, a line a paragraph; indexed by the product's own ingest, kept in `folder` for the next run. */
export async function indexArticles(articles: readonly Article[], embedder: CountingEmbedder, folder: string): Promise<IndexedArticles> {
  const corpusFolder = join(folder, 'corpus');
  const indexFolder = join(folder, 'index');
  await rm(corpusFolder, { recursive: true, force: true });
  await mkdir(corpusFolder, { recursive: true });
  const numbers = new Map<string, number>();
  for (const [number, { id, paragraphs }] of articles.entries()) {
    const file = `${createHash('sha256').update(id).digest('hex').slice(0, 16)}.txt`;
    numbers.set(file, number);
    await writeFile(join(corpusFolder, file), paragraphs.map((paragraph) => paragraph.replace(/\s*\n\s*/g, ' ')).join('\n'));
  }
  await ingest({ corpusFolder, indexFolder }, { embedder, now: () => new Date() });
  const index = await openIndex(indexFolder, { model: embedder.model });

  const starts = new Map(
    [...numbers].map(([file, number]) => [file, paragraphStarts(index.documentText(file) ?? '', articles[number]?.paragraphs ?? [])]),
  );
  return {
    index,
    paragraphsOf({ document, start, end }) {
      const article = numbers.get(document);
      const begins = starts.get(document) ?? [];
      if (article === undefined) return [];
      return begins.flatMap((begin, paragraph) =>
        begin < end && (begins[paragraph + 1] ?? Infinity) > start ? [{ article, paragraph }] : [],
      );
    },
  };
}

/** Where each paragraph starts in the document's text; the reader may have dropped white space between them. */
function paragraphStarts(text: string, paragraphs: readonly string[]): number[] {
  let from = 0;
  return paragraphs.map((paragraph) => {
    const opening = paragraph.trim().slice(0, 24);
    const found = text.indexOf(opening, from);
    if (found >= 0) from = found + opening.length;
    return found >= 0 ? found : from;
  });
}
