/** The subprocess that reads articles. Only `document-reader.ts` starts it, with the limits as its argument, and sends it requests. */
import { Worker } from 'node:worker_threads';
import { z } from 'zod';
import type { SourceDocument } from './document.js';
import { CorpusError, type ErrorRecord } from './errors.js';
import { readDocument, type DocumentOrigin } from './read-document.js';

export interface ParseRequest {
  readonly bytes: Uint8Array;
  readonly origin: DocumentOrigin;
}

/** Errors lose their class between processes, so expected ones are sent as their parts. */
export type ParseReply =
  | { readonly kind: 'ready' }
  | { readonly kind: 'document'; readonly document: SourceDocument }
  | ({ readonly kind: 'refusal' } & ErrorRecord)
  | { readonly kind: 'failure'; readonly reason: string };

const limitsSchema = z.object({ memoryMb: z.number(), maxPages: z.number(), maxCharacters: z.number() });
const limits = limitsSchema.parse(JSON.parse(process.argv[2] ?? ''));

/**
 * V8 limits only its own heap, and this thread cannot react while a parser is busy; another thread can. It also ends the process when its
 * parent was killed.
 */
const watch = `
  const { workerData } = require('node:worker_threads');
  setInterval(() => {
    if (process.memoryUsage.rss() > workerData.bytes || process.ppid !== workerData.parent) process.kill(process.pid, 'SIGKILL');
  }, 50);
`;
new Worker(watch, { eval: true, execArgv: [], workerData: { bytes: limits.memoryMb * 1_000_000, parent: process.ppid } }).unref();

// Ctrl-C and a supervisor's stop go to the whole process group; this process ends when its parent disconnects.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);
process.on('disconnect', () => process.exit());
// Only `document-reader.ts` writes here.
process.on('message', (request) => void answer(request as ParseRequest));
process.send?.({ kind: 'ready' } satisfies ParseReply);

async function answer({ bytes, origin }: ParseRequest): Promise<void> {
  process.send?.(await replyTo(bytes, origin));
}

async function replyTo(bytes: Uint8Array, origin: DocumentOrigin): Promise<ParseReply> {
  try {
    return { kind: 'document', document: await readDocument(bytes, origin, limits) };
  } catch (error) {
    if (error instanceof CorpusError) return { kind: 'refusal', name: error.name, path: error.path, message: error.message };
    return { kind: 'failure', reason: error instanceof Error ? `${error.name}: ${error.message}`.slice(0, 200) : 'no reason given' };
  }
}
