import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import {
  BinaryContentError,
  CorpusError,
  createDocumentReader,
  EmptyDocumentError,
  ParseLimitError,
  readDocument,
  UnknownFormatError,
  type DocumentReader,
  type ParseLimits,
} from '../../src/corpus/index.js';
import { doublingPdf, manyPagesPdf, neverEnding, swellingPdf } from './hostile-documents.js';

const article = Buffer.from('# 灯塔\n\n灯塔在海边。');
const origin = { path: '文章.md' };

const readers: DocumentReader[] = [];
afterEach(() => {
  for (const reader of readers.splice(0)) reader.close();
});

function readerWithin(limits: Partial<ParseLimits> = {}): DocumentReader {
  const reader = createDocumentReader(limits);
  readers.push(reader);
  return reader;
}

/** Processes of this one's that read articles. */
async function readingProcesses(): Promise<string[]> {
  const { stdout } = await promisify(execFile)('ps', ['-o', 'pid=,args=', '--ppid', String(process.pid)]);
  return stdout.split('\n').flatMap((line) => (line.includes('reader-process') ? [/\d+/u.exec(line)?.[0] ?? ''] : []));
}

/** The longest time in milliseconds for which this process did nothing else while `work` was under way. */
async function longestSilence(work: () => Promise<unknown>): Promise<number> {
  let longest = 0;
  let before = performance.now();
  const look = (): void => {
    longest = Math.max(longest, performance.now() - before);
    before = performance.now();
  };
  const timer = setInterval(look, 20);
  await work();
  look();
  clearInterval(timer);
  return longest;
}

describe('a document read in a process of its own', { timeout: 120_000 }, () => {
  it('is what it is without one, whatever the format', async () => {
    const reader = readerWithin();
    const page = Buffer.from(
      '<html><head><title>Page</title></head><body><h1>Page</h1><table><tr><td>a</td><td>b</td></tr></table></body></html>',
    );
    const fetched = { path: 'https://example.org/a', fetchedFrom: 'https://example.org/b', contentType: 'text/html; charset=utf-8' };
    const files: readonly (readonly [Uint8Array, Parameters<typeof readDocument>[1]])[] = [
      [article, origin],
      [await readFile('corpus/openai-o1.txt'), { path: 'o1.txt' }],
      [doublingPdf(3), { path: 'a.pdf' }],
      [page, fetched],
    ];
    for (const [bytes, from] of files) expect(await reader.read(bytes, from)).toEqual(await readDocument(bytes, from));
  });

  it('is refused with the error that reading it throws', async () => {
    const reader = readerWithin();
    const refused: readonly (readonly [string, Uint8Array, typeof CorpusError])[] = [
      ['a.txt', Buffer.alloc(0), EmptyDocumentError],
      ['b.txt', Buffer.from('GIF89a'), BinaryContentError],
      ['c.md', Buffer.from('---\ntitle: Nothing below\n---\n'), EmptyDocumentError],
      ['d.xyz', article, UnknownFormatError],
    ];
    for (const [path, bytes, kind] of refused) {
      const thrown = await readDocument(bytes, { path }).catch((error: unknown) => error);
      const crossed = await reader.read(bytes, { path }).catch((error: unknown) => error);
      expect(crossed).toBeInstanceOf(kind);
      expect(crossed).toMatchObject({ name: kind.name, path, message: thrown instanceof Error ? thrown.message : '' });
    }
  });

  it('shares one process with all others, which starts with the first and ends with the reader', async () => {
    const reader = readerWithin();
    expect(await readingProcesses()).toEqual([]);
    await reader.read(article, origin);
    const first = await readingProcesses();
    expect(first).toHaveLength(1);
    await Promise.all(Array.from({ length: 50 }, () => reader.read(article, origin)));
    expect(await readingProcesses()).toEqual(first);
    reader.close();
    await expect.poll(readingProcesses, { timeout: 30_000 }).toEqual([]);
  });

  it('is read anew where the process was killed from outside between two', async () => {
    const reader = readerWithin();
    await reader.read(article, origin);
    process.kill(Number((await readingProcesses())[0]), 'SIGKILL');
    expect((await reader.read(article, origin)).title).toBe('灯塔');
  });

  it.each([0, 100, 3000])('is given up when its ingest is stopped after %d ms', async (milliseconds) => {
    const reader = readerWithin();
    const stop = new AbortController();
    const reading = reader.read(doublingPdf(30), { path: 'a.pdf' }, stop.signal);
    const reason = new Error('Stopped.');
    setTimeout(() => stop.abort(reason), milliseconds);
    await expect(reading).rejects.toBe(reason);
    expect((await reader.read(article, origin)).title).toBe('灯塔');
  });
});

describe('a closed reader', { timeout: 60_000 }, () => {
  it.each([0, 100, 3000])('leaves no process behind, closed after %d ms', async (milliseconds) => {
    const reader = readerWithin();
    const reading = reader.read(doublingPdf(30), { path: 'a.pdf' });
    setTimeout(() => reader.close(), milliseconds);
    await expect(reading).rejects.toThrow();
    await expect.poll(readingProcesses, { timeout: 30_000 }).toEqual([]);
    await expect(reader.read(article, origin)).rejects.toThrow('closed');
  });
});

describe('a document made to harm', { timeout: 300_000 }, () => {
  it.each(neverEnding)('is read or refused in time, and leaves everything else going: $what', async ({ path, bytes }) => {
    const reader = readerWithin({ timeoutMs: 2000 });
    const silence = await longestSilence(async () => {
      const outcome = await reader.read(bytes, { path }).catch((error: unknown) => error);
      if (outcome instanceof Error) expect(outcome).toBeInstanceOf(CorpusError);
      if (outcome instanceof ParseLimitError)
        expect(outcome.message).toMatch(/more than 2 seconds.*PARSE_TIMEOUT_SECONDS.*npm run ingest/u);
    });
    // On a quiet machine it is 30 ms.
    expect(silence).toBeLessThan(2000);
  });

  it('is refused where it takes more memory than it may, and the next one is read', async () => {
    const reader = readerWithin({ memoryMb: 300 });
    const refused = reader.read(swellingPdf(60_000), { path: 'a.pdf' });
    await expect(refused).rejects.toThrow(/more than 300 MB of memory.*PARSE_MEMORY_MB/u);
    await expect(refused).rejects.toBeInstanceOf(ParseLimitError);
    expect((await reader.read(article, origin)).title).toBe('灯塔');
  });

  it('is refused for its pages before they are read', async () => {
    const refused = readerWithin({ maxPages: 100 }).read(manyPagesPdf(101), { path: 'a.pdf' });
    await expect(refused).rejects.toThrow(/101 pages, and 100 may be read.*PARSE_MAX_PAGES/u);
  });

  it.each([
    ['a.txt', Buffer.from('字'.repeat(1001))],
    ['a.txt', Buffer.from('字\n\n'.repeat(100))],
    ['a.md', Buffer.from('字'.repeat(1001))],
    ['a.html', Buffer.from(`<p>${'字'.repeat(1001)}</p>`)],
    ['a.pdf', doublingPdf(8)],
  ])('is refused for more text than it may hold: %s', async (path, bytes) => {
    const refused = readerWithin({ maxCharacters: 1000 }).read(bytes, { path });
    await expect(refused).rejects.toThrow(/more than 1000 characters.*PARSE_MAX_CHARACTERS/u);
  });

  it('is read or refused by name, whatever is strung together', async () => {
    const reader = readerWithin({ timeoutMs: 10_000, memoryMb: 600 });
    const piece = fc.constantFrom(
      ...['a', '字', ' ', '\n', '\n\n', '\t', '。', '---\n', '- ', '1. ', '> ', '# ', '**', '`', '[', ']', '](', '<', '>', '<!--', '-->'],
      ...['<![CDATA[', ']]>', '<div>', '</div>', '<b>', '<p>', '<table><tr><td>', '<pre>', '&amp;', '|', '\0', '\u0301', '\r', ': ', '"'],
      ...['obj ', 'stream\n', '%PDF-1.7\n', '<<', '>>', '/F Do ', '1 0 R ', 'trailer', 'xref\n0 9\n', 'startxref 9\n'],
    );
    const document = fc.array(fc.tuple(fc.array(piece, { minLength: 1, maxLength: 4 }), fc.integer({ min: 1, max: 300 })), {
      maxLength: 6,
    });
    const path = fc.constantFrom('a.txt', 'a.md', 'a.html', 'a.pdf');
    await fc.assert(
      fc.asyncProperty(path, document, async (name, runs) => {
        const text = runs.map(([pieces, times]) => pieces.join('').repeat(times)).join('');
        const outcome = await reader.read(Buffer.from(text), { path: name }).catch((error: unknown) => error);
        if (outcome instanceof Error) expect(outcome).toBeInstanceOf(CorpusError);
        else expect(outcome).toMatchObject({ path: name });
      }),
      { seed: 13, numRuns: 120 },
    );
  });
});
