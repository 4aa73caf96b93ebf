/** `npm run ask`: one question, or questions as JSON Lines, to the answer service. docs/ask.md describes what it reads and prints. */
import { createInterface } from 'node:readline/promises';
import { Command } from 'commander';
import { z } from 'zod';
import { maxQuestionCharacters } from '../src/answering/index.js';
import { renderAnswer, toPlainText } from '../src/chat/index.js';
import { composeAnswering, indexFolderOf } from '../src/compose.js';
import { loadConfig, readEnvironment } from '../src/config.js';
import { answerLines, askRecord, createPrinter, OutputClosedError } from '../src/console/index.js';
import { createLogger, escapeControls, describeFailure } from '../src/operations/index.js';
import { openIndex } from '../src/search-index/index.js';

const help = `
With --json and no question, questions are read from standard input as JSON Lines, one object a line:
  {"id":"q1","question":"…","history":["an earlier question of the same conversation"]}
docs/ask.md describes every field of what is printed.

Exit codes: 0 all is well; 1 something failed, or a line was no question.`;

const options = z.object({ index: z.string().optional(), json: z.boolean(), document: z.string().optional(), think: z.boolean() });

/** A mistake in the command line. */
class UsageError extends Error {
  override readonly name = 'UsageError';
}

async function run(): Promise<number> {
  const command = new Command('npm run ask --')
    .description('Answers a question from the articles, with citations.')
    .argument('[question...]', 'the question')
    .option('--index <dir>', 'the folder of the index; it is used as it is (default: the one in the data folder, built first if need be)')
    .option('--json', 'print one JSON object an answer', false)
    .option('--think', 'spend more on the question, where a language model is configured', false)
    .option('--document <path>', 'print the text of a document, which offsets point into, and nothing else')
    .addHelpText('after', help)
    .parse();
  const { index, json, document, think } = options.parse(command.opts());
  const config = loadConfig(readEnvironment());
  const print = createPrinter(process.stdout);

  if (document !== undefined) {
    const text = await documentText(index ?? indexFolderOf(config), document);
    // Unchanged for files and programs, since offsets point into it; a terminal must not interpret it.
    await print(process.stdout.isTTY ? escapeControls(text) : text);
    return 0;
  }

  const question = command.args.join(' ');
  if (question === '' && (!json || process.stdin.isTTY)) {
    throw new UsageError('There is no question. Write one: npm run ask -- "…", or give questions as JSON Lines to: npm run ask -- --json');
  }
  const level = config.log.level === 'info' && config.languageModel?.logPrompts !== true ? 'warn' : config.log.level;
  const log = createLogger({ ...config.log, level, destination: process.stderr, secrets: config.secrets });
  const parts = await composeAnswering(config, { buildIfStale: index === undefined, indexFolder: index, writeWithModel: {}, log });
  const effort = think ? 'thorough' : 'short';
  const { answers } = parts;
  try {
    if (question === '') {
      const lines = createInterface({ input: process.stdin, crlfDelay: Infinity });
      const { refused } = await answerLines(lines, {
        answers,
        maxQuestionCharacters,
        effort,
        print: (line) => print(`${escapeControls(line)}\n`),
      });
      return refused === 0 ? 0 : 1;
    }
    const started = performance.now();
    const answer = await answers.ask(question, { questions: [] }, { effort });
    const milliseconds = performance.now() - started;
    const text = json
      ? JSON.stringify(askRecord(1, answer, milliseconds, maxQuestionCharacters))
      : toPlainText(renderAnswer(answer, { maxQuestionCharacters }));
    await print(`${escapeControls(text)}\n`);
    return 0;
  } finally {
    await parts.close();
  }
}

async function documentText(folder: string, path: string): Promise<string> {
  const index = await openIndex(folder);
  try {
    const text = index.documentText(path);
    if (text !== undefined) return text;
    const known = index.documents().map((each) => each.path);
    const more = known.length > 10 ? `, and ${known.length - 10} more` : '';
    throw new UsageError(`The index has no document ${JSON.stringify(path)}. It has: ${known.slice(0, 10).join(', ')}${more}.`);
  } finally {
    index.close();
  }
}

try {
  process.exitCode = await run();
} catch (error) {
  if (error instanceof OutputClosedError) process.exitCode = 0;
  else {
    process.exitCode = 1;
    process.stderr.write(`${error instanceof UsageError ? escapeControls(error.message) : describeFailure(error)}\n`);
  }
}
