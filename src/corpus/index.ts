/**
 * Corpus: turns articles (files of a folder, addresses of the web) into documents, and documents into passages.
 * Knows nothing of models, indexes and questions; reads only the articles, and writes nothing.
 */
export { blockKinds } from './document.js';
export type { Block, BlockKind, Passage, SourceDocument, Span } from './document.js';
export { readDocument, sha256Of } from './read-document.js';
export { splitIntoPassages, type PassageBudget } from './split-passages.js';
export { headingOf } from './passage-heading.js';
export { datesIn } from './parse-date.js';
export { sentencesOf } from './split-sentences.js';
export { listCorpus, maxArticleBytes, type CorpusFile } from './list-corpus.js';
export { readCorpus } from './read-corpus.js';
export { createDocumentReader, type DocumentReader } from './document-reader.js';
export { type ParseLimits } from './parse-limits.js';
export { fetchArticle, type FetchArticleOptions, type FetchedArticle } from './fetch-article.js';
export {
  BinaryContentError,
  CorpusError,
  DamagedDocumentError,
  EmptyCorpusError,
  EmptyDocumentError,
  FileTooLargeError,
  NoCorpusError,
  NotAFolderError,
  ParseLimitError,
  UnknownFormatError,
  UnreadableFolderError,
} from './errors.js';
export {
  ArticleTooLargeError,
  BadAddressError,
  BadStatusError,
  ConnectionError,
  ContentTypeError,
  FetchTimeoutError,
  PrivateAddressError,
  TooManyRedirectsError,
} from './fetch-errors.js';
