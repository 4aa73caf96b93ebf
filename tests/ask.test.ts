import { mkdtemp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { runProgram, type ProgramRun } from './fakes/run-program.js';

/** An article of our own; the path is within a folder, and the text ends without a line break. */
const path = 'north/lighthouse.txt';
const article = [
  '灯塔重新亮起',
  '停了十二年的北岸灯塔上个月重新亮起。守塔人林海说，修复一共花了三年。',
  '修复的原因是港口的夜航船只增加了一倍。如果没有灯塔，船只只能等到天亮才能进港。',
  '新的灯用太阳能供电，每天的电费不到两元。从前的油灯每天要烧掉五升煤油。',
].join('\n');

/** The public interface, as docs/ask.md describes it: exactly these fields. */
const record = z.strictObject({
  id: z.union([z.string(), z.number()]),
  kind: z.enum(['answered', 'not-in-sources', 'conversation']),
  confidence: z.enum(['high', 'low']),
  language: z.enum(['zh-Hans', 'zh-Hant', 'en']),
  text: z.string().min(1),
  citations: z.array(
    z.strictObject({
      number: z.int(),
      quote: z.string(),
      document: z.string(),
      section: z.string().nullable(),
      start: z.int(),
      end: z.int(),
      title: z.string(),
      date: z.string().nullable(),
      authors: z.array(z.string()),
      issue: z.string().nullable(),
    }),
  ),
  candidates: z.array(z.strictObject({ document: z.string(), start: z.int(), end: z.int(), text: z.string(), score: z.number() })).max(10),
  milliseconds: z.number(),
  writtenBy: z.enum(['sources', 'model']).nullable(),
  statements: z.array(z.strictObject({ text: z.string(), citations: z.array(z.int()) })),
});

// Every run starts a process that loads the model; on a busy machine that takes its time.
vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 });

let folder = '';
const ask = (args: readonly string[], input?: string): Promise<ProgramRun> =>
  runProgram('scripts/ask.ts', args, {
    cwd: folder,
    environment: { DATA_DIR: join(folder, 'data'), CORPUS_DIR: join(folder, 'corpus') },
    ...(input === undefined ? {} : { input }),
  });
const withIndex = (args: readonly string[], input?: string): Promise<ProgramRun> =>
  ask(['--index', join(folder, 'data', 'index'), ...args], input);
const linesOf = ({ stdout }: ProgramRun): readonly unknown[] =>
  stdout
    .trimEnd()
    .split('\n')
    .map((line): unknown => JSON.parse(line));

let first: ProgramRun;
let document: ProgramRun;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'footnote-ask-'));
  await mkdir(join(folder, 'corpus', 'north'), { recursive: true });
  await writeFile(join(folder, 'corpus', path), article);
  first = await ask(['修复一共花了多久？']);
  document = await withIndex(['--document', path]);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('npm run ask', () => {
  it('builds the index where there is none, and prints the cited answer', () => {
    expect(first).toMatchObject({ code: 0 });
    expect(first.stdout).toContain('修复一共花了三年');
    expect(first.stdout).toContain('[1]');
  });

  it('prints a document’s text exactly, with nothing added', async () => {
    expect(document).toEqual({ code: 0, stdout: article, stderr: '' });
    expect(document.stdout).toBe(await readFile(join(folder, 'corpus', path), 'utf8'));
  });

  it('prints one object with --json, whose quotations are verbatim at their offsets', async () => {
    const run = await withIndex(['--json', '每天的电费是多少？']);
    const parsed = record.parse(JSON.parse(run.stdout));
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(parsed.kind).toBe('answered');
    expect(parsed.citations.map(({ quote }) => quote).join()).toContain('两元');
    for (const { quote, start, end } of parsed.citations) expect(document.stdout.slice(start, end)).toBe(quote);
    expect(parsed.candidates.length).toBeGreaterThan(0);
    for (const { text, start, end } of parsed.candidates) expect(document.stdout.slice(start, end)).toBe(text);
    for (const place of [...parsed.citations, ...parsed.candidates]) expect(place.document).toBe(path);
  });

  it('answers JSON Lines in order, follow-ups with their history, and goes on after a line that is no question', async () => {
    const questions = [
      '{"id":"a","question":"为什么要修复灯塔？"}',
      'not json',
      '{"id":"b","question":"那花了多久？","history":["为什么要修复灯塔？"]}',
      '{"question":"谢谢"}',
      '{"id":"c","question":"企鹅吃什么？"}',
    ];
    const run = await withIndex(['--json'], questions.join('\n'));
    const [a, bad, b, thanks, c, ...more] = linesOf(run);
    expect(run.code).toBe(1);
    expect(more).toEqual([]);
    expect(bad).toEqual({ line: 2, error: expect.stringContaining('Not JSON') as unknown });
    expect(record.parse(a)).toMatchObject({ id: 'a', kind: 'answered' });
    expect(record.parse(b)).toMatchObject({ id: 'b' });
    expect(record.parse(thanks)).toMatchObject({ id: 4, kind: 'conversation', confidence: 'high', citations: [], candidates: [] });
    expect(record.parse(c)).toMatchObject({ id: 'c', kind: 'not-in-sources', confidence: 'high', citations: [] });
  });

  it('says in a sentence what is wrong with the call, without a stack', async () => {
    const [noQuestion, noIndex, noDocument] = await Promise.all([
      ask([]),
      ask(['--index', join(folder, 'elsewhere'), '灯塔？']),
      withIndex(['--document', 'no/such.txt']),
    ]);
    expect(noQuestion.stderr).toContain('There is no question');
    expect(noIndex.stderr).toContain('npm run ingest');
    expect(noDocument.stderr).toContain(path);
    for (const { code, stdout, stderr } of [noQuestion, noIndex, noDocument]) {
      expect(code).toBe(1);
      expect(stdout).toBe('');
      expect(stderr).not.toMatch(/^\s+at /m);
    }
  });
});

describe('npm start without a platform’s token', () => {
  it('answers each line of its input, and ends when it ends', async () => {
    const run = await runProgram('src/main.ts', [], {
      cwd: folder,
      environment: { DATA_DIR: join(folder, 'data'), CORPUS_DIR: join(folder, 'corpus') },
      input: '为什么要修复灯塔？\n每天的电费是多少？\n',
    });
    expect(run).toMatchObject({ code: 0, stderr: '' });
    const [why, cost, ...more] = run.stdout.trimEnd().split('\n\n');
    expect(why).toContain('夜航船只增加了一倍');
    expect(cost).toContain('两元');
    expect(more).toEqual([]);
  });

  it('says what to set right when the configuration or the corpus is wrong, and ends with 1', async () => {
    const [config, corpus] = await Promise.all([
      runProgram('src/main.ts', [], { cwd: folder, environment: { LOG_LEVEL: 'loud', HTTP_PORT: 'x' } }),
      runProgram('src/main.ts', [], { cwd: folder, environment: { DATA_DIR: join(folder, 'new'), CORPUS_DIR: join(folder, 'nowhere') } }),
    ]);
    expect(config.stderr).toContain('LOG_LEVEL');
    expect(config.stderr).toContain('HTTP_PORT');
    expect(corpus.stderr).toContain('nowhere');
    for (const { code, stderr } of [config, corpus]) {
      expect(code).toBe(1);
      expect(stderr).not.toMatch(/^\s+at /m);
    }
  });
});
