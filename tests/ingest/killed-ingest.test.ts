import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { ingest } from '../../src/ingest/index.js';
import { openIndex } from '../../src/search-index/index.js';
import { createHashEmbedder, randomFrom } from '../fakes/hash-embedder.js';
import { articleOn, makeUpCorpus, type MadeUpCorpus } from './made-up-corpus.js';

const killCount = 16;
/** Starting a process takes far longer than what is tested here: the next ones get ready meanwhile. */
const startedAhead = 2;
const seed = Date.now();

interface Ingester {
  readonly child: ChildProcess;
  readonly ready: Promise<unknown>;
}

function startIngester({ corpusFolder, indexFolder }: MadeUpCorpus): Ingester {
  const script = join(import.meta.dirname, 'ingest-for-ever.ts');
  const child = fork(script, [corpusFolder, indexFolder], { execArgv: ['--import', 'tsx'] });
  return { child, ready: once(child, 'message') };
}

async function kill(child: ChildProcess): Promise<void> {
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}

async function hasHalfWrittenBuild(indexFolder: string): Promise<boolean> {
  const builds = await readdir(join(indexFolder, 'builds'));
  const contents = await Promise.all(builds.map((build) => readdir(join(indexFolder, 'builds', build))));
  return contents.some((names) => !names.includes('manifest.json'));
}

it(`serves a whole index after each of ${killCount} kills at random moments (seed ${seed})`, { timeout: 120_000 }, async () => {
  const corpus = await makeUpCorpus({ 'apples.txt': articleOn('apples', 40) });
  onTestFinished(() => corpus.removeAll());
  const embedder = createHashEmbedder();
  await ingest(corpus, { embedder, now: () => new Date() });
  const { vector } = await embedder.embedQuestion('how did apples number 7 come to be');
  const random = randomFrom(seed);
  let amidBuilds = 0;
  const waiting = Array.from({ length: startedAhead }, () => startIngester(corpus));
  onTestFinished(() => {
    for (const { child } of waiting) child.kill('SIGKILL');
  });
  for (let kills = 0; kills < killCount; kills++) {
    const { child, ready } = waiting.shift()!;
    await ready;
    if (kills + startedAhead < killCount) waiting.push(startIngester(corpus));
    child.send('go');
    await setTimeout(random() * 200);
    await kill(child);
    if (await hasHalfWrittenBuild(corpus.indexFolder)) amidBuilds++;

    const index = await openIndex(corpus.indexFolder, { model: embedder.model, verify: 'full' });
    const [nearest] = index.nearest(vector, 1);
    expect(index.passages([nearest!.id])[0]!.text).toContain('apples');
    expect(index.documentText('apples.txt')).toContain('apples');
    index.close();
  }
  // Otherwise the kills came too early or too late to prove anything.
  expect(amidBuilds).toBeGreaterThan(0);

  await corpus.write('changing.txt', articleOn('peace'));
  const report = await ingest(corpus, { embedder, now: () => new Date() });
  expect(report.documentCount).toBe(2);
  expect(await hasHalfWrittenBuild(corpus.indexFolder)).toBe(false);
});
