import type { PassageEmbedding } from '../../src/embedding/index.js';
import { wordsOf } from '../../src/language/index.js';
import type { DocumentToIndex, PassageToIndex } from '../../src/search-index/index.js';
import { gaussian, pick, randomFrom } from './random.js';

export interface MadeUpPassages {
  /** Document after document; the same on every call. */
  documents(passageCount: number): Iterable<DocumentToIndex>;
  /** Words as a question would have them: some that every text has, and some of one passage. */
  questionText(passage: number): string;
}

export interface Ingredients {
  readonly seeds: readonly PassageEmbedding[];
  /** Real texts; their characters are what words are made of. */
  readonly texts: readonly string[];
  readonly tokenDimensions: number;
}

const passagesPerDocument = 40;
const vocabularySize = 30_000;
/** Zipf's law as Mandelbrot has it: the word of rank r turns up in proportion to 1 / (r + 2.7). */
const zipfShift = 2.7;
const charactersPerPassage = 84;
const tokensPerPassage = 60;

/**
 * How far a made-up vector lies from the real one that it starts from, in standard deviations of the real ones: so near that a passage has
 * some two hundred like it among 100,000, so far that they are told apart.
 */
const spread = 0.6;
const differences = 4;

/** Passages that nobody wrote, and an index cannot tell: see docs/benchmarks.md. */
export function createMadeUpPassages({ seeds, texts, tokenDimensions }: Ingredients): MadeUpPassages {
  const words = makeUpWords(texts);
  const cumulative = zipfCumulative(words.length);
  const mean = meanOf(seeds.map(({ vector }) => vector));

  function word(random: () => number): string {
    return words[rankOf(cumulative, random())] ?? '';
  }

  function textOf(id: number): string[] {
    const random = randomFrom(3 * id);
    const sentences: string[] = [];
    let length = 0;
    while (length < charactersPerPassage) {
      let sentence = '';
      const wanted = 20 + Math.floor(random() * 20);
      while (sentence.length < wanted) sentence += word(random) + (random() < 0.12 ? '，' : '');
      sentence += '。';
      sentences.push(sentence);
      length += sentence.length;
    }
    return sentences;
  }

  /** A real vector, moved by differences of real ones, and drawn towards the mean so that the whole has the real ones' covariance. */
  function vectorOf(id: number): Float32Array {
    const random = randomFrom(3 * id + 1);
    const vector = Float32Array.from(pick(seeds, random).vector, (value, at) => value - (mean[at] ?? 0));
    for (let time = 0; time < differences; time++) {
      const [from, to] = [pick(seeds, random).vector, pick(seeds, random).vector];
      const weight = (spread * gaussian(random)) / Math.sqrt(2 * differences);
      for (let at = 0; at < vector.length; at++) vector[at] = (vector[at] ?? 0) + weight * ((to[at] ?? 0) - (from[at] ?? 0));
    }
    const shrinking = 1 / Math.sqrt(1 + spread ** 2);
    for (let at = 0; at < vector.length; at++) vector[at] = (mean[at] ?? 0) + shrinking * (vector[at] ?? 0);
    return normalised(vector);
  }

  /** Runs of real tokens from several passages. */
  function tokensOf(id: number): Int8Array {
    const random = randomFrom(3 * id + 2);
    const wanted = tokensPerPassage - 10 + Math.floor(random() * 21);
    const tokens = new Int8Array(wanted * tokenDimensions);
    let filled = 0;
    while (filled < tokens.length) {
      const run = pick(seeds, random).tokenVectors.subarray(0, tokens.length - filled);
      tokens.set(run, filled);
      filled += run.length;
    }
    return tokens;
  }

  function passageOf(id: number, document: string, start: number): PassageToIndex {
    const parts = textOf(id);
    const text = parts.join('');
    const tokenVectors = tokensOf(id);
    const tokens = tokenVectors.length / tokenDimensions;
    let at = 0;
    const sentences = parts.map(({ length }) => ({ start: at, end: (at += length) }));
    const sentenceTokens = [...sentences.map((sentence) => Math.floor((sentence.start / text.length) * tokens)), tokens];
    const passage = { document, ordinal: id % passagesPerDocument, start, end: start + text.length, text, sentences };
    return { passage, vector: vectorOf(id), tokenVectors, sentenceTokens, terms: wordsOf(text) };
  }

  function documentOf(first: number, count: number): DocumentToIndex {
    const path = `made-up/${first / passagesPerDocument}.txt`;
    let at = 0;
    const passages = Array.from({ length: count }, (_, ordinal) => {
      const entry = passageOf(first + ordinal, path, at);
      at = entry.passage.end + 1;
      return entry;
    });
    return {
      document: {
        path,
        title: path,
        authors: [],
        language: 'zh-Hans',
        text: passages.map(({ passage }) => passage.text).join('\n'),
        blocks: passages.map(({ passage: { start, end } }) => ({ start, end, kind: 'paragraph' })),
        sha256: first.toString(16).padStart(64, '0'),
        furniture: [],
      },
      passages,
    };
  }

  return {
    *documents(passageCount) {
      for (let first = 0; first < passageCount; first += passagesPerDocument) {
        yield documentOf(first, Math.min(passagesPerDocument, passageCount - first));
      }
    },
    questionText(passage) {
      const random = randomFrom(-passage - 1);
      const text = textOf(passage).join('');
      const taken = Array.from({ length: 3 }, () => {
        const start = Math.floor(random() * (text.length - 4));
        return text.slice(start, start + 4).replace(/[，。]/g, '');
      });
      return `${taken.join(word(random))}${word(random)}？`;
    },
  };
}

/** Real words come first, so that they are the frequent ones; the rest are pairs and triples of the texts' characters. */
function makeUpWords(texts: readonly string[]): string[] {
  const frequencies = new Map<string, number>();
  const segmenter = new Intl.Segmenter('zh', { granularity: 'word' });
  for (const text of texts) {
    for (const { segment, isWordLike } of segmenter.segment(text)) {
      if (isWordLike === true) frequencies.set(segment, (frequencies.get(segment) ?? 0) + 1);
    }
  }
  const real = [...frequencies].sort(([, a], [, b]) => b - a).map(([word]) => word);
  const characters = [...new Set(texts.join('').match(/\p{Script=Han}/gu))];
  const random = randomFrom(7);
  const words = new Set(real);
  while (words.size < vocabularySize) {
    const length = random() < 0.8 ? 2 : 3;
    words.add(Array.from({ length }, () => pick(characters, random)).join(''));
  }
  return [...words];
}

function zipfCumulative(count: number): Float64Array {
  const cumulative = new Float64Array(count);
  let sum = 0;
  for (let rank = 0; rank < count; rank++) cumulative[rank] = sum += 1 / (rank + 1 + zipfShift);
  return cumulative.map((value) => value / sum);
}

function rankOf(cumulative: Float64Array, share: number): number {
  let low = 0;
  let high = cumulative.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((cumulative[middle] ?? 1) < share) low = middle + 1;
    else high = middle;
  }
  return low;
}

function meanOf(vectors: readonly Float32Array[]): Float32Array {
  const mean = new Float32Array(vectors[0]?.length ?? 0);
  for (const vector of vectors) vector.forEach((value, at) => (mean[at] = (mean[at] ?? 0) + value / vectors.length));
  return mean;
}

function normalised(vector: Float32Array): Float32Array {
  const length = Math.sqrt(dot(vector, vector));
  return vector.map((value) => value / length);
}

export function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += (a[at] ?? 0) * (b[at] ?? 0);
  return sum;
}
