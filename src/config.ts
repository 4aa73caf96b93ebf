/**
 * Configuration: the environment becomes one typed, validated, read-only object. Nothing else reads the environment.
 * Knows what each variable means and whether it is well formed; never whether a token is good or a folder exists.
 */
import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import type { z } from 'zod';
import { configSchema, configVariables, type ConfigVariable } from './config-variables.js';

export { configVariables, type ConfigVariable };

export type Environment = Readonly<Record<string, string | undefined>>;

/** Paths and names are as written: relative ones are relative to the working directory. */
export interface Config extends Readonly<z.output<typeof configSchema>> {
  /** The values that must never be shown, for the logger. */
  readonly secrets: readonly string[];
  /** Sentences about what is set but looks like a mistake; the program runs all the same. */
  readonly warnings: readonly string[];
}
export type TelegramConfig = NonNullable<Config['telegram']>;
export type DiscordConfig = NonNullable<Config['discord']>;
export type LanguageModelConfig = NonNullable<Config['languageModel']>;

/** All that is wrong with the configuration, at once; the message is for the operator. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly isExpected = true;
  constructor(readonly problems: readonly string[]) {
    super(
      [
        problems.length === 1 ? 'The configuration has a mistake:' : `The configuration has ${problems.length} mistakes:`,
        ...problems.map((problem) => `  ${problem}`),
        'Correct it in the environment or in the file .env; .env.example explains every variable.',
      ].join('\n'),
    );
  }
}

/** A variable with this beginning is meant for this program, so one that is not known is a slip of the pen. */
const ownPrefixes = ['PARSE_', 'TELEGRAM_', 'DISCORD_', 'LLM_'];

/**
 * @param environment from {@link readEnvironment}, or any other source; a variable that is empty or blank counts as not set.
 * @throws ConfigError naming every variable that is wrong.
 */
export function loadConfig(environment: Environment): Config {
  const given = givenValues(environment);
  const problems = configVariables.flatMap((variable) => problemWith(variable, given[variable.name]));
  if (given['TELEGRAM_WEBHOOK_URL'] !== undefined && given['HTTP_PORT'] === undefined) {
    problems.push('TELEGRAM_WEBHOOK_URL is set without HTTP_PORT; expected the port on which the webhook is to be received');
  }
  if (given['HTTP_API_TOKEN'] !== undefined && given['HTTP_PORT'] === undefined) {
    problems.push('HTTP_API_TOKEN is set without HTTP_PORT; expected the port on which the API is to be reached');
  }
  if (given['LLM_BASE_URL'] !== undefined && given['LLM_MODEL'] === undefined) {
    problems.push('LLM_BASE_URL is set without LLM_MODEL; expected the name of a model that the endpoint has, such as qwen3:8b');
  }
  if (problems.length > 0) throw new ConfigError(problems);
  const values = configSchema.parse(sectionsOf(given));
  return {
    ...values,
    secrets: [
      ...configVariables.flatMap(({ name, secret }) => (secret === true ? (given[name] ?? []) : [])),
      ...passwordsIn(values.storage.databaseUrl),
      ...passwordsIn(values.languageModel?.baseUrl),
    ],
    warnings: [
      ...unknownVariables(environment),
      ...idleVariables(given, 'Telegram', 'TELEGRAM_BOT_TOKEN'),
      ...idleVariables(given, 'Discord', 'DISCORD_TOKEN'),
      ...idleVariables(given, 'Language model', 'LLM_BASE_URL'),
    ],
  };
}

/** What is set, or its default, where the configuration has it; without the sections that are switched off. */
function sectionsOf(given: Environment): Record<string, unknown> {
  const sections: Record<string, Record<string, unknown>> = {};
  const topLevel: Record<string, unknown> = {};
  for (const { name, path, default: standard } of configVariables) {
    const [section = '', key] = path;
    const value = given[name] ?? standard;
    if (key === undefined) topLevel[section] = value;
    else (sections[section] ??= {})[key] = value;
  }
  const needed = { http: 'port', telegram: 'botToken', discord: 'token', languageModel: 'baseUrl' };
  const idle = Object.entries(needed).filter(([section, key]) => sections[section]?.[key] === undefined);
  return { ...topLevel, ...sections, ...Object.fromEntries(idle.map(([section]) => [section, undefined])) };
}

/**
 * The process's environment over what the file says. A variable set to nothing in the environment switches off what the file sets.
 * @throws ConfigError when there is a file that cannot be read; a missing one is not an error.
 */
export function readEnvironment(file = '.env'): Environment {
  let content = '';
  try {
    content = readFileSync(file, 'utf8');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    if (error.code !== 'ENOENT')
      throw new ConfigError([`${file} cannot be read (${String(error.code)}); expected a readable file, or none`]);
  }
  return { ...parseEnv(content), ...process.env };
}

function givenValues(environment: Environment): Environment {
  const values: Record<string, string> = {};
  for (const { name } of configVariables) {
    const value = environment[name]?.trim();
    if (value !== undefined && value !== '') values[name] = value;
  }
  return values;
}

/** Shorter ones would be found in words that are no secret. */
const shortestPassword = 4;

/** The password of an address, as it is written there and as it is meant: drivers quote it without the rest. */
function passwordsIn(address: string | undefined): string[] {
  if (address === undefined) return [];
  const { password } = new URL(address);
  return [...new Set([password, decodeURIComponent(password)])].filter(({ length }) => length >= shortestPassword);
}

/** Long enough for any value that is nearly right. */
const longestShownValue = 80;

function problemWith({ name, schema, expected, secret }: ConfigVariable, value: string | undefined): string[] {
  if (value === undefined || schema.safeParse(value).success) return [];
  if (secret === true) return [`${name} is not well formed; expected ${expected}`];
  const shown = value.length > longestShownValue ? `${value.slice(0, longestShownValue)}…` : value;
  return [`${name} is ${JSON.stringify(shown)}; expected ${expected}`];
}

function unknownVariables(environment: Environment): string[] {
  const known = configVariables.map(({ name }) => name);
  return Object.keys(environment).flatMap((name) => {
    const prefix = ownPrefixes.find((own) => name.startsWith(own));
    if (prefix === undefined || known.includes(name)) return [];
    const similar = known.filter((knownName) => knownName.startsWith(prefix));
    return [`${name} is not a variable of Footnote and has no effect; known are ${similar.join(', ')}.`];
  });
}

/** What is set for a bot or a language model that is not used, since what it depends on is missing. */
function idleVariables(given: Environment, idleGroup: ConfigVariable['group'], needed: string): string[] {
  if (given[needed] !== undefined) return [];
  return configVariables
    .filter(({ name, group }) => group === idleGroup && given[name] !== undefined)
    .map(({ name }) => `${name} has no effect without ${needed}.`);
}
