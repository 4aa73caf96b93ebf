import { PassThrough } from 'node:stream';
import { afterEach, describe, expect, it } from 'vitest';
import type { ChatAdapter } from '../../src/chat/index.js';
import { createHeldLines, type HeldLines } from '../../src/console/index.js';
import { createConsoleAdapter } from '../../src/console/index.js';
import { setUpChat, type ChatSetup } from '../fakes/chat-setup.js';
import { createGrowth, longAnswer, statementByStatement, type Growth } from '../fakes/growth.js';
import { answered, progressOf, quotes, refused, type Answered, type Script } from '../fakes/scripted-answer-service.js';
import { createScreen, type Screen } from './screen.js';

const question = '为什么要修复灯塔？';
const answer = answered([quotes.reason, quotes.cost]);

interface Terminal extends ChatSetup {
  readonly screen: Screen;
  readonly adapter: ChatAdapter;
  type(keys: string): void;
  /** All that was printed, control sequences included. */
  readonly printed: () => string;
  /** Resolves when what is shown holds the words. */
  shows(words: string): Promise<void>;
  /** Resolves when the conversation is over. */
  leave(): Promise<void>;
}

interface Size {
  readonly columns?: number;
  readonly rows?: number;
  readonly colours?: boolean;
}

const open: Terminal[] = [];

afterEach(async () => {
  for (const terminal of open.splice(0)) await terminal.leave();
});

async function openTerminal(
  script: Script,
  { columns = 60, rows = 30, colours = false }: Size = {},
  beside?: HeldLines,
): Promise<Terminal> {
  const setup = setUpChat(script);
  const screen = createScreen(columns, rows);
  const input = Object.assign(new PassThrough(), { isTTY: true });
  const output = Object.assign(new PassThrough(), { isTTY: true, columns, rows });
  let text = '';
  output.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
    screen.write(chunk);
  });
  const adapter = createConsoleAdapter({ ...setup.delivery, input, output, colours, beside, lastAnswer: () => undefined });
  await adapter.start();
  const terminal: Terminal = {
    ...setup,
    screen,
    adapter,
    printed: () => text,
    type: (keys) => input.write(keys),
    shows: (words) => expect.poll(() => screen.rows().join(''), { interval: 5 }).toContain(words),
    leave: async () => {
      input.end();
      await adapter.ended;
    },
  };
  open.push(terminal);
  await terminal.shows('›');
  return terminal;
}

function scriptOf(growth: Growth, whole: Answered = answer): Script {
  return { answers: { [question]: whole }, growing: { [question]: growth.growing } };
}

/** What a conversation looks like whose answer was there at once. */
async function atOnce(whole: Answered, size?: Size): Promise<readonly string[]> {
  const terminal = await openTerminal({ answers: { [question]: whole } }, size);
  terminal.type(`${question}\r`);
  await expect.poll(() => terminal.answers.asked).toHaveLength(1);
  await expect.poll(() => terminal.screen.rows().at(-1)).toBe('›');
  return terminal.screen.rows();
}

describe('an answer that grows in the terminal', () => {
  it('is drawn in its place, and in the end looks as if it had been there at once', async () => {
    const growth = statementByStatement(answer);
    const terminal = await openTerminal(scriptOf(growth));
    terminal.type(`${question}\r`);
    await terminal.shows(`${quotes.reason} [1]`);
    expect(terminal.screen.rows().join('\n')).not.toContain(quotes.cost);
    growth.grow();
    await terminal.shows(`${quotes.cost} [2]`);
    expect(terminal.screen.rows().filter((row) => row.includes('[1]'))).toHaveLength(1);
    growth.grow();
    await terminal.shows('[1] 原文');
    await expect.poll(() => terminal.screen.rows().at(-1)).toBe('›');
    expect(terminal.screen.rows()).toEqual(await atOnce(answer));
  });

  it.each([
    [7, 30],
    [12, 20],
    [21, 10],
    [40, 10],
  ])('leaves no remains in a terminal of %i columns and %i rows, however long it is', async (columns, rows) => {
    const size = { columns, rows };
    const long = longAnswer(answer, 25, '灯塔重新亮起，是因为夜航的船多了 a lot of ships. ');
    const growth = createGrowth([1, 3, 9, 25, 12].map((count) => progressOf(long, count)));
    const terminal = await openTerminal(scriptOf(growth, long), size);
    terminal.type(`${question}\r`);
    for (const last of ['第1句', '第3句', '第9句', '第25句', '第12句']) {
      await terminal.shows(last);
      growth.grow();
    }
    const whole = await atOnce(long, size);
    await expect.poll(() => terminal.screen.rows()).toEqual(whole);
  });

  it('shows the end of what is longer than the window', async () => {
    const long = longAnswer(answer, 25);
    const growth = createGrowth([progressOf(long, 25)]);
    const terminal = await openTerminal(scriptOf(growth, long), { rows: 10 });
    terminal.type(`${question}\r`);
    await terminal.shows('第25句');
    expect(terminal.screen.rows()).toContain('…');
    expect(terminal.screen.rows().join('\n')).not.toContain('第1句');
    growth.grow();
    await terminal.shows('第1句');
  });

  it('has its colours from the beginning', async () => {
    const growth = statementByStatement(answer);
    const terminal = await openTerminal(scriptOf(growth), { colours: true });
    terminal.type(`${question}\r`);
    await terminal.shows(quotes.reason);
    expect(terminal.printed()).toContain(`${quotes.reason} \u001b[36m[1]\u001b[39m`);
    growth.grow();
    growth.grow();
  });

  it('makes way for a refusal', async () => {
    const growth = statementByStatement(answer);
    const terminal = await openTerminal({ ...scriptOf(growth), answers: { [question]: refused() } });
    terminal.type(`${question}\r`);
    await terminal.shows(quotes.reason);
    growth.grow();
    growth.grow();
    await terminal.shows('没有讲到');
    expect(terminal.screen.rows().join('\n')).not.toContain(`${quotes.reason} [1]`);
  });

  it('is thought about with /think, step by step', async () => {
    const steps = [
      { id: 1, state: 'done', kind: 'split', questions: ['甲', '乙'] },
      { id: 2, state: 'doing', kind: 'look-up', question: '甲', passages: 0 },
    ] as const;
    const growth = createGrowth([progressOf(answer, 0, steps)]);
    const terminal = await openTerminal({ ...scriptOf(growth), canThink: true });
    terminal.type(`/think ${question}\r`);
    await terminal.shows('• … 正在查找：甲');
    expect(terminal.screen.rows()).toContain('  • ✓ 拆成 2 个小问题');
    growth.grow();
    await terminal.shows('[1] 原文');
    expect(terminal.screen.rows().join('\n')).not.toContain('拆成');
    expect(terminal.answers.asked[0]?.options.effort).toBe('thorough');
  });

  it.each([
    ['a few letters', 'abc'],
    ['more than a row', '很长的问题'.repeat(20)],
    ['more than a row, corrected,', `${'很长的问题'.repeat(20)}x\u007f`],
  ])('is not torn by %s typed meanwhile, which then stand at the prompt', async (_, keys) => {
    const typed = keys.replace('x\u007f', '');
    const growth = statementByStatement(answer);
    const terminal = await openTerminal(scriptOf(growth));
    terminal.type(`${question}\r`);
    await terminal.shows(quotes.reason);
    terminal.type(keys);
    growth.grow();
    await terminal.shows(quotes.cost);
    expect(terminal.screen.rows().join('')).not.toContain(typed);
    growth.grow();
    await terminal.shows('[1] 原文');
    await expect.poll(() => terminal.screen.rows().join('')).toContain(`› ${typed}`);
    const shown = terminal.screen.rows();
    const plain = await atOnce(answer);
    expect(shown.slice(0, plain.length - 1)).toEqual(plain.slice(0, -1));
    expect(shown.slice(plain.length - 1).join('')).toBe(`› ${typed}`);
  });

  it('is followed by a question that was asked meanwhile, with the question in front of its answer', async () => {
    const growth = statementByStatement(answer);
    const script = scriptOf(growth);
    const next = '修复花了多久？';
    const terminal = await openTerminal({ ...script, answers: { ...script.answers, [next]: answered([quotes.duration]) } });
    terminal.type(`${question}\r`);
    await terminal.shows(quotes.reason);
    terminal.type(`${next}\r`);
    growth.grow();
    growth.grow();
    await terminal.shows(quotes.duration);
    const rows = terminal.screen.rows();
    expect(rows.indexOf(`› ${next}`)).toBeGreaterThan(rows.findIndex((row) => row.includes('[1] 原文')));
    expect(rows.indexOf(`› ${next}`)).toBeLessThan(rows.findIndex((row) => row.includes(quotes.duration)));
  });

  it('is finished when the reader leaves with Ctrl-C', async () => {
    const growth = statementByStatement(answer);
    const terminal = await openTerminal(scriptOf(growth));
    terminal.type(`${question}\r`);
    await terminal.shows(quotes.reason);
    terminal.type('\u0003');
    growth.grow();
    growth.grow();
    await terminal.shows('再见');
    expect(terminal.screen.rows().join('\n')).toContain('[1] 原文');
  });
});

describe('what the log has to say while an answer grows', () => {
  it('waits until nothing is drawn over any more, and is lost neither then nor later', async () => {
    const written: string[] = [];
    const lines = createHeldLines({ write: (line) => written.push(line) });
    const growth = statementByStatement(answer);
    const terminal = await openTerminal(scriptOf(growth), {}, lines);
    lines.write('before\n');
    terminal.type(`${question}\r`);
    await terminal.shows(`${quotes.reason} [1]`);
    lines.write('meanwhile\n');
    expect(written).toEqual(['before\n']);
    growth.grow();
    await terminal.shows(`${quotes.cost} [2]`);
    growth.grow();
    await terminal.shows('[1] 原文');
    expect(written).toEqual(['before\n', 'meanwhile\n']);
    lines.write('after\n');
    expect(written).toEqual(['before\n', 'meanwhile\n', 'after\n']);
  });
});

describe('input that is not a terminal', () => {
  it('gets the answer alone, however it grew', async () => {
    const { delivery, answers } = setUpChat({
      answers: { [question]: answer },
      growing: { [question]: [1, 2].map((count) => ({ progress: progressOf(answer, count) })) },
    });
    const input = new PassThrough();
    const output = new PassThrough();
    let text = '';
    output.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
    const adapter = createConsoleAdapter({ ...delivery, input, output, colours: false, lastAnswer: () => undefined });
    await adapter.start();
    input.end(`${question}\n`);
    await adapter.ended;
    expect(text.split(quotes.reason)).toHaveLength(2);
    expect(text).not.toContain('\u001b');
    expect(answers.asked[0]?.options.onProgress).toBeUndefined();
  });
});
