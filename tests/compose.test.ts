import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answer } from '../src/answering/index.js';
import { closeOnError, composeAnswering, indexFolderOf, type AnsweringParts } from '../src/compose.js';
import { describeFailure } from '../src/operations/index.js';
import { personSecret } from '../src/storage/index.js';
import { createBundledEmbedder } from './embedding/bundled-embedder.js';
import { loadConfig, type Config } from '../src/config.js';
import { IndexMissingError } from '../src/search-index/index.js';
import { ingest } from '../src/ingest/index.js';
import { longestTurn } from './fakes/longest-turn.js';

let folder = '';
let config: Config;
let parts: AnsweringParts;
const logged: string[] = [];
const write = (_details: object, message: string): void => void logged.push(message);
const log = { info: write, warn: write, error: write };
const writeArticle = (price: string): Promise<void> =>
  writeFile(
    join(folder, 'corpus', 'lighthouse.txt'),
    `灯塔重新亮起\n北岸灯塔的门票是${price}，孩子免费。\n守塔人林海说，修复一共花了三年。\n`,
  );

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'footnote-compose-'));
  await mkdir(join(folder, 'corpus'));
  await writeArticle('二十元');
  config = loadConfig({ DATA_DIR: join(folder, 'data'), CORPUS_DIR: join(folder, 'corpus') });
  parts = await composeAnswering(config, { buildIfStale: true, followBuildsEveryMs: 20, log });
});
afterAll(async () => {
  await parts.close();
  await rm(folder, { recursive: true, force: true });
});

const quotesOf = (answer: Answer): string => (answer.kind === 'answered' ? answer.citations.map(({ quote }) => quote).join() : '');

describe('composing the answer service', () => {
  it('builds the index where there is none, and says so in the log', async () => {
    expect(quotesOf(await parts.answers.ask('门票是多少钱？', { questions: [] }))).toContain('二十元');
    expect(logged).toContain('The index is built.');
  });

  it('switches to a new build without a restart, and then knows that what it cited has changed', async () => {
    const before = await parts.answers.ask('门票是多少钱？', { questions: [] });
    await writeArticle('三十元');
    const embedder = await createBundledEmbedder();
    const { build } = await ingest(
      { corpusFolder: config.corpusDir, indexFolder: indexFolderOf(config) },
      { embedder, now: () => new Date() },
    );
    while (parts.index().manifest.build !== build) await setTimeout(10);

    expect(quotesOf(await parts.answers.ask('门票是多少钱？', { questions: [] }))).toContain('三十元');
    const [citation] = before.kind === 'answered' ? before.citations : [];
    expect(parts.answers.open(citation!)).toMatchObject({ changed: true, text: citation!.quote });
  });

  it('serves the index from before where no article can be read any more', { timeout: 120_000 }, async () => {
    const dataDir = join(folder, 'before');
    const corpusDir = join(folder, 'unreadable');
    await mkdir(corpusDir);
    await writeFile(join(corpusDir, 'a.txt'), '灯塔的门票是二十元。');
    const earlier = { ...config, dataDir, corpusDir };
    await (await composeAnswering(earlier, { buildIfStale: true, log })).close();
    await writeFile(join(corpusDir, 'a.txt'), '');
    const later = await composeAnswering(earlier, { buildIfStale: true, log });
    expect(quotesOf(await later.answers.ask('门票是多少钱？', { questions: [] }))).toContain('二十元');
    expect(logged).toContain('No article can be read; the previous index still serves.');
    await later.close();
  });

  describe('with the model in a process of its own, as a bot', { timeout: 120_000 }, () => {
    const composeWithSubprocess = (corpusDir: string, dataDir: string): Promise<AnsweringParts> =>
      composeAnswering({ ...config, corpusDir, dataDir }, { buildIfStale: true, modelInSubprocess: true, log });

    it('builds in another process, so that this one goes on meanwhile', async () => {
      const corpusDir = join(folder, 'long');
      await mkdir(corpusDir);
      // Taking it apart keeps a process for seconds.
      await writeFile(join(corpusDir, 'a.txt'), `灯塔\n灯塔的门票是二十元。\n${'😀'.repeat(30_000)}`);
      await writeFile(join(corpusDir, 'b.txt'), '');
      const { result, longestMs } = await longestTurn(() => composeWithSubprocess(corpusDir, join(folder, 'long-data')));
      expect(quotesOf(await result.answers.ask('门票是多少钱？', { questions: [] }))).toContain('二十元');
      expect(logged).toContain('Skipped an article: it is not in the index.');
      expect(longestMs).toBeLessThan(2_000);
      await result.close();
    });

    it('says what there is to do where nothing can be built', async () => {
      const corpusDir = join(folder, 'empty');
      await mkdir(corpusDir);
      const failure = await composeWithSubprocess(corpusDir, join(folder, 'empty-data')).catch((error: unknown) => error);
      expect(describeFailure(failure)).toMatch(/^The corpus folder .* holds no article that can be read/);
    });

    it('serves the index from before where no article can be read any more', async () => {
      const corpusDir = join(folder, 'gone');
      await mkdir(corpusDir);
      await writeFile(join(corpusDir, 'a.txt'), '灯塔的门票是二十元。');
      await (await composeWithSubprocess(corpusDir, join(folder, 'gone-data'))).close();
      await writeFile(join(corpusDir, 'a.txt'), '');
      const later = await composeWithSubprocess(corpusDir, join(folder, 'gone-data'));
      expect(quotesOf(await later.answers.ask('门票是多少钱？', { questions: [] }))).toContain('二十元');
      await later.close();
    });
  });

  it('does not build where it was not asked to', async () => {
    const options = { buildIfStale: false, indexFolder: join(folder, 'nowhere'), log };
    await expect(composeAnswering(config, options)).rejects.toBeInstanceOf(IndexMissingError);
  });
});

describe('the secret behind people’s keys', () => {
  it('is made once, and readable by nobody else', async () => {
    const dataDir = join(folder, 'secrets');
    const first = await personSecret(dataDir);
    expect(first).toHaveLength(32);
    expect(await personSecret(dataDir)).toEqual(first);
    expect((await stat(join(dataDir, 'person-key'))).mode & 0o077).toBe(0);
  });
});

describe('what was opened', () => {
  it('is closed when what follows fails, and the failure stays what it was', async () => {
    const events: string[] = [];
    const opened = { close: async () => void events.push('closed') };
    await expect(Promise.reject(new Error('the next step')).catch(closeOnError(opened))).rejects.toThrow('the next step');
    expect(events).toEqual(['closed']);
  });
});

describe('the last words of a program that fails', () => {
  it('are the sentence alone for what was to be expected, and everything for what was not', () => {
    expect(describeFailure(new IndexMissingError('/somewhere'))).toBe(new IndexMissingError('/somewhere').message);
    expect(describeFailure(new TypeError('odd'))).toMatch(/should not have[\s\S]*TypeError: odd\n\s+at /);
  });
});
