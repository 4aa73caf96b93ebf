/**
 * The table of all variables: where each stands in the configuration, how its value is read, and what the documentation says of it.
 * The configuration's type, its validation, the table in docs/configuration.md and .env.example all come from here.
 */
import { z } from 'zod';
import {
  type Kind,
  count,
  folder,
  hasReadablePassword,
  httpAddress,
  ids,
  kind,
  matching,
  oneOf,
  optional,
  orNone,
  whole,
  wholeNumber,
} from './config-values.js';

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
const logFormats = ['auto', 'pretty', 'json'] as const;

interface Documentation {
  readonly name: string;
  readonly group: 'General' | 'Storage' | 'HTTP' | 'Telegram' | 'Discord' | 'Language model';
  /** As it would be written in the environment. */
  readonly default?: string;
  /** Markdown. */
  readonly description: string;
  /** Ends the sentence "expected …" when the value is refused. */
  readonly expected: string;
  /** The value is never shown: not in an error, not in a log. */
  readonly secret?: true;
}

export interface ConfigVariable extends Documentation {
  readonly schema: z.ZodType;
  /** Where the value stands in the configuration, such as `['telegram', 'botToken']`. */
  readonly path: readonly string[];
}

const snowflakes = () => ids(/^\d+$/, 'whole numbers above 0 with commas between them, such as 123456789012345678');

const documentation = z.registry<Documentation>();

/** @returns the schema, registered with its documentation */
const inGroup =
  (group: Documentation['group']) =>
  <Schema extends z.ZodType>(
    name: string,
    { schema, expected }: Kind<Schema>,
    description: string,
    more: Pick<Documentation, 'default' | 'secret'> = {},
  ): Schema => {
    documentation.add(schema, { name, group, description, expected, ...more });
    return schema;
  };
const general = inGroup('General');
const storage = inGroup('Storage');
const http = inGroup('HTTP');
const telegram = inGroup('Telegram');
const discord = inGroup('Discord');
const model = inGroup('Language model');

/** The configuration, in the order of the documentation. A section that is optional is there when its first variable is set. */
export const configSchema = z.object({
  dataDir: general('DATA_DIR', folder(), 'Folder for everything that the program writes: the index, and what survives a restart.', {
    default: 'data',
  }),
  corpusDir: general(
    'CORPUS_DIR',
    folder(),
    'Folder with the articles (`.txt`, `.md`, `.rst`, `.html`, `.pdf`), in folders of any depth.',
    { default: 'corpus' },
  ),
  embedding: z.object({
    model: general(
      'EMBEDDING_MODEL',
      matching(/^[\w.-]+(\/[\w.-]+)?(@[\w.-]+)?$/, 'the name of a model, such as footnote-e5-small-zh-en or Xenova/bge-m3'),
      'The bundled model, or a feature-extraction model of the hub (`Xenova/bge-m3`, or with a commit or tag `Xenova/bge-m3@v1`). Another model means another index.',
      { default: 'footnote-e5-small-zh-en' },
    ),
    hubEndpoint: general(
      'HF_ENDPOINT',
      httpAddress(),
      'Where models that are not bundled are fetched from: a mirror, where the hub cannot be reached.',
      { default: 'https://huggingface.co' },
    ),
  }),
  /** What reading one article may take. */
  parsing: z.object({
    timeoutMs: general(
      'PARSE_TIMEOUT_SECONDS',
      kind(
        wholeNumber(1, 3600).transform((seconds) => seconds * 1000),
        'whole seconds from 1 to 3600',
      ),
      'How long reading one article may take. One that takes longer is not indexed, and is named.',
      { default: '60' },
    ),
    memoryMb: general('PARSE_MEMORY_MB', whole('megabytes', 256, 65_536), 'Memory that the process which reads articles may take.', {
      default: '1024',
    }),
    maxPages: general('PARSE_MAX_PAGES', count(1, 1_000_000), 'The most pages that a PDF may have.', { default: '5000' }),
    maxCharacters: general('PARSE_MAX_CHARACTERS', count(1000, 100_000_000), 'The most text that one article may hold.', {
      default: '5000000',
    }),
  }),
  log: z.object({
    level: general('LOG_LEVEL', oneOf(logLevels), `How much is logged: ${logLevels.map((level) => `\`${level}\``).join(', ')}.`, {
      default: 'info',
    }),
    format: general(
      'LOG_FORMAT',
      oneOf(logFormats),
      '`json` (one line an event), `pretty` (for people), or `auto`: pretty on a terminal, JSON elsewhere.',
      { default: 'auto' },
    ),
  }),
  shutdownSeconds: general(
    'SHUTDOWN_SECONDS',
    whole('seconds', 0, 600),
    'How long an orderly stop (`SIGTERM`, Ctrl-C) may take to deliver what was accepted. A second signal ends at once.',
    { default: '10' },
  ),
  storage: z.object({
    databaseUrl: storage(
      'DATABASE_URL',
      optional(
        kind(
          z.url({ protocol: /^postgres(ql)?$/ }).refine(hasReadablePassword),
          'an address such as postgresql://user:password@host:5432/database, special characters in the password percent-encoded',
        ),
      ),
      'PostgreSQL 15 or later, for what survives a restart. Without it that is kept in a SQLite file in the data folder.',
      { secret: true },
    ),
    retentionDays: storage(
      'RETENTION_DAYS',
      whole('days', 1, 36_500),
      'Questions, answers and votes that are older are deleted, at the start and every day.',
      { default: '90' },
    ),
  }),
  http: z
    .object({
      port: http(
        'HTTP_PORT',
        kind(wholeNumber(1, 65_535), 'a port from 1 to 65535'),
        'Port of the HTTP server. Without it there is no HTTP server.',
      ),
      host: http(
        'HTTP_HOST',
        kind(z.union([z.ipv4(), z.ipv6(), z.hostname()]), 'an IP address or a host name, without a port'),
        'Address that the HTTP server listens on. The default is reachable from this machine only, `0.0.0.0` from everywhere.',
        { default: '127.0.0.1' },
      ),
      apiToken: http(
        'HTTP_API_TOKEN',
        optional(matching(/^[\w.~+/=-]{16,}$/, 'at least 16 letters, digits and characters of -._~+/=')),
        'Bearer token of the [HTTP API](http-api.md); needs `HTTP_PORT`. Without it there is no API.',
        { secret: true },
      ),
    })
    .optional(),
  telegram: z
    .object({
      botToken: telegram(
        'TELEGRAM_BOT_TOKEN',
        matching(/^\d+:[\w-]+$/, 'a token as @BotFather gives it: digits, a colon, then letters, digits, - and _'),
        'The bot’s token from @BotFather. Without it there is no Telegram bot.',
        { secret: true },
      ),
      apiRoot: telegram('TELEGRAM_API_ROOT', httpAddress(), 'Where the Bot API is: for a Bot API server of your own.', {
        default: 'https://api.telegram.org',
      }),
      webhookUrl: telegram(
        'TELEGRAM_WEBHOOK_URL',
        optional(kind(z.url({ protocol: /^https$/ }), 'an address that begins with https://')),
        'Public address at which Telegram delivers updates; needs `HTTP_PORT`. Without it the bot fetches them (long polling).',
      ),
      allowedChats: telegram(
        'TELEGRAM_ALLOWED_CHATS',
        optional(ids(/^-?\d+$/, 'whole numbers with commas between them, such as 123456789,-1001234567890')),
        'Ids of the chats that are served, with commas between them. Without it every chat is.',
      ),
      admins: telegram(
        'TELEGRAM_ADMINS',
        orNone(ids(/^\d+$/, 'whole numbers above 0 with commas between them, such as 123456789,987654321')),
        'Ids of the people who may use the administrators’ commands, with commas between them.',
      ),
    })
    .optional(),
  discord: z
    .object({
      token: discord(
        'DISCORD_TOKEN',
        matching(
          /^[\w-]+(\.[\w-]+)*$/,
          'a token as the developer portal gives it: letters, digits, - and _, in parts with dots between them',
        ),
        'The bot’s token from the developer portal. Without it there is no Discord bot.',
        { secret: true },
      ),
      apiRoot: discord('DISCORD_API_ROOT', httpAddress(), 'Where Discord’s API is, without a version: for a proxy of your own.', {
        default: 'https://discord.com/api',
      }),
      guildId: discord(
        'DISCORD_GUILD_ID',
        optional(matching(/^\d+$/, 'the id of a server: digits only')),
        'Id of the one server in which the commands are registered. Without it they are registered everywhere.',
      ),
      allowedGuilds: discord(
        'DISCORD_ALLOWED_GUILDS',
        optional(snowflakes()),
        'Ids of the servers that are served, with commas between them. Without it every server is; private messages always are.',
      ),
      allowedChannels: discord(
        'DISCORD_ALLOWED_CHANNELS',
        optional(snowflakes()),
        'Ids of the servers’ channels that are served, their threads with them. Without it every channel is.',
      ),
      admins: discord(
        'DISCORD_ADMINS',
        orNone(snowflakes()),
        'Ids of the people who may use the administrators’ commands, with commas between them. No rights in a server give them.',
      ),
      shards: discord(
        'DISCORD_SHARDS',
        kind(
          z.union([
            z.literal('auto'),
            z
              .string()
              .regex(/^[1-9]\d{0,2}$/)
              .transform(Number),
          ]),
          'auto, or a whole number from 1 to 999',
        ),
        'How many gateway connections share the servers among them: a number, or `auto` for as many as Discord recommends.',
        { default: '1' },
      ),
    })
    .optional(),
  languageModel: z
    .object({
      baseUrl: model(
        'LLM_BASE_URL',
        kind(
          httpAddress().schema.refine(hasReadablePassword),
          'an address that begins with http:// or https://, mostly ending in /v1, such as http://localhost:11434/v1',
        ),
        'OpenAI-compatible endpoint that writes answers in its own words, every sentence checked; needs `LLM_MODEL`. Without it answers are in the articles’ words.',
      ),
      model: model(
        'LLM_MODEL',
        kind(z.string().max(200), 'the name of a model, such as qwen3:8b'),
        'The model’s name, as the endpoint lists it; needs `LLM_BASE_URL`.',
      ),
      apiKey: model(
        'LLM_API_KEY',
        optional(matching(/^[\x21-\x7e]+$/, 'a key as the endpoint’s provider gives it: letters, digits and signs without spaces')),
        'The endpoint’s key, where it wants one.',
        { secret: true },
      ),
      timeoutSeconds: model(
        'LLM_TIMEOUT_SECONDS',
        whole('seconds', 2, 600),
        'How long a question waits for the model before it is answered in the articles’ words; `/think` waits three times as long.',
        { default: '30' },
      ),
      dailyTokens: model(
        'LLM_DAILY_TOKENS',
        optional(count(1, 999_999_999)),
        'Tokens a day (UTC), prompts included, after which answers are in the articles’ words. Without it there is no limit.',
      ),
      callsPerHour: model(
        'LLM_CALLS_PER_HOUR',
        count(1, 100_000),
        'Calls that one person may cause in an hour; an answer needs one or two, `/think` up to five.',
        { default: '60' },
      ),
      concurrency: model(
        'LLM_CONCURRENCY',
        count(1, 256),
        'Calls under way at once; twice as many wait, more are answered in the articles’ words at once. One graphics card serves few at once well.',
        { default: '4' },
      ),
      logPrompts: model(
        'LLM_LOG_PROMPTS',
        kind(
          z.enum(['yes', 'no']).transform((answer) => answer === 'yes'),
          'yes or no',
        ),
        '`yes`: what the model is asked and answers stands in the log, readers’ questions with it.',
        { default: 'no' },
      ),
    })
    .optional(),
});

export const configVariables: readonly ConfigVariable[] = variablesOf(configSchema, []);

function variablesOf(section: z.ZodObject, path: readonly string[]): ConfigVariable[] {
  return Object.entries(section.shape).flatMap(([key, value]) => {
    const schema = value instanceof z.ZodType ? value : z.never();
    const documented = documentation.get(schema);
    if (documented !== undefined) return [{ ...documented, schema, path: [...path, key] }];
    const inner = schema instanceof z.ZodOptional ? schema.unwrap() : schema;
    if (inner instanceof z.ZodObject) return variablesOf(inner, [...path, key]);
    throw new Error(`The variable of ${[...path, key].join('.')} is not described.`);
  });
}
