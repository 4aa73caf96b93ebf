import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, realpath, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CorpusError, listCorpus, maxArticleBytes } from '../../src/corpus/index.js';
import { readArticleFile } from '../../src/corpus/read-article-file.js';

const secret = 'the secret of another folder';

let base = '';
let corpus = '';
beforeEach(async () => {
  base = await realpath(await mkdtemp(join(tmpdir(), 'footnote-outside-')));
  corpus = join(base, 'corpus');
  await mkdir(join(corpus, 'a'), { recursive: true });
  await mkdir(join(base, 'corpus-beside'));
  await writeFile(join(corpus, 'a', 'x.txt'), 'An article.');
  await writeFile(join(base, 'corpus-beside', 'secret.txt'), secret);
});
afterEach(() => rm(base, { recursive: true, force: true }));

const pathsOf = (files: readonly { readonly path: string }[]): string[] => files.map(({ path }) => path);

describe('a link', () => {
  it.each([
    ['to a file beside the corpus', () => join(base, 'corpus-beside', 'secret.txt')],
    ['to a folder whose name begins like the corpus’s', () => join(base, 'corpus-beside')],
    ['to the folder above', () => base],
    ['to a file of the system', () => '/etc/passwd'],
    ['to the process’s own secrets', () => '/proc/self/environ'],
    ['to everything', () => '/'],
    ['that is relative', () => '../corpus-beside/secret.txt'],
  ])('that leads out of the corpus is refused by name: %s', async (_, target) => {
    await symlink(target(), join(corpus, 'link.txt'));
    const { files, refusals } = await listCorpus(corpus);
    expect(pathsOf(files)).toEqual(['a/x.txt']);
    expect(refusals).toMatchObject([
      { path: 'link.txt', reason: expect.stringMatching(/leads out of the corpus folder.*copy/u) as string },
    ]);
  });

  it('that leads out by way of another one is refused', async () => {
    await symlink(join(base, 'corpus-beside'), join(corpus, '.hidden'));
    await symlink(join(corpus, '.hidden', 'secret.txt'), join(corpus, 'link.txt'));
    expect(pathsOf((await listCorpus(corpus)).refusals)).toEqual(['link.txt']);
  });

  it('within the corpus is followed, also where the corpus is itself a link', async () => {
    await symlink(join(corpus, 'a', 'x.txt'), join(corpus, 'link.txt'));
    await symlink(corpus, join(base, 'linked-corpus'));
    const { files, refusals } = await listCorpus(join(base, 'linked-corpus'));
    expect(pathsOf(files)).toEqual(['a/x.txt', 'link.txt']);
    expect(refusals).toEqual([]);
    for (const file of files) expect(Buffer.from((await file.read()).bytes).toString()).toBe('An article.');
  });

  it('that goes round in circles is refused, and the rest is read', async () => {
    await symlink(join(corpus, 'two.txt'), join(corpus, 'one.txt'));
    await symlink(join(corpus, 'one.txt'), join(corpus, 'two.txt'));
    const { files, refusals } = await listCorpus(corpus);
    expect([pathsOf(files), pathsOf(refusals)]).toEqual([['a/x.txt'], ['one.txt', 'two.txt']]);
  });

  it.each(['the file', 'its folder'])('that takes the place of %s after it was listed is not followed', async (what) => {
    const { files } = await listCorpus(corpus);
    if (what === 'the file') {
      await rm(join(corpus, 'a', 'x.txt'));
      await symlink(join(base, 'corpus-beside', 'secret.txt'), join(corpus, 'a', 'x.txt'));
    } else {
      await writeFile(join(base, 'corpus-beside', 'x.txt'), secret);
      await rename(join(corpus, 'a'), join(base, 'a'));
      await symlink(join(base, 'corpus-beside'), join(corpus, 'a'));
    }
    await expect(files[0]?.read()).rejects.toThrow(/leads out of the corpus folder/u);
  });

  it('that takes the place of a file or a folder again and again is never read', async () => {
    await writeFile(join(base, 'corpus-beside', 'x.txt'), secret);
    await symlink(join(base, 'corpus-beside'), join(base, 'folder-link'));
    await symlink(join(base, 'corpus-beside', 'x.txt'), join(base, 'file-link'));
    let isOver = false;
    const swap = async (place: string, link: string, aside: string): Promise<void> => {
      for (let round = 0; !isOver; round++) {
        // Now shorter, now longer, so that the exchange meets every step of the reading.
        for (let wait = round % 7; wait > 0; wait--) await setImmediate();
        await rename(place, aside);
        await rename(link, place);
        await rename(place, link);
        await rename(aside, place);
      }
    };
    const read = async (): Promise<Record<string, number>> => {
      const outcomes: Record<string, number> = {};
      for (let round = 0; round < 400; round++) {
        const outcome = await readArticleFile(corpus, join(corpus, 'a', 'x.txt'), 'a/x.txt', maxArticleBytes).then(
          (bytes) => Buffer.from(bytes).toString(),
          (error: unknown) => (error instanceof CorpusError ? 'refused' : 'gone'),
        );
        outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
      }
      isOver = true;
      return outcomes;
    };
    const [outcomes] = await Promise.all([read(), swap(join(corpus, 'a'), join(base, 'folder-link'), join(base, 'aside'))]);
    expect(Object.keys(outcomes)).not.toContain(secret);
    isOver = false;
    const [others] = await Promise.all([read(), swap(join(corpus, 'a', 'x.txt'), join(base, 'file-link'), join(base, 'aside'))]);
    expect(Object.keys(others)).not.toContain(secret);
  });
});

describe('what is no regular file', () => {
  it('is not read, and not waited for: a pipe, a socket', async () => {
    await promisify(execFile)('mkfifo', [join(corpus, 'pipe.txt')]);
    const server = createServer();
    await new Promise<void>((listening) => server.listen(join(corpus, 'socket.txt'), listening));
    expect(await listCorpus(corpus)).toMatchObject({ ignored: ['pipe.txt', 'socket.txt'], refusals: [] });
    await expect(readArticleFile(corpus, join(corpus, 'pipe.txt'), 'pipe.txt', maxArticleBytes)).rejects.toThrow(/is a pipe/u);
    await expect(readArticleFile(corpus, join(corpus, 'a'), 'a', maxArticleBytes)).rejects.toThrow(/a folder/u);
    server.close();
  });

  it('is not read where its size says 0 although it holds something', async () => {
    expect(await readArticleFile('/proc', '/proc/version', 'version.txt', maxArticleBytes)).toHaveLength(0);
  });

  it('is not read where it is a device', async () => {
    await expect(readArticleFile('/dev', '/dev/zero', 'zero.txt', maxArticleBytes)).rejects.toThrow(/a device/u);
  });
});

describe('a file', () => {
  it('is read up to the limit, whatever its size was', async () => {
    const file = join(corpus, 'large.txt');
    await writeFile(file, 'x'.repeat(3_000_000));
    expect(await readArticleFile(corpus, file, 'large.txt', 3_000_000)).toHaveLength(3_000_000);
    await expect(readArticleFile(corpus, file, 'large.txt', 2_999_999)).rejects.toThrow(/3\.0 MB/u);
  });
});
