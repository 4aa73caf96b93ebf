import { createInterface, type Interface } from 'node:readline/promises';
import pc from 'picocolors';
import {
  asError,
  commandNamed,
  createDelivery,
  createLifecycle,
  createPlatformAdapter,
  defaultLanguage,
  systemClock,
  textsFor,
  type AnswerGiven,
  type ChatAdapter,
  type DeliveryOptions,
  type Incoming,
  type Sender,
} from '../chat/index.js';
import type { Language } from '../language/index.js';
import { escapeControls } from '../operations/index.js';
import { createConsolePort, type Address } from './console-port.js';
import { createGrowingReply } from './growing-reply.js';
import type { HeldLines } from './held-lines.js';
import { createPrinter, OutputClosedError } from './print-lines.js';
import { createQuietOutput } from './quiet-output.js';

export interface ConsoleOptions extends DeliveryOptions {
  readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly output: NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number; readonly rows?: number };
  /** Whether the output shows colours. */
  readonly colours: boolean;
  /** What else is written to the same screen; left out: nothing is. */
  readonly beside?: Pick<HeldLines, 'hold' | 'release'> | undefined;
  /** The last answer with its ranking, for `/why`. */
  readonly lastAnswer: () => AnswerGiven | undefined;
}

const sender: Sender = { platform: 'console', chat: 'terminal', user: 'reader' };
const defaultColumns = 80;
const rememberedLines = 500;
const prompt = '› ';
const leavingWords = new Set(['exit', 'quit', '退出']);

/**
 * A conversation in the terminal. With a terminal on both ends: a greeting, a prompt, colours and history. Otherwise each line of
 * input is a question and each answer plain text, with an empty line between, until input ends.
 */
export function createConsoleAdapter(options: ConsoleOptions): ChatAdapter {
  const { input, output, beside, log, clock = systemClock } = options;
  const interactive = input.isTTY === true && output.isTTY === true;
  const colours = pc.createColors(options.colours);
  const columns = (): number => output.columns ?? defaultColumns;
  const language: { current: Language } = { current: defaultLanguage };
  const lifecycle = createLifecycle(clock);
  const write = createPrinter(output);
  const quiet = createQuietOutput(output);
  const drawing = createGrowingReply({ output, defaultColumns });
  const growing = {
    draw: (text: string): void => {
      beside?.hold();
      drawing.draw(text);
    },
    clear: () => drawing.clear(),
  };
  let lines: Interface | undefined;
  let isFirst = true;
  let events = 0;
  let conversation: Promise<void> = Promise.resolve();
  /** Why nothing more can be said. */
  let unwritable: unknown;

  const print = async (text: string): Promise<void> => {
    try {
      await write(`${text}\n`);
    } catch (error) {
      unwritable ??= error;
      throw error;
    }
  };

  /** In the place of what has grown of it, else with an empty line before it. */
  const say = async (text: string): Promise<void> => {
    const before = growing.clear() || isFirst ? '' : '\n';
    isFirst = false;
    await print(`${before}${text}${interactive ? '\n' : ''}`);
  };

  const port = {
    ...createConsolePort({ interactive, colours, columns, growing, say, isOfOutput: (error) => error === unwritable, language }),
    connect: async () => {
      conversation = run().then(lifecycle.end, (error: unknown) => {
        if (error instanceof OutputClosedError) lifecycle.end();
        else lifecycle.fail(asError(error));
      });
    },
    disconnect: () => {
      lines?.close();
      return conversation;
    },
  };
  const delivery = createDelivery({ ...options, clock }, port, lifecycle.working);

  /** Has the chat reply, and waits until the reply is out. */
  const ask = async (incoming: Incoming, address: Address = {}): Promise<void> => {
    const { delivered } = await delivery.accept({ id: String(++events), incoming, address });
    await delivered;
    beside?.release();
    if (unwritable !== undefined) throw asError(unwritable);
  };

  const why = async (): Promise<string> => {
    const answer = options.lastAnswer()?.answer;
    if (answer === undefined || answer.candidates.length === 0) return textsFor(language.current).terminal.whyNothing;
    // Loaded when asked for: drawing tables is no part of a start.
    const { whyTable } = await import('./why-table.js');
    return whyTable(answer.candidates, language.current, columns());
  };

  /** What the reader means: the number of a citation that is on the screen opens it, as a button does elsewhere. */
  const meant = (line: string): string => {
    const number = /^[[【]?(\d{1,2})[\]】]?$/u.exec(line.normalize('NFKC'))?.[1];
    if (number === undefined) return line;
    const answer = options.lastAnswer()?.answer;
    const shownCitations = answer?.kind === 'answered' ? answer.citations : answer?.kind === 'not-in-sources' ? answer.nearest : [];
    return shownCitations.some((citation) => citation.number === Number(number)) ? `/source ${number}` : line;
  };

  /** Replies to a line. Returns whether the conversation goes on. */
  const replyTo = async (line: string): Promise<boolean> => {
    if (interactive && leavingWords.has(line.toLowerCase())) return false;
    const command = /^[/／](\S*)\s*(.*)$/su.exec(meant(line));
    if (command === null) {
      await ask({ kind: 'question', sender, text: line });
      return true;
    }
    const [, name = '', argument = ''] = command;
    if (name === 'quit' || name === 'exit') return false;
    const known = commandNamed(name);
    if (name === 'why') await say(await why());
    else if (known === undefined) await say(escapeControls(textsFor(language.current).terminal.unknownCommand(name)));
    else await ask({ kind: 'command', sender, name: known.name, argument }, name === 'help' ? { below: 'own-commands' } : {});
    return true;
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
      if (text !== '' && !(await replyTo(text))) break;
      if (state.open && waiting.length === 0) await promptAgain(reader);
    }
    await print(`\n${textsFor(language.current).terminal.farewell}`);
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
    for await (const line of reader) {
      const text = line.trim();
      if (text !== '' && !(await replyTo(text))) break;
    }
  };

  const run = async (): Promise<void> => {
    if (interactive) await ask({ kind: 'command', sender, name: 'start', argument: '' }, { below: 'hint' });
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

  return createPlatformAdapter({ port, delivery, lifecycle, clock, log });
}
