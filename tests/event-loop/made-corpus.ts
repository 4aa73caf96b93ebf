/** Articles of every form, on disk and in an index, for what is done with them afterwards. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CountingEmbedder } from '../../src/embedding/index.js';
import { ingest } from '../../src/ingest/index.js';
import { openIndex, type PassageIndex } from '../../src/search-index/index.js';
import { pick, randomFrom } from '../../bench/benchmark/random.js';
import { lengthUpTo, makeText, type MadeText } from './hostile-texts.js';

export interface MadeCorpus {
  readonly index: PassageIndex;
  /** What an article is made of, by its path. */
  readonly madeOf: (path: string) => string;
  remove(): Promise<void>;
}

/** What is timed is what is done with articles, not with vectors. */
const charactersPerToken = 1.6;
const dimensions = 4;
const vectorOf = (text: string): Float32Array => {
  const angle = text.length + text.charCodeAt(0);
  return Float32Array.of(Math.cos(angle) / 2, Math.sin(angle) / 2, Math.cos(angle * 7) / 2, Math.sin(angle * 7) / 2);
};
export const blankEmbedder: CountingEmbedder = {
  model: { name: 'blank', fingerprint: 'blank', dimensions, tokenDimensions: dimensions, maxTokens: 512, reads: false },
  countTokens: (text) => Math.ceil(text.length / charactersPerToken),
  embedQuestion: async (text) => ({
    vector: Float32Array.of(1, 0, 0, 0),
    tokenVectors: new Int8Array(dimensions).fill(64),
    tokenEnds: Uint32Array.of(text.length),
    tokenWeights: Float32Array.of(1),
  }),
  embedPassages: async (passages) =>
    passages.map(({ text }) => ({
      vector: vectorOf(text),
      tokenVectors: new Int8Array(dimensions).fill(64),
      tokenEnds: Uint32Array.of(text.length),
    })),
  read: async () => [],
  close: async () => undefined,
};

/** Paragraphs of one or several forms, of lengths of all orders of magnitude. */
export function makeArticle(most: number, random: () => number): MadeText {
  const paragraphs: string[] = [];
  const forms = new Set<string>();
  let left = lengthUpTo(most, random);
  const size = lengthUpTo(left, random);
  while (left > 0 && paragraphs.length < 200_000) {
    const { form, text } = makeText(Math.max(1, Math.min(left, size)), random);
    forms.add(form);
    paragraphs.push(text);
    left -= text.length + 1;
  }
  const { text: long } = makeText(lengthUpTo(most / 4, random), random);
  const line = long.replaceAll(/\s+/gu, ' ');
  const opening = random();
  if (opening < 0.1)
    paragraphs.unshift('---', `title: ${JSON.stringify(line)}`, `authors: [${JSON.stringify(line)}, b]`, 'date: 2024-09-13', '---');
  else if (opening < 0.2) paragraphs.splice(1, 0, `# ${line}`);
  else if (opening < 0.3) paragraphs.splice(1, 0, `| ${line} | b |`, '|---|---|', '| 1 | 2 |', '| 3 | 4 |');
  const named = [...forms];
  return { form: named.length > 3 ? `${named.slice(0, 3).join(', ')} and others` : named.join(', '), text: paragraphs.join('\n') };
}

const extensions = ['txt', 'md', 'html'] as const;

/** What cannot be read within five seconds is left out, as it would be in the end. */
export async function indexMadeArticles(
  count: number,
  most: number,
  seed: number,
  embedder: CountingEmbedder = blankEmbedder,
  others: readonly { readonly name: string; readonly text: string }[] = [],
): Promise<MadeCorpus> {
  const random = randomFrom(seed);
  const folder = await mkdtemp(join(tmpdir(), 'footnote-event-loop-'));
  const corpusFolder = join(folder, 'corpus');
  const indexFolder = join(folder, 'index');
  await mkdir(corpusFolder);
  const made = new Map<string, string>();
  for (let at = 0; at < count; at++) {
    const { form, text } = makeArticle(most, random);
    const path = `${at}.${pick(extensions, random)}`;
    made.set(path, `${form}, ${text.length} characters`);
    await writeFile(join(corpusFolder, path), text);
  }
  for (const { name, text } of others) await writeFile(join(corpusFolder, name), text);
  await ingest({ corpusFolder, indexFolder, parseLimits: { timeoutMs: 5_000 } }, { embedder, now: () => new Date() });
  const index = await openIndex(indexFolder, { model: embedder.model });
  return {
    index,
    madeOf: (path) => made.get(path) ?? path,
    remove: async () => {
      index.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
