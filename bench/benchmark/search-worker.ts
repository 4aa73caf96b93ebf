/** Opens an index, asks it the questions of a task, and prints what that took. A process of its own: its memory is the search's. */
import { readFile } from 'node:fs/promises';
import { deserialize } from 'node:v8';
import { createRetriever, plainQuery } from '../../src/retrieval/index.js';
import { openIndex } from '../../src/search-index/index.js';
import { timed } from './figures.js';
import { residentMemory } from './resident-memory.js';
import { searchTask, type SearchedFigures } from './search-task.js';

const [file = ''] = process.argv.slice(2);
const { indexFolder, model, questions } = searchTask.parse(deserialize(await readFile(file)));
/** So many questions go before, for the compiler and the caches; the rest are asked for the first time when they are measured. */
const warmUp = Math.floor(questions.length / 3);

const started = performance.now();
const index = await openIndex(indexFolder, { model });
const openMs = performance.now() - started;

let asked = 0;
const retriever = createRetriever({
  embedder: {
    model,
    // Embedded before: what is measured is all that comes after the forward pass.
    embedQuestion: async () => {
      const question = questions[asked];
      if (question === undefined) throw new RangeError(`There is no question ${asked}`);
      return question.embedding;
    },
    embedPassages: async () => [],
    read: async () => [],
    close: async () => undefined,
  },
  index: () => index,
});

const searchMs: number[] = [];
for (const { text } of questions) {
  const milliseconds = await timed(() => retriever.retrieve(plainQuery(text)));
  if (asked >= warmUp) searchMs.push(milliseconds);
  asked++;
}
const memory = await residentMemory(process.pid);

let found = 0;
let wanted = 0;
for (const { embedding, nearest } of questions) {
  const ids = new Set(index.nearest(embedding.vector, nearest.length).map(({ id }) => id));
  found += nearest.filter((id) => ids.has(id)).length;
  wanted += nearest.length;
}
index.close();

const figures: SearchedFigures = { openMs, searchMs, recall: found / wanted, ...(memory && { residentBytes: memory.now }) };
process.stdout.write(JSON.stringify(figures));
