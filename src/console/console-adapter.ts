import { createInterface, type Interface } from 'node:readline/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import pc from 'picocolors';
import {
  commandNamed,
  textsFor,
  toPlainText,
  type AdapterHealth,
  type AnswerGiven,
  type Chat,
  type ChatAdapter,
  type HandleOptions,
  type Incoming,
  type Reply,
  type Sender,
} from '../chat/index.js';
import type { Language } from '../language/index.js';
import { escapeControls } from '../operations/index.js';
import { escapeReply } from './escape-reply.js';
import type { HeldLines } from './held-lines.js';
import { createGrowingReply } from './growing-reply.js';
import { createPrinter, OutputClosedError } from './print-lines.js';
import { createQuietOutput } from './quiet-output.js';
import { renderReply } from './render-reply.js';

export interface ConsoleOptions {
  readonly chat: Chat;
  readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly output: NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number; readonly rows?: number };
  /** Whether the output shows colours. */
  readonly colours: boolean;
  /** What else is written to the same screen; left out: nothing is. */
  readonly beside?: Pick<HeldLines, 'hold' | 'release'> | undefined;
  /** The last answer with its ranking, for `/why`. */
  readonly lastAnswer: () => AnswerGiven | undefined;
  readonly now: () => number;
}

const sender: Sender = { platform: 'console', chat: 'terminal', user: 'reader' };
const defaultColumns = 80;
const rememberedLines = 500;
const prompt = '› ';
/** Whoever waits longer than this is shown that something goes on. */
const silentMs = 500;
const leavingWords = new Set(['exit', 'quit', '退出']);

/**
 * A conversation in the terminal. With a terminal on both ends: a greeting, a prompt, colours and history. Otherwise each line of
 * input is a question and each answer plain text, with an empty line between, until input ends.
 */
export function createConsoleAdapter(options: ConsoleOptions): ChatAdapter {
  const { chat, input, output, now } = options;
  const interactive = input.isTTY === true && output.isTTY === true;
  const colours = pc.createColors(options.colours);
  let health: AdapterHealth = { state: 'stopped', since: now() };
  let lines: Interface | undefined;
  let language: Language = 'zh-Hans';

  let end: () => void = () => undefined;
  let fail: (cause: unknown) => void = () => undefined;
  const ended = new Promise<void>((resolve, reject) => {
    end = resolve;
    fail = reject;
  });

  const columns = (): number => output.columns ?? defaultColumns;
  const write = createPrinter(output);
  const print = (text: string): Promise<void> => write(`${text}\n`);
  const quiet = createQuietOutput(output);

  const shown = (given: Reply): string => {
    language = given.language;
    const reply = escapeReply(given);
    return interactive ? renderReply(reply, { columns: columns(), colours }) : toPlainText(reply);
  };

  const why = async (): Promise<string> => {
    const answer = options.lastAnswer()?.answer;
    if (answer === undefined || answer.candidates.length === 0) return textsFor(language).terminal.whyNothing;
    // Loaded when asked for: drawing tables is no part of a start.
    const { whyTable } = await import('./why-table.js');
    return whyTable(answer.candidates, language, columns());
  };

  /** What the reader means: the number of a citation that is on the screen opens it, as a button does elsewhere. */
  const meant = (line: string): string => {
    const number = /^[[【]?(\d{1,2})[\]】]?$/u.exec(line.normalize('NFKC'))?.[1];
    if (number === undefined) return line;
    const answer = options.lastAnswer()?.answer;
    const shownCitations = answer?.kind === 'answered' ? answer.citations : answer?.kind === 'not-in-sources' ? answer.nearest : [];
    return shownCitations.some((citation) => citation.number === Number(number)) ? `/source ${number}` : line;
  };

  /** What there is to say to a line; `undefined` to leave. */
  const replyTo = async (line: string, options?: HandleOptions): Promise<string | undefined> => {
    if (interactive && leavingWords.has(line.toLowerCase())) return undefined;
    const command = /^[/／](\S*)\s*(.*)$/su.exec(meant(line));
    if (command === null) return shown(await chat.handle({ kind: 'question', sender, text: line }, options));
    const [, name = '', argument = ''] = command;
    if (name === 'quit' || name === 'exit') return undefined;
    if (name === 'why') return await why();
    const known = commandNamed(name);
    if (known === undefined) return escapeControls(textsFor(language).terminal.unknownCommand(name));
    const incoming: Incoming = { kind: 'command', sender, name: known.name, argument };
    const reply = shown(await chat.handle(incoming, options));
    return name === 'help' ? `${reply}\n${ownCommands()}` : reply;
  };

  /** Commands that only the terminal has, under those that every adapter has. */
  const ownCommands = (): string => {
    const { terminal } = textsFor(language);
    const bullet = interactive ? '  • ' : '- ';
    return [`${bullet}/why  ${terminal.why}`, `${bullet}/quit  ${terminal.quit}`].join('\n');
  };

  /** The reply, drawn while it grows; what is typed meanwhile waits. */
  const replyGrowing = async (line: string): Promise<string | undefined> => {
    const growing = createGrowingReply({ output, defaultColumns });
    const draw = (text: string): void => {
      options.beside?.hold();
      growing.draw(text);
    };
    const waiting = setTimeout(() => draw(colours.dim(textsFor(language).terminal.searching)), silentMs);
    const onProgress = (reply: Reply): void => {
      clearTimeout(waiting);
      draw(shown(reply));
    };
    try {
      const reply = await replyTo(line, { onProgress });
      if (reply === undefined || reply === '') return reply;
      return growing.clear() ? reply : `\n${reply}`;
    } finally {
      clearTimeout(waiting);
      growing.clear();
      options.beside?.release();
    }
  };

  const converse = async (reader: Interface): Promise<void> => {
    reader.setPrompt(prompt);
    const state = { open: true };
    /** Of each line that has not been dealt with yet, whether it was seen as it was typed. */
    const waiting: { readonly seen: boolean }[] = [];
    reader.on('line', () => {
      waiting.push({ seen: !quiet.isQuiet() });
      // What is typed or pasted from now on is shown above its own reply, not above this one.
      quiet.setQuiet(true);
    });
    reader.on('SIGINT', () => {
      if (reader.line === '') reader.close();
      else clearLine(reader);
    });
    reader.on('close', () => {
      state.open = false;
    });
    reader.prompt();
    for await (const line of reader) {
      const text = line.trim();
      if (waiting.shift()?.seen === false) await print(`${prompt}${escapeControls(line)}`);
      const reply = text === '' ? '' : await replyGrowing(text);
      if (reply === undefined) break;
      if (reply !== '') await print(`${reply}\n`);
      if (state.open && waiting.length === 0) await promptAgain(reader);
    }
    await print(`\n${textsFor(language).terminal.farewell}`);
  };

  /** As the keys would that go to the line's end, and delete up to its beginning. */
  const clearLine = (reader: Interface): void => {
    for (const name of ['e', 'u']) reader.write(null, { ctrl: true, name });
  };

  /** With what was typed out of sight: readline takes it to be on the screen, and would wipe its rows out of the reply. */
  const promptAgain = async (reader: Interface): Promise<void> => {
    if (quiet.isQuiet()) {
      reader.prompt(true);
      await write('\n'.repeat(reader.getCursorPos().rows));
      quiet.setQuiet(false);
    }
    reader.prompt(true);
  };

  const answerEachLine = async (reader: Interface): Promise<void> => {
    let first = true;
    for await (const line of reader) {
      const text = line.trim();
      if (text === '') continue;
      const reply = await replyTo(text);
      if (reply === undefined) break;
      await print(first ? reply : `\n${reply}`);
      first = false;
    }
  };

  const run = async (): Promise<void> => {
    if (interactive) {
      const greeting = shown(await chat.handle({ kind: 'command', sender, name: 'start', argument: '' }));
      await print(`${greeting}\n\n${colours.dim(textsFor(language).terminal.hint)}\n`);
    }
    const reader = interactive
      ? createInterface({ input, output: quiet.stream, terminal: true, historySize: rememberedLines, removeHistoryDuplicates: true })
      : createInterface({ input, terminal: false, crlfDelay: Infinity });
    lines = reader;
    try {
      await (interactive ? converse(reader) : answerEachLine(reader));
    } finally {
      reader.close();
    }
  };

  return {
    name: 'console',
    start: () => {
      health = { state: 'connected', since: now() };
      run()
        .finally(() => {
          health = { state: 'stopped', since: now() };
        })
        .then(end, (cause: unknown) => {
          if (cause instanceof OutputClosedError) end();
          else fail(cause);
        });
      return Promise.resolve();
    },
    stop: async (withinMs) => {
      if (lines === undefined) return;
      lines.close();
      await Promise.race([ended, sleep(withinMs, undefined, { ref: false })]);
    },
    health: () => health,
    ended,
  };
}
