import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createIndexWriter, openIndex, readCurrentBuild } from '../../src/search-index/index.js';
import { writerOptions } from '../search-index/made-up-index.js';
import { articleOn, makeUpCorpus, type MadeUpCorpus } from './made-up-corpus.js';

const repository = join(import.meta.dirname, '..', '..');

let corpus: MadeUpCorpus;
let first: Awaited<ReturnType<typeof run>>;

beforeAll(async () => {
  corpus = await makeUpCorpus({ 'apples.txt': articleOn('apples') });
  first = await run();
}, 60_000);
afterAll(() => corpus.removeAll());

function start(...options: string[]): { child: ChildProcess; ended: Promise<{ code: number | null; output: string; errors: string }> } {
  const command = [
    '--import',
    'tsx',
    join(repository, 'scripts', 'ingest.ts'),
    '--corpus',
    corpus.corpusFolder,
    '--index',
    corpus.indexFolder,
  ];
  const child = spawn(process.execPath, [...command, ...options], { cwd: repository, stdio: ['ignore', 'pipe', 'pipe'] });
  const texts = { output: '', errors: '' };
  child.stdout.on('data', (data: Buffer) => (texts.output += data.toString()));
  child.stderr.on('data', (data: Buffer) => (texts.errors += data.toString()));
  return { child, ended: once(child, 'close').then(([code]) => ({ code: code as number | null, ...texts })) };
}

const run = (...options: string[]) => start(...options).ended;

describe('npm run ingest', { timeout: 60_000 }, () => {
  it('ends with 0 and a summary when all is well', () => {
    expect(first.code).toBe(0);
    expect(first.output).toMatch(/added\s+1 {2}apples\.txt[^]*1 document, \d passages?/);
  });

  it('ends with 1 and says who is writing when there are two at once', async () => {
    const writer = await createIndexWriter(corpus.indexFolder, writerOptions());
    const { code, errors } = await run();
    await writer.abort();
    expect(code).toBe(1);
    expect(errors).toContain(`another ingest (process ${process.pid}`);
  });

  it('ends with 1, the name and the reason when a file was refused, and indexes the others', async () => {
    await corpus.write('empty.txt', '');
    const { code, output } = await run();
    expect(code).toBe(1);
    expect(output).toContain('refused empty.txt: The file is empty');
    await corpus.remove('empty.txt');
    const index = await openIndex(corpus.indexFolder);
    expect(index.documents().map(({ path }) => path)).toEqual(['apples.txt']);
    index.close();
  });

  it('ends with 130 on Ctrl-C, and the old index serves', async () => {
    const before = await readCurrentBuild(corpus.indexFolder);
    const served = await buildNames();
    for (let at = 0; at < 200; at++) await corpus.write(`many/${at}.txt`, articleOn(`subject ${at}`, 10));
    const { child, ended } = start();
    while ((await buildNames()).every((name) => served.includes(name))) await setTimeout(20);
    child.kill('SIGINT');
    const { code, errors } = await ended;
    expect(code).toBe(130);
    expect(errors).toContain('Stopped.');
    expect(await readCurrentBuild(corpus.indexFolder)).toBe(before);
    expect(await buildNames()).toEqual(served);
  });

  it('ends with 1 and one sentence, without a stack, for what a person can put right', async () => {
    await corpus.remove('.');
    const { code, errors } = await run();
    expect(code).toBe(1);
    expect(errors).toContain(`no corpus folder at ${corpus.corpusFolder}`);
    expect(errors).not.toContain('    at ');
  });

  it('explains itself', async () => {
    const { code, output } = await run('--help');
    expect(code).toBe(0);
    for (const part of ['--corpus', '--index', '--full', '--forget', '--allow-private-addresses', 'Exit codes'])
      expect(output).toContain(part);
  });
});

function buildNames(): Promise<string[]> {
  return readdir(join(corpus.indexFolder, 'builds'));
}
