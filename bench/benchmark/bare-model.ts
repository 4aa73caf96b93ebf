import { join } from 'node:path';
import { AutoModel, AutoTokenizer, env, Tensor } from '@xenova/transformers';
import { bundledModel } from '../../src/embedding/index.js';
import { normaliseText } from '../../src/language/index.js';

/** A batch as the graph takes it. */
export interface ModelInputs {
  readonly input_ids: Tensor;
  readonly attention_mask: Tensor;
}

/** The bundled model's graph and nothing around it: what an answer's or a passage's time is compared with. */
export interface BareModel {
  questionInputs(text: string): ModelInputs;
  passageInputs(texts: readonly string[]): ModelInputs;
  run(inputs: ModelInputs): Promise<void>;
  close(): Promise<void>;
}

export async function loadBareModel(): Promise<BareModel> {
  env.localModelPath = join(import.meta.dirname, '..', '..', 'models');
  env.allowRemoteModels = false;
  const tokenizer = await AutoTokenizer.from_pretrained(bundledModel);
  const model = await AutoModel.from_pretrained(bundledModel, { quantized: true });

  function inputs(texts: readonly string[]): ModelInputs {
    const rows = texts.map((text) => tokenizer.encode(text));
    const width = Math.max(...rows.map(({ length }) => length));
    const ids = new BigInt64Array(rows.length * width).fill(BigInt(tokenizer.pad_token_id));
    const mask = new BigInt64Array(rows.length * width);
    rows.forEach((row, at) => {
      ids.set(row.map(BigInt), at * width);
      mask.fill(1n, at * width, at * width + row.length);
    });
    const shape = [rows.length, width];
    return { input_ids: new Tensor('int64', ids, shape), attention_mask: new Tensor('int64', mask, shape) };
  }

  return {
    questionInputs: (text) => inputs([`query: ${normaliseText(text)}`]),
    passageInputs: (texts) => inputs(texts.map((text) => `passage: ${normaliseText(text)}`)),
    run: async (batch) => {
      await model(batch);
    },
    close: async () => {
      await model.dispose();
    },
  };
}
