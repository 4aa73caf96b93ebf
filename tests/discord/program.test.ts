import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { faults as discordFaults, startFakeDiscord, type FakeDiscord } from '../fakes/discord/index.js';
import { spellingsOf, tracesIn, tracesInFolder } from '../fakes/personal-traces.js';
import { runProgram } from '../fakes/run-program.js';
import { freePort, startProgram, until, type RunningProgram } from '../fakes/start-program.js';
import { faults, startFakeTelegram } from '../fakes/telegram/index.js';
import { botMessage, responseTo, wordsOf } from './set-up.js';

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
    const both = { ...environment(), TELEGRAM_BOT_TOKEN: telegram.token, TELEGRAM_API_ROOT: telegram.apiRoot };
    const { child, ended } = startProgram(folder, both);
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

  it('keeps nothing in its files, its log and its figures that is a person’s number in any spelling', async () => {
    const port = String(await freePort());
    const programs: RunningProgram[] = [];
    const get = async (path: string): Promise<Response> => fetch(`http://127.0.0.1:${port}${path}`);
    const begin = async (): Promise<RunningProgram> => {
      const program = startProgram(folder, { ...environment(), HTTP_PORT: port });
      programs.push(program);
      await until('readiness', async () => (await get('/readyz')).ok);
      return program;
    };
    const first = await begin();
    const reader = discord.user({ locale: 'zh-CN' });
    const channel = discord.channel(discord.guild({ members: [reader] }));
    const spellings = spellingsOf(reader.user.id);
    const searched = async (): Promise<void> => {
      const log = Buffer.from(programs.map((program) => program.stderr()).join());
      const metrics = Buffer.from(await (await get('/metrics')).text());
      const traces = [...tracesIn('log', log, spellings), ...tracesIn('metrics', metrics, spellings)];
      expect([...traces, ...(await tracesInFolder(join(folder, 'data'), spellings))]).toEqual([]);
    };

    const answer = await responseTo(discord, reader.slash('ask', { question: '修复花了多久？' }, { where: channel }));
    await responseTo(discord, reader.pressButton(answer, '[1]'));
    const form = reader.pressButton(answer, '👎');
    await discord.until(() => form.modal);
    await responseTo(discord, reader.submitModal(form, { reason: 'wrong', comment: '哪一年？' }));
    await responseTo(discord, reader.slash('language', { language: 'en' }, { where: channel }));
    reader.dm('每天的电费是多少？');
    await botMessage(discord, reader.dmChannel, 1);
    reader.sendMessage(channel, `<@${discord.bot.id}> 门票是多少钱？`);
    await until('an answer in the channel', async () => discord.botMessages(channel).length > 1);
    await searched();

    // In the middle of a question: what is owed is written down.
    const messages = '/channels/{channel.id}/messages';
    const sent = discord.callsTo('POST', messages).length;
    discord.fail({ fault: discordFaults.hangBefore, method: 'POST', route: messages, times: 1 });
    reader.dm('修复花了多久？');
    await until('the answer to be sent', async () => discord.callsTo('POST', messages).length > sent);
    first.child.kill('SIGKILL');
    await first.ended;
    const second = await begin();
    await botMessage(discord, reader.dmChannel, 2);
    await searched();

    await responseTo(discord, reader.slash('forget', {}, { where: channel }));
    await searched();
    second.child.kill('SIGTERM');
    expect(await second.ended).toBe(0);
  }, 240_000);
});
