import { createHash } from 'node:crypto';
import { z } from 'zod';
import { splitIntoPassages, type Block, type Passage, type PassageBudget, type SourceDocument } from '../corpus/index.js';

/**
 * Text that recurs in many documents (blurbs, footers, subscription notes) belongs to the publisher and not to an article, and would be
 * among the answers to everything. In 310 real documents (newsletters, release notes, a book, documentation) all 75 paragraphs found in
 * four or more documents were of that kind, and none answered any of 130 questions.
 */
const fewestDocuments = 4;
/** In a large corpus that many can be a coincidence. The limit rises in steps, so that a few more documents seldom change the result. */
const documentsPerStep = 400;
/** Shorter lines ("Advantages:") recur by chance. In letters and digits. */
const fewestCharacters = 10;
/** A document that mostly repeats others is another version of them, and keeps its text. */
const mostRepeated = 0.6;

/** The fingerprint of a document's text, stored with it in the index. */
export interface TextKeys {
  /** Of the whole text. */
  readonly content: string;
  /** Of each distinct paragraph that is long enough, with its length. */
  readonly paragraphs: readonly (readonly [key: string, characters: number])[];
  /** Letters and digits of the whole text. */
  readonly characters: number;
}

/** What of a document is excluded from search. */
export interface Repetition {
  /** The document of the same text that is found instead. */
  readonly duplicateOf?: string;
  /** Keys of the paragraphs that many documents share. */
  readonly shared: ReadonlySet<string>;
}

const nothing: Repetition = { shared: new Set() };

export function textKeysOf(document: SourceDocument): TextKeys {
  const paragraphs = new Map<string, number>();
  const content = createHash('sha256');
  let characters = 0;
  for (const block of document.blocks) {
    const text = comparable(document, block);
    content.update(text).update('\n');
    characters += text.length;
    if (isArticlesOwn(block) || text.length < fewestCharacters) continue;
    paragraphs.set(keyOf(text), text.length);
  }
  return { content: content.digest('base64url').slice(0, 22), paragraphs: [...paragraphs], characters };
}

/** Headings and bylines recur in many articles, but are about their own. */
function isArticlesOwn(block: Block): boolean {
  return block.kind === 'heading' || block.kind === 'byline' || block.isTableHeader === true;
}

/** Text without what differs between copies of it: links, punctuation, white space, case. */
function comparable({ text }: SourceDocument, { start, end }: Block): string {
  return text
    .slice(start, end)
    .normalize('NFKC')
    .toLowerCase()
    .replace(/https?:\/\/[^\s<>"'）)]+/gu, '')
    .replace(/[^\p{L}\p{N}]+/gu, '');
}

function keyOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 11);
}

/** What is excluded of each document, by path; of two documents with the same text, the one whose path comes first is kept. */
export function findRepetition(documents: ReadonlyMap<string, TextKeys>): ReadonlyMap<string, Repetition> {
  const originals = new Map<string, string>();
  const found = new Map<string, Repetition>();
  const counts = new Map<string, number>();
  const paths = [...documents.keys()].sort();
  for (const path of paths) {
    const keys = documents.get(path);
    if (keys === undefined) continue;
    const original = originals.get(keys.content);
    if (original !== undefined && keys.characters > 0) found.set(path, { ...nothing, duplicateOf: original });
    else {
      originals.set(keys.content, path);
      for (const [key] of keys.paragraphs) counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  const limit = limitFor(documents.size - found.size);
  for (const [path, { paragraphs, characters }] of documents) {
    if (found.has(path)) continue;
    const shared = paragraphs.filter(([key]) => (counts.get(key) ?? 0) >= limit);
    const sharedCharacters = shared.reduce((sum, [, length]) => sum + length, 0);
    if (shared.length > 0 && sharedCharacters <= characters * mostRepeated)
      found.set(path, { shared: new Set(shared.map(([key]) => key)) });
  }
  return found;
}

/** 4 documents, 8 from 800, 16 from 1,600: one in a hundred, in steps of two. */
function limitFor(documentCount: number): number {
  let limit = fewestDocuments;
  while (limit * 2 * (documentsPerStep / fewestDocuments) <= documentCount) limit *= 2;
  return limit;
}

/** The passages of the rest of a document; a passage never spans excluded text. */
export function passagesWithout(document: SourceDocument, repetition: Repetition = nothing, budget: PassageBudget): Passage[] {
  if (repetition.duplicateOf !== undefined) return [];
  if (repetition.shared.size === 0) return splitIntoPassages(document, budget);
  const runs: Block[][] = [[]];
  let heading: Block | undefined;
  for (const block of document.blocks) {
    if (block.kind === 'heading') heading = block;
    if (!isArticlesOwn(block) && repetition.shared.has(keyOf(comparable(document, block)))) {
      runs.push(heading === undefined ? [] : [heading]);
    } else runs.at(-1)?.push(block);
  }
  const passages = runs.flatMap((blocks) => splitIntoPassages({ ...document, blocks }, budget));
  return passages.map((passage, ordinal) => ({ ...passage, ordinal }));
}

const recordSchema = z.object({
  content: z.string(),
  paragraphs: z.array(z.tuple([z.string(), z.int()])),
  characters: z.int(),
  leftOut: z.string(),
});

/** The record that the index stores with a document: its keys, and what was excluded. */
export function writeRecord(keys: TextKeys, repetition: Repetition | undefined): string {
  return JSON.stringify({ ...keys, leftOut: signatureOf(repetition) });
}

export function readRecord(record: string): { readonly keys: TextKeys; readonly leftOut: string } {
  const { leftOut, ...keys } = recordSchema.parse(JSON.parse(record));
  return { keys, leftOut };
}

/** Equal where the same is excluded; which document a duplicate refers to does not matter. */
export function signatureOf(repetition: Repetition = nothing): string {
  return repetition.duplicateOf === undefined ? [...repetition.shared].sort().join(' ') : 'duplicate';
}
