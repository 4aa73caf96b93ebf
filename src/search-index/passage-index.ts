import type { Block, Passage, SourceDocument, Span } from '../corpus/index.js';

/** Number of a passage within one build, from 0 to `passageCount - 1`. Other builds have other numbers. */
export type PassageId = number;

/** A build's description of itself; written last, read first. */
export interface IndexManifest {
  readonly formatVersion: number;
  /** Name of the build's folder. */
  readonly build: string;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly model: { readonly name: string; readonly fingerprint: string; readonly dimensions: number; readonly tokenDimensions: number };
  /** Settings that affect the build (passage budget, …): a build with other settings is stale. */
  readonly settings: Readonly<Record<string, string | number>>;
  readonly documentCount: number;
  readonly passageCount: number;
  readonly sources: readonly { readonly path: string; readonly sha256: string }[];
  /** Files that were skipped, so that they do not count as new while they are unchanged. */
  readonly refused: readonly RefusedSource[];
  /** SHA-256 and size in bytes of every file of the build, by name. */
  readonly files: Readonly<Record<string, { readonly sha256: string; readonly bytes: number }>>;
}

export interface RefusedSource {
  readonly path: string;
  /** `undefined` where the bytes could not be read. */
  readonly sha256?: string | undefined;
  /** A sentence for the operator. */
  readonly reason: string;
}

/** A document in the index. */
export interface IndexedDocument extends Omit<SourceDocument, 'furniture' | 'warnings' | 'text' | 'blocks'> {
  readonly passageCount: number;
}

/** A passage in the index. */
export interface IndexedPassage extends Passage {
  readonly id: PassageId;
}

/** What late interaction and coverage need of a passage. */
export interface PassageVectors {
  readonly id: PassageId;
  /** Int8 token vectors, row after row, those of the heading first; length = tokens × tokenDimensions; empty where the model has none. */
  readonly tokenVectors: Int8Array;
  /**
   * For each sentence of the passage, the number of its first token; length = sentences + 1, the last being the token count. The first is
   * the number of the heading's tokens.
   */
  readonly sentenceTokens: readonly number[];
}

/** A term (see `language`) to search for, and how much it counts beside the others; 1 is plain BM25. */
export interface SearchedTerm {
  readonly term: string;
  readonly weight: number;
}

export interface ScoredPassage {
  readonly id: PassageId;
  readonly score: number;
}

/**
 * An open build: read-only and synchronous (everything is memory or a local file). Every method throws IndexCorruptError where its files
 * are damaged.
 */
export interface PassageIndex {
  readonly manifest: IndexManifest;
  readonly passageCount: number;
  documents(): readonly IndexedDocument[];
  document(path: string): IndexedDocument | undefined;
  /** The document's text as published; every offset points into it. */
  documentText(path: string): string | undefined;
  /** The document's blocks that overlap the span, in reading order. A document may have hundreds of thousands, so ask for few. */
  documentBlocks(path: string, within: Span): readonly Block[];
  /** In the order given. Throws RangeError for an id that is not in the build. */
  passages(ids: readonly PassageId[]): readonly IndexedPassage[];
  /** Ids of the document's passages, in reading order. */
  passagesOf(path: string): readonly PassageId[];
  /** The passages of the document that overlap the span, in reading order. */
  passagesAt(path: string, span: Span): readonly IndexedPassage[];
  vectorsOf(ids: readonly PassageId[]): readonly PassageVectors[];
  /** Cosine of the pooled vectors of these passages with the question's; in the order given. */
  similarities(vector: Float32Array, ids: readonly PassageId[]): readonly number[];
  /** The nearest passages by pooled vector (cosine), best first. */
  nearest(vector: Float32Array, count: number): readonly ScoredPassage[];
  /** The best passages by BM25 over these terms, best first; higher is better. */
  matching(terms: readonly SearchedTerm[], count: number): readonly ScoredPassage[];
  /** How many passages have each term; in the order given. */
  passageFrequencies(terms: readonly string[]): readonly number[];
  /** Which of these terms each passage has: one row for each passage, one flag for each term. */
  holding(ids: readonly PassageId[], terms: readonly string[]): readonly (readonly boolean[])[];
  close(): void;
}

/** A document to be written into a build. */
export interface DocumentToIndex {
  readonly document: SourceDocument;
  readonly passages: readonly PassageToIndex[];
  /** What the next ingest needs of this one; stored as it is. */
  readonly ingestRecord?: string;
}

export interface PassageToIndex {
  readonly passage: Passage;
  readonly vector: Float32Array;
  readonly tokenVectors: Int8Array;
  readonly sentenceTokens: readonly number[];
  /** The passage's lexical terms and those of its title and section, with repetitions (BM25 counts them). */
  readonly terms: readonly string[];
}
