import { once } from 'node:events';
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { spellingsOf, tracesIn, tracesInFolder } from '../fakes/personal-traces.js';
import { freePort, startProgram, until, type RunningProgram } from '../fakes/start-program.js';
import { faults, startFakeTelegram, type FakeTelegram } from '../fakes/telegram/index.js';
import { findPostgres } from '../storage/private-postgres.js';

const password = 'pass/word-that-nobody-sees';

let folder: string;
/** A new one for each test: the fake numbers its updates anew, too. */
let dataFolder: string;
let telegram: FakeTelegram;
interface Program extends RunningProgram {
  get(path: string): Promise<Response>;
}

const running: Program[] = [];

function start(port: number, changes: Readonly<Record<string, string>> = {}): Program {
  const environment = {
    CORPUS_DIR: join(folder, 'corpus.d'),
    DATA_DIR: dataFolder,
    TELEGRAM_BOT_TOKEN: telegram.token,
    TELEGRAM_API_ROOT: telegram.apiRoot,
    HTTP_PORT: String(port),
    LOG_FORMAT: 'json',
    ...changes,
  };
  const program = { ...startProgram(folder, environment), get: async (path: string) => fetch(`http://127.0.0.1:${port}${path}`) };
  running.push(program);
  return program;
}

const isReady = (program: Program): Promise<void> => until('readiness', async () => (await program.get('/readyz')).ok);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'footnote-operations-'));
  await mkdir(join(folder, 'corpus.d'));
  await writeFile(join(folder, 'corpus.d', 'lighthouse.txt'), '灯塔重新亮起\n\n守塔人林海说，修复一共花了三年。\n');
});
beforeEach(async () => {
  dataFolder = await mkdtemp(join(folder, 'data-'));
  telegram = await startFakeTelegram();
});
afterEach(async () => {
  for (const { child, ended } of running.splice(0)) {
    child.kill('SIGKILL');
    await ended;
  }
  await telegram.close();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('a running bot', () => {
  it('shows how it is doing, follows each message through its log, and ends with 0 when it is told to', async () => {
    const program = start(await freePort());
    // The server listens before the model is loaded, so that whoever watches sees a process that lives and is not ready.
    await until('the HTTP server', async () => (await program.get('/healthz')).ok);
    await isReady(program);

    const reader = telegram.user();
    const chat = telegram.privateChat(reader);
    reader.sendText(chat, '修复花了多久？');
    await telegram.until(() => telegram.botMessages(chat).length > 0, { timeoutMs: 100_000 });
    await until('the metrics', async () =>
      (await (await program.get('/metrics')).text()).includes('footnote_stage_seconds_count{stage="whole"} 1'),
    );
    expect(await (await program.get('/metrics')).text()).toContain(
      'footnote_questions_total{platform="telegram",kind="answered",language="zh-Hans"} 1',
    );

    program.child.kill('SIGTERM');
    expect(await program.ended).toBe(0);
    const lines = program
      .stderr()
      .trim()
      .split('\n')
      .map((line) => z.looseObject({ msg: z.string(), request: z.string().optional() }).parse(JSON.parse(line)));
    const answered = lines.find(({ msg }) => msg === 'Answered a question.');
    expect(answered?.request).toMatch(/^telegram:\d+$/);
    expect(lines.find(({ msg }) => msg === 'Finished a message.')?.request).toBe(answered?.request);
    expect(program.stderr()).not.toContain(telegram.token);
    expect(program.stderr()).not.toContain('修复');
  }, 60_000);

  it('ends at once at a second signal, and what it owed is delivered after the next start, once', async () => {
    const stuck = start(await freePort(), { SHUTDOWN_SECONDS: '60' });
    await isReady(stuck);
    telegram.fail({ fault: faults.hangBefore, method: 'sendMessage', times: 1 });
    const reader = telegram.user();
    const chat = telegram.privateChat(reader);
    reader.sendText(chat, '修复花了多久？');
    await telegram.until(() => telegram.callsOf('sendMessage').length > 0, { timeoutMs: 100_000 });
    stuck.child.kill('SIGTERM');
    await until('the first signal to be taken', async () => stuck.stderr().includes('Stopping'));
    const signalled = performance.now();
    stuck.child.kill('SIGTERM');
    expect(await stuck.ended).toBe(1);
    expect(performance.now() - signalled).toBeLessThan(5_000);

    await isReady(start(await freePort()));
    await telegram.until(() => telegram.botMessages(chat).length > 0, { timeoutMs: 100_000 });
    await sleep(300);
    expect(telegram.botMessages(chat)).toHaveLength(1);
  }, 90_000);

  it('is not ready while the process of its model stands still, and is again when that goes on', async () => {
    const program = start(await freePort());
    await isReady(program);
    const children = await readFile(`/proc/${program.child.pid}/task/${program.child.pid}/children`, 'utf8').catch(() => '');
    const pids = children
      .trim()
      .split(' ')
      .filter((each) => each !== '')
      .map(Number);
    const models: number[] = [];
    for (const pid of pids) if ((await readFile(`/proc/${pid}/cmdline`, 'utf8')).includes('embedder-process')) models.push(pid);
    if (process.platform === 'linux') expect(models).toHaveLength(1);
    const unready = async (): Promise<string> => {
      const response = await program.get('/readyz');
      return response.ok ? '' : response.text();
    };
    for (const pid of models) process.kill(pid, 'SIGSTOP');
    try {
      if (models.length > 0) await until('the model to be missed', async () => (await unready()).includes('embedding'));
      expect((await program.get('/healthz')).ok).toBe(true);
    } finally {
      for (const pid of models) process.kill(pid, 'SIGCONT');
    }
    await isReady(program);
  }, 120_000);

  it('is not ready, and then says so and ends, where the database takes connections and says nothing', async () => {
    const silent = createServer(() => undefined).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const address = silent.address();
    const databasePort = typeof address === 'object' && address !== null ? address.port : 0;
    const program = start(await freePort(), {
      DATABASE_URL: `postgresql://footnote:${encodeURIComponent(password)}@127.0.0.1:${databasePort}/footnote`,
    });
    try {
      await until('the HTTP server', async () => (await program.get('/healthz')).ok);
      expect((await program.get('/readyz')).status).toBe(503);
      expect(await program.ended).toBe(1);
      expect(program.stderr()).toMatch(/The store postgresql:\/\/127\.0\.0\.1:\d+\/footnote cannot be used/);
      expect(program.stderr()).not.toContain(password);
    } finally {
      silent.close();
    }
  }, 180_000);

  it('keeps nothing in its files, its log and its figures that is a person’s number in any spelling', async () => {
    const program = start(await freePort());
    await isReady(program);
    const reader = telegram.user({ id: 5_738_201_946 });
    const chat = telegram.privateChat(reader);
    const spellings = spellingsOf(reader.user.id);
    const searched = async (): Promise<void> => {
      const log = Buffer.from(running.map((each) => each.stderr()).join());
      const metrics = Buffer.from(await (await running.at(-1)!.get('/metrics')).text());
      expect([
        ...tracesIn('log', log, spellings),
        ...tracesIn('metrics', metrics, spellings),
        ...(await tracesInFolder(dataFolder, spellings)),
      ]).toEqual([]);
    };
    reader.sendText(chat, '修复花了多久？');
    const answer = await telegram.until(() => telegram.botMessages(chat).at(-1), { timeoutMs: 100_000 });
    reader.pressButton(answer, '👍');
    reader.pressButton(answer, '[1]');
    reader.sendText(chat, '/language');
    reader.sendText(chat, '门票是多少钱？');
    await telegram.until(() => telegram.botMessages(chat).length >= 3, { timeoutMs: 100_000 });
    await searched();
    // In the middle of a question: what is owed is written down.
    telegram.fail({ fault: faults.hangBefore, method: 'sendMessage', times: 1 });
    reader.sendText(chat, '修复花了多久？');
    await telegram.until(() => telegram.callsOf('sendMessage').length > 3, { timeoutMs: 100_000 });
    program.child.kill('SIGKILL');
    await program.ended;
    await isReady(start(await freePort()));
    await telegram.until(() => telegram.botMessages(chat).length >= 4, { timeoutMs: 100_000 });
    await searched();
    reader.sendText(chat, '/forget');
    await telegram.until(() => telegram.botMessages(chat).length >= 5, { timeoutMs: 100_000 });
    await searched();
  }, 240_000);

  it('says that the database cannot be reached, without its password', async () => {
    const program = start(await freePort(), {
      DATABASE_URL: `postgresql://footnote:${encodeURIComponent(password)}@127.0.0.1:${await freePort()}/footnote`,
    });
    expect(await program.ended).toBe(1);
    expect(program.stderr()).toMatch(/The store postgresql:\/\/127\.0\.0\.1:\d+\/footnote cannot be used/);
    for (const form of [password, encodeURIComponent(password), telegram.token]) expect(program.stderr()).not.toContain(form);
  }, 60_000);

  it('keeps on PostgreSQL what survives a restart, where DATABASE_URL names one', async () => {
    const found = await findPostgres();
    if ('missing' in found) {
      expect(found.missing).not.toBe('');
      return;
    }
    const { server } = found;
    const database = `footnote_program_${randomBytes(6).toString('hex')}`;
    const admin = new pg.Client({ connectionString: server.url('postgres') });
    await admin.connect();
    try {
      await admin.query(`CREATE DATABASE ${database}`);
      const program = start(await freePort(), { DATABASE_URL: server.url(database) });
      await isReady(program);
      const reader = telegram.user();
      const chat = telegram.privateChat(reader);
      reader.sendText(chat, '修复花了多久？');
      await telegram.until(() => telegram.botMessages(chat).length > 0, { timeoutMs: 100_000 });
      program.child.kill('SIGTERM');
      expect(await program.ended).toBe(0);

      const kept = new pg.Client({ connectionString: server.url(database) });
      await kept.connect();
      const { rows } = await kept.query('SELECT kind, platform FROM question_log');
      await kept.end();
      expect(rows).toEqual([{ kind: 'answered', platform: 'telegram' }]);
    } finally {
      await admin.query(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`);
      await admin.end();
      await server.stop();
    }
  }, 90_000);
});
