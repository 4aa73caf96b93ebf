import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ModelError } from '../../src/language-model/index.js';
import { readAnswer, readWhole, type AnswerPart } from '../../src/generating/read-completion.js';
import { mixedText } from '../language/made-up-texts.js';

async function* pieces(...texts: readonly string[]): AsyncGenerator<string> {
  yield* texts;
}

async function partsOf(completion: AsyncIterable<string>): Promise<AnswerPart[]> {
  const parts: AnswerPart[] = [];
  for await (const part of readAnswer(completion)) parts.push(part);
  return parts;
}

async function* failingAfter(text: string, error: Error): AsyncGenerator<string> {
  yield text;
  throw error;
}

const statement = { passage: 2, quote: '修复一共花了三年', text: 'The repair took three years. 😀' };
const answer = JSON.stringify({ answerable: true, statements: [statement] });
const whole: readonly AnswerPart[] = [
  { kind: 'answerable', answerable: true },
  { kind: 'statement', statement },
];
const brokenOff = new ModelError('broken-stream', 'The stream broke off.');
const malformed = expect.objectContaining({ name: 'ModelError', failure: 'malformed' }) as unknown;

describe('an answer’s completion', () => {
  it('is read the same wherever it is cut, in the middle of a character or an escape, too', async () => {
    const offered = fc.record({ passage: fc.integer(), quote: mixedText, text: mixedText });
    const cuts = fc.array(fc.nat(), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(fc.array(offered, { maxLength: 3 }), cuts, fc.boolean(), async (statements, places, isEscaped) => {
        const document = JSON.stringify({ answerable: true, statements });
        const json = isEscaped
          ? document.replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
          : document;
        const at = [0, ...places.map((place) => place % json.length), json.length].sort((a, b) => a - b);
        const cut = at.slice(1).map((end, index) => json.slice(at[index], end));
        expect(await partsOf(pieces(...cut))).toEqual([
          { kind: 'answerable', answerable: true },
          ...statements.map((each) => ({ kind: 'statement', statement: each })),
        ]);
      }),
      { numRuns: 200 },
    );
  });

  it('gives each statement while the next one is being written', async () => {
    let written = '';
    async function* writing(): AsyncGenerator<string> {
      for (const piece of answer.replace(/\]\}$/, `,${JSON.stringify(statement)}]}`).split(/(?<=\})/)) {
        written += piece;
        yield piece;
      }
    }
    const atStatement: number[] = [];
    for await (const { kind } of readAnswer(writing())) if (kind === 'statement') atStatement.push(written.split('quote').length - 1);
    expect(atStatement).toEqual([1, 2]);
  });

  it.each([
    ['a fence', '```json\n', '\n```'],
    ['a byte order mark and white space', '\uFEFF \n', ' \n\n'],
    ['a word of prose', 'Here is the answer:\n', '\nI hope that helps!'],
    ['prose with braces', 'Here is the JSON {as you asked} in { braces }:\n', '\n{}'],
    ['more of the same', '', `\n${answer}`],
    ['braces too many', '', '}}}'],
    ['a control character', '', '\u0000'],
  ])('may have %s around it, in a piece of its own or not', async (_, before, after) => {
    expect(await partsOf(pieces(before + answer + after))).toEqual(whole);
    expect(await partsOf(pieces(before, answer, after))).toEqual(whole);
    expect(await partsOf(pieces(...`${before}{ \n${answer.slice(1)}${after}`))).toEqual(whole);
  });

  it('that is whole stands, however the rest of the stream ends', async () => {
    expect(await partsOf(failingAfter(answer, brokenOff))).toEqual(whole);
  });

  it('that breaks off is not whole, and fails as it failed', async () => {
    await expect(partsOf(failingAfter(answer.slice(0, -2), brokenOff))).rejects.toBe(brokenOff);
  });

  it('that ends early, anywhere, is malformed', async () => {
    for (let end = 0; end < answer.length; end++)
      await expect(partsOf(pieces(answer.slice(0, end))), answer.slice(0, end)).rejects.toEqual(malformed);
  });

  it.each([
    ['prose', 'o1 is slower because it thinks.'],
    ['a list', '[1, 2]'],
    ['two commas', '{"answerable":true,,"statements":[]}'],
    ['a line break within a string', '{"answerable":true,"statements":[{"passage":1,"quote":"a\nb","text":"c"}]}'],
    ['half an escape', '{"answerable":true,"statements":[{"passage":1,"quote":"\\u12","text":"c"}]}'],
    ['single quotes', "{'answerable': true}"],
  ])('that is %s is malformed', async (_, text) => {
    await expect(partsOf(pieces(text))).rejects.toEqual(malformed);
  });

  it('is given up where it goes wrong, and not read on until the time is up', async () => {
    let asked = 0;
    async function* wrong(): AsyncGenerator<string> {
      yield '{"answerable":true,,';
      for (;;) {
        asked++;
        if (asked > 100) throw new Error('It is being read on.');
        yield ' ';
      }
    }
    await expect(partsOf(wrong())).rejects.toEqual(malformed);
  });

  it('that does not end is given up', async () => {
    async function* endless(): AsyncGenerator<string> {
      yield '{"answerable":true,"statements":[{"passage":1,"quote":"';
      for (;;) yield '长'.repeat(1000);
    }
    await expect(partsOf(endless())).rejects.toEqual(malformed);
  });

  it.each([[false], ['false'], ['no']])('says that the passages do not answer where it says %j', async (said) => {
    expect(await partsOf(pieces(JSON.stringify({ answerable: said })))).toEqual([{ kind: 'answerable', answerable: false }]);
  });

  it.each([['true'], ['yes'], [1], [null], [{}]])('says that they do where it says anything else: %j', async (said) => {
    expect(await partsOf(pieces(JSON.stringify({ answerable: said })))).toEqual([{ kind: 'answerable', answerable: true }]);
  });

  it('may hold what is no statement among the statements: it is passed over', async () => {
    const odd = [
      1,
      null,
      'text',
      [],
      {},
      { passage: 'two', quote: '', text: '' },
      { passage: 1, quote: 1, text: '' },
      { passage: '2', quote: 'a', text: 'b' },
    ];
    const parts = await partsOf(pieces(JSON.stringify({ answerable: true, statements: odd })));
    expect(parts.slice(1)).toEqual([{ kind: 'statement', statement: { passage: 2, quote: 'a', text: 'b' } }]);
  });

  it.each(['statements', 'more'])('has no say on being answerable within %s', async (key) => {
    expect(await partsOf(pieces(JSON.stringify({ [key]: { answerable: false } })))).toEqual([]);
  });

  it('is read, or malformed, whatever it is', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          mixedText,
          fc.json(),
          fc.json().map((json) => json.slice(1)),
        ),
        async (text) => {
          try {
            await partsOf(pieces(text));
          } catch (error) {
            expect(error).toEqual(malformed);
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('a completion that is read as a whole', () => {
  const shape = z.object({ question: z.string() });
  const question = { question: '{"为什么”}更贵？' };

  it.each([
    ['nothing', '', ''],
    ['a fence', '```json\n', '\n```'],
    ['prose with braces behind it', 'Sure: ', ' Note: {"question":"x"} {}'],
  ])('may have %s around it', async (_, before, after) => {
    expect(await readWhole(pieces(...(before + JSON.stringify(question) + after)), shape)).toEqual(question);
  });

  it.each(['', 'no', '{"question":"x', '{"question":1}', '{}', '[]'])('fails as malformed where it is “%s”', async (text) => {
    await expect(readWhole(pieces(text), shape)).rejects.toEqual(malformed);
  });

  it('fails as the model does', async () => {
    await expect(readWhole(failingAfter('{"question":', brokenOff), shape)).rejects.toBe(brokenOff);
  });
});
