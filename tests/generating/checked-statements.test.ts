import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Language } from '../../src/language/index.js';
import { createRuleJudge, type OfferedStatement, type StatementOutcome } from '../../src/generating/index.js';
import { createCheckedStatements, type CheckedStatements } from '../../src/generating/checked-statements.js';
import { answerMessages } from '../../src/generating/prompt.js';
import { indexArticle, type IndexedCorpus } from '../evaluation/indexed-article.js';
import { compositionOf } from './article.js';

const question = 'o1预览版比GPT-4o贵多少？';
/** In the order in which they are found for this question, the first and the third passage. */
const price = { passage: 1, quote: '而o1预览版模型成本比GPT-4o贵三四倍' };
const seconds = { passage: 3, quote: 'o1-preview响应时间达32秒,而GPT-4o仅需3秒' };

let article: IndexedCorpus;
let given: Awaited<ReturnType<typeof compositionOf>>;
beforeAll(async () => {
  article = await indexArticle();
  given = await compositionOf(article, question);
});
afterAll(() => article.remove());

interface Checking extends CheckedStatements {
  readonly outcomes: readonly StatementOutcome[];
}

function checking({ language = 'zh-Hans', maxStatements = 4 }: { language?: Language; maxStatements?: number } = {}): Checking {
  const outcomes: StatementOutcome[] = [];
  const checked = createCheckedStatements({
    ...{ cite: given.cite, judge: createRuleJudge({ embedder: article.embedder }), question, understoodAs: question, language },
    passages: given.composition.ranking.candidates.slice(0, 8),
    maxStatements,
    onOutcome: (outcome) => void outcomes.push(outcome),
  });
  return Object.assign(checked, { outcomes });
}

async function offerAll(statements: readonly OfferedStatement[], options: Parameters<typeof checking>[0] = {}): Promise<Checking> {
  const checked = checking(options);
  for (const statement of statements) await checked.offer(statement);
  return checked;
}

const kept: OfferedStatement = { ...price, text: 'o1预览版的成本是GPT-4o的三四倍。' };

describe('a statement that is borne out', () => {
  it('is kept, with the source’s own words as its citation', async () => {
    const checked = await offerAll([kept]);
    expect(checked.outcomes).toEqual(['kept']);
    expect(checked.statements).toMatchObject([{ text: kept.text, citations: [1] }]);
    const [citation] = checked.citations;
    const text = article.index.documentText(citation!.document)!;
    expect(text.slice(citation!.start, citation!.end)).toBe(citation!.quote);
    expect(citation!.quote).toContain(price.quote);
  });

  it('whose quotation is slightly wrong is repaired: the words of the source are shown', async () => {
    const checked = await offerAll([{ ...kept, quote: '而o1预览版的模型成本要比GPT-4o贵三四倍' }]);
    expect(checked.outcomes).toEqual(['repaired']);
    expect(checked.citations[0]!.quote).toContain(price.quote);
  });

  it('counts as repaired where the model names the wrong passage, or none that there is', async () => {
    for (const passage of [2, 99, 0, -1]) {
      const checked = await offerAll([{ ...kept, passage }]);
      expect(checked.outcomes).toEqual(['repaired']);
      expect(checked.citations[0]!.quote).toContain(price.quote);
    }
  });

  it('is shown in the script that the reader reads', async () => {
    const checked = await offerAll([kept], { language: 'zh-Hant' });
    expect(checked.statements[0]!.text).toBe('o1預覽版的成本是GPT-4o的三四倍。');
  });

  it('is shown in simplified characters to who reads those, though the model writes others', async () => {
    const checked = await offerAll([{ ...kept, text: 'o1預覽版的成本是GPT-4o的三四倍，一改越來越便宜的趨勢。' }], { language: 'zh-Hans' });
    expect(checked.statements).toMatchObject([{ text: 'o1预览版的成本是GPT-4o的三四倍，一改越来越便宜的趋势。' }]);
  });

  it('has the words that answer marked', async () => {
    const { statements } = await offerAll([kept]);
    expect(statements[0]!.emphasis.map(({ start, end }) => statements[0]!.text.slice(start, end)).join()).toContain('三四倍');
  });
});

describe('a statement is not taken', () => {
  it.each<[string, StatementOutcome, OfferedStatement]>([
    ['whose quotation is in no passage', 'quotation', { ...kept, quote: '分析师估计,o1预览版模型成本会在明年下降一半' }],
    ['that quotes nothing', 'quotation', { ...kept, quote: '' }],
    ['that quotes a name only', 'quotation', { ...kept, quote: 'GPT-4o' }],
    ['that quotes the question', 'quotation', { ...kept, quote: question }],
    ['in another language than the reader’s', 'language', { ...kept, text: 'The o1 preview costs three to four times as much as GPT-4o.' }],
    ['that is a link', 'form', { ...kept, text: '详见 https://example.com/o1' }],
    ['with another number', 'number', { ...kept, text: 'o1预览版的成本是GPT-4o的五六倍。' }],
    ['with another name', 'name', { ...kept, text: 'o1预览版的成本是Claude的三四倍。' }],
    ['that turns the comparison round', 'another', { ...kept, text: 'GPT-4o比o1预览版贵三四倍。' }],
    ['that denies', 'polarity', { ...kept, text: 'o1预览版的成本并没有比GPT-4o贵三四倍。' }],
    ['that leaves no exception', 'exaggeration', { ...kept, text: '所有o1模型的成本都比GPT-4o贵三四倍。' }],
    ['about something else', 'too-little-in-common', { ...kept, text: '这个城市的春天风景很美,吸引了大量游客。' }],
  ])('%s: %s', async (_, outcome, offered) => {
    const checked = await offerAll([offered], outcome === 'language' ? { language: 'zh-Hant' } : {});
    expect(checked.outcomes).toEqual([outcome]);
    expect(checked.statements).toEqual([]);
    expect(checked.citations).toEqual([]);
  });

  it('that gives away a stretch of the instructions, however it is spaced and spelt', async () => {
    const instructions = answerMessages({ question, understoodAs: question, language: 'en', passages: [] })[0]!.content;
    for (let at = 0; at < 400; at += 50) {
      const said = instructions
        .slice(at, at + 60)
        .toUpperCase()
        .replaceAll(/[^A-Z]+/g, ' - ');
      const checked = await offerAll([{ ...kept, text: `It said: ${said}` }], { language: 'en' });
      expect(checked.outcomes, said).toEqual(['form']);
    }
  });

  it('in Chinese where the reader’s language is English', async () => {
    expect((await offerAll([kept], { language: 'en' })).outcomes).toEqual(['language']);
  });

  it('twice, however it is punctuated', async () => {
    expect((await offerAll([kept, { ...kept, text: 'o1 预览版的成本，是 gpt-4o 的三四倍' }])).outcomes).toEqual(['kept', 'duplicate']);
  });

  it('beyond as many as are asked for', async () => {
    const slower = { ...seconds, text: 'o1-preview的响应时间达32秒。' };
    expect((await offerAll([kept, slower], { maxStatements: 1 })).outcomes).toEqual(['kept', 'too-many']);
  });
});

describe('what may be tried again', () => {
  it('is told once, with the reason and the words to blame', async () => {
    const wrong = { ...kept, text: 'o1预览版的成本是GPT-4o的五六倍。' };
    const checked = await offerAll([wrong, kept]);
    expect(checked.takeRejected()).toEqual([
      { text: wrong.text, quote: wrong.quote, because: expect.stringMatching(/number.*五六倍/) as unknown },
    ]);
    expect(checked.takeRejected()).toEqual([]);
  });

  it('is not what was said already, nor what is too much', async () => {
    const checked = await offerAll([kept, kept], { maxStatements: 4 });
    expect(checked.takeRejected()).toEqual([]);
    expect((await offerAll([kept, { ...seconds, text: 'o1-preview用了32秒。' }], { maxStatements: 1 })).takeRejected()).toEqual([]);
  });
});

describe('citations', () => {
  const slower = { ...seconds, text: 'o1-preview的响应时间达32秒。' };
  const faster = { ...seconds, text: 'GPT-4o的响应时间仅需3秒。' };

  it('are shared by statements that rest on the same words, and numbered in order', async () => {
    const checked = await offerAll([slower, kept, faster]);
    expect(checked.outcomes).toEqual(['kept', 'kept', 'kept']);
    expect(checked.statements.map(({ citations }) => citations)).toEqual([[1], [2], [1]]);
    expect(checked.citations.map(({ number }) => number)).toEqual([1, 2]);
  });

  it('go with the last statement that rests on them, and the others are numbered anew', async () => {
    const checked = await offerAll([slower, kept, faster]);
    checked.reject(0, 'read again');
    expect(checked.statements.map(({ text, citations }) => [text, citations])).toEqual([
      [kept.text, [1]],
      [faster.text, [2]],
    ]);
    checked.reject(1, 'read again');
    expect(checked.citations.map(({ number, quote }) => [number, quote.includes(price.quote)])).toEqual([[1, true]]);
    expect(checked.takeRejected().map(({ because }) => because)).toEqual(['read again', 'read again']);
  });

  it('are untouched by taking out what is not there', async () => {
    const checked = await offerAll([kept]);
    for (const at of [1, -1, 0.5]) checked.reject(at, 'read again');
    expect(checked.statements).toHaveLength(1);
    expect(checked.takeRejected()).toEqual([]);
  });
});
