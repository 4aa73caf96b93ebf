import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import { z } from 'zod';
import { normaliseWithOffsets, type NormalisedText } from '../language/index.js';
import { alignTokens } from './align-tokens.js';
import type { CountingEmbedder, PassageEmbedding, PassageText, QuestionEmbedding, Reading } from './embedder.js';
import { EmbeddingError } from './embedding-error.js';
import { fetchModel } from './fetch-model.js';
import { describeLoadFailure } from './load-failure.js';
import { bundledFiles, bundledModel, graphFile, rulesFor, tokenLimitsFor } from './model-rules.js';
import { openSession, type ModelInputs, type ModelOutput, type ModelOutputs } from './model-session.js';
import { withSilentConsole } from './silent-console.js';
import { meanVector, normalised, normalisedRows, quantised } from './vectors.js';

export interface EmbedderOptions {
  /** A folder below `modelsFolder`, or a model of the hub (`Xenova/bge-m3`), which is fetched once into `cacheFolder`. */
  readonly model: string;
  readonly modelsFolder: string;
  readonly cacheFolder: string;
  /** The hub, or a mirror of it. */
  readonly hubEndpoint: string;
  /** How long to wait for a silent hub; default {@link usualHubSilenceMs}. */
  readonly hubSilenceMs?: number;
  /** How many threads work on one text; left out: as many as the machine has cores. */
  readonly threads?: number;
}

const usualHubSilenceMs = 30_000;

/** A text as the model's input, and the range of the text's own tokens. */
interface ModelInput {
  /** Specials and prefix included. */
  readonly ids: readonly number[];
  /** The tokens of heading and text: `[first, end)`. */
  readonly first: number;
  readonly end: number;
  /** Where each of those tokens ends in the text; 0 for those of the heading. */
  readonly tokenEnds: Uint32Array;
}

/** How many of the best evidence tokens the answer's score is computed from (models/README.md, "Reading"). */
const heightTokens = 6;

/** The longest input of the bundled model, and of nearly every model of its kind. */
const usualMaxTokens = 512;
const longestInput = z.number().max(usualMaxTokens).catch(usualMaxTokens);

/**
 * An embedder on transformers.js's tokenizer and ONNX Runtime. Loads the model immediately; runs one call at a time, in this process.
 * @throws EmbeddingError when the model is missing, damaged or unknown, or the hub does not answer
 */
export async function createTransformersEmbedder(options: EmbedderOptions): Promise<CountingEmbedder> {
  const { model: name } = options;
  const ownFolder = modelFolder(options);
  const folder =
    ownFolder ?? (await fetchModel(Object.keys(bundledFiles), { ...options, silenceMs: options.hubSilenceMs ?? usualHubSilenceMs }));
  const fingerprint = await verifiedFingerprint(folder, name);
  // Loaded with a model, since most processes have none and it takes a third of a second.
  const { AutoTokenizer, env } = await import('@xenova/transformers');
  env.localModelPath = (ownFolder === undefined ? options.cacheFolder : options.modelsFolder) + sep;
  env.allowRemoteModels = false;
  env.useFSCache = false;

  const [tokenizer, session] = await Promise.all([
    withSilentConsole(() => AutoTokenizer.from_pretrained(name)),
    openSession(join(folder, graphFile), options.threads),
  ]).catch((error: unknown) => {
    throw new EmbeddingError(describeLoadFailure(error, name, folder, ownFolder === undefined), { cause: error });
  });
  const rules = rulesFor(name);
  const maxTokens = longestInput.parse(tokenizer.model_max_length);
  const limits = tokenLimitsFor(name, maxTokens);
  const empty: readonly number[] = tokenizer.encode('');
  const start = empty.slice(0, -1);
  const end = empty.slice(-1);
  const questionPrefix = piecesOf(rules.questionPrefix.trimEnd()).ids;
  const passagePrefix = piecesOf(rules.passagePrefix.trimEnd()).ids;

  /** The text's own tokens, normalised for the model. */
  function piecesOf(text: string): { readonly ids: readonly number[]; readonly normalised: NormalisedText } {
    const asMatched = normaliseWithOffsets(rules.lowerCase ? text.toLowerCase() : text);
    return { ids: tokenizer.encode(asMatched.text, null, { add_special_tokens: false }), normalised: asMatched };
  }

  /** Where each token ends in the text before normalisation. */
  function endsOf(ids: readonly number[], text: NormalisedText): Uint32Array {
    return alignTokens(tokenizer.model.convert_ids_to_tokens([...ids]), text);
  }

  /** The prefix's own tokens, and those of the question; the last ones where there are too many. */
  function questionPieces(text: string): { readonly ids: readonly number[]; readonly tokenEnds: Uint32Array } {
    const asMatched = normaliseWithOffsets(rules.lowerCase ? text.toLowerCase() : text);
    // Together with the prefix: its trailing space is part of the first word, as in training.
    const whole: readonly number[] = tokenizer.encode(rules.questionPrefix + asMatched.text, null, { add_special_tokens: false });
    const own = whole.slice(questionPrefix.length);
    const kept = Math.max(0, own.length - Math.min(limits.question, maxTokens - start.length - questionPrefix.length - end.length));
    return { ids: own.slice(kept), tokenEnds: endsOf(own, asMatched).slice(kept) };
  }

  function questionInput(text: string): ModelInput {
    const { ids, tokenEnds } = questionPieces(text);
    const first = start.length + questionPrefix.length;
    return { ids: [...start, ...questionPrefix, ...ids, ...end], first, end: first + ids.length, tokenEnds };
  }

  function passageInput({ heading = '', text }: PassageText): ModelInput {
    const lead = heading === '' ? [] : piecesOf(heading).ids.slice(0, limits.heading);
    const first = start.length + passagePrefix.length;
    const { ids, normalised: asMatched } = piecesOf(text);
    const own = ids.slice(0, Math.min(limits.text, maxTokens - first - lead.length - end.length));
    return {
      ids: [...start, ...passagePrefix, ...lead, ...own, ...end],
      first,
      end: first + lead.length + own.length,
      tokenEnds: Uint32Array.of(...new Uint32Array(lead.length), ...endsOf(own, asMatched)),
    };
  }

  /** Question and passage as two texts of one input; the tokens that count are those of the passage's text. */
  function pairInput(question: readonly number[], { heading = '', text }: PassageText): ModelInput {
    const lead = heading === '' ? [] : piecesOf(heading).ids.slice(0, limits.heading);
    const before = [...start, ...questionPrefix, ...question, ...end, ...lead];
    const { ids, normalised: asMatched } = piecesOf(text);
    const own = ids.slice(0, Math.max(0, limits.pair - before.length - end.length));
    return { ids: [...before, ...own, ...end], first: before.length, end: before.length + own.length, tokenEnds: endsOf(own, asMatched) };
  }

  async function run(batch: readonly ModelInput[]): Promise<ModelOutputs> {
    const width = Math.max(...batch.map(({ ids }) => ids.length));
    try {
      return await session.run(paddedInputs(batch, width, tokenizer.pad_token_id));
    } catch (error) {
      throw new EmbeddingError(
        `The embedding model ${name} failed on a text of ${String(width)} tokens. Run "npm run doctor" to check the model's files.`,
        { cause: error },
      );
    }
  }

  function pooledVector({ last_hidden_state: hidden }: ModelOutputs, row: number, { ids }: ModelInput): Float32Array {
    const size = lastDimension(hidden);
    const states = rowOf(hidden, row);
    return normalised(rules.pooling === 'mean' ? meanVector(states, ids.length, size) : states.slice(0, size));
  }

  function tokenVectors(outputs: ModelOutputs, row: number, input: ModelInput): Int8Array {
    const source = outputs.token_vectors ?? outputs.last_hidden_state;
    const size = lastDimension(source);
    const own = rowOf(source, row).slice(input.first * size, input.end * size);
    return quantised(outputs.token_vectors === undefined ? normalisedRows(own, size) : own);
  }

  function tokenWeights({ token_weights: weights }: ModelOutputs, input: ModelInput): Float32Array {
    const own = weights === undefined ? new Float32Array(input.end - input.first).fill(1) : rowOf(weights, 0).slice(input.first, input.end);
    const total = own.reduce((sum, weight) => sum + weight, 0);
    return own.map((weight) => weight / total);
  }

  const probe = await run([questionInput('o1')]);

  return {
    model: {
      name,
      fingerprint,
      dimensions: lastDimension(probe.last_hidden_state),
      tokenDimensions: lastDimension(probe.token_vectors ?? probe.last_hidden_state),
      maxTokens,
      reads: probe.pair_logits !== undefined && probe.mark_logits !== undefined,
    },

    countTokens: (text) => piecesOf(text).ids.length,

    async embedQuestion(text): Promise<QuestionEmbedding> {
      const input = questionInput(text);
      const outputs = await run([input]);
      return {
        vector: pooledVector(outputs, 0, input),
        tokenVectors: tokenVectors(outputs, 0, input),
        tokenWeights: tokenWeights(outputs, input),
        tokenEnds: input.tokenEnds,
      };
    },

    async embedPassages(passages): Promise<PassageEmbedding[]> {
      if (passages.length === 0) return [];
      const inputs = passages.map(passageInput);
      const outputs = await run(inputs);
      return inputs.map((input, row) => ({
        vector: pooledVector(outputs, row, input),
        tokenVectors: tokenVectors(outputs, row, input),
        tokenEnds: input.tokenEnds,
      }));
    },

    async read(question, passages): Promise<Reading[]> {
      const { ids } = questionPieces(question);
      const readings: Reading[] = [];
      // One by one: in a batch all are padded to the longest, and each result would depend on the others.
      for (const passage of passages) {
        const input = pairInput(ids, passage);
        const { pair_logits: pair, mark_logits: marks } = await run([input]);
        if (pair === undefined || marks === undefined) return [];
        readings.push(readingOf(pair.data[0] ?? 0, marks.data, input));
      }
      return readings;
    },

    // ONNX Runtime frees the model when nothing refers to it any more.
    close: () => Promise.resolve(),
  };
}

/** The model's folder on disk; undefined for a model of the hub. */
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

/** SHA-256 over the model's files; the bundled model's are verified (28 ms for 45 MB). */
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

/** The formula of models/README.md, "Reading". @param marks [tokens, 2]: the words that answer, and evidence */
function readingOf(pair: number, marks: Float32Array, { first, end, tokenEnds }: ModelInput): Reading {
  const tokens = end - first;
  const logits = Float32Array.from({ length: tokens }, (_, at) => marks[2 * (first + at) + 1] ?? 0);
  const highest = logits.toSorted().slice(-heightTokens);
  return {
    answers: pair + highest.reduce((sum, logit) => sum + logit, 0) / Math.max(1, highest.length),
    evidence: logits.map(sigmoid),
    words: Float32Array.from({ length: tokens }, (_, at) => sigmoid(marks[2 * (first + at)] ?? 0)),
    tokenEnds,
  };
}

function sigmoid(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}

/** The batch as the model takes it: shape [texts, width], short rows padded and masked. */
function paddedInputs(batch: readonly ModelInput[], width: number, padding: number): ModelInputs {
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
