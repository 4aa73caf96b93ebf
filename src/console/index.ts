/**
 * Console: the terminal as an adapter of the chat, and the answer service's machine-readable mouth (`npm run ask -- --json`).
 * Renders and reads; never retrieves, never composes an answer, and reads no configuration.
 */
export { answerLines, type LinesSummary } from './ask-lines.js';
export { askRecord, type AskRecord } from './ask-record.js';
export { createConsoleAdapter, type ConsoleOptions } from './console-adapter.js';
export { createPrinter, OutputClosedError } from './print-lines.js';
export { createHeldLines, type HeldLines } from './held-lines.js';
