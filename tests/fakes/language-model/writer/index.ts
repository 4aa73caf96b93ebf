/**
 * The fake writer: a deterministic stand-in for a model, honest or with flaws that are known to whoever counts what was caught.
 * It cannot write well, nor translate: an answer in English about a Chinese article keeps the Chinese words.
 */
export { createFakeWriter, type FakeWriter, type FakeWriterOptions, type OfferedStatement } from './fake-writer.js';
export { type FlawName, flawNames, type FlawShare } from './flaws.js';
