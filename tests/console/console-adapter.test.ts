import { once } from 'node:events';
import { PassThrough, Writable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { AnswerGiven, ChatAdapter } from '../../src/chat/index.js';
import { createConsoleAdapter } from '../../src/console/console-adapter.js';
import { setUpChat, type ChatSetup } from '../fakes/chat-setup.js';
import { quotes, suggestedQuestions, type Script } from '../fakes/scripted-answer-service.js';

interface Terminal extends ChatSetup {
  readonly adapter: ChatAdapter;
  readonly input: PassThrough;
  /** What has been printed so far. */
  readonly printed: () => string;
  /** Resolves when so many questions have been asked. */
  readonly untilAsked: (count: number) => Promise<void>;
}

interface TerminalOptions {
  readonly interactive?: boolean;
  readonly colours?: boolean;
  readonly script?: Script;
}

function terminal({ interactive = false, colours = false, script = {} }: TerminalOptions = {}): Terminal {
  let last: AnswerGiven | undefined;
  const setup = setUpChat(script, {
    observe: (given) => {
      last = given;
    },
  });
  const input = Object.assign(new PassThrough(), { isTTY: interactive });
  const output = Object.assign(new PassThrough(), { isTTY: interactive, columns: 80 });
  let text = '';
  output.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  const adapter = createConsoleAdapter({ ...setup.delivery, input, output, colours, lastAnswer: () => last });
  const untilAsked = async (count: number): Promise<void> => {
    while (setup.answers.asked.length < count) await new Promise((resolve) => void setTimeout(resolve, 5));
  };
  return { ...setup, adapter, input, printed: () => text, untilAsked };
}

/** Feeds the lines, ends input and waits until the conversation is over. */
async function converse(lines: string, options: TerminalOptions = {}): Promise<Terminal> {
  const opened = terminal(options);
  await opened.adapter.start();
  opened.input.end(lines);
  await opened.adapter.ended;
  return opened;
}

describe('input that is not a terminal', () => {
  it('answers each line as plain text, with an empty line between, until input ends', async () => {
    const { printed } = await converse('修复花了多久？\n每天的电费是多少？\n');
    const answers = printed().trimEnd().split('\n\n');
    expect(answers).toHaveLength(2);
    expect(answers[0]).toMatch(new RegExp(`^${quotes.duration} \\[1\\]\n\\[1\\] 原文`));
    expect(answers[1]).toContain(quotes.cost);
    expect(printed()).not.toContain('\u001b');
    expect(printed()).not.toContain('›');
  });

  it.each(['1', '[1]', '【1】'])('opens the citation whose number is typed: %s', async (typed) => {
    const { printed, answers } = await converse(`修复花了多久？\n${typed}\n`);
    const withCommand = await converse('修复花了多久？\n/source 1\n');
    expect(printed()).toBe(withCommand.printed());
    expect(answers.asked).toHaveLength(1);
  });

  it('takes a number that is no citation of the last answer for a question', async () => {
    expect((await converse('修复花了多久？\n7\n')).answers.asked).toHaveLength(2);
    expect((await converse('1\n')).answers.asked).toHaveLength(1);
  });

  it('continues the conversation from line to line', async () => {
    const { answers } = await converse('修复花了多久？\n那为什么呢？\n');
    expect(answers.asked[1]?.conversation.questions).toEqual(['修复花了多久？']);
  });

  it('answers a last line without a line break, and lines that end as on Windows', async () => {
    const { answers } = await converse('修复花了多久？\r\n\r\n  \r\n每天的电费是多少？');
    expect(answers.asked.map(({ question }) => question)).toEqual(['修复花了多久？', '每天的电费是多少？']);
  });

  it('says nothing to no input', async () => {
    expect((await converse('')).printed()).toBe('');
  });

  it('takes commands, and stops at /quit', async () => {
    const { printed, answers } = await converse('修复花了多久？\n/source 1\n/quit\n为什么？\n');
    expect(printed()).toContain('[1] 的上下文');
    expect(answers.asked).toHaveLength(1);
  });

  it('answers thousands of lines without a limit on how fast they come', async () => {
    const { printed } = await converse('修复花了多久？\n'.repeat(2000));
    expect(printed().split(quotes.duration)).toHaveLength(2001);
  });

  it('ends quietly when nobody reads the output any more', async () => {
    const setup = setUpChat();
    const input = new PassThrough();
    const output = new Writable({
      write: (_chunk, _encoding, done) => {
        done(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
      },
    });
    const adapter = createConsoleAdapter({ ...setup.delivery, input, output, colours: false, lastAnswer: () => undefined });
    await adapter.start();
    input.write('修复花了多久？\n');
    await expect(adapter.ended).resolves.toBeUndefined();
  });

  it('fails loudly when the output fails otherwise', async () => {
    const setup = setUpChat();
    const output = new Writable({
      write: (_chunk, _encoding, done) => {
        done(Object.assign(new Error('no space left'), { code: 'ENOSPC' }));
      },
    });
    const input = new PassThrough();
    const adapter = createConsoleAdapter({ ...setup.delivery, input, output, colours: false, lastAnswer: () => undefined });
    await adapter.start();
    input.write('修复花了多久？\n');
    await expect(adapter.ended).rejects.toThrow('no space left');
  });
});

describe('a conversation in the terminal', () => {
  const interactive = { interactive: true };

  it('greets with what the sources are and three questions', async () => {
    const { printed } = await converse('', interactive);
    expect(printed()).toContain('《灯塔重新亮起》');
    for (const question of suggestedQuestions['zh-Hans']) expect(printed()).toContain(question);
    expect(printed()).toContain('/quit');
  });

  it('shows the answer, and under it the mark with section and place', async () => {
    const { printed } = await converse('每天的电费是多少？\r', interactive);
    const text = stripVTControlCharacters(printed());
    expect(text).toContain(`${quotes.cost} [1]`);
    expect(text).toContain('[1] 原文 《灯塔重新亮起》 · 为什么要修');
  });

  it('has colours where the terminal has them, and none where it has not', async () => {
    const colour = /\u001b\[3[0-9]m/;
    expect((await converse('修复花了多久？\r', { ...interactive, colours: true })).printed()).toMatch(colour);
    expect((await converse('修复花了多久？\r', interactive)).printed()).not.toMatch(colour);
  });

  it('shows the ranking’s scores for /why, and says when there is none', async () => {
    const { printed } = await converse('/why\r为什么要修复灯塔？\r/why\r', interactive);
    expect(printed()).toContain('没有查找文章');
    expect(printed()).toMatch(/逐词匹配.*语义相似.*词语覆盖.*BM25/);
    expect(printed()).toMatch(/0\.800.*0\.700.*0\.50.*3\.20/);
  });

  it('speaks the language of the conversation in its own sentences', async () => {
    const { printed } = await converse('How long did the repair take?\r/nonsense\r', interactive);
    expect(printed()).toContain('There is no /nonsense');
    expect(printed()).toContain('Goodbye!');
  });

  it('lists its own commands in the help, and what to type for a language', async () => {
    const { printed } = await converse('/help\r/language\r', interactive);
    for (const command of ['/why', '/quit', '/sources', '/language zh-Hant']) expect(printed()).toContain(command);
  });

  it('leaves politely at Ctrl-C and at Ctrl-D', async () => {
    for (const key of ['\u0003', '\u0004']) {
      const opened = terminal(interactive);
      await opened.adapter.start();
      await once(opened.input, 'resume');
      opened.input.write(key);
      await opened.adapter.ended;
      expect(opened.printed()).toContain('再见');
    }
  });

  it.each(['exit', 'QUIT', '退出'])('leaves at a line that says so: %s', async (word) => {
    const { printed, answers } = await converse(`${word}\r修复花了多久？\r`, interactive);
    expect(printed()).toContain('再见');
    expect(answers.asked).toEqual([]);
  });

  it('takes back a half-typed line at the first Ctrl-C, and leaves at the second', async () => {
    const opened = terminal(interactive);
    await opened.adapter.start();
    await once(opened.input, 'resume');
    opened.input.write('修复花了\u0003每天的电费是多少？\r');
    await opened.untilAsked(1);
    opened.input.write('为什么\u0003\u0003');
    await opened.adapter.ended;
    expect(opened.answers.asked.map(({ question }) => question)).toEqual(['每天的电费是多少？']);
    expect(opened.printed()).toContain('再见');
  });

  it('answers several lines that are pasted at once, each under its question', async () => {
    const opened = await converse('修复花了多久？\r每天的电费是多少？\r', interactive);
    const text = stripVTControlCharacters(opened.printed());
    const places = ['修复花了多久？', quotes.duration, '› 每天的电费是多少？', quotes.cost].map((each) => text.lastIndexOf(each));
    expect(places, text).toEqual([...places].sort((a, b) => a - b));
    expect(text.slice(places[0], places[1])).not.toContain('每天的电费');
  });

  it('shows that something goes on when it takes long, and takes that away with the answer', async () => {
    const script: Script = { before: () => new Promise((resolve) => void setTimeout(resolve, 900)) };
    const slow = await converse('修复花了多久？\r', { ...interactive, script });
    expect(slow.printed()).toMatch(/正在查找……\n\u001b\[1A/);
    expect((await converse('修复花了多久？\r', interactive)).printed()).not.toContain('正在查找');
    expect((await converse('修复花了多久？\n', { script })).printed()).not.toContain('正在查找');
  });

  it.each([true, false])('shows what a terminal would obey (interactive: %s)', async (isInteractive) => {
    const { printed } = await converse('/a\u001b]0;x\u0007\r\n', { interactive: isInteractive });
    expect(printed()).not.toContain('\u0007');
  });

  it('finishes what it is answering when it is stopped', async () => {
    const opened = terminal({ interactive: true, script: { before: () => new Promise((resolve) => void setTimeout(resolve, 30)) } });
    await opened.adapter.start();
    opened.input.write('修复花了多久？\r');
    while (opened.answers.asked.length === 0) await new Promise((resolve) => void setTimeout(resolve, 5));
    await opened.adapter.stop(1000);
    await opened.adapter.ended;
    expect(opened.printed()).toContain(quotes.duration);
    expect(opened.adapter.health().state).toBe('stopped');
  });
});
