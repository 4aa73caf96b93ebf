import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readCorpus, splitIntoPassages } from '../../src/corpus/index.js';
import type { CountingEmbedder } from '../../src/embedding/index.js';
import { ingest, settingsFor } from '../../src/ingest/index.js';
import type { BareModel } from './bare-model.js';
import { median, timed } from './figures.js';
import { pick, randomFrom } from './random.js';

export interface IngestSpeed {
  readonly passages: number;
  /** Of the whole of ingest: reading, splitting, embedding, writing, checksums. */
  readonly passagesPerSecond: number;
  readonly barePassagesPerSecond: number;
}

const articles = 6;
const rounds = 3;
/** As ingest does, so that the padding is the same. */
const batchSize = 16;

/** Ingests articles whose paragraphs are the sample article's in another order, and runs the model alone over the same passages, in turns. */
export async function measureIngest(
  embedder: CountingEmbedder,
  bare: BareModel,
  corpusFolder: string,
  workFolder: string,
): Promise<IngestSpeed> {
  const corpus = join(workFolder, 'shuffled');
  await writeShuffledArticles(corpusFolder, corpus);
  const batches = await passageBatches(corpus, embedder);
  const ingestMs: number[] = [];
  const bareMs: number[] = [];
  let passages = 0;
  for (let round = 0; round < rounds; round++) {
    const indexFolder = join(workFolder, `ingested-${round}`);
    ingestMs.push(
      await timed(async () => {
        ({ embeddedPassages: passages } = await ingest(
          { corpusFolder: corpus, indexFolder, full: true },
          { embedder, now: () => new Date() },
        ));
      }),
    );
    await rm(indexFolder, { recursive: true });
    const inputs = batches.map((batch) => bare.passageInputs(batch));
    bareMs.push(
      await timed(async () => {
        for (const batch of inputs) await bare.run(batch);
      }),
    );
  }
  return {
    passages,
    passagesPerSecond: (1000 * passages) / median(ingestMs),
    barePassagesPerSecond: (1000 * passages) / median(bareMs),
  };
}

async function writeShuffledArticles(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  const { documents } = await readCorpus(from);
  const paragraphs = documents.flatMap(({ text, blocks }) => blocks.map(({ start, end }) => text.slice(start, end)));
  for (let article = 0; article < articles; article++) {
    const random = randomFrom(article);
    const left = [...paragraphs];
    const shuffled = paragraphs.map(() => {
      const paragraph = pick(left, random);
      left.splice(left.indexOf(paragraph), 1);
      return paragraph;
    });
    await writeFile(join(to, `article-${article}.txt`), shuffled.join('\n'));
  }
}

async function passageBatches(corpus: string, embedder: CountingEmbedder): Promise<string[][]> {
  const budget = { countTokens: (text: string) => embedder.countTokens(text), maxTokens: settingsFor(embedder.model).maxPassageTokens };
  const { documents } = await readCorpus(corpus);
  const texts = documents.flatMap((document) => splitIntoPassages(document, budget)).map(({ text }) => text);
  const byLength = texts.map((text) => ({ text, tokens: embedder.countTokens(text) })).sort((a, b) => a.tokens - b.tokens);
  return Array.from({ length: Math.ceil(byLength.length / batchSize) }, (_, batch) =>
    byLength.slice(batch * batchSize, (batch + 1) * batchSize).map(({ text }) => text),
  );
}
