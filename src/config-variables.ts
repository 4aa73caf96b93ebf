/**
 * The variables of the configuration, each with its rule and its documentation.
 * The only place to touch for a new variable, besides its place in `Config`; reads nothing itself.
 */
import { z } from 'zod';

export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export const logFormats = ['auto', 'pretty', 'json'] as const;

/** What the documentation says of a variable. */
export interface ConfigVariable extends VariableEntry {
  readonly name: string;
}

interface VariableEntry {
  readonly group: 'General' | 'Storage' | 'HTTP' | 'Telegram' | 'Discord' | 'Language model';
  /** As it would be written in the environment; left out where there is none. */
  readonly default?: string;
  /** Markdown. */
  readonly description: string;
  /** Ends the sentence "expected …" when the value is refused. */
  readonly expected: string;
  /** The value is never shown: not in an error, not in a log. */
  readonly secret?: true;
}

const documentation = z.registry<VariableEntry>();

const webAddress = (protocol: RegExp) => z.url({ protocol });
const withoutSlashAtEnd = (address: string) => address.replace(/\/+$/, '');
/** A stray percent sign is what people forget to encode. */
function hasReadablePassword(address: string): boolean {
  if (!URL.canParse(address)) return false;
  try {
    decodeURIComponent(new URL(address).password);
    return true;
  } catch (error) {
    if (error instanceof URIError) return false;
    throw error;
  }
}

/** Ids stay text: Telegram's have outgrown 32 bits, and nobody calculates with them. */
const identifiers = (identifier: RegExp) =>
  z
    .string()
    .transform((list) => list.split(',').map((entry) => entry.trim()))
    .transform((entries) => entries.filter((entry) => entry !== ''))
    .pipe(z.array(z.string().regex(identifier)).min(1));
const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number)
    .pipe(z.int().min(min).max(max));
const port = wholeNumber(1, 65_535);

/** Every variable there is, in the order of the documentation: `npm run configuration` writes it from here, and a test compares. */
export const environmentSchema = z.object({
  DATA_DIR: z.string().register(documentation, {
    group: 'General',
    default: 'data',
    description: 'Folder for everything that the program writes: the index, and what survives a restart.',
    expected: 'the path of a folder',
  }),
  CORPUS_DIR: z.string().register(documentation, {
    group: 'General',
    default: 'corpus',
    description: 'Folder with the articles (`.txt`, `.md`, `.rst`, `.html`, `.pdf`), in folders of any depth.',
    expected: 'the path of a folder',
  }),
  EMBEDDING_MODEL: z
    .string()
    .regex(/^[\w.-]+(\/[\w.-]+)?(@[\w.-]+)?$/)
    .register(documentation, {
      group: 'General',
      default: 'footnote-e5-small-zh-en',
      description:
        'The bundled model, or a feature-extraction model of the hub (`Xenova/bge-m3`, or with a commit or tag `Xenova/bge-m3@v1`). Another model means another index.',
      expected: 'the name of a model, such as footnote-e5-small-zh-en or Xenova/bge-m3',
    }),
  HF_ENDPOINT: webAddress(/^https?$/)
    .transform(withoutSlashAtEnd)
    .register(documentation, {
      group: 'General',
      default: 'https://huggingface.co',
      description: 'Where models that are not bundled are fetched from: a mirror, where the hub cannot be reached.',
      expected: 'an address that begins with http:// or https://',
    }),
  PARSE_TIMEOUT_SECONDS: wholeNumber(1, 3600).register(documentation, {
    group: 'General',
    default: '60',
    description: 'How long reading one article may take. One that takes longer is left out of the index, and named.',
    expected: 'whole seconds from 1 to 3600',
  }),
  PARSE_MEMORY_MB: wholeNumber(256, 65_536).register(documentation, {
    group: 'General',
    default: '1024',
    description: 'Memory that the process may take in which articles are read.',
    expected: 'whole megabytes from 256 to 65536',
  }),
  PARSE_MAX_PAGES: wholeNumber(1, 1_000_000).register(documentation, {
    group: 'General',
    default: '5000',
    description: 'The most pages that a PDF may have.',
    expected: 'a whole number from 1 to 1000000',
  }),
  PARSE_MAX_CHARACTERS: wholeNumber(1000, 100_000_000).register(documentation, {
    group: 'General',
    default: '5000000',
    description: 'The most text that one article may hold.',
    expected: 'a whole number from 1000 to 100000000',
  }),
  LOG_LEVEL: z.enum(logLevels).register(documentation, {
    group: 'General',
    default: 'info',
    description: `How much is logged: ${logLevels.map((level) => `\`${level}\``).join(', ')}.`,
    expected: `one of ${logLevels.join(', ')}`,
  }),
  LOG_FORMAT: z.enum(logFormats).register(documentation, {
    group: 'General',
    default: 'auto',
    description: '`json` (one line an event), `pretty` (for people), or `auto`: pretty on a terminal, JSON elsewhere.',
    expected: `one of ${logFormats.join(', ')}`,
  }),
  SHUTDOWN_SECONDS: wholeNumber(0, 600).register(documentation, {
    group: 'General',
    default: '10',
    description: 'How long an orderly stop (`SIGTERM`, Ctrl-C) may take to deliver what was accepted. A second signal ends at once.',
    expected: 'whole seconds from 0 to 600',
  }),
  DATABASE_URL: webAddress(/^postgres(ql)?$/)
    .refine(hasReadablePassword)
    .optional()
    .register(documentation, {
      group: 'Storage',
      secret: true,
      description: 'PostgreSQL 15 or later, for what survives a restart. Without it that is kept in a SQLite file in the data folder.',
      expected: 'an address such as postgresql://user:password@host:5432/database, special characters in the password percent-encoded',
    }),
  RETENTION_DAYS: wholeNumber(1, 36_500).register(documentation, {
    group: 'Storage',
    default: '90',
    description: 'Questions, answers and votes that are older are deleted, at the start and every day.',
    expected: 'whole days from 1 to 36500',
  }),
  HTTP_PORT: port.optional().register(documentation, {
    group: 'HTTP',
    description: 'Port of the HTTP server. Without it there is no HTTP server.',
    expected: 'a port from 1 to 65535',
  }),
  HTTP_HOST: z.union([z.ipv4(), z.ipv6(), z.hostname()]).register(documentation, {
    group: 'HTTP',
    default: '127.0.0.1',
    description: 'Address that the HTTP server listens on. The default is reachable from this machine only, `0.0.0.0` from everywhere.',
    expected: 'an IP address or a host name, without a port',
  }),
  TELEGRAM_BOT_TOKEN: z
    .string()
    .regex(/^\d+:[\w-]+$/)
    .optional()
    .register(documentation, {
      group: 'Telegram',
      secret: true,
      description: 'The bot’s token from @BotFather. Without it there is no Telegram bot.',
      expected: 'a token as @BotFather gives it: digits, a colon, then letters, digits, - and _',
    }),
  TELEGRAM_API_ROOT: webAddress(/^https?$/)
    .transform(withoutSlashAtEnd)
    .register(documentation, {
      group: 'Telegram',
      default: 'https://api.telegram.org',
      description: 'Where the Bot API is: for a Bot API server of your own.',
      expected: 'an address that begins with http:// or https://',
    }),
  TELEGRAM_WEBHOOK_URL: webAddress(/^https$/)
    .optional()
    .register(documentation, {
      group: 'Telegram',
      description: 'Public address at which Telegram delivers updates; needs `HTTP_PORT`. Without it the bot fetches them (long polling).',
      expected: 'an address that begins with https://',
    }),
  TELEGRAM_ALLOWED_CHATS: identifiers(/^-?\d+$/)
    .optional()
    .register(documentation, {
      group: 'Telegram',
      description: 'Ids of the chats that are served, with commas between them. Without it every chat is.',
      expected: 'whole numbers with commas between them, such as 123456789,-1001234567890',
    }),
  TELEGRAM_ADMINS: identifiers(/^\d+$/).optional().register(documentation, {
    group: 'Telegram',
    description: 'Ids of the people who may use the administrators’ commands, with commas between them.',
    expected: 'whole numbers above 0 with commas between them, such as 123456789,987654321',
  }),
  DISCORD_TOKEN: z
    .string()
    .regex(/^[\w-]+(\.[\w-]+)*$/)
    .optional()
    .register(documentation, {
      group: 'Discord',
      secret: true,
      description: 'The bot’s token from the developer portal. Without it there is no Discord bot.',
      expected: 'a token as the developer portal gives it: letters, digits, - and _, in parts with dots between them',
    }),
  DISCORD_API_ROOT: webAddress(/^https?$/)
    .transform(withoutSlashAtEnd)
    .register(documentation, {
      group: 'Discord',
      default: 'https://discord.com/api',
      description: 'Where Discord’s API is, without a version: for a proxy of your own.',
      expected: 'an address that begins with http:// or https://',
    }),
  DISCORD_GUILD_ID: z.string().regex(/^\d+$/).optional().register(documentation, {
    group: 'Discord',
    description: 'Id of the one server in which the commands are registered. Without it they are registered everywhere.',
    expected: 'the id of a server: digits only',
  }),
  DISCORD_ALLOWED_GUILDS: identifiers(/^\d+$/).optional().register(documentation, {
    group: 'Discord',
    description: 'Ids of the servers that are served, with commas between them. Without it every server is; private messages always are.',
    expected: 'whole numbers above 0 with commas between them, such as 123456789012345678',
  }),
  DISCORD_ALLOWED_CHANNELS: identifiers(/^\d+$/).optional().register(documentation, {
    group: 'Discord',
    description: 'Ids of the servers’ channels that are served, their threads with them. Without it every channel is.',
    expected: 'whole numbers above 0 with commas between them, such as 123456789012345678',
  }),
  DISCORD_ADMINS: identifiers(/^\d+$/).optional().register(documentation, {
    group: 'Discord',
    description: 'Ids of the people who may use the administrators’ commands, with commas between them. No rights in a server give them.',
    expected: 'whole numbers above 0 with commas between them, such as 123456789012345678',
  }),
  DISCORD_SHARDS: z
    .union([
      z.literal('auto'),
      z
        .string()
        .regex(/^[1-9]\d{0,2}$/)
        .transform(Number),
    ])
    .register(documentation, {
      group: 'Discord',
      default: '1',
      description: 'How many gateway connections share the servers among them: a number, or `auto` for as many as Discord recommends.',
      expected: 'auto, or a whole number from 1 to 999',
    }),
  LLM_BASE_URL: webAddress(/^https?$/)
    .refine(hasReadablePassword)
    .transform(withoutSlashAtEnd)
    .optional()
    .register(documentation, {
      group: 'Language model',
      description:
        'OpenAI-compatible endpoint that writes answers in its own words, every sentence checked; needs `LLM_MODEL`. Without it answers are in the articles’ words.',
      expected: 'an address that begins with http:// or https://, mostly ending in /v1, such as http://localhost:11434/v1',
    }),
  LLM_MODEL: z.string().max(200).optional().register(documentation, {
    group: 'Language model',
    description: 'The model’s name, as the endpoint lists it; needs `LLM_BASE_URL`.',
    expected: 'the name of a model, such as qwen3:8b',
  }),
  LLM_API_KEY: z
    .string()
    .regex(/^[\x21-\x7e]+$/)
    .optional()
    .register(documentation, {
      group: 'Language model',
      secret: true,
      description: 'The endpoint’s key, where it wants one.',
      expected: 'a key as the endpoint’s provider gives it: letters, digits and signs without spaces',
    }),
  LLM_TIMEOUT_SECONDS: wholeNumber(2, 600).register(documentation, {
    group: 'Language model',
    default: '30',
    description:
      'How long a question waits for the model before it is answered in the articles’ words; `/think` waits three times as long.',
    expected: 'whole seconds from 2 to 600',
  }),
  LLM_DAILY_TOKENS: wholeNumber(1, 999_999_999).optional().register(documentation, {
    group: 'Language model',
    description: 'Tokens a day (UTC), prompts included, after which answers are in the articles’ words. Without it there is no limit.',
    expected: 'a whole number from 1 to 999999999',
  }),
  LLM_CALLS_PER_HOUR: wholeNumber(1, 100_000).register(documentation, {
    group: 'Language model',
    default: '60',
    description: 'Calls that one person may cause in an hour; an answer needs one or two, `/think` up to five.',
    expected: 'a whole number from 1 to 100000',
  }),
  LLM_CONCURRENCY: wholeNumber(1, 256).register(documentation, {
    group: 'Language model',
    default: '4',
    description:
      'Calls under way at once; twice as many wait, more are answered in the articles’ words at once. One graphics card serves few at once well.',
    expected: 'a whole number from 1 to 256',
  }),
  LLM_LOG_PROMPTS: z
    .enum(['yes', 'no'])
    .transform((answer) => answer === 'yes')
    .register(documentation, {
      group: 'Language model',
      default: 'no',
      description: '`yes`: what the model is asked and answers stands in the log, readers’ questions with it.',
      expected: 'yes or no',
    }),
});

export const configVariables: readonly ConfigVariable[] = Object.entries(environmentSchema.shape).map(([name, schema]) => {
  const entry = documentation.get(schema);
  if (entry === undefined) throw new Error(`The variable ${name} is not described.`);
  return { name, ...entry };
});
