import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runProgram, type ProgramRun } from '../fakes/run-program.js';
import { serveBytes } from '../language-model/serve-deltas.js';

const key = 'sk-4f8a2c-right';
const question = '修复灯塔一共花了多久，守塔人为什么等了那么久才说？';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'footnote-output-'));
  await mkdir(join(folder, 'corpus.d'));
  await writeFile(join(folder, 'corpus.d', 'lighthouse.txt'), '灯塔重新亮起\n\n守塔人林海说，修复一共花了三年。\n');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const allOf = ({ stdout, stderr }: ProgramRun): string => stdout + stderr;

/** What libraries do, each in a process of its own, as a package that prints would. */
async function runNoisy(noise: string): Promise<ProgramRun> {
  const home = await mkdtemp(join(folder, 'noisy-'));
  const library = join(home, 'node_modules', 'noisy');
  await mkdir(library, { recursive: true });
  await writeFile(join(library, 'index.mjs'), noise);
  const operations = pathToFileURL(join(import.meta.dirname, '../../src/operations/index.ts')).href;
  const program = join(home, 'program.ts');
  await writeFile(
    program,
    `import { createLogger, createRedactor, divertOutput } from '${operations}';
    async function run() {
      const secrets = ['${key}'];
      const redact = createRedactor(secrets);
      const log = createLogger({ level: 'trace', format: 'json', destination: process.stderr, secrets });
      divertOutput({ log, reportFatal: (error) => void process.stderr.write(redact('LAST ' + error)) });
      await import('${pathToFileURL(join(library, 'index.mjs')).href}');
      setTimeout(() => log.info('still there'), 50);
    }
    void run();`,
  );
  return runProgram(relative(join(import.meta.dirname, '../..'), program), [], { cwd: home });
}

describe('what a library prints', () => {
  it('to the console goes to the log without its words, whichever way', async () => {
    const methods = ['log', 'info', 'warn', 'error', 'debug', 'trace', 'dir', 'table'];
    const run = await runNoisy(methods.map((method) => `console.${method}(['${key}', '${question}']);`).join('\n'));
    const lines = run.stderr.trim().split('\n');
    methods.forEach((method, at) => {
      expect(JSON.parse(lines[at]!)).toMatchObject({ library: 'noisy', at: `index.mjs:${at + 1}:9`, method });
    });
    expect(lines[methods.length]).toContain('still there');
    expect(lines).toHaveLength(methods.length + 1);
    expect(run.stdout).toBe('');
    expect(run.stderr).not.toContain(key);
    expect(run.stderr).not.toContain(question);
  }, 30_000);

  it('as a warning goes to the log, redacted', async () => {
    const { stderr } = await runNoisy(`process.emitWarning('deprecated: ${key}', { code: 'OLD1' });`);
    const lines = stderr.trim().split('\n');
    expect(lines[0]).toContain('"code":"OLD1"');
    expect(lines[0]).toContain('deprecated: [redacted]');
    expect(lines).toHaveLength(2);
  }, 30_000);

  it.each([
    ['an error that nobody catches', `setTimeout(() => { throw new Error('with ${key}'); });`],
    ['a rejection that nobody handles', `void Promise.reject(new Error('with ${key}'));`],
    [
      'an event of an error that nobody hears',
      `import { EventEmitter } from 'node:events'; setTimeout(() => new EventEmitter().emit('error', new Error('with ${key}')));`,
    ],
  ])(
    'as %s ends the process, redacted',
    async (_what, noise) => {
      const run = await runNoisy(noise);
      expect(run.code).toBe(1);
      expect(run.stderr).toMatch(/LAST Error: with \[redacted\]/);
      expect(allOf(run)).not.toContain(key);
    },
    30_000,
  );
});

describe('the program in front of an endpoint that sends malformed events', () => {
  it.each([
    ['of its own kind', `event: thread.run.failed\ndata: {"asked":"${question}","key":"${key}"\n\n`],
    ['with the request in them', `data: {"asked":"${question}","key":"${key}"\n\n`],
    ['that tell of an error', `data: {"error":{"message":"cannot take ${question} of ${key}"}}\n\n`],
    ['that are something else', `data: "${question} ${key}"\n\n`],
  ])(
    '%s shows neither the key nor the question',
    async (_kind, events) => {
      const run = await runProgram('src/main.ts', [], {
        cwd: folder,
        input: `${question}\n`,
        environment: {
          ...{ CORPUS_DIR: join(folder, 'corpus.d'), DATA_DIR: join(folder, 'data'), LOG_LEVEL: 'debug', LOG_FORMAT: 'json' },
          ...{ LLM_BASE_URL: await serveBytes(() => [events]), LLM_MODEL: 'qwen2.5:7b', LLM_API_KEY: key },
        },
      });
      expect(run.stdout).toContain('花了三年');
      expect(run.stderr).toContain('A call of the language model has failed');
      expect(allOf(run)).not.toContain(key);
      expect(allOf(run)).not.toContain(question);
    },
    90_000,
  );
});
