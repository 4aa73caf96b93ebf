import { describe, expect, it } from 'vitest';
import { createLogger, type LoggerOptions } from '../../src/operations/index.js';

const botToken = '110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw';
const awkwardSecret = 'quo"te\\and/slash';

function capture(options: Partial<LoggerOptions> = {}) {
  const lines: string[] = [];
  const logger = createLogger({
    level: 'trace',
    format: 'json',
    destination: { write: (line: string) => lines.push(line) },
    secrets: [botToken, awkwardSecret, ''],
    ...options,
  });
  return { logger, lines, output: () => lines.join('') };
}

function parsed(line: string | undefined): unknown {
  return JSON.parse(line ?? '');
}

describe('the logger', () => {
  it('writes one JSON line an event, with level, time, fields and message', () => {
    const { logger, lines } = capture();
    logger.child({ request: 'r1' }).info({ chat: '42' }, 'answered');
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^[^\n]+\n$/);
    expect(parsed(lines[0])).toEqual({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as string,
      request: 'r1',
      chat: '42',
      msg: 'answered',
    });
  });

  it('leaves out what is below the level', () => {
    const { logger, lines } = capture({ level: 'warn' });
    logger.info('not this');
    logger.warn('but this');
    expect(lines.map((line) => parsed(line))).toMatchObject([{ msg: 'but this' }]);
  });

  it('writes an error with its stack and its cause, whether it is called err or error', () => {
    const { logger, lines } = capture();
    const failure = new Error('cannot answer', { cause: new Error('model is gone') });
    logger.error({ error: failure }, 'failed');
    logger.error(failure);
    expect(parsed(lines[0])).toMatchObject({ error: { message: 'cannot answer', cause: { message: 'model is gone' } } });
    expect(parsed(lines[1])).toMatchObject({ err: { message: 'cannot answer', stack: expect.stringContaining('logger.test') as string } });
  });

  it('is pretty on a terminal and JSON elsewhere when the format is auto', () => {
    const terminalLines: string[] = [];
    const terminal = capture({ format: 'auto', destination: { write: (line) => terminalLines.push(line), isTTY: true } });
    terminal.logger.info('hello');
    expect(() => parsed(terminalLines[0])).toThrow(SyntaxError);
    expect(terminalLines[0]).toContain('hello');

    const elsewhere = capture({ format: 'auto' });
    elsewhere.logger.info('hello');
    expect(parsed(elsewhere.lines[0])).toMatchObject({ msg: 'hello' });
  });
});

describe('a secret never reaches the log', () => {
  const circular: Record<string, unknown> = { address: `https://api.telegram.org/bot${botToken}/getMe` };
  circular['self'] = circular;
  const failedRequest = Object.assign(new Error(`request to https://api.telegram.org/bot${botToken}/getMe failed`), {
    request: { url: `/bot${botToken}/getMe`, headers: { authorization: `Bearer ${awkwardSecret}` } },
  });

  const paths: readonly (readonly [string, (logger: ReturnType<typeof createLogger>) => void])[] = [
    ['the message', (logger) => logger.info(`started with ${botToken}`)],
    ['a value filled into the message', (logger) => logger.info('started with %s', botToken)],
    ['a field', (logger) => logger.info({ value: botToken }, 'started')],
    ['the name of a field', (logger) => logger.info({ [botToken]: true }, 'started')],
    ['a field deep down', (logger) => logger.info({ a: { b: [{ c: { d: { e: botToken } } }] } }, 'started')],
    ['an object with a circle', (logger) => logger.info(circular, 'started')],
    ['an address', (logger) => logger.info({ url: new URL(`https://example.com/?key=${encodeURIComponent(botToken)}`).href }, 'started')],
    ['a secret that JSON escapes', (logger) => logger.info({ value: awkwardSecret }, awkwardSecret)],
    ['an error', (logger) => logger.error(failedRequest)],
    ['the cause of an error', (logger) => logger.error({ error: new Error('no answer', { cause: failedRequest }) }, 'failed')],
    ['the fields of a child logger', (logger) => logger.child({ token: botToken, api: botToken }).info('started')],
  ];

  for (const format of ['json', 'pretty'] as const) {
    it.each(paths)(`as ${format}, in %s`, (_where, log) => {
      const { logger, output } = capture({ format });
      log(logger);
      expect(output()).toContain('[redacted]');
      for (const secret of [botToken, encodeURIComponent(botToken), awkwardSecret, JSON.stringify(awkwardSecret).slice(1, -1)]) {
        expect(output()).not.toContain(secret);
      }
    });
  }

  it('not even one that the configuration does not know, in a field that is named after it', () => {
    const { logger, output } = capture();
    logger.info({ token: 'one', request: { headers: { authorization: 'two' } }, client: { options: { apiKey: 'three' } } }, 'started');
    expect(output()).not.toMatch(/one|two|three/);
  });

  it('and when one secret begins another, nothing of the longer one is left', () => {
    const { logger, output } = capture({ secrets: ['abcd1234', 'abcd1234-and-more'] });
    logger.info('key abcd1234-and-more');
    expect(output()).not.toContain('and-more');
  });
});
