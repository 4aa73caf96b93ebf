import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLogSync, shareRuns } from '../../src/storage/sync-log.js';
import { createTemporaryFolder, type TemporaryFolder } from './temporary-folder.js';

/** A run that ends when told, and counts. */
function createSlowRun() {
  const ends: ((error?: Error) => void)[] = [];
  const run = (): Promise<void> =>
    new Promise((resolve, reject) => {
      ends.push((error) => {
        if (error) reject(error);
        else resolve();
      });
    });
  return { run, ends };
}

describe('sharing runs', () => {
  it('lets all who come during a run share the next one, not the one under way', async () => {
    const { run, ends } = createSlowRun();
    const share = shareRuns(run);
    const first = share();
    const later = [share(), share(), share()];
    expect(ends).toHaveLength(1);
    ends[0]?.();
    await first;
    await Promise.resolve();
    expect(ends).toHaveLength(2);
    ends[1]?.();
    await Promise.all(later);
    expect(ends).toHaveLength(2);
  });

  it('tells of a failure only those whose run it was', async () => {
    const { run, ends } = createSlowRun();
    const share = shareRuns(run);
    const first = share();
    const second = share();
    ends[0]?.(new Error('the disk failed'));
    await expect(first).rejects.toThrow('the disk failed');
    ends[1]?.();
    await second;
    const third = share();
    ends[2]?.();
    await third;
  });
});

describe('bringing a log to the disk', () => {
  let folder: TemporaryFolder;
  beforeEach(() => {
    folder = createTemporaryFolder();
  });
  afterEach(() => folder.remove());

  it('works again and again, and says when there is no log', async () => {
    const path = join(folder.path, 'log');
    writeFileSync(path, 'one');
    const log = createLogSync(path);
    await log.sync();
    appendFileSync(path, 'two');
    await Promise.all([log.sync(), log.sync()]);
    await log.close();
    await expect(createLogSync(join(folder.path, 'none')).sync()).rejects.toThrow(/ENOENT/);
  });
});
