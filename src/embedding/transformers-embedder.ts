import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import { z } from 'zod';
import { normaliseWithOffsets, type NormalisedText } from '../language/index.js';
import { alignTokens } from './align-tokens.js';
import type { CountingEmbedder, PassageEmbedding, QuestionEmbedding } from './embedder.js';
import { EmbeddingError } from './embedding-error.js';
import { fetchModel } from './fetch-model.js';
import { describeLoadFailure } from './load-failure.js';
import { bundledFiles, bundledModel, graphFile, rulesFor } from './model-rules.js';
import { openSession, type ModelInputs, type ModelOutput, type ModelOutputs } from './model-session.js';
import { quietly } from './quietly.js';
import { meanVector, normalised, normalisedRows, quantised } from './vectors.js';

export interface EmbedderOptions {
  /** A folder below `modelsFolder`, or a model of the hub (`Xenova/bge-m3`), which is fetched once into `cacheFolder`. */
  readonly model: string;
  readonly modelsFolder: string;
  readonly cacheFolder: string;
  /** The hub, or a mirror of it. */
  readonly hubEndpoint: string;
  /** How long the hub may be silent before it is given up; {@link usualHubSilenceMs} where left out. */
  readonly hubSilenceMs?: number;
  /** How many threads work on one text; left out: as many as the machine has cores. */
  readonly threads?: number;
}

const usualHubSilenceMs = 30_000;

/** One text's rows of a batch's outputs. */
interface TextStates {
  readonly vector: Float32Array;
  /** Without specials and prefix; row after row. */
  readonly tokenVectors: Float32Array;
  readonly tokenWeights: Float32Array;
}

interface TokenisedText {
  readonly normalised: NormalisedText;
  /** Specials and prefix included, cut at the model's longest input. */
  readonly ids: readonly number[];
  /** How many of the ids are specials and prefix, before the text's own. */
  readonly lead: number;
}

/** The longest input of the bundled model, and of nearly every model of its kind. */
const usualMaxTokens = 512;
const longestInput = z.number().max(usualMaxTokens).catch(usualMaxTokens);

/**
 * An embedder on transformers.js's tokenizer and ONNX Runtime. Loads the model at once; runs it one call after another, in this process.
 * @throws EmbeddingError when the model is missing, damaged or unknown, or the hub does not answer
 */
export async function createTransformersEmbedder(options: EmbedderOptions): Promise<CountingEmbedder> {
  const { model: name } = options;
  const ownFolder = modelFolder(options);
  const folder =
    ownFolder ?? (await fetchModel(Object.keys(bundledFiles), { ...options, silenceMs: options.hubSilenceMs ?? usualHubSilenceMs }));
  const fingerprint = await verifiedFingerprint(folder, name);
  // Loaded where a model is: most processes have none, and it takes a third of a second.
  const { AutoTokenizer, env } = await import('@xenova/transformers');
  env.localModelPath = (ownFolder === undefined ? options.cacheFolder : options.modelsFolder) + sep;
  env.allowRemoteModels = false;
  env.useFSCache = false;

  const [tokenizer, session] = await Promise.all([
    quietly(() => AutoTokenizer.from_pretrained(name)),
    openSession(join(folder, graphFile), options.threads),
  ]).catch((error: unknown) => {
    throw new EmbeddingError(describeLoadFailure(error, name, folder, ownFolder === undefined), { cause: error });
  });
  const rules = rulesFor(name);
  const maxTokens = longestInput.parse(tokenizer.model_max_length);
  const end = tokenizer.encode('').slice(-1);

  /**
   * Tokens that stand before every text, and that late interaction leaves out. The prefix ends in a space, which is a token of its own before
   * Chinese, and part of the first one before Latin letters: that one is left out with it. Keeping it was tried, and found less
   * (English questions on XQuAD: R@1 .883 instead of .894; `npm run evaluate`).
   */
  const leadingTokens = (prefix: string): number => tokenizer.encode(prefix).length - end.length;
  const questionLead = leadingTokens(rules.questionPrefix);
  const passageLead = leadingTokens(rules.passagePrefix);

  function tokenise(text: string, prefix: string, prefixTokens: number): TokenisedText {
    const asMatched = normaliseWithOffsets(rules.lowerCase ? text.toLowerCase() : text);
    const ids = tokenizer.encode(prefix + asMatched.text);
    // A text of one piece may be one with the space that ends the prefix; without that piece, nothing would be left of it.
    const isOnePiece = ids.length - end.length === prefixTokens && asMatched.text.trim() !== '';
    const lead = isOnePiece ? Math.max(0, prefixTokens - 1) : prefixTokens;
    return { normalised: asMatched, lead, ids: ids.length <= maxTokens ? ids : [...ids.slice(0, maxTokens - end.length), ...end] };
  }

  function tokenEnds({ ids, normalised: text, lead }: TokenisedText): Uint32Array {
    return alignTokens(tokenizer.model.convert_ids_to_tokens(ids.slice(lead, ids.length - end.length)), text);
  }

  async function run(batch: readonly TokenisedText[]): Promise<ModelOutputs> {
    const width = Math.max(...batch.map(({ ids }) => ids.length));
    try {
      return await session.run(paddedInputs(batch, width, tokenizer.pad_token_id));
    } catch (error) {
      throw new EmbeddingError(
        `The embedding model ${name} failed on a text of ${String(width)} tokens. Run "npm run doctor" to check the model's files.`,
        {
          cause: error,
        },
      );
    }
  }

  function statesOf(outputs: ModelOutputs, row: number, { ids, lead }: TokenisedText): TextStates {
    const tokens = ids.length;
    const hidden = rowOf(outputs.last_hidden_state, row);
    const hiddenSize = lastDimension(outputs.last_hidden_state);
    const pooled = rules.pooling === 'mean' ? meanVector(hidden, tokens, hiddenSize) : hidden.slice(0, hiddenSize);
    const source = outputs.token_vectors ?? outputs.last_hidden_state;
    const size = lastDimension(source);
    const last = tokens - end.length;
    const weights = outputs.token_weights === undefined ? undefined : rowOf(outputs.token_weights, row);
    const tokenVectors = rowOf(source, row).slice(lead * size, last * size);
    return {
      vector: normalised(pooled),
      tokenVectors: outputs.token_vectors === undefined ? normalisedRows(tokenVectors, size) : tokenVectors,
      tokenWeights: weights === undefined ? new Float32Array(Math.max(0, last - lead)).fill(1) : weights.slice(lead, last),
    };
  }

  const probe = await run([tokenise('o1', rules.questionPrefix, questionLead)]);

  return {
    model: {
      name,
      fingerprint,
      dimensions: lastDimension(probe.last_hidden_state),
      tokenDimensions: lastDimension(probe.token_vectors ?? probe.last_hidden_state),
      maxTokens,
    },

    countTokens(text) {
      const { ids, lead } = tokenise(text, rules.passagePrefix, passageLead);
      return ids.length - lead - end.length;
    },

    async embedQuestion(text): Promise<QuestionEmbedding> {
      const tokenised = tokenise(text, rules.questionPrefix, questionLead);
      const states = statesOf(await run([tokenised]), 0, tokenised);
      const total = states.tokenWeights.reduce((sum, weight) => sum + weight, 0);
      return {
        vector: states.vector,
        tokenVectors: quantised(states.tokenVectors),
        tokenWeights: states.tokenWeights.map((weight) => weight / total),
        tokenEnds: tokenEnds(tokenised),
      };
    },

    async embedPassages(texts): Promise<PassageEmbedding[]> {
      if (texts.length === 0) return [];
      const tokenised = texts.map((text) => tokenise(text, rules.passagePrefix, passageLead));
      const outputs = await run(tokenised);
      return tokenised.map((text, row) => {
        const states = statesOf(outputs, row, text);
        return {
          vector: states.vector,
          tokenVectors: quantised(states.tokenVectors),
          tokenEnds: tokenEnds(text),
        };
      });
    },

    // ONNX Runtime lets go of the model when nothing refers to it any more.
    close: () => Promise.resolve(),
  };
}

/** The model's folder where it is on disk, else undefined: then it is a model of the hub. */
function modelFolder({ model, modelsFolder }: EmbedderOptions): string | undefined {
  const folder = resolve(modelsFolder, model);
  if (existsSync(folder)) return folder;
  if (model === bundledModel) {
    throw new EmbeddingError(
      `The bundled embedding model is missing: there is no folder ${folder}. It is part of the repository; restore it with "git checkout -- models".`,
    );
  }
  return undefined;
}

/** SHA-256 over the model's files; those of the bundled model are compared with what they should be (28 ms for 45 MB). */
async function verifiedFingerprint(folder: string, name: string): Promise<string> {
  const whole = createHash('sha256');
  for (const [file, expected] of Object.entries(bundledFiles)) {
    const bytes = await readFile(join(folder, file)).catch((error: unknown) => {
      throw new EmbeddingError(`The embedding model ${name} is incomplete: ${join(folder, file)} cannot be read. ${restoreAdvice(name)}`, {
        cause: error,
      });
    });
    const actual = createHash('sha256').update(bytes).digest('hex');
    if (name === bundledModel && actual !== expected) {
      throw new EmbeddingError(
        `The embedding model ${name} is damaged: ${join(folder, file)} (${String(bytes.length)} bytes) has another checksum than models/README.md states. ${restoreAdvice(name)}`,
      );
    }
    whole.update(`${file} ${actual}\n`);
  }
  return whole.digest('hex');
}

function restoreAdvice(name: string): string {
  return name === bundledModel
    ? 'Restore it with "git checkout -- models" (if git stores large files elsewhere for you, fetch those first).'
    : 'Copy the whole model folder again, or set EMBEDDING_MODEL to another model.';
}

/** The batch as the model takes it: shape [texts, width], short rows padded and masked. */
function paddedInputs(batch: readonly TokenisedText[], width: number, padding: number): ModelInputs {
  const ids = new BigInt64Array(batch.length * width).fill(BigInt(padding));
  const mask = new BigInt64Array(batch.length * width);
  batch.forEach((text, row) => {
    text.ids.forEach((id, at) => {
      ids[row * width + at] = BigInt(id);
      mask[row * width + at] = 1n;
    });
  });
  return { ids, mask, shape: [batch.length, width] };
}

function lastDimension(output: ModelOutput): number {
  return output.dims.at(-1) ?? 0;
}

/** The numbers of one text of the batch. */
function rowOf({ data, dims }: ModelOutput, row: number): Float32Array {
  const size = data.length / (dims[0] ?? 1);
  return data.subarray(row * size, (row + 1) * size);
}
