import { Converter } from 'opencc-js';
import { describe, expect, it } from 'vitest';
import type { SourceSummary, ThinkingStep } from '../../src/answering/index.js';
import { volumesOf } from '../../src/chat/index.js';
import { textsFor } from '../../src/chat/texts/index.js';
import { languages, type Language } from '../../src/language/index.js';

const source: SourceSummary = { path: 'a.txt', title: 'A', authors: ['B'], publisher: 'C', passageCount: 3 };

const states = ['doing', 'done'] as const;
const steps: readonly ThinkingStep[] = states.flatMap((state): readonly ThinkingStep[] => [
  { id: 1, state, kind: 'split', questions: ['A', 'B'] },
  { id: 2, state, kind: 'look-up', question: 'A', passages: 0 },
  { id: 3, state, kind: 'look-up', question: 'B', passages: 1 },
  { id: 4, state, kind: 'write', statements: 3 },
  { id: 5, state, kind: 'check', kept: 2, dropped: 1 },
  { id: 6, state, kind: 'check', kept: 2, dropped: 0 },
  { id: 7, state, kind: 'retry', statements: 1 },
]);

/** What each text that is a function is called with. */
const samples: Readonly<Record<string, readonly (readonly unknown[])[]>> = {
  'answer.place': [[{ title: 'A', section: 'B', page: 3 }], [{ title: 'A' }]],
  'answer.quoted': [['A']],
  'answer.quotedFrom': [[['A']], [['A', 'B']]],
  'answer.andMore': [[1], [3]],
  'answer.onTopicOnly': [['A']],
  'answer.translation': [['A']],
  'conversation.welcome': [[[]], [[source]], [[source, source, source, source, source]]],
  'conversation.tooLong': [[500]],
  'passage.heading': [[2]],
  'thinking.step': steps.map((step) => [step]),
  'passage.noSuchNumber': [
    [5, 1],
    [5, 3],
  ],
  'sources.heading': [[1], [4]],
  'sources.headingOfPage': [[40, 16, 30]],
  'sources.line': [[source]],
  'limits.tooManyQuestions': [[1], [20]],
  'limits.missingPermission': [[['A']], [['A', 'B']]],
  'language.unknown': [['A']],
  'buttons.passage': [[1]],
  'reports.heading': [[7]],
  'reports.stats': [[volumesOf([], [])]],
  'reports.nothingAsked': [[7]],
  'reports.unanswered': [[7, 3]],
  'reports.nothingUnanswered': [[7]],
  'reports.asked': [
    ['A', 1],
    ['A', 3],
  ],
  'forms.threadName': [['A']],
  'terminal.unknownCommand': [['A']],
};

/** Every text of a language, functions called, by its key. */
function textsOf(language: Language): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  const collect = (value: unknown, key: string): void => {
    if (typeof value === 'string') found.set(key, [value]);
    else if (typeof value === 'function') {
      const calls = samples[key];
      if (calls === undefined) throw new Error(`No sample arguments for ${key}.`);
      found.set(
        key,
        calls.map((call) => String(Reflect.apply(value, undefined, call))),
      );
    } else if (typeof value === 'object' && value !== null) {
      for (const [name, inner] of Object.entries(value)) collect(inner, key === '' ? name : `${key}.${name}`);
    }
  };
  collect(textsFor(language), '');
  return found;
}

/** The languages' own names are written in their own script everywhere. */
const names = /简体中文|繁體中文/g;

/** opencc-js's own types cannot be resolved under NodeNext. */
function converter(options: { readonly from: 'cn' | 't'; readonly to: 'cn' | 'tw' }): (text: string) => string {
  const convert: unknown = Converter(options);
  if (typeof convert !== 'function') throw new Error('opencc-js gives something else than a function.');
  return (text) => String(Reflect.apply(convert, undefined, [text]));
}

/** Characters of a text that the conversion changes, one by one. */
function changedBy(convert: (text: string) => string, text: string): readonly string[] {
  return [...text.replace(names, '')].filter((character) => convert(character) !== character);
}

describe('the catalogue of texts', () => {
  it.each(languages)('has every key in %s, and no empty text', (language) => {
    const texts = textsOf(language);
    expect([...texts.keys()].sort()).toEqual([...textsOf('zh-Hans').keys()].sort());
    for (const [key, sentences] of texts) for (const sentence of sentences) expect(sentence.trim(), key).not.toBe('');
  });

  it('writes simplified Chinese without traditional characters', () => {
    const toSimplified = converter({ from: 't', to: 'cn' });
    for (const [key, sentences] of textsOf('zh-Hans')) expect(changedBy(toSimplified, sentences.join('')), key).toEqual([]);
  });

  it('writes traditional Chinese without simplified characters', () => {
    const toTraditional = converter({ from: 'cn', to: 'tw' });
    for (const [key, sentences] of textsOf('zh-Hant')) expect(changedBy(toTraditional, sentences.join('')), key).toEqual([]);
  });

  it('writes English without Chinese characters, the languages’ names aside', () => {
    for (const [key, sentences] of textsOf('en')) expect(sentences.join('').replace(names, ''), key).not.toMatch(/\p{Script=Han}/u);
  });

  it('keeps descriptions of commands within what command menus take', () => {
    for (const language of languages) {
      for (const { description, argument } of Object.values(textsFor(language).commands)) {
        expect(description.length).toBeLessThanOrEqual(100);
        expect((argument ?? '').length).toBeLessThanOrEqual(100);
      }
    }
  });

  it('names the title of what it has read in its first words', () => {
    for (const language of languages) expect(textsFor(language).conversation.welcome([{ ...source, title: '灯塔' }])).toContain('灯塔');
  });
});

describe('the place of a quotation', () => {
  const place = { title: 'T', section: 'S', page: 3, date: '2019-04-24', authors: ['甲', '乙', '丙'], issue: '250' };

  it.each([
    ['en', 'T · issue 250 · S · page 3 · 2019-04-24 · 甲, 乙 et al.'],
    ['zh-Hans', '《T》 · 第 250 期 · S · 第 3 页 · 2019-04-24 · 甲、乙等'],
    ['zh-Hant', '《T》 · 第 250 期 · S · 第 3 頁 · 2019-04-24 · 甲、乙等'],
  ] as const)('names date and authors compactly: %s', (language, line) => {
    expect(textsFor(language).answer.place(place)).toBe(line);
  });

  it('says nothing twice, and nothing that is not known', () => {
    const { answer, sources } = textsFor('en');
    expect(answer.place({ title: 'Weekly, Issue 007', issue: '7' })).toBe('Weekly, Issue 007');
    expect(answer.place({ title: 'T', authors: [] })).toBe('T');
    expect(
      sources.line({ path: 'a', title: 'T', passageCount: 1, authors: ['A', 'B', 'C'], date: '2019-04', publisher: 'P', issue: '7' }),
    ).toBe('T · issue 7 · 2019-04 · A, B, C · P');
  });
});
