/** `npm run report`: what was asked in the last days, what the articles could not answer, and which passages were cited. */
import { Command } from 'commander';
import { z } from 'zod';
import { composeEmbedder, indexFolderOf, storeLocationOf } from '../src/compose.js';
import { loadConfig, readEnvironment, type Config } from '../src/config.js';
import { createRedactor, escapeControls, describeFailure, keepFolderPrivate } from '../src/operations/index.js';
import { createQuestionGrouper, makeReport, reportAsMarkdown, reportAsTable } from '../src/reporting/index.js';
import { openIndex } from '../src/search-index/index.js';
import { openStores, personSecret } from '../src/storage/index.js';

const help = `
Reads what a running bot keeps, and changes nothing. Questions are shown as people wrote them: mind who sees the report.`;

const count = z
  .string()
  .regex(/^\d{1,5}$/)
  .transform(Number)
  .pipe(z.int().positive());
const options = z.object({ days: count, limit: count, format: z.enum(['table', 'markdown', 'json']) });

const dayMs = 24 * 60 * 60_000;
const columnsWithoutTerminal = 120;

async function run(config: Config): Promise<void> {
  const command = new Command('npm run report --')
    .description('Reports what was asked, what the articles could not answer, what was cited, and how answers were judged.')
    .option('--days <n>', 'how many days back', '7')
    .option('--limit <n>', 'how many rows of each kind (not in JSON, which has all)', '10')
    .option('--format <format>', 'table, markdown or json', 'table')
    .addHelpText('after', help)
    .parse();
  const parsed = options.safeParse(command.opts());
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0] ?? { path: [], message: '' };
    return command.error(`--${path.join('.')} is not as expected: ${message}. npm run report -- --help tells what is.`);
  }
  const { days, limit, format } = parsed.data;

  await keepFolderPrivate(config.dataDir, (sentence) => void process.stderr.write(`${escapeControls(sentence)}\n`));
  const stores = await openStores(storeLocationOf(config), {
    secret: await personSecret(config.dataDir),
    exclusive: false,
    report: (error) => void process.stderr.write(`${escapeControls(messageOf(error))}\n`),
  });
  try {
    const embedder = await composeEmbedder(config);
    const index = await openIndex(indexFolderOf(config), { model: embedder.model });
    try {
      const now = Date.now();
      const report = await makeReport(now - days * dayMs, now, { stores, index, groupQuestions: createQuestionGrouper(embedder) });
      switch (format) {
        case 'json':
          process.stdout.write(escapeControls(`${JSON.stringify(report, undefined, 2)}\n`));
          break;
        case 'markdown':
          process.stdout.write(escapeControls(reportAsMarkdown(report, limit)));
          break;
        case 'table':
          process.stdout.write(
            escapeControls(reportAsTable(report, limit, process.stdout.isTTY ? process.stdout.columns : columnsWithoutTerminal)),
          );
          break;
      }
    } finally {
      index.close();
      await embedder.close();
    }
  } finally {
    await stores.close();
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

let redact = (text: string): string => text;
try {
  const config = loadConfig(readEnvironment());
  redact = createRedactor(config.secrets);
  await run(config);
} catch (error) {
  process.exitCode = 1;
  process.stderr.write(`${redact(describeFailure(error))}\n`);
}
