/**
 * Configuration: the environment becomes one typed, validated, read-only object. Nothing else reads the environment.
 * Knows what each variable means and whether it is well formed; never whether a token is good or a folder exists.
 */
import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { configVariables, environmentSchema, type ConfigVariable, type logFormats, type logLevels } from './config-variables.js';

export { configVariables, type ConfigVariable };

export type Environment = Readonly<Record<string, string | undefined>>;

/** Paths and names are as written: relative ones are relative to the working directory. */
export interface Config {
  readonly dataDir: string;
  readonly corpusDir: string;
  readonly embedding: {
    readonly model: string;
    /** Without a slash at the end. */
    readonly hubEndpoint: string;
  };
  /** What reading one article may take. */
  readonly parsing: {
    readonly timeoutMs: number;
    readonly memoryMb: number;
    readonly maxPages: number;
    readonly maxCharacters: number;
  };
  readonly log: {
    readonly level: (typeof logLevels)[number];
    readonly format: (typeof logFormats)[number];
  };
  readonly storage: {
    /** PostgreSQL; left out: SQLite in the data folder. */
    readonly databaseUrl?: string;
    readonly retentionDays: number;
  };
  readonly shutdownSeconds: number;
  /** Left out where no HTTP server is wanted. */
  readonly http?: { readonly host: string; readonly port: number };
  /** Left out where there is no token, and so no bot. */
  readonly telegram?: TelegramConfig;
  /** Left out where there is no token, and so no bot. */
  readonly discord?: DiscordConfig;
  /** Left out where no endpoint is named, and so nothing is generated. */
  readonly languageModel?: LanguageModelConfig;
  /** The values that must never be shown, for the logger. */
  readonly secrets: readonly string[];
  /** Sentences about what is set but looks like a mistake; the program runs all the same. */
  readonly warnings: readonly string[];
}

export interface TelegramConfig {
  readonly botToken: string;
  /** Without a slash at the end. */
  readonly apiRoot: string;
  /** Left out: long polling. */
  readonly webhookUrl?: string;
  /** Left out: every chat is served. */
  readonly allowedChats?: readonly string[];
  readonly admins: readonly string[];
}

export interface DiscordConfig {
  readonly token: string;
  /** Without a slash at the end, and without a version. */
  readonly apiRoot: string;
  /** Left out: commands are registered everywhere. */
  readonly guildId?: string;
  /** Left out: every server is served. */
  readonly allowedGuilds?: readonly string[];
  /** Left out: every channel is served. */
  readonly allowedChannels?: readonly string[];
  readonly admins: readonly string[];
  readonly shards: number | 'auto';
}

export interface LanguageModelConfig {
  /** Without a slash at the end. */
  readonly baseUrl: string;
  readonly model: string;
  readonly apiKey?: string;
  readonly timeoutSeconds: number;
  /** Left out: as many as are asked for. */
  readonly dailyTokens?: number;
  /** Of one person. */
  readonly callsPerHour: number;
  readonly concurrency: number;
  readonly logPrompts: boolean;
}

/** All that is wrong with the configuration, at once; the message is for the operator. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
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
  const defaults = Object.fromEntries(configVariables.map((variable) => [variable.name, variable.default]));
  const parsed = environmentSchema.safeParse({ ...defaults, ...given });
  const refused = new Set(parsed.error?.issues.map((issue) => issue.path[0]));
  const problems = configVariables.filter(({ name }) => refused.has(name)).map((variable) => problemWith(variable, given[variable.name]));
  if (given['TELEGRAM_WEBHOOK_URL'] !== undefined && given['HTTP_PORT'] === undefined) {
    problems.push('TELEGRAM_WEBHOOK_URL is set without HTTP_PORT; expected the port on which the webhook is to be received');
  }
  if (given['LLM_BASE_URL'] !== undefined && given['LLM_MODEL'] === undefined) {
    problems.push('LLM_BASE_URL is set without LLM_MODEL; expected the name of a model that the endpoint has, such as qwen3:8b');
  }
  if (!parsed.success || problems.length > 0) throw new ConfigError(problems);
  const values = parsed.data;

  return {
    dataDir: values.DATA_DIR,
    corpusDir: values.CORPUS_DIR,
    embedding: { model: values.EMBEDDING_MODEL, hubEndpoint: values.HF_ENDPOINT },
    parsing: {
      timeoutMs: values.PARSE_TIMEOUT_SECONDS * 1000,
      memoryMb: values.PARSE_MEMORY_MB,
      maxPages: values.PARSE_MAX_PAGES,
      maxCharacters: values.PARSE_MAX_CHARACTERS,
    },
    log: { level: values.LOG_LEVEL, format: values.LOG_FORMAT },
    storage: {
      ...(values.DATABASE_URL !== undefined && { databaseUrl: values.DATABASE_URL }),
      retentionDays: values.RETENTION_DAYS,
    },
    shutdownSeconds: values.SHUTDOWN_SECONDS,
    ...(values.HTTP_PORT !== undefined && { http: { host: values.HTTP_HOST, port: values.HTTP_PORT } }),
    ...(values.TELEGRAM_BOT_TOKEN !== undefined && {
      telegram: {
        botToken: values.TELEGRAM_BOT_TOKEN,
        apiRoot: values.TELEGRAM_API_ROOT,
        ...(values.TELEGRAM_WEBHOOK_URL !== undefined && { webhookUrl: values.TELEGRAM_WEBHOOK_URL }),
        ...(values.TELEGRAM_ALLOWED_CHATS !== undefined && { allowedChats: values.TELEGRAM_ALLOWED_CHATS }),
        admins: values.TELEGRAM_ADMINS ?? [],
      },
    }),
    ...(values.DISCORD_TOKEN !== undefined && {
      discord: {
        token: values.DISCORD_TOKEN,
        apiRoot: values.DISCORD_API_ROOT,
        ...(values.DISCORD_GUILD_ID !== undefined && { guildId: values.DISCORD_GUILD_ID }),
        ...(values.DISCORD_ALLOWED_GUILDS !== undefined && { allowedGuilds: values.DISCORD_ALLOWED_GUILDS }),
        ...(values.DISCORD_ALLOWED_CHANNELS !== undefined && { allowedChannels: values.DISCORD_ALLOWED_CHANNELS }),
        admins: values.DISCORD_ADMINS ?? [],
        shards: values.DISCORD_SHARDS,
      },
    }),
    ...(values.LLM_BASE_URL !== undefined &&
      values.LLM_MODEL !== undefined && {
        languageModel: {
          baseUrl: values.LLM_BASE_URL,
          model: values.LLM_MODEL,
          ...(values.LLM_API_KEY !== undefined && { apiKey: values.LLM_API_KEY }),
          timeoutSeconds: values.LLM_TIMEOUT_SECONDS,
          ...(values.LLM_DAILY_TOKENS !== undefined && { dailyTokens: values.LLM_DAILY_TOKENS }),
          callsPerHour: values.LLM_CALLS_PER_HOUR,
          concurrency: values.LLM_CONCURRENCY,
          logPrompts: values.LLM_LOG_PROMPTS,
        },
      }),
    secrets: [
      ...configVariables.flatMap(({ name, secret }) => (secret === true ? (given[name] ?? []) : [])),
      ...passwordsIn(values.DATABASE_URL),
      ...passwordsIn(values.LLM_BASE_URL),
    ],
    warnings: [
      ...unknownVariables(environment),
      ...idleVariables(given, 'Telegram', 'TELEGRAM_BOT_TOKEN'),
      ...idleVariables(given, 'Discord', 'DISCORD_TOKEN'),
      ...idleVariables(given, 'Language model', 'LLM_BASE_URL'),
    ],
  };
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

function problemWith(variable: ConfigVariable, value: string | undefined): string {
  if (variable.secret === true || value === undefined) return `${variable.name} is not well formed; expected ${variable.expected}`;
  const shown = value.length > longestShownValue ? `${value.slice(0, longestShownValue)}…` : value;
  return `${variable.name} is ${JSON.stringify(shown)}; expected ${variable.expected}`;
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
