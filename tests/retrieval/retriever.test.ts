import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRetriever, plainQuery, type Ranking, type Retriever } from '../../src/retrieval/index.js';
import type { PassageIndex } from '../../src/search-index/index.js';
import { indexArticle, indexCorpus, type IndexedCorpus } from '../evaluation/indexed-article.js';
import { createHashEmbedder } from '../fakes/hash-embedder.js';

describe('retrieval from the article', () => {
  let article: IndexedCorpus;
  let retriever: Retriever;
  beforeAll(async () => {
    article = await indexArticle();
    retriever = createRetriever({ embedder: article.embedder, index: () => article.index });
  });
  afterAll(() => article.remove());

  const ask = (question: string): Promise<Ranking> => retriever.retrieve(plainQuery(question));
  const bestTexts = ({ candidates }: Ranking, count: number): string =>
    candidates
      .slice(0, count)
      .map(({ passage }) => passage.text)
      .join('\n');

  it.each([
    ['公司名单里有哪些名校的毕业生？', '清华'],
    ['圍棋冠軍是被誰打敗的？', '李世石'],
    ['哪個團隊做了圖像產品？', 'DALL·E'],
    ['Which Go champions were defeated by a machine?', '李世石'],
    ['Who used to work at Google Brain and on PaLM?', 'Hyung Won Chung'],
    ['Which universities did the researchers graduate from?', '清华'],
    ['Which start-up did the former chief scientist found?', 'SSI'],
  ])('finds what “%s” asks for', async (question, evidence) => {
    expect(bestTexts(await ask(question), 3)).toContain(evidence);
  });

  it('ranks a question in traditional characters as the same in simplified ones', async () => {
    const [traditional, simplified] = [await ask('圍棋冠軍是被誰打敗的'), await ask('围棋冠军是被谁打败的')];
    expect(traditional).toEqual(simplified);
  });

  it('makes every passage of a short article a candidate, each once, best first', async () => {
    const { candidates } = await ask('围棋');
    expect(candidates.map(({ passage }) => passage.id).sort((a, b) => a - b)).toEqual(
      Array.from({ length: article.index.passageCount }, (_, id) => id),
    );
    const scores = candidates.map(({ score }) => score);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
  });

  it('gives each candidate the scores that its rank rests on, within their bounds', async () => {
    const { candidates, tokenWeights } = await ask('围棋冠军是谁？');
    for (const { lateInteraction, similarity, coverage, bm25, sentenceMatches, passage } of candidates) {
      for (const cosine of [lateInteraction, similarity]) expect(Math.abs(cosine)).toBeLessThanOrEqual(1.05);
      expect(coverage).toBeGreaterThanOrEqual(0);
      expect(coverage).toBeLessThanOrEqual(1.0001);
      expect(bm25).toBeGreaterThanOrEqual(0);
      expect(sentenceMatches).toHaveLength(passage.sentences.length);
      for (const matches of sentenceMatches) expect(matches).toHaveLength(tokenWeights.length);
    }
    expect(tokenWeights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 4);
    expect(candidates[0]!.background).toBeLessThan(candidates[0]!.lateInteraction);
  });

  it('lets an English question share words with Chinese text by their translations, and nothing by the words of asking', async () => {
    const { candidates } = await ask('Who are they, and what do they do?');
    for (const { coverage, bm25 } of candidates) expect([coverage, bm25]).toEqual([0, 0]);
    const translated = await ask('Which champions were defeated?');
    const matched = translated.candidates.filter(({ coverage, bm25 }) => coverage > 0 && bm25 > 0);
    expect(matched.length).toBeGreaterThan(0);
    expect(matched.length).toBeLessThan(translated.candidates.length);
  });

  it('finds nothing in particular for a question without words, and does not fail', async () => {
    for (const text of ['？', '🚀', ' ', '']) {
      const { candidates } = await ask(text);
      for (const { score } of candidates) expect(Number.isFinite(score)).toBe(true);
    }
  });

  it('finds the answer to a follow-up with the earlier question in front', async () => {
    const before = 'Hyung Won Chung是谁？ ';
    const ranking = await retriever.retrieve({ text: `${before}他以前在哪里工作？`, contextEnd: before.length });
    expect(bestTexts(ranking, 2)).toContain('谷歌大脑');
  });
});

describe('retrieval from more passages than can all be ranked', () => {
  const embedder = createHashEmbedder();
  let corpus: IndexedCorpus;
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'footnote-many-'));
    const lines = Array.from(
      { length: 400 },
      (_, at) => `Harbour log ${String(at)}: the crew of vessel v${String(at)} mended ${String(at % 7)} nets and sails.`,
    );
    await writeFile(join(folder, 'log.txt'), lines.join('\n'));
    corpus = await indexCorpus(folder, embedder);
  });
  afterAll(async () => {
    await corpus.remove();
    await rm(folder, { recursive: true, force: true });
  });

  it('takes candidates by meaning and by words, and not everything', async () => {
    const { index } = corpus;
    // Its vector points somewhere else than its words.
    const { vector } = await embedder.embedQuestion('nets and sails');
    const misled = { ...embedder, embedQuestion: async (text: string) => ({ ...(await embedder.embedQuestion(text)), vector }) };
    const { candidates } = await createRetriever({ embedder: misled, index: () => index }).retrieve(plainQuery('v123'));
    expect(index.passageCount).toBeGreaterThan(300);
    expect(candidates.length).toBeLessThan(index.passageCount / 2);
    const ids = candidates.map(({ passage }) => passage.id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { id } of index.nearest(vector, 20)) expect(ids).toContain(id);
    expect(
      index
        .nearest(vector, 60)
        .map(({ id }) => index.passages([id])[0]!.text)
        .join(),
    ).not.toContain('v123 ');
    expect(candidates[0]!.passage.text).toContain('v123 ');
  });

  it('still has candidates by meaning where no passage holds a word of the question', async () => {
    const { candidates } = await createRetriever({ embedder, index: () => corpus.index }).retrieve(plainQuery('灯塔在哪里'));
    expect(candidates.length).toBeGreaterThan(0);
    for (const { coverage, bm25 } of candidates) expect([coverage, bm25]).toEqual([0, 0]);
  });

  it('searches the build that is being served, from one question to the next', async () => {
    const small = await mkdtemp(join(tmpdir(), 'footnote-small-'));
    await writeFile(join(small, 'one.txt'), 'A heron waits in the shallow water.');
    const other = await indexCorpus(small, createHashEmbedder());
    let serving: PassageIndex = corpus.index;
    const retriever = createRetriever({ embedder, index: () => serving });
    const first = await retriever.retrieve(plainQuery('heron'));
    serving = other.index;
    const second = await retriever.retrieve(plainQuery('heron'));
    expect(first.candidates.every(({ passage }) => passage.document === 'log.txt')).toBe(true);
    expect(second.candidates.map(({ passage }) => passage.document)).toEqual(['one.txt']);
    await other.remove();
    await rm(small, { recursive: true, force: true });
  });
});
