import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createExtractiveComposer } from '../../src/answering/index.js';
import { expectationOf } from '../../src/answering/expected-words.js';
import { defaultSelectionRules, selectSentences, spanOfSentences } from '../../src/answering/select-sentences.js';
import type { Ranking } from '../../src/retrieval/index.js';
import { rankingOf, type MadeUpPassage } from './made-up-ranking.js';

const rules = { ...defaultSelectionRules, maxSelections: 3, maxScoreGap: 0.1 };
const texts = (ranking: Ranking, given = rules, question = ''): string[] =>
  selectSentences(ranking, expectationOf(question), given).map(({ candidate, first, last }) => {
    const { start, end } = spanOfSentences(candidate, first, last);
    return candidate.passage.text.slice(start, end);
  });

const match = fc.double({ min: 0, max: 1, noNaN: true });
const madeUp: fc.Arbitrary<MadeUpPassage[]> = fc.integer({ min: 1, max: 4 }).chain((tokens) =>
  fc.array(
    fc.array(fc.array(match, { minLength: tokens, maxLength: tokens }), { minLength: 1, maxLength: 4 }).map((matches) => ({
      sentences: matches.map((_, at) => ` 第${String(at)}句 。`),
      matches,
    })),
    { maxLength: 10 },
  ),
);

describe('selectSentences', () => {
  it('puts the most relevant sentence first, of the passage that matches best', () => {
    const ranking = rankingOf([
      {
        sentences: ['甲。', '乙。'],
        matches: [
          [0.2, 0.3],
          [0.9, 0.9],
        ],
      },
      { sentences: ['丙。'], matches: [[0.5, 0.5]] },
    ]);
    expect(texts(ranking)[0]).toBe('乙。');
  });

  it('chooses a further passage that ranks close to the best, even if it adds nothing', () => {
    const passages = (second: number) => [
      { sentences: ['甲。'], matches: [[0.9, 0.9]], score: 0.9 },
      { sentences: ['乙。'], matches: [[0.8, 0.8]], score: second },
    ];
    expect(texts(rankingOf(passages(0.85)))).toEqual(['甲。', '乙。']);
    expect(texts(rankingOf(passages(0.75)))).toEqual(['甲。']);
  });

  it('lets evidence decide between sentences that match alike', () => {
    const sentences = ['甲。', '乙。'];
    const read = (evidence: readonly number[]) => rankingOf([{ sentences, matches: [[0.5], [0.5]], reading: { answers: 1, evidence } }]);
    expect(texts(read([0.1, 0.6]))).toEqual(['乙。']);
    expect(texts(read([0.6, 0.1]))).toEqual(['甲。']);
  });

  it('chooses a further passage only where it may answer, and ranks and reads almost as well', () => {
    const read = (answers: number, score = 0.6) =>
      texts(
        rankingOf([
          { sentences: ['甲。'], matches: [[0.9]], score: 0.7, reading: { answers: 1, evidence: [0.5] } },
          { sentences: ['乙。'], matches: [[0.9]], score, reading: { answers, evidence: [0.5] } },
        ]),
      );
    expect(read(0)).toEqual(['甲。', '乙。']);
    expect(read(-2.5)).toEqual(['甲。']);
    expect(read(0, 0.45)).toEqual(['甲。']);
    expect(read(-4.5, 0.7)).toEqual(['甲。']);
  });

  it('prefers a sentence with the kind of words that the question asks for', () => {
    const ranking = rankingOf([{ sentences: ['修了很久。', '1998年修成。'], matches: [[0.8], [0.78]] }]);
    expect(texts(ranking)).toEqual(['修了很久。']);
    expect(texts(ranking, rules, '哪一年？')).toEqual(['1998年修成。']);
  });

  it('never selects a passage twice nor more than it may, and always at least one where there is any', () => {
    fc.assert(
      fc.property(madeUp, fc.integer({ min: 1, max: 5 }), (passages, maxSelections) => {
        const selections = selectSentences(rankingOf(passages), undefined, { ...rules, maxSelections });
        const ids = selections.map(({ candidate }) => candidate.passage.id);
        expect(new Set(ids).size).toBe(ids.length);
        expect(ids.length).toBeLessThanOrEqual(maxSelections);
        expect(ids.length > 0).toBe(passages.length > 0);
        for (const { candidate, first, last } of selections) {
          expect(first).toBeGreaterThanOrEqual(0);
          expect(last).toBeGreaterThanOrEqual(first);
          expect(last).toBeLessThan(candidate.passage.sentences.length);
        }
      }),
    );
  });

  it('gives spans without white space at their ends', () => {
    fc.assert(
      fc.property(madeUp, (passages) => {
        for (const text of texts(rankingOf(passages))) expect(text).toBe(text.trim());
      }),
    );
  });
});

describe('the extractive composer', () => {
  const composer = createExtractiveComposer(({ passage }, { start, end }, number) => ({
    number,
    quote: passage.text.slice(start, end),
    start: passage.start + start,
    end: passage.start + end,
    document: passage.document,
    documentSha256: '0',
    title: 'Made up',
  }));
  const compose = (ranking: Ranking, parts: readonly Ranking[] = [], question = '？') =>
    composer.compose({ question, ranking, parts: parts.map((part) => ({ question, ranking: part })) });

  it('rests each statement on its own citation, whose quotation holds it', async () => {
    await fc.assert(
      fc.asyncProperty(madeUp, async (passages) => {
        const { statements, citations } = await compose(rankingOf(passages));
        expect(citations.map(({ number }) => number)).toEqual(statements.map((_, at) => at + 1));
        statements.forEach(({ text, citations: numbers }, at) => {
          expect(numbers).toEqual([at + 1]);
          expect(citations[at]!.quote).toContain(text);
        });
      }),
    );
  });

  it('has the sentence before along where the chosen one points back to it', async () => {
    const { statements } = await compose(rankingOf([{ sentences: ['林海住在岛上。', '他守了三十年灯塔。'], matches: [[0.1], [0.9]] }]));
    expect(statements[0]!.text).toBe('林海住在岛上。他守了三十年灯塔。');
  });

  it('shows a statement with the sentences around it, as far as they fit', async () => {
    const long = `${'长'.repeat(150)}。`;
    const { citations } = await compose(rankingOf([{ sentences: [long, '灯塔在岛上。', '岛很小。'], matches: [[0.1], [0.9], [0.1]] }]));
    expect(citations[0]!.quote).toContain('灯塔在岛上。');
    expect(citations[0]!.quote).toContain('岛很小。');
    const [alone] = (await compose(rankingOf([{ sentences: [long.repeat(2), '灯塔在岛上。'], matches: [[0.1], [0.9]] }]))).citations;
    expect(alone!.quote).toBe('灯塔在岛上。');
  });

  it('answers each part of a double question first', async () => {
    const whole = rankingOf([
      { sentences: ['甲。'], matches: [[0.9]] },
      { sentences: ['乙。'], matches: [[0.8]] },
      { sentences: ['丙。'], matches: [[0.7]] },
    ]);
    const partOf = (id: number): Ranking => ({ ...whole, candidates: whole.candidates.filter(({ passage }) => passage.id === id) });
    const { statements } = await compose(whole, [partOf(2), partOf(1)]);
    expect(statements.map(({ text }) => text)).toEqual(['丙。', '乙。', '甲。']);
  });

  describe('for a question that asks for several things', () => {
    const passage = (answers: number, evidence: readonly number[], name: string, score = 0.5) => ({
      sentences: evidence.map((_, at) => `${name}${String(at)}。`),
      matches: evidence.map((each) => [each]),
      score,
      reading: { answers, evidence },
    });
    const list = (passages: readonly MadeUpPassage[], question = '有哪些？') => compose(rankingOf(passages), [], question);

    it('shows all sentences that are evidence, of all passages that answer, in the order of the article', async () => {
      const { statements, citations } = await list([passage(2, [0.1, 0.6, 0.8], '甲'), passage(3, [0.7, 0.1, 0.6], '乙', 0.55)]);
      expect(statements.map(({ text, citations: numbers }) => [text, ...numbers])).toEqual([
        ['甲1。', 1],
        ['甲2。', 1],
        ['乙0。', 2],
        ['乙2。', 2],
      ]);
      expect(citations.map(({ quote }) => quote)).toEqual(['甲0。甲1。甲2。', '乙0。乙1。乙2。']);
    });

    it('does so for no other question', async () => {
      expect((await list([passage(3, [0.7, 0.1, 0.6], '乙')], '是谁？')).statements.map(({ text }) => text)).toEqual(['乙0。']);
    });

    it('takes one sentence of what may answer, after what does', async () => {
      const { statements } = await list([passage(0, [0.7, 0.7], '甲'), passage(3, [0.7, 0.6], '乙', 0.55)]);
      expect(statements.map(({ text }) => text)).toEqual(['乙0。', '乙1。', '甲0。']);
    });

    it('ends after eight lines, and tells how many there are besides', async () => {
      const { statements, omitted } = await list([passage(3, Array<number>(11).fill(0.6), '乙')]);
      expect(statements).toHaveLength(8);
      expect(omitted).toBe(3);
      expect((await list([passage(3, Array<number>(8).fill(0.6), '乙')])).omitted).toBeUndefined();
    });

    it('goes on with what a sentence that ends in a colon announces', async () => {
      const ranking = rankingOf([
        {
          sentences: ['前言。', '有三种：\n', '红的\n', '绿的\n', '蓝的\n'],
          matches: [[0.1], [0.9], [0.1], [0.1], [0.1]],
          reading: { answers: 2, evidence: [0.1, 0.8, 0.1, 0.1, 0.1] },
        },
      ]);
      expect((await compose(ranking, [], '有哪些颜色？')).statements.map(({ text }) => text)).toEqual(['有三种：', '红的', '绿的', '蓝的']);
    });
  });

  it('quotes copies of one text once', async () => {
    const copy = { sentences: ['灯塔在岛上。', '岛很小。'], matches: [[0.9], [0.1]], score: 0.9 };
    const { citations } = await compose(rankingOf([copy, { ...copy, sentences: ['灯塔 在岛上。'], matches: [[0.9]], score: 0.88 }]));
    expect(citations.map(({ quote }) => quote)).toEqual(['灯塔在岛上。岛很小。']);
  });

  it('shows both sides of a comparison', async () => {
    const ranking = rankingOf([
      { sentences: ['红塔高三十米。'], matches: [[0.9]], score: 0.9 },
      { sentences: ['海很大。'], matches: [[0.8]], score: 0.85 },
      { sentences: ['风很大。', '白塔高二十米。'], matches: [[0.7], [0.5]], score: 0.5 },
    ]);
    const shown = async (question: string) => (await compose(ranking, [], question)).statements.map(({ text }) => text);
    expect(await shown('红塔和白塔哪个高？')).toEqual(['红塔高三十米。', '海很大。', '白塔高二十米。']);
    expect(await shown('红塔有多高？')).toEqual(['红塔高三十米。', '海很大。']);
    expect(await shown('红塔和黑塔哪个高？')).toEqual(['红塔高三十米。', '海很大。']);
  });
});
