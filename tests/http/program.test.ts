import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { freePort, startProgram, until, type RunningProgram } from '../fakes/start-program.js';
import { token } from './set-up.js';

const article = '灯塔重新亮起\n\n停了十二年的北岸灯塔上个月重新亮起。守塔人林海说，修复一共花了三年。\n';

describe('npm start with HTTP_API_TOKEN', () => {
  let folder: string;
  let program: RunningProgram | undefined;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'footnote-http-'));
    await writeFile(join(folder, 'lighthouse.txt'), article);
  });

  afterEach(async () => {
    program?.child.kill('SIGKILL');
    await program?.ended;
    await rm(folder, { recursive: true, force: true });
  });

  it('answers over HTTP without any other platform, tells nobody the token, and ends with 0 at SIGTERM', async () => {
    const port = await freePort();
    const environment = { CORPUS_DIR: folder, DATA_DIR: join(folder, 'data'), LOG_FORMAT: 'json' };
    const started = startProgram(folder, { ...environment, HTTP_PORT: String(port), HTTP_API_TOKEN: token });
    program = started;
    const ask = (given: string): Promise<Response> =>
      fetch(`http://127.0.0.1:${port}/ask`, {
        method: 'POST',
        headers: { authorization: `Bearer ${given}`, 'content-type': 'application/json' },
        body: JSON.stringify({ question: '修复花了多久？', conversation: 'c1' }),
      });
    await until('the API', async () => (await ask('wrong')).status === 401);
    const { text } = z.object({ text: z.string() }).parse(await (await ask(token)).json());
    expect(text).toContain('修复一共花了三年');
    started.child.kill('SIGTERM');
    expect(await started.ended).toBe(0);
    expect(started.stderr()).not.toContain(token);
  }, 120_000);
});
