import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { faults as modelFaults, startFakeLanguageModel } from '../fakes/language-model/index.js';
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

  const start = (more: Readonly<Record<string, string>> = {}) => {
    const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
    const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
    const { PATH = '' } = process.env;
    const env = { PATH, ...environment(), ...more };
    const child = spawn(process.execPath, ['--import', loader, main], { cwd: folder, env, stdio: 'ignore' });
    return { child, ended: new Promise((resolve) => child.on('close', resolve)) };
  };

  it('answers in the words of a configured language model, and in the articles’ own once it fails, with no word of that', async () => {
    const model = await startFakeLanguageModel({ apiKey: 'sk-right' });
    model.respond(({ messages }) => {
      const asked = messages.at(-1)?.content ?? '';
      const passages = z.object({ passages: z.array(z.object({ number: z.int(), text: z.string() })) }).parse(JSON.parse(asked)).passages;
      const passage = passages.find(({ text }) => text.includes('三年'))?.number;
      return JSON.stringify({ answerable: true, statements: [{ passage, quote: '修复一共花了三年', text: '灯塔的修复花了三年时间。' }] });
    });
    const { child, ended } = start({ LLM_BASE_URL: model.baseUrl, LLM_MODEL: 'qwen2.5:7b', LLM_API_KEY: 'sk-right' });
    const reader = telegram.user();
    const chat = telegram.privateChat(reader);
    const answerTo = async (question: string, words: string): Promise<string> => {
      const before = telegram.botMessages(chat).length;
      reader.sendText(chat, question);
      const isWhole = (): string | undefined => {
        const { text } = telegram.botMessages(chat)[before] ?? {};
        return text?.includes(words) === true ? text : undefined;
      };
      return telegram.until(isWhole, { timeoutMs: 40_000, what: `an answer to ${question} that says ${words}` });
    };
    // Drafts grow into the answer: the quotation comes last.
    const written = await answerTo('修复灯塔花了多久？', '守塔人林海说');
    expect(written).toContain('灯塔的修复花了三年时间。');
    model.fail(modelFaults.unauthorized, { times: Number.POSITIVE_INFINITY });
    expect(await answerTo('新的灯每天的电费是多少？', '两元')).not.toMatch(/401|API|key|error|模型/i);
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
    await model.close();
  }, 60_000);

  it('answers from the articles, and after SIGTERM delivers what it accepted and ends with 0', async () => {
    // One message a second is sent to a chat, and a busy machine takes its time besides.
    const { child, ended } = start({ SHUTDOWN_SECONDS: '60' });
    const reader = telegram.user();
    const chat = telegram.privateChat(reader);
    reader.sendText(chat, '修复花了多久？');
    const [answer] = await telegram.until(() => telegram.botMessages(chat).length > 0 && telegram.botMessages(chat), { timeoutMs: 60_000 });
    expect(answer?.text).toContain('修复一共花了三年');
    for (let index = 0; index < 10; index++) reader.sendText(chat, '每天的电费是多少？');
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
    const answered = telegram.botMessages(chat).length - 1;
    // What was not answered was not acknowledged either: nothing is lost between the two.
    expect(answered + telegram.pendingUpdates.length).toBeGreaterThanOrEqual(10);
  }, 120_000);
});
