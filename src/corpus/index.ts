/**
 * Corpus: turns articles (files of a folder, addresses of the web) into documents, and documents into passages.
 * Knows no model, no index and no question; writes nothing, and reads nothing but the articles themselves.
 */
export { blockKinds } from './document.js';
export type { Block, BlockKind, Passage, SourceDocument, Span } from './document.js';
export { readDocument, sha256Of, type DocumentOrigin } from './read-document.js';
export { splitIntoPassages, type PassageBudget } from './split-passages.js';
export { headingOf } from './passage-heading.js';
export { datesIn, type FoundDate } from './parse-date.js';
export { sentencesOf } from './split-sentences.js';
export { listCorpus, maxArticleBytes, type CorpusFile, type CorpusListing } from './list-corpus.js';
export { readCorpus, type Corpus } from './read-corpus.js';
export { createDocumentReader, type DocumentReader } from './document-reader.js';
export { type ParseLimits } from './parse-limits.js';
export { fetchArticle, type FetchArticleOptions, type FetchedArticle, type Network, type ResolvedAddress } from './fetch-article.js';
export {
  BinaryContentError,
  CorpusError,
  DamagedDocumentError,
  DuplicatePathError,
  EmptyCorpusError,
  EmptyDocumentError,
  FileTooLargeError,
  NoCorpusError,
  NotAFolderError,
  OutsideCorpusError,
  ParseLimitError,
  refusalOf,
  SpecialFileError,
  UnknownFormatError,
  UnreadableFileError,
  UnreadableFolderError,
  type Refusal,
} from './errors.js';
export {
  ArticleTooLargeError,
  BadAddressError,
  BadStatusError,
  ConnectionError,
  ContentTypeError,
  FetchArticleError,
  FetchTimeoutError,
  PrivateAddressError,
  TooManyRedirectsError,
} from './fetch-errors.js';
