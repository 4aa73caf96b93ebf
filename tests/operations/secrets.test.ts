import { describe, expect, it } from 'vitest';

import { ConfigError, configVariables, loadConfig } from '../../src/config.js';
import {
  addHealthRoutes,
  createHttpServer,
  createLogger,
  createMetrics,
  createRedactor,
  describeFailure,
} from '../../src/operations/index.js';

/** A value for every variable that is a secret; the test below fails for one that has none here. */
const samples: Readonly<Record<string, string>> = {
  TELEGRAM_BOT_TOKEN: '110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw',
  DISCORD_TOKEN: 'MTk4NjIyNDgzNDcxOTI1MjQ4.Cl2FMQ.ZnCjm1XVW7vRze4b7Cq4se7kKWs',
  DATABASE_URL: 'postgresql://footnote:s3cret%2Fpass%22word@db.example:5432/footnote',
  HTTP_API_TOKEN: 'Zm9vdG5vdGU+YXBp/dG9rZW4=',
  LLM_API_KEY: 'sk-"quoted"-4f8a2c',
};
const secretVariables = configVariables.filter(({ secret }) => secret === true).map(({ name }) => name);
const config = loadConfig({ HTTP_PORT: '8080', ...Object.fromEntries(secretVariables.map((name) => [name, samples[name]])) });

/** What of a secret must be nowhere: as it is, as JSON and addresses spell it, and the password within an address. */
function spellingsOf(secret: string): string[] {
  const password = URL.canParse(secret) ? new URL(secret).password : '';
  const parts = [secret, password, decodeURIComponent(password)].filter((part) => part !== '');
  return parts.flatMap((part) => [part, JSON.stringify(part).slice(1, -1), encodeURIComponent(part)]);
}

/** Whatever the program says goes out by one of these. */
const paths: readonly (readonly [string, (secret: string) => string | Promise<string>])[] = [
  [
    'a line of the log: message, field, address',
    (secret) =>
      logged((log) => log.info({ field: { deep: [secret] }, url: `https://x.example/${encodeURIComponent(secret)}` }, `with ${secret}`)),
  ],
  [
    'an error in the log, with its cause',
    (secret) => logged((log) => log.error({ err: new Error('outside', { cause: new Error(`inside ${secret}`) }) }, 'failed')),
  ],
  ['a line of the log about a request', (secret) => logged((log) => log.child({ request: secret }).warn(secret))],
  ['the last words of a program that fails', (secret) => createRedactor(config.secrets)(describeFailure(new Error(`cannot ${secret}`)))],
  ['what /readyz, /metrics and /version answer', (secret) => answeredOverHttp(secret)],
];

function logged(write: (log: ReturnType<typeof createLogger>) => void): string {
  let output = '';
  for (const format of ['json', 'pretty'] as const) {
    const destination = {
      write: (line: string) => {
        output += line;
      },
    };
    write(createLogger({ level: 'info', format, destination, secrets: config.secrets }));
  }
  return output;
}

async function answeredOverHttp(secret: string): Promise<string> {
  const metrics = createMetrics();
  metrics.retry('telegram', secret);
  const http = createHttpServer({ host: '127.0.0.1', port: 0, log: { error: () => undefined } });
  const checks = [{ name: 'telegram', ok: false, detail: `https://api.telegram.org/bot${secret}/getMe cannot be reached` }];
  addHealthRoutes(http, { checks: async () => checks, metrics, version: { version: secret }, redact: createRedactor(config.secrets) });
  const port = await http.listen();
  try {
    const answers = ['/readyz', '/metrics', '/version'].map(async (path) => (await fetch(`http://127.0.0.1:${port}${path}`)).text());
    return (await Promise.all(answers)).join('\n');
  } finally {
    await http.close();
  }
}

describe('every secret of the configuration', () => {
  it('is known here, and to the redactor', () => {
    expect(secretVariables.filter((name) => samples[name] === undefined)).toEqual([]);
    expect(secretVariables).toContain('DATABASE_URL');
    for (const name of secretVariables) expect(config.secrets).toContain(samples[name]);
  });

  for (const name of secretVariables) {
    it.each(paths)(`(${name}) stays out of %s`, async (_path, say) => {
      const secret = samples[name] ?? '';
      const said = await say(secret);
      expect(said).toContain('[redacted]');
      for (const spelling of spellingsOf(secret)) expect(said).not.toContain(spelling);
    });

    it(`(${name}) stays out of what is said of a mistake in it`, () => {
      const broken = `${samples[name] ?? ''} %% \u0000`;
      let said = '';
      try {
        loadConfig({ [name]: broken });
      } catch (error) {
        if (!(error instanceof ConfigError)) throw error;
        said = error.message;
      }
      for (const spelling of spellingsOf(samples[name] ?? '')) expect(said).not.toContain(spelling);
    });
  }
});
