import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createPersonKeys, type Stores } from '../src/chat/index.js';

import { openStores, personSecret } from '../src/storage/index.js';
import { runProgram, type ProgramRun } from './fakes/run-program.js';

const dayMs = 86_400_000;

describe('npm run data', { timeout: 120_000 }, () => {
  let folder: string;
  let stores: Stores;
  const data = (...args: string[]): Promise<ProgramRun> =>
    runProgram('scripts/data.ts', args, { cwd: folder, environment: { DATA_DIR: folder, RETENTION_DAYS: '30' } });

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'footnote-data-'));
    const secret = await personSecret(folder);
    const key = createPersonKeys(secret);
    // The store of a bot that is running: all of the commands work beside it.
    stores = await openStores({ kind: 'sqlite', file: join(folder, 'footnote.sqlite') }, { secret });
    for (const [user, ageDays] of [
      ['42', 1],
      ['42', 40],
      ['77', 1],
    ] as const) {
      await stores.questions.append({
        at: Date.now() - ageDays * dayMs,
        platform: 'telegram',
        person: key('telegram', user),
        question: `question of ${user}`,
        language: 'en',
        kind: 'answered',
        milliseconds: 1,
        answerId: 'a',
      });
    }
  });
  afterEach(async () => {
    await stores.close();
    await rm(folder, { recursive: true, force: true });
  });

  const row = z.object({ table: z.string(), row: z.looseObject({ question: z.string() }) });
  const questionsIn = ({ stdout }: ProgramRun): string[] =>
    stdout
      .trim()
      .split('\n')
      .map((line) => row.parse(JSON.parse(line)).row.question);

  it('export prints everything, or what is kept of one person, as JSON Lines', async () => {
    expect(questionsIn(await data('export'))).toEqual(['question of 42', 'question of 42', 'question of 77']);
    expect(questionsIn(await data('export', '--platform', 'telegram', '--user', '77'))).toEqual(['question of 77']);
  });

  it('forget erases one person’s rows and nobody else’s', async () => {
    const { code, stdout } = await data('forget', '--platform', 'telegram', '--user', '42');
    expect([code, stdout]).toEqual([0, 'Erased 2 rows.\n']);
    expect((await stores.questions.since(0)).map(({ question }) => question)).toEqual(['question of 77']);
  });

  it('purge does not believe a clock that is far ahead of the last known time, unless the date is confirmed', async () => {
    // As the clock of today looks where the last known time is 20 days ago.
    await writeFile(join(folder, 'last-purge'), String(Date.now() - 20 * dayMs));
    const { stdout } = await data('purge');
    expect(stdout).toMatch(/^By the clock it is .*only what was due by then.*--today/);
    expect(stdout).toContain('Deleted 0 rows');
    const today = new Date().toISOString().slice(0, 10);
    expect((await data('purge', '--today', '2031-01-01')).stderr).toMatch(/Nothing was deleted: set the clock first/);
    expect((await data('purge', '--today', today)).stdout).toBe('Deleted 1 row older than 30 days.\n');
  });

  it('purge deletes what is older than RETENTION_DAYS', async () => {
    expect((await data('purge')).stdout).toBe('Deleted 1 row older than 30 days.\n');
    expect(await stores.questions.since(0)).toHaveLength(2);
  });

  it('says what is missing: whose data, or the store', async () => {
    const nobody = await data('forget');
    expect([nobody.code, nobody.stderr]).toEqual([1, expect.stringContaining('--platform telegram')]);
    const elsewhere = await runProgram('scripts/data.ts', ['purge'], { cwd: folder, environment: { DATA_DIR: join(folder, 'none') } });
    expect(elsewhere.code).toBe(1);
    expect(elsewhere.stderr).toMatch(/The store .* cannot be used/);
  });
});
