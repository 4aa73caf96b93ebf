import { describe, expect, it } from 'vitest';
import { compareNumbers, unsupportedBound } from '../../../src/generating/checks/compare-numbers.js';
import { normaliseText } from '../../../src/language/index.js';

const compared = (statement: string, quotation: string, question = '') =>
  compareNumbers(normaliseText(statement), normaliseText(quotation), normaliseText(question));

describe('a number of a statement', () => {
  it.each([
    ['it costs three to four times as much', '成本贵三四倍', 'held'],
    ['5,400 亿', '540 billion', 'held'],
    ['九成六的片子', '占96%', 'held'],
    ['Two in five new books', '翻译书占四成', 'held'],
    ['平台高出十六个百分点', '平台是五成七，社保部门是四成一', 'derived'],
    ['Three quarters are paper books', '四分之一是电子书', 'derived'],
    ['三大特征', '更强、更慢、更贵', 'derived'],
    ['卖出约三百架', '卖出312架', 'rounded'],
    ['去年超过四成来自出口', '出口占44%', 'rounded'],
  ])('is borne out by the same, by reckoning or by rounding: %s (%s)', (statement, quotation, finding) => {
    expect(compared(statement, quotation)[0]).toMatchObject({ finding, isInvented: false });
  });

  it.each([
    ['another', 'it took 23 seconds', '响应时间达32秒'],
    ['that of something else', 'three times', '仅需3秒'],
    ['one end of a range', 'three times as much', '贵三四倍'],
    ['another of that kind', '用了一小时', '在一项测试中,响应时间达32秒'],
    ['another year', 'He joined in February 2022.', '他在2023年2月加入'],
    ['a share for a multiple', 'three to four percent more', '贵三四倍'],
    ['another count', '有三种范式', '有两种范式'],
  ])('is invented where it is %s', (_, statement, quotation) => {
    expect(compared(statement, quotation).some(({ isInvented }) => isInvented)).toBe(true);
  });

  it('may come from the question, unless the quotation says otherwise', () => {
    expect(compared('in 2023 he joined', '他加入了公司', 'What did he do in 2023?')[0]?.isInvented).toBe(false);
    expect(compared('贵十倍', '贵三四倍', '真的贵十倍吗')[0]?.isInvented).toBe(true);
  });
});

describe('a bound', () => {
  const bridge = '新桥去年7月通车,造价达32亿元,工期近5年,每天至少有4万辆车通过。';

  it.each([
    ['新桥造价不到32亿元。', '不到 32亿元'],
    ['The bridge cost more than 3.2 billion yuan.', 'more than 3.2 billion yuan'],
    ['每天最多有4万辆车通过。', '最多有 4万'],
    ['At most 40,000 cars cross it each day.', 'At most 40,000'],
  ])('that the source does not set is none: %s', (statement, found) => expect(unsupportedBound(statement, bridge)).toBe(found));

  it.each([
    '新桥造价32亿元。',
    '新桥造价超过30亿元。',
    '每天有4万多辆车通过。',
    'At least 40,000 cars cross it each day.',
    'Building took nearly 5 years.',
    '工期不到5年。',
  ])('is borne out where the source sets it near that number, or has a greater or lesser one: %s', (statement) =>
    expect(unsupportedBound(statement, bridge)).toBeUndefined(),
  );
});
