/** Compiles `src/retrieval/late-interaction.wat`: `npx tsx scripts/build-kernel.ts`. */
import { writeFile } from 'node:fs/promises';
import { compileKernel, kernelBinary } from './kernel.js';

await writeFile(kernelBinary, await compileKernel());
