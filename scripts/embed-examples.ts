/** `npm run embed:examples`: writes the bundled model's vectors of the labelled examples, after these have changed. */
import { writeFileSync } from 'node:fs';
import { embedExamples, examplesToCompare, framesToCompare, shippedVectorsFile } from '../src/answering/index.js';
import { composeEmbedder } from '../src/compose.js';
import { loadConfig } from '../src/config.js';

const embedder = await composeEmbedder(loadConfig({}));
const vectors = {
  fingerprint: embedder.model.fingerprint,
  examples: await embedExamples(embedder, examplesToCompare()),
  frames: await embedExamples(embedder, framesToCompare()),
};
writeFileSync(shippedVectorsFile, `${JSON.stringify(vectors)}\n`);
await embedder.close();
