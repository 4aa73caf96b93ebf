/** `npm run data`: exports, erases and purges stored data. */
import { once } from 'node:events';
import { Command, Option } from 'commander';
import { z } from 'zod';
import { createPersonKeys, type PersonKey } from '../src/chat/index.js';
import { storeLocationOf } from '../src/compose.js';
import { loadConfig, readEnvironment, type Config } from '../src/config.js';
import { createRedactor, escapeControls, describeFailure, keepFolderPrivate } from '../src/operations/index.js';
import { isPlausible, knownTimesIn, retentionLimit } from '../src/retention.js';
import { openStores, type OpenStores, personSecret } from '../src/storage/index.js';

const help = `
People are kept under a keyed hash of their platform's id, so that a person is found by that id alone: --platform telegram --user 123456789.
All of this works while the bot is running.`;

const who = z.object({ platform: z.enum(['telegram', 'discord']), user: z.string().regex(/^\d+$/) });
const days = z
  .string()
  .regex(/^\d{1,5}$/)
  .transform(Number);

/** A mistake in the command line. */
class UsageError extends Error {
  override readonly name = 'UsageError';
}

async function withStores(config: Config, work: (stores: OpenStores) => Promise<void>): Promise<void> {
  const report = (error: unknown): void =>
    void process.stderr.write(`${escapeControls(error instanceof Error ? error.message : String(error))}\n`);
  const stores = await openStores(storeLocationOf(config), { secret: await personSecret(config.dataDir), exclusive: false, report });
  try {
    await work(stores);
  } finally {
    await stores.close();
  }
}

async function personOf(config: Config, given: unknown): Promise<PersonKey> {
  const parsed = who.safeParse(given);
  if (!parsed.success)
    throw new UsageError('Say whose: --platform telegram (or discord) and --user with the number that the platform knows the person by.');
  const { platform, user } = parsed.data;
  return createPersonKeys(await personSecret(config.dataDir))(platform, user);
}

/** JSON Lines: a row a line, `{"table": …, "row": {…}}`. */
async function exportRows(config: Config, given: object): Promise<void> {
  const person = Object.keys(given).length === 0 ? undefined : await personOf(config, given);
  await withStores(config, async (stores) => {
    for await (const row of stores.exportRows(person)) {
      if (!process.stdout.write(`${escapeControls(JSON.stringify(row))}\n`)) await once(process.stdout, 'drain');
    }
  });
}

async function forget(config: Config, given: object): Promise<void> {
  const person = await personOf(config, given);
  await withStores(config, async (stores) => {
    const rows = await stores.forget(person);
    console.log(rows === 0 ? 'Nothing was kept of that person.' : `Erased ${rows} ${rows === 1 ? 'row' : 'rows'}.`);
  });
}

/** A purge by a clock that is far ahead would delete everything, irrecoverably. */
async function purge(config: Config, given: { readonly days?: string; readonly today?: string }): Promise<void> {
  const parsed = days.safeParse(given.days ?? String(config.storage.retentionDays));
  if (!parsed.success) throw new UsageError('--days has to be a whole number: what is older than so many days is deleted.');
  await withStores(config, async (stores) => {
    const clock = Date.now();
    const today = new Date(clock).toISOString().slice(0, 10);
    if (given.today !== undefined && given.today !== today)
      throw new UsageError(`By the clock it is ${today} (UTC), not ${given.today}. Nothing was deleted: set the clock first.`);
    const knownTimes = knownTimesIn(config.dataDir, () => stores.newest());
    const last = await knownTimes.last();
    const isKnown = given.today !== undefined || last === undefined || isPlausible(clock, last);
    const time = isKnown ? clock : last;
    const rows = await stores.purge(retentionLimit(time, parsed.data));
    await knownTimes.record(time);
    if (!isKnown)
      console.log(
        `By the clock it is ${today}, and the last that is known is ${new Date(last).toISOString().slice(0, 10)}: only what was due by then is deleted. If the clock is right, run "npm run data -- purge --today ${today}".`,
      );
    console.log(`Deleted ${rows} ${rows === 1 ? 'row' : 'rows'} older than ${parsed.data} days.`);
  });
}

async function run(config: Config): Promise<void> {
  const program = new Command('npm run data --')
    .description('What is kept of people: take it out, erase it, thin it out.')
    .addHelpText('after', help);
  const ofPerson = (command: Command): Command =>
    command
      .addOption(new Option('--platform <name>', 'telegram or discord'))
      .addOption(new Option('--user <id>', 'the platform’s id of the person'));
  ofPerson(program.command('export').description('prints everything that is kept, or of one person, as JSON Lines')).action(
    (given: object) => exportRows(config, given),
  );
  ofPerson(program.command('forget').description('erases everything that belongs to one person')).action((given: object) =>
    forget(config, given),
  );
  program
    .command('purge')
    .description('deletes what is older than RETENTION_DAYS, or than --days')
    .option('--days <n>', 'how many days are kept')
    .option('--today <date>', 'confirms the clock, as year-month-day in UTC, where the bot was stopped for more than a week')
    .action((given: { readonly days?: string; readonly today?: string }) => purge(config, given));
  await program.parseAsync();
}

let redact = (text: string): string => text;
try {
  const config = loadConfig(readEnvironment());
  redact = createRedactor(config.secrets);
  await keepFolderPrivate(config.dataDir, (sentence) => void process.stderr.write(`${escapeControls(sentence)}\n`));
  await run(config);
} catch (error) {
  process.exitCode = 1;
  process.stderr.write(`${error instanceof UsageError ? escapeControls(error.message) : redact(describeFailure(error))}\n`);
}
