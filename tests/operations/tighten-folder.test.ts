import { chmod, lstat, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPersonKeys } from '../../src/chat/index.js';
import { tightenFolder } from '../../src/operations/tighten-folder.js';
import { openStores, personSecret } from '../../src/storage/index.js';
import { runProgram } from '../fakes/run-program.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'footnote-modes-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** What others may do, of everything in the folder, by path. */
async function loose(path: string, name = '.'): Promise<string[]> {
  const status = await lstat(path);
  if (status.isSymbolicLink()) return [];
  const own = (status.mode & 0o077) === 0 ? [] : [name];
  if (!status.isDirectory()) return own;
  const names = await readdir(path);
  return [...own, ...(await Promise.all(names.map((each) => loose(join(path, each), join(name, each))))).flat()];
}

async function loosen(path: string): Promise<void> {
  const status = await lstat(path);
  await chmod(path, status.isDirectory() ? 0o777 : 0o666);
  if (status.isDirectory()) for (const name of await readdir(path)) await loosen(join(path, name));
}

describe('a data folder that others may read', () => {
  it('is tightened with all that is in it; links and what they lead to are left', async () => {
    const data = join(folder, 'data');
    const outside = join(folder, 'outside.txt');
    await mkdir(join(data, 'index', 'builds'), { recursive: true });
    await writeFile(join(data, 'index', 'builds', 'a'), 'a');
    await writeFile(join(data, 'person-key'), 'a', { mode: 0o644 });
    await writeFile(outside, 'a');
    await loosen(data);
    await chmod(outside, 0o644);
    await symlink(outside, join(data, 'link'));
    await symlink(data, join(folder, 'data-link'));
    expect(await tightenFolder(join(folder, 'data-link'))).toEqual([]);
    expect(await loose(data)).toEqual([]);
    expect((await lstat(outside)).mode & 0o777).toBe(0o644);
    expect((await lstat(join(data, 'person-key'))).mode & 0o777).toBe(0o600);
    expect((await lstat(data)).mode & 0o777).toBe(0o700);
  });

  it('need not be there', async () => {
    expect(await tightenFolder(join(folder, 'nothing'))).toEqual([]);
  });

  describe.each([0o000, 0o077])('under umask %i', (umask) => {
    let before: number;
    beforeEach(() => {
      before = process.umask(umask);
    });
    afterEach(() => {
      process.umask(before);
    });

    it.each([
      ['scripts/data.ts', ['purge']],
      ['scripts/report.ts', []],
      ['scripts/ingest.ts', []],
      ['src/main.ts', []],
    ] as const)(
      '%s makes nothing that others may read, and corrects what there was',
      async (program, args) => {
        const data = join(folder, 'data');
        await mkdir(join(folder, 'corpus'));
        await writeFile(join(folder, 'corpus', 'a.txt'), '灯塔重新亮起\n北岸灯塔的门票是二十元，孩子免费。\n');
        const secret = await personSecret(data);
        const stores = await openStores({ kind: 'sqlite', file: join(data, 'footnote.sqlite') }, { secret });
        await stores.languages.put(createPersonKeys(secret)('telegram', '42'), 'en');
        await stores.close();
        await loosen(data);
        const { stderr } = await runProgram(program, args, {
          cwd: folder,
          environment: { DATA_DIR: data, CORPUS_DIR: join(folder, 'corpus') },
          input: '门票是多少钱？\n',
        });
        expect(stderr).not.toContain('belongs to another user');
        expect(await loose(data)).toEqual([]);
      },
      120_000,
    );
  });
});
