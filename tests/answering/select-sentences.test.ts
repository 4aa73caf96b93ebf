import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createExtractiveComposer } from '../../src/answering/index.js';
import { expectationOf } from '../../src/answering/expected-words.js';
import { defaultSelectionRules, selectSentences, spanOfSentences } from '../../src/answering/select-sentences.js';
import type { Ranking } from '../../src/retrieval/index.js';
import { rankingOf, type MadeUpPassage } from './made-up-ranking.js';

const rules = { ...defaultSelectionRules, maxSelections: 3, minGain: 0.05, maxGap: 0.1, minNeighbourGain: 0.1 };
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

  it('chooses a further passage for what it adds to the question’s tokens', () => {
    const ranking = rankingOf([
      { sentences: ['甲。'], matches: [[0.9, 0.1]], score: 0.9 },
      { sentences: ['乙。'], matches: [[0.8, 0.1]], score: 0.7 },
      { sentences: ['丙。'], matches: [[0.1, 0.9]], score: 0.6 },
    ]);
    expect(texts(ranking)).toEqual(['甲。', '丙。']);
  });

  it('chooses a further passage that ranks close to the best, even if it adds nothing', () => {
    const passages = (second: number) => [
      { sentences: ['甲。'], matches: [[0.9, 0.9]], score: 0.9 },
      { sentences: ['乙。'], matches: [[0.8, 0.8]], score: second },
    ];
    expect(texts(rankingOf(passages(0.85)))).toEqual(['甲。', '乙。']);
    expect(texts(rankingOf(passages(0.75)))).toEqual(['甲。']);
  });

  it('takes the neighbouring sentence along where it holds what the chosen one lacks', () => {
    const ranking = rankingOf([
      {
        sentences: ['甲。', '乙。', '丙。'],
        matches: [
          [0.1, 0.1],
          [0.9, 0.1],
          [0.1, 0.9],
        ],
      },
    ]);
    expect(texts(ranking)).toEqual(['乙。丙。']);
    expect(texts(ranking, { ...rules, minNeighbourGain: 1 })).toEqual(['乙。']);
  });

  it('prefers a sentence with the kind of words that the question asks for', () => {
    const ranking = rankingOf([{ sentences: ['修了很久。', '1998年修成。'], matches: [[0.8], [0.78]] }]);
    const wide = { ...rules, minNeighbourGain: 1 };
    expect(texts(ranking, wide)).toEqual(['修了很久。']);
    expect(texts(ranking, wide, '哪一年？')).toEqual(['1998年修成。']);
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
  const compose = (ranking: Ranking, parts: readonly Ranking[] = []) => composer.compose({ question: '？', ranking, parts });

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
});
