import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judge, probabilityOfAnswer, readCalibration, signalsOf, type Signals } from '../../src/answering/index.js';
import { expectationOf } from '../../src/answering/expected-words.js';
import { lacksExpectedWords } from '../../src/answering/judge.js';
import { rankingOf } from './made-up-ranking.js';

const calibration = readCalibration();
const unit = fc.double({ min: 0, max: 1, noNaN: true });
const signals: fc.Arbitrary<Signals> = fc.record({
  height: unit,
  overBackground: unit,
  overFourth: unit,
  coverage: unit,
  weakestMatch: unit,
});
const levels = ['refuse', 'caution', 'answer'];

describe('judge', () => {
  it('has three levels, and each of them occurs', () => {
    const seen = new Set(fc.sample(signals, { numRuns: 2000, seed: 1 }).map((sample) => judge(sample, calibration)));
    expect([...seen].sort()).toEqual([...levels].sort());
  });

  it('refuses whatever does not reach the least height, however much the rest speaks for it', () => {
    fc.assert(
      fc.property(signals, (given) => {
        const low = { ...given, height: calibration.minHeight - 0.001, overBackground: 1, overFourth: 1, coverage: 1, weakestMatch: 1 };
        expect(judge(low, calibration)).toBe('refuse');
      }),
    );
  });

  it('never says less of a higher probability at the same height', () => {
    fc.assert(
      fc.property(signals, signals, (a, b) => {
        const [low, high] = [a, { ...b, height: a.height }].sort(
          (x, y) => probabilityOfAnswer(x, calibration) - probabilityOfAnswer(y, calibration),
        );
        expect(levels.indexOf(judge(high!, calibration))).toBeGreaterThanOrEqual(levels.indexOf(judge(low!, calibration)));
      }),
    );
  });

  it('never says less of more words covered, or of a better weakest match', () => {
    fc.assert(
      fc.property(signals, fc.constantFrom('coverage', 'weakestMatch', 'overFourth'), (given, name) => {
        const better = { ...given, [name]: given[name] + 0.2 };
        expect(levels.indexOf(judge(better, calibration))).toBeGreaterThanOrEqual(levels.indexOf(judge(given, calibration)));
      }),
    );
  });

  it('gives a probability between 0 and 1', () => {
    fc.assert(
      fc.property(signals, (given) => {
        const probability = probabilityOfAnswer(given, calibration);
        expect(probability).toBeGreaterThan(0);
        expect(probability).toBeLessThan(1);
      }),
    );
  });
});

describe('the signals', () => {
  it('are taken from the ranking: the best height, over the background, over the fourth, and the weakest of the heavier tokens', () => {
    const ranking = rankingOf(
      [0.9, 0.7, 0.6, 0.5, 0.4].map((match) => ({ sentences: ['句子。'], matches: [[match, match - 0.1]] })),
      0.25,
    );
    const taken = signalsOf(ranking);
    expect(taken.height).toBeCloseTo(0.85);
    expect(taken.overBackground).toBeCloseTo(0.6);
    expect(taken.overFourth).toBeCloseTo(0.4);
    expect(taken.coverage).toBe(0.5);
    expect(taken.weakestMatch).toBeCloseTo(0.9);
  });

  it('take the last of fewer than four, and are nothing where there is no passage', () => {
    const two = rankingOf([0.9, 0.6].map((match) => ({ sentences: ['句子。'], matches: [[match]] })));
    expect(signalsOf(two).overFourth).toBeCloseTo(0.3);
    expect(Object.values(signalsOf(rankingOf([])))).toEqual([0, 0, 0, 0, 0]);
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
