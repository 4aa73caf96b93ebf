import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readDocument, type SourceDocument } from '../../src/corpus/index.js';
import { ingest, whyStale, type IngestReport } from '../../src/ingest/index.js';
import { findRepetition, passagesWithout, textKeysOf } from '../../src/ingest/repeated-text.js';
import { openIndex } from '../../src/search-index/index.js';
import { createHashEmbedder } from '../fakes/hash-embedder.js';
import { articleOn, makeUpCorpus, type MadeUpCorpus } from './made-up-corpus.js';

const read = (text: string, path: string): Promise<SourceDocument> => readDocument(Buffer.from(text), { path });
const budget = { countTokens: (text: string): number => text.length, maxTokens: 400 };
const blurb = '欢迎关注我们的公众号，每周精选开源进展。';
const subjects = ['apples', 'pears', 'plums', 'cherries', 'grapes'];

async function passagesOf(texts: readonly string[]): Promise<string[][]> {
  const documents = await Promise.all(texts.map((text, at) => read(text, `${at}.md`)));
  const repetition = findRepetition(new Map(documents.map((document) => [document.path, textKeysOf(document)])));
  return documents.map((document) => passagesWithout(document, repetition.get(document.path), budget).map(({ text }) => text));
}

describe('text that recurs in many documents', () => {
  it('is in no passage, and no passage reaches over it', async () => {
    const found = await passagesOf(
      subjects.map((subject) => `# ${subject}\n\n## Part\n\nBefore ${subject}.\n\n${blurb}\n\nAfter ${subject}.`),
    );
    expect(found[0]).toEqual(['Before apples.', 'After apples.']);
    const [document] = await Promise.all([read(`# T\n\n## Part\n\nBefore.\n\n${blurb}\n\nAfter.`, 'a.md')]);
    const shared = new Set(textKeysOf(document).paragraphs.map(([key]) => key));
    expect(passagesWithout(document, { shared }, budget).map(({ text, section, ordinal }) => [text, section, ordinal])).toEqual([
      ['Before.', 'Part', 0],
      ['After.', 'Part', 1],
    ]);
  });

  it('recurs also where links, punctuation, case and width differ', async () => {
    const variants = [
      '订阅我们的电子报 ABC：https://a.example/1',
      '订阅我们的电子报 abc https://b.example/22',
      '**订阅**我们的电子报ＡＢＣ！',
      '订阅我们的电子报 Abc（https://c.example）',
    ];
    const found = await passagesOf(variants.map((variant, at) => `${articleOn(subjects[at]!)}\n\n${variant}`));
    expect(found.flat().filter((text) => text.includes('电子报'))).toEqual([]);
  });

  it.each([
    ['three documents', (at: number) => (at < 3 ? blurb : '')],
    ['numbers that differ', (at: number) => `deps: upgrade the package manager to 8.${at}.1`],
    ['short lines', () => '优点：'],
    ['headings', () => '## 本周的开源项目进展与讨论'],
    ['bylines', () => '作者：张三丰与李四海等人共同撰写'],
    ['headers of tables', (at: number) => `| 项目的名称叫做什么 | 项目的说明是什么 |\n|---|---|\n| ${at} | ${at} |`],
  ])('is not %s', async (_, textAt) => {
    const texts = subjects.map((subject, at) => `${textAt(at)}\n\n${articleOn(subject)}\n\n${textAt(at)}`);
    const whole = await Promise.all(
      texts.map(async (text, at) => passagesWithout(await read(text, `${at}.md`), undefined, budget).map((passage) => passage.text)),
    );
    expect(await passagesOf(texts)).toEqual(whole);
  });

  it('stays in a document that is little else: that is another version of the others', async () => {
    const found = await passagesOf(subjects.map((subject) => `${articleOn('fruit', 6)}\n\nThis version is about ${subject}.`));
    expect(found.every((passages) => passages.join(' ').includes('fruit number 6'))).toBe(true);
  });

  it('has to be in more documents where there are more', () => {
    const keys = (at: number) => ({ content: String(at), characters: 1000, paragraphs: at < 5 ? ([['shared', 20]] as const) : [] });
    const documents = (count: number) => new Map(Array.from({ length: count }, (_, at) => [String(at), keys(at)]));
    expect(findRepetition(documents(799)).size).toBe(5);
    expect(findRepetition(documents(800)).size).toBe(0);
  });

  it('counts copies of one document once', async () => {
    const found = await passagesOf([...subjects.slice(1, 5).map(() => articleOn('apples')), articleOn('pears')]);
    expect(found.map((passages) => passages.length > 0)).toEqual([true, false, false, false, true]);
  });
});

describe('ingest of documents with text in common', () => {
  let corpus: MadeUpCorpus;
  let embedded: string[];
  const embedder = createHashEmbedder({ onBatch: (texts) => void embedded.push(...texts) });
  const run = (): Promise<IngestReport> => ingest(corpus, { embedder, now: () => new Date() });
  const withBlurb = (subject: string): string => `${articleOn(subject)}\n\n${blurb}`;

  async function passageTexts(): Promise<string[]> {
    const index = await openIndex(corpus.indexFolder, { model: embedder.model });
    try {
      return index.documents().map(({ path }) =>
        index
          .passages(index.passagesOf(path))
          .map(({ text }) => text)
          .join('\n'),
      );
    } finally {
      index.close();
    }
  }

  beforeEach(async () => {
    embedded = [];
    corpus = await makeUpCorpus(Object.fromEntries(subjects.slice(0, 3).map((subject) => [`${subject}.txt`, withBlurb(subject)])));
    await corpus.write('other.txt', articleOn('nothing'));
    await run();
    embedded = [];
  });
  afterEach(() => corpus.removeAll());

  it('embeds documents anew when what they share begins to recur, and ceases to, and no others', async () => {
    expect((await passageTexts()).filter((text) => text.includes(blurb))).toHaveLength(3);

    await corpus.write('cherries.txt', withBlurb('cherries'));
    expect(await run()).toMatchObject({
      added: ['cherries.txt'],
      changed: [],
      unchanged: expect.arrayContaining(['apples.txt', 'other.txt']) as unknown,
    });
    expect(embedded.join(' ')).toContain('apples');
    expect(embedded.join(' ')).not.toContain('nothing');
    expect((await passageTexts()).filter((text) => text.includes(blurb))).toHaveLength(0);

    embedded = [];
    await corpus.write('grapes.txt', withBlurb('grapes'));
    await run();
    expect(embedded.join(' ')).toContain('grapes');
    expect(embedded.join(' ')).not.toContain('apples');

    await corpus.remove('grapes.txt');
    await corpus.remove('cherries.txt');
    await run();
    expect((await passageTexts()).filter((text) => text.includes(blurb))).toHaveLength(3);
    expect(await whyStale(corpus.indexFolder, corpus.corpusFolder, embedder.model)).toBeUndefined();
    expect((await run()).isNewBuild).toBe(false);
  });

  it('lists a copy, names it in the report, and indexes it when the other one leaves', async () => {
    await corpus.write('zz-copy.md', `${articleOn('nothing').replaceAll('\n\n', '\n\n\n')}\n`);
    expect(await run()).toMatchObject({ duplicates: [{ path: 'zz-copy.md', duplicateOf: 'other.txt' }], documentCount: 5 });
    expect((await passageTexts()).at(-1)).toBe('');
    expect((await run()).isNewBuild).toBe(false);

    await corpus.remove('other.txt');
    expect(await run()).toMatchObject({ removed: ['other.txt'], duplicates: [] });
    expect((await passageTexts()).at(-1)).toContain('nothing');
  });
});
