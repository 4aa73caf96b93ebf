/**
 * The commands that Discord shows: what differs from what is registered (`--diff`), registering them (`--register`), removing them
 * (`--remove`). `npm run discord:commands -- --diff`
 */
import { Command } from 'commander';
import { commandsOffered } from '../src/chat/index.js';

import { ConfigError, loadConfig, readEnvironment } from '../src/config.js';
import {
  commandDifferences,
  commandsFor,
  connectToApplication,
  desiredCommands,
  registerCommands,
  registeredCommands,
  removeCommands,
} from '../src/discord/index.js';
import { createLogger, describeFailure } from '../src/operations/index.js';

type Deed = 'diff' | 'register' | 'remove';

const print = (text: string): void => void process.stdout.write(`${text}\n`);

async function run(deed: Deed): Promise<void> {
  const config = loadConfig(readEnvironment());
  if (config.discord === undefined)
    throw new ConfigError(['DISCORD_TOKEN is not set; expected the token of the bot whose commands these are']);
  const { token, apiRoot, guildId: guild, admins } = config.discord;
  const log = createLogger({ level: 'warn', format: 'auto', destination: process.stderr, secrets: config.secrets });
  const { calls, application } = await connectToApplication({ token, apiRoot, log });
  const place = { application: application.id, guild };
  const commands = commandsFor(admins, commandsOffered({ canThink: config.languageModel !== undefined }));
  const where = guild === undefined ? 'everywhere' : `in the server ${guild}`;
  switch (deed) {
    case 'diff': {
      const differences = commandDifferences(await registeredCommands(calls, place), desiredCommands(commands, guild));
      print(differences.length === 0 ? `The commands ${where} are as they should be.` : differences.join('\n'));
      return;
    }
    case 'register': {
      const differences = await registerCommands(calls, place, commands);
      print(differences.length === 0 ? `The commands ${where} were as they should be.` : `Registered ${where}:\n${differences.join('\n')}`);
      return;
    }
    case 'remove':
      await removeCommands(calls, place);
      print(`There are no commands ${where} any more; npm start registers them again.`);
  }
}

const program = new Command('discord:commands')
  .description('Shows, registers or removes the commands of the Discord bot; in DISCORD_GUILD_ID alone where that is set.')
  .option('--diff', 'print what differs from what is registered')
  .option('--register', 'register the commands where they differ')
  .option('--remove', 'take all commands of the bot away')
  .parse();

const options = program.opts<Partial<Record<Deed, boolean>>>();
const chosen = (['diff', 'register', 'remove'] as const).filter((deed) => options[deed] === true);
const [deed, ...others] = chosen;

try {
  if (deed === undefined || others.length > 0) program.help({ error: true });
  else await run(deed);
} catch (error) {
  process.exitCode = 1;
  process.stderr.write(`${describeFailure(error)}\n`);
}
