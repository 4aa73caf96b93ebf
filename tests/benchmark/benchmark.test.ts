import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createExactNeighbours } from '../../bench/benchmark/exact-neighbours.js';
import { median, percentile } from '../../bench/benchmark/figures.js';
import { createMadeUpPassages, dot } from '../../bench/benchmark/made-up-passages.js';
import { gaussian, randomFrom } from '../../bench/benchmark/random.js';
import { articleSection, scaleSection, withSection } from '../../bench/benchmark/report.js';
import { residentMemory } from '../../bench/benchmark/resident-memory.js';
import { embedSeeds, measureScale, type ScaleFigures, type ScaleIngredients } from '../../bench/benchmark/scale.js';
import { createHashEmbedder } from '../fakes/hash-embedder.js';

let folder = '';
let ingredients: ScaleIngredients;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'footnote-benchmark-'));
  ingredients = await embedSeeds(createHashEmbedder(), 'corpus');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const figuresOf = (passages: number): ScaleFigures => ({
  passages,
  buildSeconds: 1,
  diskBytes: 2e6,
  openMs: 3,
  searchP50: 4,
  searchP95: 5,
  recall: 0.98,
  residentBytes: undefined,
});

describe('percentiles', () => {
  it('are values that were measured, by the nearest rank', () => {
    const values = Array.from({ length: 100 }, (_, at) => 100 - at);
    expect([percentile(values, 0.05), median(values), percentile(values, 0.95), percentile(values, 1)]).toEqual([5, 50, 95, 100]);
    expect(median([7])).toBe(7);
    expect(() => median([])).toThrow(RangeError);
  });
});

describe('random numbers', () => {
  it('are the same for a seed, others for another, and spread as they should', () => {
    const take = (seed: number) => Array.from({ length: 4000 }, randomFrom(seed));
    expect(take(5)).toEqual(take(5));
    expect(take(5)[0]).not.toBe(take(6)[0]);
    expect(median(take(5))).toBeCloseTo(0.5, 1);
    const random = randomFrom(1);
    const normal = Array.from({ length: 4000 }, () => gaussian(random));
    expect(percentile(normal, 0.8413)).toBeCloseTo(1, 1);
    expect(percentile(normal, 0.1587)).toBeCloseTo(-1, 1);
  });
});

describe('made-up passages', () => {
  it('are unit vectors, sentences that cover their text, and the same on every call', () => {
    const made = createMadeUpPassages(ingredients);
    const passages = [...made.documents(90)].flatMap((document) => document.passages);
    expect(passages).toHaveLength(90);
    for (const { passage, vector, tokenVectors, sentenceTokens } of passages) {
      expect(dot(vector, vector)).toBeCloseTo(1, 4);
      expect(passage.sentences.map(({ start, end }) => passage.text.slice(start, end)).join('')).toBe(passage.text);
      expect(sentenceTokens).toHaveLength(passage.sentences.length + 1);
      expect(sentenceTokens.at(-1)).toBe(tokenVectors.length / ingredients.tokenDimensions);
    }
    const again = [...createMadeUpPassages(ingredients).documents(90)].flatMap((document) => document.passages);
    expect(again[77]).toEqual(passages[77]);
  });

  it('lie to each other as the real ones do', () => {
    const made = [...createMadeUpPassages(ingredients).documents(600)].flatMap(({ passages }) => passages.map(({ vector }) => vector));
    const spreadOf = (vectors: readonly Float32Array[]) => {
      const cosines = vectors.slice(1).map((vector, at) => dot(vector, vectors[(at * 7) % vectors.length]!));
      return [percentile(cosines, 0.1), median(cosines), percentile(cosines, 0.9)];
    };
    const real = spreadOf(ingredients.seeds.map(({ vector }) => vector).sort((a, b) => a[0]! - b[0]!));
    spreadOf(made).forEach((cosine, at) => expect(Math.abs(cosine - real[at]!)).toBeLessThan(0.1));
  });

  it('have few words that turn up often and many that hardly do', () => {
    const terms = [...createMadeUpPassages(ingredients).documents(400)].flatMap(({ passages }) =>
      passages.flatMap((passage) => passage.terms),
    );
    const counts = new Map<string, number>();
    for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
    const sorted = [...counts.values()].sort((a, b) => b - a);
    expect(sorted[0]! / sorted[99]!).toBeGreaterThan(5);
    expect(sorted.filter((count) => count <= 2).length / sorted.length).toBeGreaterThan(0.5);
  });

  it('are asked about in words of their own', () => {
    const made = createMadeUpPassages(ingredients);
    const [document] = made.documents(1);
    const question = made.questionText(0);
    expect([...question].filter((character) => document!.passages[0]!.passage.text.includes(character)).length).toBeGreaterThan(5);
  });
});

describe('exact neighbours', () => {
  it('are the best of all that were shown, best first', () => {
    const random = randomFrom(3);
    const vectors = Array.from({ length: 50 }, () => Float32Array.from([random(), random(), random()]));
    const question = Float32Array.from([1, 0.5, 0]);
    const exact = createExactNeighbours([question], 5);
    vectors.forEach((vector, id) => exact.show(id, vector));
    const sorted = vectors.map((vector, id) => ({ id, similarity: dot(vector, question) })).sort((a, b) => b.similarity - a.similarity);
    expect(exact.nearest()).toEqual([sorted.slice(0, 5).map(({ id }) => id)]);
  });
});

describe('measuring an index of made-up passages', () => {
  it('builds it, searches it in another process, compares with exact search, and leaves nothing behind', async () => {
    const { passages, recall, searchP50, searchP95, buildSeconds, openMs, diskBytes } = await measureScale(120, ingredients, folder);
    expect([passages, recall]).toEqual([120, 1]);
    expect(searchP95).toBeGreaterThanOrEqual(searchP50);
    for (const figure of [searchP50, buildSeconds, openMs]) expect(figure).toBeGreaterThan(0);
    expect(diskBytes).toBeGreaterThan(120 * 1000);
    expect(await readdir(folder)).not.toContain('index-120');
  });
});

describe('the figures', () => {
  it('are replaced in the document, each part apart', async () => {
    const document = '# Benchmarks\n\n<!-- article -->\nold\n<!-- /article -->\n\nText stays.\n\n<!-- scale -->\nother\n<!-- /scale -->\n';
    const renewed = await withSection(document, 'article', '| a | b |\n|---|---|\n| 1 | 2 |');
    expect(renewed).toContain('| 1   | 2   |');
    expect(renewed).toContain('Text stays.');
    expect(renewed).toContain('other');
    expect(renewed).not.toContain('old');
    await expect(withSection('# Nothing', 'scale', '')).rejects.toThrow('<!-- scale -->');
  });

  it('stand beside what is to be reached', () => {
    const range = [0.8, 0.87, 0.92] as const;
    const scale = scaleSection([figuresOf(1000), figuresOf(100_000)], { real: range, madeUp: range });
    expect(scale).toContain('| passages | 1,000 | 100,000 | reach |');
    expect(scale).toContain('| 0.980 | 0.980 | .97 at 100,000 |');
    const article = articleSection({
      answers: { questions: 74, rounds: 3, p50: 6, p95: 9, bareP50: 2, bareP95: 4 },
      added: { answers: 12, modelP50: 2400, addedP50: 18, addedP95: 40, shareP50: 0.0075 },
      ingest: { passages: 200, passagesPerSecond: 50, barePassagesPerSecond: 75 },
      coldStarts: [1200, 1400, 1300].map((milliseconds) => ({ milliseconds, memory: { now: 400e6, peak: 410e6 } })),
    });
    expect(article).toContain('| answer p50 / forward pass p50 | 3.00 | at most 3 |');
    expect(article).toContain('| ingest time / forward passes | 1.50 |');
    expect(article).toContain('1.30 s (1.20 to 1.40) | 1.5 s');
    expect(article).toContain('400 MB / 410 MB | 450 MB');
  });
});

describe('resident memory', () => {
  it('is that of the process, and unknown of one that is not there, and where the system does not tell', async () => {
    const memory = await residentMemory(process.pid);
    if (process.platform === 'linux') {
      expect(memory!.now).toBeGreaterThan(20e6);
      expect(memory!.peak).toBeGreaterThanOrEqual(memory!.now);
    } else {
      expect(memory).toBeUndefined();
    }
    expect(await residentMemory(2 ** 30)).toBeUndefined();
  });
});
