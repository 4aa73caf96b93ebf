/**
 * Load and endurance, against the platforms' fakes on loopback: `npm run loadtest`; `-- --help` for fewer, or for more.
 * Puts the measured rows into the table of docs/reliability.md with `--write`.
 */
import { join } from 'node:path';
import { Command } from 'commander';
import { z } from 'zod';

import { createLogger, describeFailure } from '../src/operations/index.js';
import { platformNames, rowNames, runRows } from './loadtest/run-rows.js';
import { asTable, writeResults } from './loadtest/write-results.js';

const documentFile = join(import.meta.dirname, '..', 'docs', 'reliability.md');
const count = z.coerce.number().int().min(1);
const optionsSchema = z.object({
  only: z.array(z.enum(rowNames)).optional(),
  platform: z.enum(platformNames),
  questions: count.max(20_000),
  chats: count.max(2_000),
  minutes: z.coerce.number().min(0.05).max(60),
  kills: count.max(1_000),
  within: z.coerce.number().min(0.05).max(120),
  swaps: count.max(500),
  acts: count.max(20_000),
  seed: z.coerce.number().int(),
  write: z.boolean().optional(),
});

const command = new Command('npm run loadtest --')
  .description('Load and endurance of the whole bot, with fakes of the platforms on loopback.')
  .option('--only <rows...>', `these tests only: ${rowNames.join(', ')}`)
  .option('--platform <name>', `${platformNames.slice(0, -1).join(', ')}, or both in one bot`, 'both')
  .option('--questions <count>', 'questions of the rush', '2000')
  .option('--chats <count>', 'chats that they come from', '300')
  .option('--minutes <minutes>', 'how long the endurance test asks', '5')
  .option('--kills <count>', 'how often the bot is killed', '200')
  .option('--within <minutes>', 'no kills after so long', '15')
  .option('--swaps <count>', 'how often the index is replaced', '50')
  .option('--acts <count>', 'commands, presses, inline queries and edits of one group, each', '1500')
  .option('--seed <number>', 'of what is random', '1')
  .option('--write', 'put the results into docs/reliability.md');

try {
  const options = optionsSchema.parse(command.parse().opts());
  const log = createLogger({ level: 'error', format: 'auto', destination: process.stderr, secrets: [] });
  const results = await runRows({ ...options, log, say: (text) => void process.stderr.write(`${text}\n`) });
  process.stdout.write(`${asTable(results)}\n`);
  if (options.write === true) await writeResults(documentFile, results, options.only === undefined ? 'all' : 'some');
  if (results.some(({ isReached }) => !isReached)) process.exitCode = 1;
} catch (error) {
  process.exitCode = 1;
  process.stderr.write(`${error instanceof z.ZodError ? z.prettifyError(error) : describeFailure(error)}\n`);
}
