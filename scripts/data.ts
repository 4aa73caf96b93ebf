/** `npm run data`: takes out, erases and thins out what is kept of people. */
import { once } from 'node:events';
import { Command, Option } from 'commander';
import { z } from 'zod';
import { createPersonKeys, type PersonKey, type Stores } from '../src/chat/index.js';
import { describeFailure, personSecret, storeLocationOf } from '../src/compose.js';
import { loadConfig, readEnvironment, type Config } from '../src/config.js';
import { createRedactor, escapeControls } from '../src/operations/index.js';
import { knownTimesIn, retentionLimit } from '../src/retention.js';
import { openStores } from '../src/storage/index.js';

const help = `
People are kept under a keyed hash of their platform's id, so that a person is found by that id alone: --platform telegram --user 123456789.
All of this works while the bot is running.`;

const who = z.object({ platform: z.enum(['telegram', 'discord']), user: z.string().regex(/^\d+$/) });
const days = z
  .string()
  .regex(/^\d{1,5}$/)
  .transform(Number);

/** Something in the call that only the caller can put right. */
class UsageError extends Error {
  override readonly name = 'UsageError';
}

async function withStores(config: Config, work: (stores: Stores) => Promise<void>): Promise<void> {
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

async function purge(config: Config, given: { readonly days?: string }): Promise<void> {
  const parsed = days.safeParse(given.days ?? String(config.storage.retentionDays));
  if (!parsed.success) throw new UsageError('--days has to be a whole number: what is older than so many days is deleted.');
  await withStores(config, async (stores) => {
    const rows = await stores.purge(retentionLimit(Date.now(), parsed.data));
    // Whoever purges by hand knows what time it is.
    await knownTimesIn(config.dataDir, async () => undefined).record(Date.now());
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
    .action((given: { readonly days?: string }) => purge(config, given));
  await program.parseAsync();
}

// What is written is for this user alone: questions, and the key behind people's hashes.
process.umask(0o077);

let redact = (text: string): string => text;
try {
  const config = loadConfig(readEnvironment());
  redact = createRedactor(config.secrets);
  await run(config);
} catch (error) {
  process.exitCode = 1;
  process.stderr.write(`${error instanceof UsageError ? escapeControls(error.message) : redact(describeFailure(error))}\n`);
}
