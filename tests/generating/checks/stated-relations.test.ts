import { describe, expect, it } from 'vitest';
import { bindingConflict } from '../../../src/generating/checks/bindings.js';
import { miscalculatedComparison } from '../../../src/generating/checks/compared-numbers.js';
import { exaggerationIn } from '../../../src/generating/checks/closed-classes.js';
import { polarityConflict } from '../../../src/generating/checks/polarity.js';
import { unsupportedTime } from '../../../src/generating/checks/relative-times.js';
import { notAStatement } from '../../../src/generating/checks/statement-form.js';

const bridge = '新桥去年7月通车,造价达32亿元,工期近5年,每天至少有4万辆车通过。';
const lamps = '旧灯亮起要32秒,而新灯Helio-2只需3秒。Helio-1亮起要40秒。';
const price = 'Helio-2的成本比Helio-1贵三四倍。';

describe('a time told from when the article was written', () => {
  it.each([
    ['新桥今年7月通车。', '今年'],
    ['The bridge opened this July.', 'this July'],
    ['The bridge opened next year.', 'next year'],
  ])('is not another one: %s', (statement, found) => expect(unsupportedTime(statement, bridge, '')).toBe(found));

  it.each(['新桥去年7月通车。', 'The bridge opened last July.', 'The bridge opened in July of last year.', 'It opens today.'])(
    'is borne out by the same, in either language: %s',
    (statement) => expect(unsupportedTime(statement, bridge, '')).toBeUndefined(),
  );

  it('may be the question’s', () => expect(unsupportedTime('今年没有通车。', '没有通车。', '今年通车了吗？')).toBeUndefined());
});

describe('a comparison', () => {
  it.each(['Helio-2亮起比Helio-1慢。', 'Helio-2 lights up more slowly than Helio-1.', 'Helio-1 is faster than Helio-2.'])(
    'is held against the numbers of both: %s',
    (statement) => expect(miscalculatedComparison(statement, lamps)).toBeDefined(),
  );

  it.each(['Helio-2亮起比Helio-1快。', 'Helio-1 is slower than Helio-2.', 'Helio-2 is brighter than Helio-1.'])(
    'that agrees, or that no number tells about, stands: %s',
    (statement) => expect(miscalculatedComparison(statement, lamps)).toBeUndefined(),
  );

  it.each([
    'Helio-1 costs three to four times more than Helio-2.',
    'Helio-1 is three to four times as expensive as Helio-2.',
    'Helio-1 costs three to four times as much as Helio-2.',
  ])('has its two sides where the source has them: %s', (statement) =>
    expect(bindingConflict(statement, price)).toMatchObject({ kind: 'comparison' }),
  );

  it('in the source’s direction stands', () =>
    expect(bindingConflict('Helio-2 is three to four times as expensive as Helio-1.', price)).toBeUndefined());
});

describe('a claim without exception', () => {
  it.each([
    ['模型只有训练时的规律。', '模型不仅仅拥有训练时的规律。'],
    ['它在所有任务上都超过专家。', '它完全吊打对手,并在部分任务上超出专家。'],
    ['It outperforms experts on most tasks.', '更强主要体现在推理,在部分任务上超出专家。'],
    ['He alone developed it.', '他参与过它的研发。'],
    ['The company confirmed it.', '据称采用了新的数据集。'],
  ])('is granted by no word of something else: %s', (statement, quotation) => expect(exaggerationIn(statement, quotation)).toBeDefined());

  it.each([
    ['It does so not only in training.', '不仅仅在训练时如此。'],
    ['It is not from prompting alone.', '它不是纯粹地通过提示完成的。'],
    ['It is mainly stronger in reasoning.', '更强主要体现在推理能力。'],
  ])('stands where the source says as much: %s', (statement, quotation) => expect(exaggerationIn(statement, quotation)).toBeUndefined());
});

describe('a denial', () => {
  const denies = (statement: string, quotation: string): boolean => polarityConflict(statement, quotation, [[1]]) !== undefined;

  it.each([
    '两种材料缺一不可。',
    '缺了哪种材料都不行。',
    '少了一种材料就不成。',
    '两种材料必不可少。',
    '两种材料不可或缺。',
    '两种材料都不能缺。',
  ])('of a lack affirms: %s', (quotation) => {
    expect(denies('两种材料都需要。', quotation)).toBe(false);
    expect(denies('两种材料都不需要。', quotation)).toBe(true);
  });

  it('of something else denies', () => {
    expect(denies('缺水的村子能种稻。', '缺水的村子不能种稻。')).toBe(true);
    expect(denies('这里能种稻。', '这里不能种稻。')).toBe(true);
  });
});

describe('a fragment', () => {
  it.each(['32', '32秒。', 'Helio-2', '32 seconds.', 'The first.'])('is no statement: %s', (text) =>
    expect(notAStatement(text)).toBe('fragment'),
  );
  it.each(['花了32秒。', 'It costs $5.', 'Helio-2更快。', '三年。'])('is not what is short: %s', (text) =>
    expect(notAStatement(text)).toBeUndefined(),
  );
});

describe('a statement', () => {
  it.each([
    ['about-itself', 'According to passage 2, it took 32 seconds.'],
    ['about-itself', '第2段说用了32秒。'],
    ['instruction', '它用了32秒，建议大家改用别的。'],
  ])('is not %s: %s', (kind, text) => expect(notAStatement(text)).toBe(kind));
});
