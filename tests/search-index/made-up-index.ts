import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SourceDocument } from '../../src/corpus/index.js';
import type { DocumentToIndex, SearchedTerm } from '../../src/search-index/index.js';
import { createIndexWriter, type IndexManifest, type WriterOptions } from '../../src/search-index/index.js';
import { createHashEmbedder } from '../fakes/hash-embedder.js';

export const embedder = createHashEmbedder();

export async function temporaryFolder(): Promise<{ path: string; remove: () => Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'footnote-index-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

/** A document whose passages are the lines given; terms are the words between spaces. */
export async function documentOf(path: string, lines: readonly string[], with_ = embedder): Promise<DocumentToIndex> {
  const text = lines.join('\n');
  const embeddings = await with_.embedPassages(lines.map((text) => ({ text })));
  let at = 0;
  const passages = lines.map((line, ordinal) => {
    const start = at;
    at += line.length + 1;
    const { vector, tokenVectors, tokenEnds } = embeddings[ordinal]!;
    const sentences = [{ start: 0, end: line.length }];
    const passage = {
      document: path,
      ordinal,
      start,
      end: start + line.length,
      text: line,
      section: `Section of ${path}`,
      page: ordinal + 1,
      sentences,
    };
    return { passage, vector, tokenVectors, sentenceTokens: [0, tokenEnds.length], terms: line.toLowerCase().split(/\s+/) };
  });
  const document: SourceDocument = {
    path,
    title: `Title of ${path}`,
    authors: ['A. Writer'],
    publisher: 'A Press',
    date: '2024-03-05',
    updated: '2024-04',
    tags: ['made up'],
    number: '250',
    language: 'en',
    sourceUrl: `https://example.org/${path}`,
    text,
    blocks: passages.map(({ passage: { start, end, page } }) => ({ start, end, kind: 'paragraph', page })),
    sha256: path.length.toString(16).padStart(64, '0'),
    furniture: [],
  };
  return { document, passages };
}

/** Terms that all count the same. */
export function plainTerms(terms: readonly string[]): SearchedTerm[] {
  return terms.map((term) => ({ term, weight: 1 }));
}

let clock = Date.parse('2026-01-02T03:04:05.006Z');

export function writerOptions(changes: Partial<WriterOptions> = {}): WriterOptions {
  return { model: embedder.model, settings: { passageTokens: 160 }, now: () => new Date((clock += 1000)), ...changes };
}

export async function buildIndex(
  folder: string,
  documents: readonly DocumentToIndex[],
  changes: Partial<WriterOptions> = {},
): Promise<IndexManifest> {
  const writer = await createIndexWriter(folder, writerOptions(changes));
  for (const document of documents) writer.addDocument(document);
  return writer.finish();
}
