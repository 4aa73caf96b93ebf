import { fork, type ChildProcess } from 'node:child_process';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import type { SourceDocument } from './document.js';
import { corpusErrorFrom, DamagedDocumentError, ParseLimitError } from './errors.js';
import { usualParseLimits, type ParseLimits } from './parse-limits.js';
import type { DocumentOrigin } from './read-document.js';
import type { ParseReply, ParseRequest } from './reader-process.js';

/** Reads documents one by one, in a process that can be killed. */
export interface DocumentReader {
  /**
   * As `readDocument`, within limits.
   * @throws CorpusError as `readDocument` does; ParseLimitError for a document that takes more time, memory, pages or text than it may;
   * DamagedDocumentError for a document that ends the process; or the signal's reason
   */
  read(bytes: Uint8Array, origin: DocumentOrigin, signal?: AbortSignal): Promise<SourceDocument>;
  /** Ends the process, without waiting for a document that is being read. */
  close(): void;
}

/** Loading takes a fraction of a second; on a busy machine, several seconds. */
const startTimeoutMs = 60_000;
/** How much of the process's last output an error message may quote. */
const lastWordsLength = 2000;

const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
const processFile = `${import.meta.dirname}/reader-process.ts`;

/** How the process ended instead of answering. */
type End = { readonly kind: 'timeout' } | { readonly kind: 'exit'; readonly code: number | null; readonly killedBy: NodeJS.Signals | null };

/**
 * A malicious file can keep a parser busy for ever, or make it take memory until the process dies. So parsers run in a subprocess, started
 * with the first document.
 * @param given limits; those left out are {@link usualParseLimits}
 */
export function createDocumentReader(given: Partial<ParseLimits> = {}): DocumentReader {
  const limits: ParseLimits = { ...usualParseLimits, ...given };
  let child: ChildProcess | undefined;
  let isClosed = false;
  let last: Promise<unknown> = Promise.resolve();

  function stop(): void {
    child?.kill('SIGKILL');
    child = undefined;
  }

  async function exchange(request: ParseRequest, signal: AbortSignal | undefined): Promise<ParseReply | End> {
    if (child === undefined) {
      // Assigned before it has started, so that `close` can end it meanwhile.
      child = forkProcess(limits);
      await started(child, signal);
      if (isClosed) throw closedError();
    }
    const answered = nextMessage(child, limits.timeoutMs, signal);
    // Writing to a process that has just ended fails; its end is then the answer.
    child.send(request, () => undefined);
    return answered;
  }

  async function readNow(request: ParseRequest, signal: AbortSignal | undefined): Promise<SourceDocument> {
    for (;;) {
      signal?.throwIfAborted();
      if (isClosed) throw closedError();
      const isFresh = child === undefined;
      const outcome = await exchange(request, signal).catch((error: unknown) => {
        stop();
        throw error;
      });
      if (!isEnd(outcome)) return documentOf(outcome, request.origin.path);
      stop();
      // An earlier document may have filled the memory, which is not this one's fault.
      if (outcome.kind === 'timeout' || isFresh) throw errorFor(outcome, request.origin.path, limits);
    }
  }

  return {
    read(bytes, origin, signal) {
      const { path, fetchedFrom, contentType } = origin;
      const sent = { path, ...(fetchedFrom !== undefined && { fetchedFrom }), ...(contentType !== undefined && { contentType }) };
      const reading = last.then(() => readNow({ bytes, origin: sent }, signal));
      last = reading.catch(() => undefined);
      return reading;
    },
    close() {
      isClosed = true;
      stop();
    },
  };
}

function closedError(): Error {
  return new Error('The reader of documents is closed.');
}

function forkProcess(limits: ParseLimits): ChildProcess {
  const child = fork(processFile, [JSON.stringify(limits)], {
    execArgv: ['--import', loader, `--max-old-space-size=${limits.memoryMb}`],
    // Reading an article needs no token or key.
    env: {},
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  // Pending requests have their own listener; otherwise there is nothing to do.
  return child.on('error', () => undefined);
}

/** @throws Error with the process's last words, where it does not start; or the signal's reason */
async function started(child: ChildProcess, signal: AbortSignal | undefined): Promise<void> {
  let lastWords = '';
  // Read as long as it runs, since a full pipe would block it.
  child.stderr?.on('data', (piece: Buffer) => {
    lastWords = (lastWords + piece.toString('utf8')).slice(-lastWordsLength);
  });
  const outcome = await nextMessage(child, startTimeoutMs, signal);
  if (isEnd(outcome)) throw new Error(`The process that reads articles failed to start (${describeEnd(outcome)}). ${lastWords}`.trimEnd());
}

/** The process's next message, or its end. @throws the signal's reason */
function nextMessage(child: ChildProcess, timeoutMs: number, signal?: AbortSignal): Promise<ParseReply | End> {
  return new Promise((resolve, reject) => {
    const settled = new AbortController();
    const finish = (): void => {
      clearTimeout(timer);
      settled.abort();
      child.off('message', onMessage).off('exit', onExit).off('error', onError);
    };
    // Only reader-process.ts writes here.
    const onMessage = (reply: unknown): void => {
      finish();
      resolve(reply as ParseReply);
    };
    const onExit = (code: number | null, killedBy: NodeJS.Signals | null): void => {
      finish();
      resolve({ kind: 'exit', code, killedBy });
    };
    const onError = (error: Error): void => {
      finish();
      reject(error);
    };
    const timer = setTimeout(() => {
      finish();
      resolve({ kind: 'timeout' });
    }, timeoutMs);
    child.on('message', onMessage).on('exit', onExit).on('error', onError);
    const onAbort = (): void => onError(signal?.reason as Error);
    signal?.addEventListener('abort', onAbort, { signal: settled.signal });
    if (signal?.aborted === true) onAbort();
    else if (child.exitCode !== null || child.signalCode !== null) onExit(child.exitCode, child.signalCode);
  });
}

function isEnd(outcome: ParseReply | End): outcome is End {
  return outcome.kind === 'timeout' || outcome.kind === 'exit';
}

function documentOf(reply: ParseReply, path: string): SourceDocument {
  switch (reply.kind) {
    case 'document':
      return reply.document;
    case 'refusal':
      throw corpusErrorFrom(reply);
    case 'failure':
      throw new DamagedDocumentError(path, `The file cannot be parsed (${reply.reason})`);
    case 'ready':
      throw new Error('The process that reads articles was started twice.');
  }
}

/** V8 aborts or traps when a heap or an object gets too large; the memory watchdog and the system's OOM killer kill. */
const outOfMemorySignals: readonly (NodeJS.Signals | null)[] = ['SIGKILL', 'SIGABRT', 'SIGTRAP', 'SIGILL'];
const abortedCode = 134;

function errorFor(end: End, path: string, { timeoutMs, memoryMb }: ParseLimits): Error {
  if (end.kind === 'timeout')
    return new ParseLimitError(path, `It takes more than ${timeoutMs / 1000} seconds to read`, 'PARSE_TIMEOUT_SECONDS');
  if (outOfMemorySignals.includes(end.killedBy) || end.code === abortedCode)
    return new ParseLimitError(path, `It takes more than ${memoryMb} MB of memory to read`, 'PARSE_MEMORY_MB');
  return new DamagedDocumentError(path, `Reading it ended the process that reads articles (${describeEnd(end)})`);
}

function describeEnd(end: End): string {
  if (end.kind === 'timeout') return `nothing came within ${startTimeoutMs / 1000} seconds`;
  return end.killedBy ?? `exit code ${end.code}`;
}
