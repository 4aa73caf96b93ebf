import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runProgram } from '../fakes/run-program.js';
import { faults, startFakeTelegram, type FakeTelegram } from '../fakes/telegram/index.js';

const article =
  '灯塔重新亮起\n\n停了十二年的北岸灯塔上个月重新亮起。守塔人林海说，修复一共花了三年。\n\n新的灯用太阳能供电，每天的电费不到两元。\n';

describe('npm start with a token', () => {
  let folder: string;
  let telegram: FakeTelegram;
  const environment = () => ({
    CORPUS_DIR: folder,
    DATA_DIR: join(folder, 'data'),
    TELEGRAM_BOT_TOKEN: telegram.token,
    TELEGRAM_API_ROOT: telegram.apiRoot,
    LOG_FORMAT: 'json',
  });

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'footnote-program-'));
    await writeFile(join(folder, 'lighthouse.txt'), article);
    telegram = await startFakeTelegram();
  });

  afterEach(async () => {
    await telegram.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('ends with a code other than 0, and one line that names the variable, when the token is refused', async () => {
    telegram.fail({ fault: faults.unauthorized, times: 100 });
    const { code, stderr } = await runProgram('src/main.ts', [], { cwd: folder, environment: environment() });
    expect(code).toBe(1);
    const lines = stderr.split('\n').filter((line) => line.includes('"level":"error"'));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('TELEGRAM_BOT_TOKEN');
    expect(stderr).not.toContain(telegram.token);
  }, 60_000);

  it('answers from the articles, and after SIGTERM delivers what it accepted and ends with 0', async () => {
    const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
    const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
    const { PATH = '' } = process.env;
    const child = spawn(process.execPath, ['--import', loader, main], { cwd: folder, env: { PATH, ...environment() }, stdio: 'ignore' });
    const ended = new Promise((resolve) => child.on('close', resolve));
    const reader = telegram.user();
    const chat = telegram.privateChat(reader);
    reader.sendText(chat, '修复花了多久？');
    const [answer] = await telegram.until(() => telegram.botMessages(chat).length > 0 && telegram.botMessages(chat), { timeoutMs: 40_000 });
    expect(answer?.text).toContain('修复一共花了三年');
    for (let index = 0; index < 10; index++) reader.sendText(chat, '每天的电费是多少？');
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
    const answered = telegram.botMessages(chat).length - 1;
    // What was not answered was not acknowledged either, or is kept: nothing is lost between the two.
    expect(answered + telegram.pendingUpdates.length).toBeGreaterThanOrEqual(10);
  }, 60_000);
});
