import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { exampleEnvironment, withConfigurationList } from '../scripts/configuration-documentation.js';
import { ConfigError, configVariables, loadConfig, readEnvironment, type Environment } from '../src/config.js';

const botToken = '110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw';

function problemsOf(environment: Environment): readonly string[] {
  try {
    loadConfig(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe('the configuration', () => {
  it('needs nothing to be set', () => {
    expect(loadConfig({})).toEqual({
      dataDir: 'data',
      corpusDir: 'corpus',
      embedding: { model: 'footnote-e5-small-zh-en', hubEndpoint: 'https://huggingface.co' },
      parsing: { timeoutMs: 60_000, memoryMb: 1024, maxPages: 5000, maxCharacters: 5_000_000 },
      log: { level: 'info', format: 'auto' },
      storage: { retentionDays: 90 },
      shutdownSeconds: 10,
      secrets: [],
      warnings: [],
    });
  });

  it('takes every variable that is set', () => {
    const config = loadConfig({
      DATA_DIR: '/var/lib/footnote',
      CORPUS_DIR: './articles',
      EMBEDDING_MODEL: 'Xenova/bge-m3',
      HF_ENDPOINT: 'https://mirror.example/hub/',
      LOG_LEVEL: 'debug',
      LOG_FORMAT: 'json',
      SHUTDOWN_SECONDS: '25',
      DATABASE_URL: 'postgresql://footnote:pass%2Fword@db.example:5432/footnote',
      RETENTION_DAYS: '30',
      HTTP_PORT: '8080',
      HTTP_HOST: '::1',
      TELEGRAM_BOT_TOKEN: botToken,
      TELEGRAM_API_ROOT: 'http://127.0.0.1:8081/',
      TELEGRAM_WEBHOOK_URL: 'https://bot.example/telegram',
      TELEGRAM_ALLOWED_CHATS: '123, -1001234567890,',
      TELEGRAM_ADMINS: '7012345678',
      LLM_BASE_URL: 'http://user:hidden%21@127.0.0.1:11434/v1/',
      LLM_MODEL: 'qwen3:8b',
      LLM_API_KEY: 'sk-test-key',
      LLM_TIMEOUT_SECONDS: '20',
      LLM_DAILY_TOKENS: '1000000',
      LLM_CALLS_PER_HOUR: '30',
      LLM_CONCURRENCY: '2',
      LLM_LOG_PROMPTS: 'yes',
      PARSE_TIMEOUT_SECONDS: '5',
      PARSE_MEMORY_MB: '512',
      PARSE_MAX_PAGES: '10',
      PARSE_MAX_CHARACTERS: '20000',
    });
    expect(config).toEqual({
      dataDir: '/var/lib/footnote',
      corpusDir: './articles',
      embedding: { model: 'Xenova/bge-m3', hubEndpoint: 'https://mirror.example/hub' },
      parsing: { timeoutMs: 5000, memoryMb: 512, maxPages: 10, maxCharacters: 20_000 },
      log: { level: 'debug', format: 'json' },
      storage: { databaseUrl: 'postgresql://footnote:pass%2Fword@db.example:5432/footnote', retentionDays: 30 },
      shutdownSeconds: 25,
      http: { host: '::1', port: 8080 },
      telegram: {
        botToken,
        apiRoot: 'http://127.0.0.1:8081',
        webhookUrl: 'https://bot.example/telegram',
        allowedChats: ['123', '-1001234567890'],
        admins: ['7012345678'],
      },
      languageModel: {
        baseUrl: 'http://user:hidden%21@127.0.0.1:11434/v1',
        model: 'qwen3:8b',
        apiKey: 'sk-test-key',
        timeoutSeconds: 20,
        dailyTokens: 1_000_000,
        callsPerHour: 30,
        concurrency: 2,
        logPrompts: true,
      },
      secrets: [
        'postgresql://footnote:pass%2Fword@db.example:5432/footnote',
        botToken,
        'sk-test-key',
        'pass%2Fword',
        'pass/word',
        'hidden%21',
        'hidden!',
      ],
      warnings: [],
    });
  });

  it('takes a variable that is empty or blank as not set', () => {
    const blank = Object.fromEntries(configVariables.map(({ name }, position) => [name, ' '.repeat(position % 2)]));
    expect(loadConfig(blank)).toEqual(loadConfig({}));
  });

  it('wants the name of a model where an endpoint is named', () => {
    expect(problemsOf({ LLM_BASE_URL: 'http://localhost:11434/v1' })).toEqual([expect.stringMatching(/LLM_BASE_URL .* without LLM_MODEL/)]);
    expect(loadConfig({ LLM_MODEL: 'qwen3:8b' })).toMatchObject({ warnings: ['LLM_MODEL has no effect without LLM_BASE_URL.'] });
  });

  it('generates in moderation where nothing is said of it', () => {
    expect(loadConfig({ LLM_BASE_URL: 'http://localhost:11434/v1', LLM_MODEL: 'qwen3:8b' }).languageModel).toEqual({
      baseUrl: 'http://localhost:11434/v1',
      model: 'qwen3:8b',
      timeoutSeconds: 30,
      callsPerHour: 60,
      concurrency: 4,
      logPrompts: false,
    });
  });

  it('tells all mistakes at once, each with the variable, its value and what is expected', () => {
    const problems = problemsOf({ LOG_LEVEL: 'loud', HTTP_PORT: '70000', HF_ENDPOINT: 'hf-mirror.com', TELEGRAM_ADMINS: '@alice' });
    expect(problems).toHaveLength(4);
    expect(problems).toContainEqual(expect.stringMatching(/^LOG_LEVEL is "loud"; expected one of fatal, /));
    expect(problems).toContain('HTTP_PORT is "70000"; expected a port from 1 to 65535');
    expect(problems).toContain('HF_ENDPOINT is "hf-mirror.com"; expected an address that begins with http:// or https://');
    expect(problems).toContainEqual(expect.stringMatching(/^TELEGRAM_ADMINS is "@alice"; expected whole numbers/));
  });

  it.each([
    ['EMBEDDING_MODEL', '../../etc/passwd'],
    ['HF_ENDPOINT', 'file:///models'],
    ['LOG_FORMAT', 'xml'],
    ['RETENTION_DAYS', '0'],
    ['RETENTION_DAYS', 'for ever'],
    ['SHUTDOWN_SECONDS', '1.5'],
    ['SHUTDOWN_SECONDS', '3600'],
    ['HTTP_PORT', '0'],
    ['HTTP_PORT', '80.5'],
    ['HTTP_PORT', '0x50'],
    ['HTTP_HOST', 'localhost:80'],
    ['TELEGRAM_API_ROOT', 'api.telegram.org'],
    ['TELEGRAM_WEBHOOK_URL', 'http://bot.example/telegram'],
    ['TELEGRAM_ALLOWED_CHATS', '1;2'],
    ['TELEGRAM_ALLOWED_CHATS', ','],
    ['TELEGRAM_ADMINS', '-5'],
  ])('refuses %s = %s', (name, value) => {
    expect(problemsOf({ HTTP_PORT: '8080', [name]: value })).toEqual([expect.stringMatching(`^${name} is `)]);
  });

  it.each(['mysql://db/footnote', 'postgresql://user:100%@db/footnote', 'db:5432'])('refuses the database %s', (address) => {
    expect(problemsOf({ DATABASE_URL: address })).toEqual([expect.stringMatching('^DATABASE_URL is not well formed; expected an address')]);
  });

  it('never shows the value of a secret, however wrong it is', () => {
    const secrets = configVariables.filter(({ secret }) => secret === true).map(({ name }) => name);
    expect(secrets).toContain('TELEGRAM_BOT_TOKEN');
    for (const name of secrets) {
      const problems = problemsOf({ HTTP_PORT: '8080', [name]: 'hush hush' });
      expect(problems).toEqual([expect.stringMatching(`^${name} is not well formed; expected `)]);
      expect(problems.join()).not.toContain('hush');
    }
  });

  it('cuts a value that goes on and on', () => {
    expect(problemsOf({ LOG_LEVEL: 'x'.repeat(10_000) }).join().length).toBeLessThan(300);
  });

  it('refuses a webhook that has no port to be received on', () => {
    expect(problemsOf({ TELEGRAM_BOT_TOKEN: botToken, TELEGRAM_WEBHOOK_URL: 'https://bot.example/' })).toEqual([
      expect.stringContaining('HTTP_PORT'),
    ]);
  });

  it('warns of a variable that looks like a slip of the pen, without its value', () => {
    const { warnings } = loadConfig({ TELEGRAM_TOKEN: botToken, HOME: '/home/alice' });
    expect(warnings).toEqual([expect.stringMatching(/^TELEGRAM_TOKEN is not a variable .*TELEGRAM_BOT_TOKEN/)]);
    expect(warnings.join()).not.toContain(botToken);
  });

  it('warns of settings for a bot that has no token', () => {
    expect(loadConfig({ TELEGRAM_ADMINS: '1' }).warnings).toEqual(['TELEGRAM_ADMINS has no effect without TELEGRAM_BOT_TOKEN.']);
  });
});

describe('the environment', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'footnote-config-'));
  });

  afterEach(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
  });

  it('is read without a file', () => {
    vi.stubEnv('DATA_DIR', 'elsewhere');
    expect(readEnvironment(join(folder, '.env'))['DATA_DIR']).toBe('elsewhere');
  });

  it('goes before what the file says', () => {
    const file = join(folder, '.env');
    writeFileSync(file, 'DATA_DIR=from-file\nCORPUS_DIR="from file"\n# LOG_LEVEL=trace\n');
    vi.stubEnv('DATA_DIR', 'from-environment');
    vi.stubEnv('CORPUS_DIR', undefined);
    vi.stubEnv('LOG_LEVEL', undefined);
    const config = loadConfig(readEnvironment(file));
    expect([config.dataDir, config.corpusDir, config.log.level]).toEqual(['from-environment', 'from file', 'info']);
  });

  it('switches off what the file sets where it sets it to nothing', () => {
    const file = join(folder, '.env');
    writeFileSync(file, `TELEGRAM_BOT_TOKEN=${botToken}\n`);
    vi.stubEnv('TELEGRAM_BOT_TOKEN', '');
    expect(loadConfig(readEnvironment(file)).telegram).toBeUndefined();
  });

  it('cannot be read from a file that is none', () => {
    const file = join(folder, '.env');
    mkdirSync(file);
    expect(() => readEnvironment(file)).toThrow(ConfigError);
    expect(() => readEnvironment(file)).toThrow(`${file} cannot be read`);
  });
});

describe('the documentation of the configuration (npm run configuration writes it)', () => {
  it('is in .env.example as it is in the source', () => {
    expect(readFileSync('.env.example', 'utf8')).toBe(exampleEnvironment());
  });

  it('is in docs/configuration.md as it is in the source', async () => {
    const readme = readFileSync('docs/configuration.md', 'utf8');
    expect(readme).toBe(await withConfigurationList(readme));
  });

  it('shows the defaults that really hold', () => {
    const uncommented = exampleEnvironment().replaceAll(/^#(?=[A-Z])/gm, '');
    const environment = parseEnv(uncommented) as Environment;
    expect(new Set(Object.keys(environment))).toEqual(new Set(configVariables.map(({ name }) => name)));
    expect({ ...loadConfig(environment), warnings: [] }).toEqual(loadConfig({}));
  });
});
