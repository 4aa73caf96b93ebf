import { readFile } from 'node:fs/promises';
import wabt from 'wabt';

const kernelSource = new URL('../src/retrieval/late-interaction.wat', import.meta.url);
export const kernelBinary = new URL('../src/retrieval/late-interaction.wasm', import.meta.url);

/** The kernel's text form compiled to WebAssembly. */
export async function compileKernel(): Promise<Uint8Array> {
  const toolkit = await wabt();
  const module = toolkit.parseWat('late-interaction.wat', await readFile(kernelSource, 'utf8'), { simd: true });
  try {
    return module.toBinary({}).buffer;
  } finally {
    module.destroy();
  }
}
