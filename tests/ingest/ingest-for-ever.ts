/** Ingests a corpus again and again, changing one article each time, until it is killed; begins when it is told to. */
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { ingest } from '../../src/ingest/index.js';
import { createHashEmbedder } from '../fakes/hash-embedder.js';
import { articleOn } from './made-up-corpus.js';

const [corpusFolder, indexFolder] = [process.argv[2]!, process.argv[3]!];
const embedder = createHashEmbedder({ onBatch: () => setTimeout(1) });
process.send?.('ready');
await once(process, 'message');
for (let round = 0; ; round++) {
  await writeFile(join(corpusFolder, 'changing.txt'), articleOn(`round ${round} of ${process.pid}`, 20));
  await ingest({ corpusFolder, indexFolder, full: round % 2 === 0 }, { embedder, now: () => new Date() });
}
