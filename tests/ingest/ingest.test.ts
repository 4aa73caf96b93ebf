import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFile, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { EmptyCorpusError, headingOf, NoCorpusError } from '../../src/corpus/index.js';
import { ingest, whyStale, type IngestDependencies, type IngestOptions, type IngestReport } from '../../src/ingest/index.js';
import { questionWordsOf } from '../../src/language/index.js';
import { createIndexWriter, IndexLockedError, openIndex, readCurrentBuild, type PassageIndex } from '../../src/search-index/index.js';
import { doublingPdf } from '../corpus/hostile-documents.js';
import { createHashEmbedder } from '../fakes/hash-embedder.js';
import { writerOptions } from '../search-index/made-up-index.js';
import { articleOn, makeUpCorpus, type MadeUpCorpus } from './made-up-corpus.js';

// Each ingest that has something to read starts a process, which takes a busy machine several seconds.
vi.setConfig({ testTimeout: 120_000 });

let corpus: MadeUpCorpus;
let embedded: string[];

const embedder = createHashEmbedder({ onBatch: (texts) => void embedded.push(...texts) });

beforeEach(async () => {
  embedded = [];
  corpus = await makeUpCorpus({ 'apples.txt': articleOn('apples'), 'fruit/pears.md': articleOn('pears') });
});
afterEach(() => corpus.removeAll());

function run(options: Partial<IngestOptions> = {}, dependencies: Partial<IngestDependencies> = {}): Promise<IngestReport> {
  return ingest({ ...corpus, ...options }, { embedder, now: () => new Date(), ...dependencies });
}

async function withIndex<Result>(look: (index: PassageIndex) => Result): Promise<Result> {
  const index = await openIndex(corpus.indexFolder, { model: embedder.model, verify: 'full' });
  try {
    return look(index);
  } finally {
    index.close();
  }
}

const staleness = () => whyStale(corpus.indexFolder, corpus.corpusFolder, embedder.model);

describe('an article made to harm', () => {
  it('is left out and named, and the others are indexed', async () => {
    await writeFile(join(corpus.corpusFolder, 'doubling.pdf'), doublingPdf(30));
    const report = await run({ parseLimits: { timeoutMs: 5000 } });
    expect(report).toMatchObject({ isNewBuild: true, added: ['apples.txt', 'fruit/pears.md'], refused: [{ path: 'doubling.pdf' }] });
    expect(report.refused[0]!.reason).toMatch(/more than 5 seconds.*PARSE_TIMEOUT_SECONDS/);
    // A start does not try it again.
    expect(await staleness()).toBeUndefined();
  });

  it('does not keep an ingest from being stopped', async () => {
    await writeFile(join(corpus.corpusFolder, 'doubling.pdf'), doublingPdf(30));
    const reason = new Error('Stopped.');
    const stop = new AbortController();
    setTimeout(() => stop.abort(reason), 3000);
    await expect(run({}, { signal: stop.signal })).rejects.toBe(reason);
  });
});

describe('the first ingest', () => {
  it('indexes every article of the folder tree', async () => {
    const report = await run();
    expect(report).toMatchObject({
      isNewBuild: true,
      added: ['apples.txt', 'fruit/pears.md'],
      changed: [],
      removed: [],
      unchanged: [],
      refused: [],
    });
    expect(report).toMatchObject({ documentCount: 2, passageCount: embedded.length, embeddedPassages: embedded.length });
    await withIndex((index) => {
      const [found] = index.passages(index.matching(questionWordsOf('the cost of pears number 2'), 1).map(({ id }) => id));
      expect(found!.document).toBe('fruit/pears.md');
      expect(index.documentText(found!.document)!.slice(found!.start, found!.end)).toBe(found!.text);
    });
  });

  it('writes for every passage as many tokens as it has, and each sentence’s first one', async () => {
    await run();
    await withIndex((index) => {
      for (const passage of index.passages(Array.from({ length: index.passageCount }, (_, at) => at))) {
        const { id, document, text, sentences } = passage;
        const [vectors] = index.vectorsOf([id]);
        // The heading's tokens come first.
        const heading = embedder.countTokens(headingOf(passage, index.document(document)!.title));
        const counted = sentences.map(({ start }) => heading + embedder.countTokens(text.slice(0, start)));
        expect(vectors!.sentenceTokens).toEqual([...counted, heading + embedder.countTokens(text)]);
        expect(vectors!.tokenVectors).toHaveLength((heading + embedder.countTokens(text)) * embedder.model.tokenDimensions);
      }
    });
  });

  it('embeds short passages with short ones and long with long ones', async () => {
    for (let at = 0; at < 30; at++) await corpus.write(`${at}.txt`, `${'word '.repeat(1 + ((at * 13) % 30))}end.`);
    await run();
    const lengths = embedded.map((text) => embedder.countTokens(text));
    expect(lengths).toEqual([...lengths].sort((a, b) => a - b));
  });

  it('tells how far it is until everything is embedded', async () => {
    const progress: { done: number; total: number }[] = [];
    const { passageCount } = await run({}, { onProgress: (event) => progress.push(event) });
    expect(progress.at(-1)).toEqual({ done: passageCount, total: passageCount });
    expect(progress.every(({ done, total }) => done <= total)).toBe(true);
  });
});

describe('the next ingest', () => {
  beforeEach(async () => {
    await run();
    embedded = [];
  });

  it('embeds only what is new or has changed', async () => {
    await corpus.write('plums.txt', articleOn('plums'));
    await corpus.write('fruit/pears.md', articleOn('green pears', 1));
    const report = await run();
    expect(report).toMatchObject({ added: ['plums.txt'], changed: ['fruit/pears.md'], removed: [], unchanged: ['apples.txt'] });
    expect(embedded.join(' ')).not.toContain('apples');
    expect(report.embeddedPassages).toBe(embedded.length);
    await withIndex((index) => {
      expect(index.documents().map(({ path }) => path)).toEqual(['apples.txt', 'fruit/pears.md', 'plums.txt']);
      expect(index.documentText('fruit/pears.md')).toContain('green pears');
    });
  });

  it('answers as an index that was built of the same articles at once', async () => {
    await corpus.write('plums.txt', articleOn('plums'));
    await corpus.remove('apples.txt');
    await run();
    const ask = (index: PassageIndex): unknown => {
      const textsOf = (scored: readonly { id: number; score: number }[]): string[] =>
        scored.map(({ id, score }) => `${score.toFixed(3)} ${index.passages([id])[0]!.text}`).sort();
      return [
        textsOf(index.matching(questionWordsOf('what does number 3 of the plums cost'), 50)),
        index.passageFrequencies(['plum', 'appl', 'pear']),
      ];
    };
    const updated = await withIndex(ask);
    await run({ full: true });
    expect(await withIndex(ask)).toEqual(updated);
  });

  it('lets a removed file leave the index', async () => {
    await corpus.remove('apples.txt');
    expect(await run()).toMatchObject({ removed: ['apples.txt'], unchanged: ['fruit/pears.md'] });
    await withIndex((index) => expect(index.document('apples.txt')).toBeUndefined());
  });

  it('writes nothing where nothing has changed', async () => {
    const before = await readCurrentBuild(corpus.indexFolder);
    expect(await run()).toMatchObject({
      build: before,
      isNewBuild: false,
      unchanged: ['apples.txt', 'fruit/pears.md'],
      embeddedPassages: 0,
    });
    expect(await readCurrentBuild(corpus.indexFolder)).toBe(before);
  });

  it('embeds everything anew when told to, or when the model is another', async () => {
    expect((await run({ full: true })).embeddedPassages).toBeGreaterThan(0);
    const other = createHashEmbedder({ fingerprint: 'other', name: 'other' });
    expect(await run({}, { embedder: other })).toMatchObject({ unchanged: ['apples.txt', 'fruit/pears.md'], isNewBuild: true });
    const index = await openIndex(corpus.indexFolder, { model: other.model });
    index.close();
  });

  it('replaces an index of an older format', async () => {
    const build = await readCurrentBuild(corpus.indexFolder);
    const manifest = join(corpus.indexFolder, 'builds', build!, 'manifest.json');
    await writeFile(manifest, (await readFile(manifest, 'utf8')).replace(/"formatVersion": \d+/u, '"formatVersion": 1'));
    expect(await staleness()).toBe('format');
    expect(await run()).toMatchObject({ isNewBuild: true, documentCount: 2 });
    expect(await staleness()).toBeUndefined();
  });

  it('keeps what documents say of themselves when it copies them', async () => {
    await corpus.write(
      'fruit/2024-05-03-figs.md',
      `---\nauthor: Jane Doe\ntags: [figs]\nissue: 250\nlastmod: 2024-06-01\n---\n${articleOn('figs')}`,
    );
    const said = { authors: ['Jane Doe'], date: '2024-05-03', updated: '2024-06-01', tags: ['figs'], number: '250' };
    await run();
    await withIndex((index) => expect(index.document('fruit/2024-05-03-figs.md')).toMatchObject(said));
    await corpus.remove('apples.txt');
    expect((await run()).embeddedPassages).toBe(0);
    await withIndex((index) => expect(index.document('fruit/2024-05-03-figs.md')).toMatchObject(said));
  });

  it('reports what is amiss in a document that it has read', async () => {
    await corpus.write('figs.md', `---\ntitle: Figs: a story\n---\n${articleOn('figs')}`);
    const { warnings } = await run();
    expect(warnings.map(({ path }) => path)).toEqual(['figs.md']);
    expect(warnings[0]!.warnings.join()).toContain('Line 2 of the front matter');
  });

  it('replaces a damaged index', async () => {
    const build = await readCurrentBuild(corpus.indexFolder);
    await truncate(join(corpus.indexFolder, 'builds', build!, 'passages.sqlite'), 1000);
    expect(await run()).toMatchObject({ isNewBuild: true, documentCount: 2 });
    await withIndex((index) => expect(index.documents()).toHaveLength(2));
  });
});

describe('files that are no readable articles', () => {
  it('are named and left out, and the others indexed', async () => {
    await corpus.write('empty.txt', '');
    await corpus.write(
      'binary.txt',
      Uint8Array.from({ length: 500 }, (_, at) => (at * 37) % 256),
    );
    await corpus.write('picture.png', 'png');
    await symlink('/nowhere/at/all.txt', join(corpus.corpusFolder, 'dangling.txt'));
    const report = await run();
    expect(report.refused.map(({ path }) => path).sort()).toEqual(['binary.txt', 'dangling.txt', 'empty.txt']);
    expect(report.refused.every(({ reason }) => reason.length > 20)).toBe(true);
    expect(report.ignored).toEqual(['picture.png']);
    expect(report.documentCount).toBe(2);
  });

  it('do not make the index stale, nor a new build, as long as they stay as they are', async () => {
    await corpus.write('empty.txt', '');
    await symlink('/nowhere/at/all.txt', join(corpus.corpusFolder, 'dangling.txt'));
    const { build } = await run();
    expect(await staleness()).toBeUndefined();
    expect(await run()).toMatchObject({ build, isNewBuild: false, refused: [{ path: 'dangling.txt' }, { path: 'empty.txt' }] });
    await corpus.write('empty.txt', articleOn('figs'));
    expect(await staleness()).toBe('sources');
    expect(await run()).toMatchObject({ added: ['empty.txt'] });
  });

  it('leave the old index serving when there is nothing else any more', async () => {
    const { build } = await run();
    await corpus.remove('fruit');
    await corpus.write('apples.txt', '');
    await expect(run()).rejects.toThrow(EmptyCorpusError);
    expect(await readCurrentBuild(corpus.indexFolder)).toBe(build);
  });

  it('are told from a corpus that is not there', async () => {
    await corpus.remove('.');
    await expect(run()).rejects.toThrow(NoCorpusError);
    expect(await readCurrentBuild(corpus.indexFolder)).toBeUndefined();
  });
});

describe('articles from addresses', () => {
  let server: Server;
  let pages: Record<string, string>;
  let address: string;

  beforeEach(async () => {
    pages = { '/figs': articleOn('figs') };
    server = createServer((request, response) => {
      const page = pages[request.url!];
      response.writeHead(page === undefined ? 404 : 200, { 'content-type': 'text/plain; charset=utf-8' }).end(page);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/figs`;
  });
  afterEach(() => new Promise((resolve) => server.close(resolve)));

  const fetching = { allowPrivateAddresses: true };

  it('stay in the index without being fetched again, also when everything is computed anew', async () => {
    expect(await run({ urls: [address], ...fetching })).toMatchObject({ added: ['apples.txt', 'fruit/pears.md', address] });
    pages = {};
    expect(await run()).toMatchObject({ isNewBuild: false });
    expect(await staleness()).toBeUndefined();
    expect(await run({ full: true })).toMatchObject({ documentCount: 3 });
    await withIndex((index) => expect(index.document(address)!.sourceUrl).toBe(address));
  });

  it('are fetched anew when they are given again', async () => {
    await run({ urls: [address], ...fetching });
    pages = { '/figs': articleOn('dried figs') };
    expect(await run({ urls: [address], ...fetching })).toMatchObject({ changed: [address] });
    await withIndex((index) => expect(index.documentText(address)).toContain('dried figs'));
  });

  it('keep the copy that there is when fetching fails', async () => {
    await run({ urls: [address], ...fetching });
    pages = {};
    expect(await run({ urls: [address], ...fetching })).toMatchObject({ refused: [{ path: address }], documentCount: 3, removed: [] });
  });

  it('leave the index when they are to be forgotten', async () => {
    await run({ urls: [address], ...fetching });
    expect(await run({ forget: [address] })).toMatchObject({ removed: [address], refused: [] });
    expect(await run({ forget: [address] })).toMatchObject({ removed: [], refused: [{ path: address }] });
  });

  it('are refused on a private address unless that is allowed', async () => {
    expect(await run({ urls: [address] })).toMatchObject({ refused: [{ path: address }], documentCount: 2 });
  });
});

describe('an ingest that does not get to its end', () => {
  it('leaves the old index serving when the model fails', async () => {
    const { build } = await run();
    await corpus.write('plums.txt', articleOn('plums'));
    const failing = createHashEmbedder({ onBatch: () => Promise.reject(new Error('out of memory')) });
    await expect(run({}, { embedder: failing })).rejects.toThrow('out of memory');
    expect(await readCurrentBuild(corpus.indexFolder)).toBe(build);
    expect(await run()).toMatchObject({ added: ['plums.txt'] });
  });

  it('stops between two batches when it is told to, and leaves the old index serving', async () => {
    const { build } = await run();
    for (let at = 0; at < 40; at++) await corpus.write(`${at}.txt`, articleOn(`plum ${at}`));
    const stop = new AbortController();
    const stopping = run({}, { signal: stop.signal, onProgress: () => stop.abort(new Error('stopped')) });
    await expect(stopping).rejects.toThrow('stopped');
    expect(await readCurrentBuild(corpus.indexFolder)).toBe(build);
    expect(await run()).toMatchObject({ documentCount: 42 });
  });

  it('is turned away while another one writes, before it has read anything', async () => {
    const writer = await createIndexWriter(corpus.indexFolder, writerOptions());
    await corpus.remove('.');
    await expect(run()).rejects.toThrow(IndexLockedError);
    await writer.abort();
  });
});

describe('whether an index is stale', () => {
  it('is told from the manifest and the articles', async () => {
    expect(await staleness()).toBe('missing');
    await run();
    expect(await staleness()).toBeUndefined();
    expect(await whyStale(corpus.indexFolder, corpus.corpusFolder, { ...embedder.model, fingerprint: 'other' })).toBe('model');
    expect(await whyStale(corpus.indexFolder, corpus.corpusFolder, { ...embedder.model, maxTokens: 64 })).toBe('settings');
    await corpus.write('plums.txt', articleOn('plums'));
    expect(await staleness()).toBe('sources');
    await corpus.remove('plums.txt');
    await corpus.remove('apples.txt');
    expect(await staleness()).toBe('sources');
    await corpus.write('apples.txt', articleOn('apple'));
    expect(await staleness()).toBe('sources');
    await corpus.write('apples.txt', articleOn('apples'));
    expect(await staleness()).toBeUndefined();
  });

  it('is told of a damaged one', async () => {
    await run();
    await writeFile(join(corpus.indexFolder, 'current'), 'nonsense');
    expect(await staleness()).toBe('damaged');
  });
});
