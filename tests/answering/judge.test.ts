import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { probabilityOf, readCalibration, signalNames, signalsOf, type Signals } from '../../src/answering/index.js';
import { expectationOf } from '../../src/answering/expected-words.js';
import { judge, judgeRanking, lacksExpectedWords } from '../../src/answering/judge.js';
import { rankingOf } from './made-up-ranking.js';

const calibration = readCalibration();
const unit = fc.double({ min: 0, max: 1, noNaN: true });
const signals: fc.Arbitrary<Signals> = fc.record({
  reading: fc.double({ min: -6, max: 5, noNaN: true }),
  overNoise: fc.double({ min: -4, max: 6, noNaN: true }),
  similarityOverNoise: fc.double({ min: -4, max: 6, noNaN: true }),
  weakestMatch: fc.double({ min: -1, max: 1, noNaN: true }),
  coverage: unit,
});
const levels = ['refuse', 'caution', 'answer'];

describe.each(['reading', 'ranking'] as const)('judge, for a model of the kind "%s"', (kind) => {
  const decisions = calibration[kind];

  it('has three levels, and each of them occurs', () => {
    const seen = new Set(fc.sample(signals, { numRuns: 2000, seed: 1 }).map((sample) => judge(sample, decisions)));
    expect([...seen].sort()).toEqual([...levels].sort());
  });

  it('never says less of what reads better, stands out more and is matched better', () => {
    fc.assert(
      fc.property(signals, fc.constantFrom(...signalNames), (given, name) => {
        const better = { ...given, [name]: given[name] + 0.2 };
        expect(levels.indexOf(judge(better, decisions))).toBeGreaterThanOrEqual(levels.indexOf(judge(given, decisions)));
      }),
    );
  });

  it('gives a probability between 0 and 1', () => {
    fc.assert(
      fc.property(signals, (given) => {
        const probability = probabilityOf(given, decisions.refuse);
        expect(probability).toBeGreaterThan(0);
        expect(probability).toBeLessThan(1);
      }),
    );
  });
});

describe('the signals', () => {
  it('are those of the best candidate', () => {
    const ranking = rankingOf(
      [0.9, 0.7, 0.6, 0.5, 0.4].map((match) => ({
        sentences: ['句子。', '另一句。'],
        matches: [
          [match, match - 0.1],
          [match - 0.3, match],
        ],
      })),
      0.25,
    );
    const { reading, overNoise, similarityOverNoise, weakestMatch, coverage } = signalsOf(ranking);
    expect({ reading, overNoise, similarityOverNoise, coverage }).toEqual({
      reading: 0,
      overNoise: 2,
      similarityOverNoise: 2,
      coverage: 0.5,
    });
    expect(weakestMatch).toBeCloseTo(0.9);
  });

  it('look for the worst match among the tokens that count most', () => {
    const ranking = rankingOf([{ sentences: ['句子。'], matches: [[0.9, 0.2, 0.7]] }]);
    const weighted = { ...ranking, tokenWeights: Float32Array.of(0.5, 0.1, 0.4) };
    expect(signalsOf(weighted).weakestMatch).toBeCloseTo(0.7);
  });

  it('are nothing where there is no passage', () => {
    expect(Object.values(signalsOf(rankingOf([])))).toEqual([0, 0, 0, 0, 0]);
    expect(judgeRanking(rankingOf([]), calibration)).toBe('refuse');
  });
});

describe('a question for a number or a time', () => {
  const ranking = (texts: readonly string[]) => rankingOf(texts.map((text, at) => ({ sentences: [text], matches: [[0.9 - at / 10]] })));

  it.each([
    ['门票多少钱？', ['门票很贵。', '票在港口买。', '门票是20元。'], true],
    ['门票多少钱？', ['门票很贵。', '门票是20元。'], false],
    ['哪一年修的？', ['修了很久。', '花了20元。'], true],
    ['哪一年修的？', ['1998年修成。'], false],
    ['谁修的？', ['修了很久。'], false],
    ['漂亮吗？', ['修了很久。'], false],
  ])('“%s” lacks what it asks for in %j: %s', (question, texts, lacks) => {
    expect(lacksExpectedWords(expectationOf(question), ranking(texts))).toBe(lacks);
  });
});
