import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { namesIn } from '../../../src/generating/checks/names-in.js';
import { normaliseText } from '../../../src/language/index.js';
import { anyUnits, cutText } from '../../language/made-up-texts.js';

const named = (text: string, ...kinds: string[]): string[] =>
  namesIn(text)
    .filter(({ kind }) => kinds.length === 0 || kinds.includes(kind))
    .map(({ text: name }) => name);

describe('the names in a text', () => {
  it('are, in Chinese, whatever is written in Latin letters', () => {
    expect(named('GPT-4o 比 o1-preview 快，Mark Chen2018年加入')).toEqual(['GPT-4o', 'o1-preview', 'Mark', 'Chen']);
  });

  it('are, in English, capitals within a sentence and unusual spellings anywhere', () => {
    expect(named("iPhone sales rose, says Anna Berg, and Oslo's port grew in March 2019", 'latin')).toEqual([
      'iPhone',
      'Anna',
      'Berg',
      'Oslo',
    ]);
  });

  it('are perhaps the first word of an English sentence', () => {
    expect(named('Siemens built it. The lamp turns.')).toEqual(['Siemens']);
    expect(namesIn('Siemens built it.')[0]?.kind).toBe('opening');
  });

  it('are transcribed and well-known names in Chinese, and what may be a person’s', () => {
    expect(named('張奇教授說', 'perhaps')).toEqual(['张奇']);
    expect(named('馬斯克打敗了卡斯帕洛夫', 'han')).toEqual(['马斯克', '卡斯帕洛夫']);
    expect(named('他毕业于清华大学，后来进了谷歌', 'known')).toEqual(['清华大学', '谷歌']);
  });

  it('are not units, months, offices or companies that are only spoken of', () => {
    for (const text of ['响应时间32s', '这家公司很大', '副教授们', 'It took 32 seconds on Monday in May', 'a 32-second wait'])
      expect(named(text), text).toEqual([]);
  });

  it('are slices of the normalised text, whatever the text', () => {
    fc.assert(
      fc.property(fc.oneof(cutText, anyUnits), (text) => {
        for (const { text: name, start, end } of namesIn(text)) expect(normaliseText(text).slice(start, end)).toBe(name);
      }),
      { numRuns: 500 },
    );
  });
});
