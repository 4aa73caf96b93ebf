import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { serialize } from 'node:v8';
import type { Embedder, PassageEmbedding, QuestionEmbedding } from '../../src/embedding/index.js';
import { createIndexWriter } from '../../src/search-index/index.js';
import { createExactNeighbours } from './exact-neighbours.js';
import { percentile, timed } from './figures.js';
import { createMadeUpPassages, type Ingredients } from './made-up-passages.js';
import { searchedFigures, type SearchTask } from './search-task.js';
import { seedTexts } from './seed-texts.js';

export interface ScaleFigures {
  readonly passages: number;
  /** Of writing the index: texts and vectors are given. */
  readonly buildSeconds: number;
  readonly diskBytes: number;
  readonly openMs: number;
  /** The whole of retrieval but embedding the question, each question asked once. */
  readonly searchP50: number;
  readonly searchP95: number;
  /** Share of the ten nearest passages by exact search that `nearest` finds. */
  readonly recall: number;
  /** Of a process that does nothing else than search; `undefined` where the system does not tell. */
  readonly residentBytes: number | undefined;
}

export interface ScaleIngredients extends Ingredients {
  readonly questions: readonly QuestionEmbedding[];
  readonly model: Embedder['model'];
}

const neighbours = 10;

/** Embeds the seeds of made-up passages and questions. */
export async function embedSeeds(embedder: Embedder, corpusFolder: string): Promise<ScaleIngredients> {
  const { passages, questions } = await seedTexts(corpusFolder);
  const seeds: PassageEmbedding[] = [];
  for (const passage of passages) seeds.push(...(await embedder.embedPassages([{ text: passage }])));
  const embedded: QuestionEmbedding[] = [];
  for (const question of questions) embedded.push(await embedder.embedQuestion(question));
  const { model } = embedder;
  return { seeds, texts: [...passages, ...questions], questions: embedded, tokenDimensions: model.tokenDimensions, model };
}

/** Builds an index of made-up passages in the folder, and searches it in a process of its own. */
export async function measureScale(passageCount: number, ingredients: ScaleIngredients, folder: string): Promise<ScaleFigures> {
  const { model, questions } = ingredients;
  const made = createMadeUpPassages(ingredients);
  const exact = createExactNeighbours(
    questions.map(({ vector }) => vector),
    neighbours,
  );
  const indexFolder = join(folder, `index-${passageCount}`);
  const writer = await createIndexWriter(indexFolder, { model, settings: {}, now: () => new Date() });
  let buildMs = 0;
  let id = 0;
  for (const document of made.documents(passageCount)) {
    buildMs += await timed(() => writer.addDocument(document));
    for (const { vector } of document.passages) exact.show(id++, vector);
  }
  buildMs += await timed(() => writer.finish());

  const nearest = exact.nearest();
  const task: SearchTask = {
    indexFolder,
    model,
    questions: questions.map((embedding, at) => ({
      text: made.questionText((at * 7919) % passageCount),
      embedding,
      nearest: nearest[at] ?? [],
    })),
  };
  const diskBytes = await folderBytes(indexFolder);
  const found = await searchApart(task, join(folder, `task-${passageCount}`));
  await rm(indexFolder, { recursive: true });
  return {
    passages: passageCount,
    buildSeconds: buildMs / 1000,
    diskBytes,
    openMs: found.openMs,
    searchP50: percentile(found.searchMs, 0.5),
    searchP95: percentile(found.searchMs, 0.95),
    recall: found.recall,
    residentBytes: found.residentBytes,
  };
}

/** In another process, so that opening is a first time and its memory is its own. */
async function searchApart(task: SearchTask, file: string) {
  await writeFile(file, serialize(task));
  const worker = spawn(process.execPath, ['--import', 'tsx', join(import.meta.dirname, 'search-worker.ts'), file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [printed] = await Promise.all([text(worker.stdout), once(worker, 'close')]);
  if (worker.exitCode !== 0) throw new Error(`Searching ${task.indexFolder} failed; the message stands above.`);
  return searchedFigures.parse(JSON.parse(printed));
}

async function folderBytes(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const sizes = await Promise.all(entries.filter((entry) => entry.isFile()).map((entry) => stat(join(entry.parentPath, entry.name))));
  return sizes.reduce((sum, { size }) => sum + size, 0);
}
