import { createRequire } from 'node:module';
import type * as OnnxRuntime from 'onnxruntime-node';
import { z } from 'zod';

/** Loads ONNX Runtime with the first model, since most processes have none. A CommonJS module whose exports Node cannot detect. */
const loadRuntime = (): typeof OnnxRuntime => createRequire(import.meta.url)('onnxruntime-node') as typeof OnnxRuntime;

/** Texts as the model's input: shape [texts, width], short rows padded and masked. */
export interface ModelInputs {
  readonly ids: BigInt64Array;
  readonly mask: BigInt64Array;
  readonly shape: readonly [texts: number, width: number];
}

const output = z.object({ data: z.instanceof(Float32Array), dims: z.array(z.number()).readonly() });
/** The bundled model ranks by `token_vectors` and `token_weights`, and reads by the last two; other models have only the first. */
const outputs = z.object({
  last_hidden_state: output,
  token_vectors: output.optional(),
  token_weights: output.optional(),
  pair_logits: output.optional(),
  mark_logits: output.optional(),
});
export type ModelOutput = z.infer<typeof output>;
export type ModelOutputs = z.infer<typeof outputs>;

/** A feature-extraction model, ready to run. */
export interface ModelSession {
  run(inputs: ModelInputs): Promise<ModelOutputs>;
}

/**
 * Opens a model's graph with ONNX Runtime itself: transformers.js, which comes with this version of it, has no way to say how many threads
 * may work on one run. One thread takes 3.3 ms instead of 2.7, but 3.3 ms of processor time instead of 5.3, because this version's other
 * threads spin while they wait.
 *
 * @param threads how many work on one run; left out: as many as the machine has cores
 */
export async function openSession(file: string, threads?: number): Promise<ModelSession> {
  const { InferenceSession, Tensor } = loadRuntime();
  const session = await InferenceSession.create(file, threads === undefined ? {} : { intraOpNumThreads: threads });
  return {
    run: async ({ ids, mask, shape: [texts, width] }) => {
      const dims = [texts, width];
      const feeds: Record<string, OnnxRuntime.Tensor> = {};
      for (const name of session.inputNames) feeds[name] = new Tensor('int64', inputNamed(name, ids, mask), dims);
      return outputs.parse(await session.run(feeds));
    },
  };
}

/** BERT models distinguish a first and a second text; here there is only a first. */
function inputNamed(name: string, ids: BigInt64Array, mask: BigInt64Array): BigInt64Array {
  switch (name) {
    case 'input_ids':
      return ids;
    case 'attention_mask':
      return mask;
    case 'token_type_ids':
      return new BigInt64Array(ids.length);
    default:
      throw new TypeError(`The model wants an input that feature extraction does not have: ${name}.`);
  }
}
