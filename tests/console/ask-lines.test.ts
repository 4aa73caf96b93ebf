import { describe, expect, it } from 'vitest';
import { answerLines } from '../../src/console/ask-lines.js';
import { askRecord } from '../../src/console/ask-record.js';
import { answered, courtesy, createScriptedAnswerService, lighthouse, quotes, refused } from '../fakes/scripted-answer-service.js';

async function* linesOf(...lines: readonly string[]): AsyncGenerator<string> {
  for (const line of lines) yield line;
}

async function run(...lines: readonly string[]) {
  const answers = createScriptedAnswerService();
  const printed: string[] = [];
  const print = async (line: string): Promise<void> => void printed.push(line);
  const summary = await answerLines(linesOf(...lines), { answers, maxQuestionCharacters: 500, print });
  return { answers, printed, records: printed.map((line): unknown => JSON.parse(line)), summary };
}

describe('one answer as JSON', () => {
  it('has every field of the public interface, in order', () => {
    const record = askRecord('q1', answered([quotes.reason]), 12.34567, 500);
    expect(Object.keys(record)).toEqual([
      ...['id', 'kind', 'confidence', 'language', 'text', 'citations', 'candidates', 'milliseconds', 'writtenBy', 'statements'],
    ]);
    expect(record).toMatchObject({ id: 'q1', kind: 'answered', confidence: 'high', language: 'zh-Hans', milliseconds: 12.346 });
    expect(record.text).toContain(quotes.reason);
  });

  it('cites verbatim at offsets into the document', () => {
    const { citations, candidates } = askRecord(1, answered([quotes.reason, quotes.cost]), 1, 500);
    expect(citations.map(({ number }) => number)).toEqual([1, 2]);
    for (const { document, quote, section, start, end } of citations) {
      expect(document).toBe('lighthouse.txt');
      expect(section).toBe('为什么要修');
      expect(lighthouse.text.slice(start, end)).toBe(quote);
    }
    for (const { start, end, text } of candidates) expect(lighthouse.text.slice(start, end)).toBe(text);
  });

  it('cites nothing for a refusal or a courtesy, and is sure of both', () => {
    expect(askRecord(1, refused(), 1, 500)).toMatchObject({ kind: 'not-in-sources', confidence: 'high', citations: [] });
    expect(askRecord(1, courtesy('thanks', 'en'), 1, 500)).toMatchObject({
      kind: 'conversation',
      confidence: 'high',
      language: 'en',
      citations: [],
    });
  });

  it('tells whose words it is in, and which citations each sentence rests on', () => {
    expect(askRecord(1, answered([quotes.reason, quotes.cost]), 1, 500)).toMatchObject({
      writtenBy: 'sources',
      statements: [{ citations: [1] }, { citations: [2] }],
    });
    expect(askRecord(1, answered([quotes.reason], { writtenBy: 'model' }), 1, 500).writtenBy).toBe('model');
    expect(askRecord(1, refused(), 1, 500)).toMatchObject({ writtenBy: null, statements: [] });
  });

  it('tells a caution', () => {
    expect(askRecord(1, answered([quotes.reason], { confidence: 'low' }), 1, 500).confidence).toBe('low');
  });
});

describe('questions as JSON Lines', () => {
  it('become answers as JSON Lines in the same order, with the same ids', async () => {
    const { records, summary } = await run('{"id":"a","question":"修复花了多久？"}', '{"id":7,"question":"北极有多冷？"}');
    expect(records).toMatchObject([
      { id: 'a', kind: 'answered' },
      { id: 7, kind: 'not-in-sources' },
    ]);
    expect(summary).toEqual({ answered: 2, refused: 0 });
  });

  it('are asked with the history that they bring, and with no other', async () => {
    const { answers } = await run('{"question":"为什么？","history":["修复花了多久？"]}', '{"question":"每天的电费是多少？"}');
    expect(answers.asked.map(({ conversation }) => conversation.questions)).toEqual([['修复花了多久？'], []]);
  });

  it('get their line’s number where they bring no id', async () => {
    expect((await run('', '{"question":"修复花了多久？"}')).records).toMatchObject([{ id: 2 }]);
  });

  it('are answered around lines that are no questions, each of which is told of', async () => {
    const { records, summary } = await run(
      '{"question":',
      '{"question":"修复花了多久？"}',
      '{"text":"?"}',
      '[]',
      '{"question":"a","history":"b"}',
    );
    expect(records).toMatchObject([{ line: 1 }, { kind: 'answered' }, { line: 3 }, { line: 4 }, { line: 5 }]);
    expect(records[0]).toHaveProperty('error', expect.stringContaining('Not JSON'));
    expect(records[2]).toHaveProperty('error', expect.stringContaining('question'));
    expect(summary).toEqual({ answered: 1, refused: 4 });
  });

  it('may begin with a byte order mark', async () => {
    expect((await run('\uFEFF{"question":"修复花了多久？"}')).summary.refused).toBe(0);
  });

  it('are one line each, whatever they hold', async () => {
    const { printed } = await run(JSON.stringify({ question: '一\n二\u2028三' }));
    expect(printed).toHaveLength(1);
    expect(printed[0]).not.toContain('\n');
  });
});
