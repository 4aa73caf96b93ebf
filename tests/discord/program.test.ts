import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startFakeDiscord, type FakeDiscord } from '../fakes/discord/index.js';
import { runProgram } from '../fakes/run-program.js';
import { faults, startFakeTelegram } from '../fakes/telegram/index.js';
import { botMessage, wordsOf } from './set-up.js';

const article =
  '灯塔重新亮起\n\n停了十二年的北岸灯塔上个月重新亮起。守塔人林海说，修复一共花了三年。\n\n新的灯用太阳能供电，每天的电费不到两元。\n';

describe('npm start with a Discord token', () => {
  let folder: string;
  let discord: FakeDiscord;
  const environment = () => ({
    CORPUS_DIR: folder,
    DATA_DIR: join(folder, 'data'),
    DISCORD_TOKEN: discord.token,
    DISCORD_API_ROOT: discord.apiRoot,
    LOG_FORMAT: 'json',
  });

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'footnote-program-'));
    await writeFile(join(folder, 'lighthouse.txt'), article);
    discord = await startFakeDiscord();
  });

  afterEach(async () => {
    await discord.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('ends with a code other than 0, and one line that names the variable, when the token is refused', async () => {
    const wrong = { ...environment(), DISCORD_TOKEN: 'another.token' };
    const { code, stderr } = await runProgram('src/main.ts', [], { cwd: folder, environment: wrong });
    expect(code).toBe(1);
    const lines = stderr.split('\n').filter((line) => line.includes('"level":"error"'));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('DISCORD_TOKEN');
    expect(stderr).not.toContain('another.token');
  }, 60_000);

  it('answers beside a Telegram that refuses its token, and after SIGTERM delivers what it accepted', async () => {
    const telegram = await startFakeTelegram();
    telegram.fail({ fault: faults.unauthorized, times: 100 });
    const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
    const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
    const both = { ...environment(), TELEGRAM_BOT_TOKEN: telegram.token, TELEGRAM_API_ROOT: telegram.apiRoot };
    const { PATH = '' } = process.env;
    const child = spawn(process.execPath, ['--import', loader, main], { cwd: folder, env: { PATH, ...both }, stdio: 'ignore' });
    const ended = new Promise((resolve) => child.on('close', resolve));
    const reader = discord.user({ locale: 'zh-CN' });
    const channel = discord.channel(discord.guild({ members: [reader] }));
    await discord.until(() => discord.gateway.connected > 0, { timeoutMs: 40_000 });
    reader.dm('修复花了多久？');
    expect(wordsOf(await botMessage(discord, reader.dmChannel, 1))).toContain('修复一共花了三年');
    const views = Array.from({ length: 10 }, () => reader.slash('ask', { question: '每天的电费是多少？' }, { where: channel }));
    await discord.until(() => views.every(({ acknowledgedAfterMs }) => acknowledgedAfterMs !== undefined));
    child.kill('SIGTERM');
    // Telegram could not run, which the code tells.
    expect(await ended).toBe(1);
    for (const { response } of views) expect(wordsOf(response)).toContain('每天的电费不到**两元**');
    await telegram.close();
  }, 60_000);
});
