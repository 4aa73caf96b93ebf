import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

import { openStores, personSecret } from '../src/storage/index.js';
import { runProgram, type ProgramRun } from './fakes/run-program.js';

describe('npm run report', () => {
  let folder: string;
  const environment = (): Record<string, string> => ({ DATA_DIR: join(folder, 'data'), CORPUS_DIR: join(folder, 'corpus') });
  const report = (...args: string[]): Promise<ProgramRun> =>
    runProgram('scripts/report.ts', args, { cwd: folder, environment: environment() });

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'footnote-report-'));
    await mkdir(join(folder, 'corpus'));
    await writeFile(join(folder, 'corpus', 'lighthouse.txt'), '灯塔重新亮起\n\n守塔人林海说，修复一共花了三年。\n');
    expect((await runProgram('scripts/ingest.ts', [], { cwd: folder, environment: environment() })).code).toBe(0);
    const secret = await personSecret(join(folder, 'data'));
    const stores = await openStores({ kind: 'sqlite', file: join(folder, 'data', 'footnote.sqlite') }, { secret });
    const asked = ['北京明天会下雨吗？', '明天北京下不下雨'].map((question) => ({ question, days: 1 }));
    for (const { question, days } of [...asked, { question: '火星上有水吗？', days: 20 }]) {
      await stores.questions.append({
        at: Date.now() - days * 86_400_000,
        platform: 'telegram',
        person: 'p',
        question,
        language: 'zh-Hans',
        kind: 'not-in-sources',
        milliseconds: 3,
        answerId: 'a',
      });
    }
    await stores.close();
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('tells of the last seven days as a table, what asks the same brought together', async () => {
    const { code, stdout, stderr } = await report();
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/2 │ 北京明天会下雨吗？/);
    expect(stdout).toContain('Passages never cited: 1 of 1');
    expect(stdout).not.toContain('火星');
  });

  it('tells of more days, as JSON with everything in it', async () => {
    const { stdout } = await report('--days', '30', '--format', 'json');
    const parsed = z.object({ unanswered: z.array(z.object({ question: z.string(), count: z.number() })) }).parse(JSON.parse(stdout));
    expect(parsed.unanswered).toEqual([
      { question: '北京明天会下雨吗？', count: 2 },
      { question: '火星上有水吗？', count: 1 },
    ]);
  });

  it('says what it does not understand', async () => {
    const { code, stderr } = await report('--days', 'all');
    expect(code).toBe(1);
    expect(stderr).toContain('--days');
  });
});
