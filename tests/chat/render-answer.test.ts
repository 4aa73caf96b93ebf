import { describe, expect, it } from 'vitest';
import { toPlainText } from '../../src/chat/replies/plain-text.js';
import { emphasised, renderAnswer } from '../../src/chat/replies/render-answer.js';
import { textOf, type Reply } from '../../src/chat/replies/reply.js';
import { answered, cite, courtesy, quotes, refused } from '../fakes/scripted-answer-service.js';

const options = { maxQuestionCharacters: 500 };
const withButtons = { ...options, answerId: 'id-1' };

const kinds = (reply: Reply): readonly string[] => reply.blocks.map(({ kind }) => kind);
const labels = (reply: Reply): readonly (readonly string[])[] => reply.actions.map((row) => row.map(({ label }) => label));

describe('an answer as a reply', () => {
  it('says the statement with its mark first, and the quotation after it', () => {
    const reply = renderAnswer(answered([quotes.duration]), options);
    expect(kinds(reply)).toEqual(['paragraph', 'quotation']);
    expect(reply.blocks.map(textOf)).toEqual([`${quotes.duration}[1]`, quotes.duration]);
  });

  it('says its lead before the statements, and a caution before the lead', () => {
    const reply = renderAnswer(answered([quotes.duration], { lead: 'otherwise', confidence: 'low' }), options);
    expect(kinds(reply)).toEqual(['note', 'paragraph', 'paragraph', 'quotation']);
    expect(textOf(reply.blocks[1]!)).toBe('文章的说法相反：');
  });

  it('shows a translation under its quotation, as what it is', () => {
    const citations = [{ ...cite(1, quotes.duration), translation: 'The repair took three years. <@1> *x*' }];
    const reply = renderAnswer(answered([quotes.duration], { citations, language: 'en' }), options);
    expect(kinds(reply).slice(-2)).toEqual(['quotation', 'paragraph']);
    expect(textOf(reply.blocks.at(-1)!)).toBe('[1] Translation by a language model, not checked: The repair took three years. <@1> *x*');
  });

  it('says that there is nothing more, and offers nothing', () => {
    const reply = renderAnswer({ kind: 'not-in-sources', language: 'en', nearest: [], nothingMore: true, candidates: [] }, options);
    expect(toPlainText(reply)).toBe('The article says nothing more about this.');
  });

  it('makes the words that answer strong', () => {
    const at = quotes.duration.indexOf('三年');
    const statements = [{ text: quotes.duration, citations: [1], emphasis: [{ start: at, end: at + 2 }] }];
    const [first] = renderAnswer(answered([quotes.duration], { statements }), options).blocks;
    expect(first).toMatchObject({
      runs: [{ kind: 'text' }, { kind: 'strong', text: '三年' }, { kind: 'text', text: '。' }, { kind: 'mark', number: 1 }],
    });
  });

  it('tells platforms that a quotation has been read already when the statement holds all of it', () => {
    const reply = renderAnswer(answered([quotes.duration]), options);
    expect(reply.blocks[1]).toMatchObject({ saidAbove: true });
  });

  it('shows a quotation that says more than its statement', () => {
    const fuller = `停了十二年的北岸灯塔上个月重新亮起。${quotes.duration}`;
    const reply = renderAnswer(answered([quotes.duration], { citations: [cite(1, fuller)] }), options);
    expect(reply.blocks[1]).toMatchObject({ saidAbove: false, runs: [{ kind: 'text' }, { kind: 'strong', text: quotes.duration }] });
    expect(toPlainText(reply)).toContain(`[1] “${fuller}”\n    《灯塔重新亮起》`);
  });

  it('gives a button to every citation, and two for feedback', () => {
    const reply = renderAnswer(answered([quotes.reason, quotes.cost]), withButtons);
    expect(labels(reply)).toEqual([
      ['[1]', '[2]'],
      ['👍', '👎'],
    ]);
    expect(reply.actions[0]?.[1]?.does).toEqual({ kind: 'open-passage', answerId: 'id-1', number: 2 });
  });

  it('has no buttons where the answer is not kept', () => {
    expect(renderAnswer(answered([quotes.reason]), options).actions).toEqual([]);
  });

  it('warns before an answer of low confidence', () => {
    const reply = renderAnswer(answered([quotes.reason], { confidence: 'low' }), options);
    expect(kinds(reply)[0]).toBe('note');
    expect(toPlainText(reply)).toMatch(/^文章可能没有直接说明/);
  });

  it('tells a reader of another language whose words they are, once, with or without a caution', () => {
    const lead = 'From “灯塔重新亮起”, quoted in Chinese as published:';
    const shown = toPlainText(renderAnswer(answered([quotes.reason, quotes.cost], { language: 'en' }), options));
    expect(shown.split(lead)).toHaveLength(2);
    expect(shown.startsWith(lead)).toBe(true);
    const cautious = renderAnswer(answered([quotes.reason], { language: 'en', confidence: 'low' }), options);
    expect(cautious.blocks.slice(0, 2).map(textOf)).toEqual(['The article may not say this directly. The closest it comes:', lead]);
  });

  it('names the English article to a Chinese reader, and nothing to a reader of its language', () => {
    const statements = [{ text: 'It took three years.', citations: [1], emphasis: [] }];
    const citations = [cite(1, quotes.reason, { title: 'The Lighthouse', quote: 'It took three years.' })];
    expect(toPlainText(renderAnswer(answered([quotes.reason], { statements, citations }), options))).toMatch(
      /^以下引自《The Lighthouse》的英文原文：/,
    );
    expect(toPlainText(renderAnswer(answered([quotes.reason]), options))).toMatch(/^修复的原因/);
    expect(toPlainText(renderAnswer(answered([quotes.reason], { language: 'en', writtenBy: 'model' }), options))).toMatch(/^修复的原因/);
  });

  it('says below a list how many lines it was cut by', () => {
    const reply = renderAnswer(answered([quotes.reason, quotes.cost], { omitted: 4 }), options);
    expect(textOf(reply.blocks[2]!)).toBe('……还有 4 条');
  });

  it('names section and source, with a link that leads to the words', () => {
    const [, quotation] = renderAnswer(answered([quotes.reason]), options).blocks;
    expect(quotation).toMatchObject({ place: '《灯塔重新亮起》 · 为什么要修' });
    expect(quotation).toHaveProperty('url', `https://example.org/lighthouse#:~:text=${encodeURIComponent(quotes.reason)}`);
  });

  it('names the page of a document that has pages', () => {
    const citations = [cite(1, quotes.reason, { page: 3 })];
    expect(toPlainText(renderAnswer(answered([quotes.reason], { citations }), options))).toContain('第 3 页');
  });

  it('says that a question was edited, in place of the first answer', () => {
    const reply = renderAnswer(answered([quotes.reason]), { ...withButtons, edited: true });
    expect(reply.placement).toBe('in-place');
    expect(toPlainText(reply)).toMatch(/^看到你改了问题/);
  });
});

describe('a refusal as a reply', () => {
  it('offers questions that the articles answer, with a button for each', () => {
    const reply = renderAnswer(refused('en', [], { suggestions: ['How long?', 'Why?'] }), withButtons);
    expect(kinds(reply)).toEqual(['paragraph', 'paragraph', 'suggestions']);
    expect(labels(reply).slice(1)).toEqual([['How long?'], ['Why?']]);
    expect(reply.actions[1]?.[0]?.does).toEqual({ kind: 'ask-suggestion', answerId: 'id-1', number: 1 });
  });

  it('tells where the article is about the topic and does not say what was asked', () => {
    const reply = renderAnswer(refused('en', [quotes.reason], { topic: 'The Lighthouse' }), options);
    expect(textOf(reply.blocks[0]!)).toBe('“The Lighthouse” is about this, but doesn’t say that. The closest passages, in case they help:');
    expect(textOf(renderAnswer(refused('en', []), options).blocks[0]!)).toBe('The article doesn’t say anything about that.');
  });

  it('says so, and offers the nearest passages with buttons', () => {
    const reply = renderAnswer(refused(), withButtons);
    expect(textOf(reply.blocks[0]!)).toContain('没有讲到');
    expect(kinds(reply)).toEqual(['paragraph', 'quotation', 'quotation']);
    expect(labels(reply)[0]).toEqual(['[1]', '[2]']);
  });

  it('offers nothing where nothing is near', () => {
    const reply = renderAnswer(refused('en', []), withButtons);
    expect(toPlainText(reply)).toBe('The article doesn’t say anything about that.');
    expect(labels(reply)).toEqual([['👍', '👎']]);
  });
});

describe('a courtesy as a reply', () => {
  it('offers questions as buttons that remember which one they are', () => {
    const reply = renderAnswer(courtesy('greeting', 'zh-Hans', ['一？', '二？']), withButtons);
    expect(kinds(reply)).toEqual(['paragraph', 'paragraph', 'suggestions']);
    expect(labels(reply)).toEqual([['一？'], ['二？']]);
    expect(reply.actions[1]?.[0]?.does).toEqual({ kind: 'ask-suggestion', answerId: 'id-1', number: 2 });
  });

  it('says how long a question may be', () => {
    expect(toPlainText(renderAnswer(courtesy('too-long', 'en'), options))).toContain('500 characters');
  });

  it.each(['greeting', 'thanks', 'farewell', 'help', 'empty', 'unreadable'] as const)('answers %s in a sentence', (topic) => {
    expect(toPlainText(renderAnswer(courtesy(topic, 'zh-Hant'), options))).not.toBe('');
  });
});

describe('emphasis', () => {
  it('cuts spans that overlap or lie outside, and keeps the text whole', () => {
    const runs = emphasised('一二三四五', [
      { start: 3, end: 9 },
      { start: 1, end: 3 },
      { start: 2, end: 4 },
    ]);
    expect(runs.map(({ text }) => text).join('')).toBe('一二三四五');
    expect(runs[0]).toEqual({ kind: 'text', text: '一' });
  });
});

describe('plain text', () => {
  it('says every word of the quotation once where statement and quotation are the same', () => {
    const text = toPlainText(renderAnswer(answered([quotes.duration]), options));
    expect(text.split(quotes.duration)).toHaveLength(2);
    expect(text).toBe(
      `${quotes.duration} [1]\n[1] 原文 《灯塔重新亮起》 https://example.org/lighthouse#:~:text=${encodeURIComponent(quotes.duration)}`,
    );
  });

  it('holds no empty line, so that one can stand between answers', () => {
    for (const answer of [answered([quotes.reason, quotes.cost]), refused(), courtesy('help', 'zh-Hans', ['一？'])]) {
      expect(toPlainText(renderAnswer(answer, options))).not.toContain('\n\n');
    }
  });
});
