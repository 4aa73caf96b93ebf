import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maxQuestionCharacters } from '../../src/answering/index.js';
import { readInput } from '../../src/answering/read-input.js';
import { anyUnits, cutText } from '../language/made-up-texts.js';

const topic = (name: string): object => ({ kind: 'conversation', topic: name });
const question = (text: string): object => ({ kind: 'question', text });

describe('readInput', () => {
  it.each(['', ' ', '\n\t\r', '\u3000\u00A0', '\u200B\u200D\uFEFF', '\u200E \u2060'])('takes %j for empty', (message) => {
    expect(readInput(message)).toEqual(topic('empty'));
  });

  it.each(['？？？', '!!!', '...', '🚀🎉', '👩‍👩‍👧', '——', '\u0000\u0001\u0002', '\uDC01\uD800', '\uFFFD\uFFFD', '（）', '~'])(
    'cannot read %j',
    (message) => {
      expect(readInput(message)).toEqual(topic('unreadable'));
    },
  );

  it('cannot read what looks like a file', () => {
    expect(readInput('PK\u0003\u0004\u0014\u0000\u0006\u0000\b\u0000word/document')).toEqual(topic('unreadable'));
    expect(readInput('\uFFFDPNG\uFFFD\uFFFD\u001A IHDR')).toEqual(topic('unreadable'));
  });

  it('says so of a question that is too long, and takes one that is just not', () => {
    expect(readInput('为'.repeat(100_000))).toEqual(topic('too-long'));
    expect(readInput('为'.repeat(maxQuestionCharacters + 1))).toEqual(topic('too-long'));
    expect(readInput('为'.repeat(maxQuestionCharacters))).toEqual(question('为'.repeat(maxQuestionCharacters)));
  });

  it('does not count white space around a question, nor take white space alone for one that is too long', () => {
    expect(readInput(`${' '.repeat(5000)}灯塔在哪里\n`)).toEqual(question('灯塔在哪里'));
    expect(readInput(' '.repeat(100_000))).toEqual(topic('empty'));
  });

  it.each([
    ['灯塔\u200B在\uFEFF哪里', '灯塔 在 哪里'],
    ['灯塔在哪里\u0007？', '灯塔在哪里 ？'],
    ['第一行\n第二行\t第三', '第一行 第二行 第三'],
    ['为什么🚀更贵？', '为什么🚀更贵？'],
    ['灯塔在哪里，谁守着它\uD83D', '灯塔在哪里，谁守着它'],
    ['5', '5'],
    ['c++ 是什么？', 'c++ 是什么？'],
  ])('reads %j without what cannot be seen', (message, text) => {
    expect(readInput(message)).toEqual(question(text));
  });

  it('makes of every message either a topic or a question that says something, on one line', () => {
    fc.assert(
      fc.property(fc.oneof(cutText, anyUnits), (message) => {
        const input = readInput(message);
        if (input.kind === 'conversation') return;
        expect(input.text).toMatch(/[\p{L}\p{N}]/u);
        expect(input.text).not.toMatch(/[\p{Cc}\p{Cs}]/u);
        expect(input.text).toBe(input.text.trim());
      }),
    );
  });
});
