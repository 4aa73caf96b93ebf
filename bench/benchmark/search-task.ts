/** What the benchmark and the process that searches for it tell each other. */
import { z } from 'zod';

const questionEmbedding = z.object({
  vector: z.custom<Float32Array>((value) => value instanceof Float32Array),
  tokenVectors: z.custom<Int8Array>((value) => value instanceof Int8Array),
  tokenWeights: z.custom<Float32Array>((value) => value instanceof Float32Array),
  tokenEnds: z.custom<Uint32Array>((value) => value instanceof Uint32Array),
});

export const searchTask = z.object({
  indexFolder: z.string(),
  model: z.object({
    name: z.string(),
    fingerprint: z.string(),
    dimensions: z.number(),
    tokenDimensions: z.number(),
    maxTokens: z.number(),
    reads: z.boolean(),
  }),
  questions: z.array(z.object({ text: z.string(), embedding: questionEmbedding, nearest: z.array(z.number()) })),
});
export type SearchTask = z.infer<typeof searchTask>;

export const searchedFigures = z.object({
  openMs: z.number(),
  searchMs: z.array(z.number()),
  recall: z.number(),
  residentBytes: z.number().optional(),
});
export type SearchedFigures = z.infer<typeof searchedFigures>;
