import { chmod, mkdir, mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  EmptyCorpusError,
  FileTooLargeError,
  listCorpus,
  NoCorpusError,
  NotAFolderError,
  readCorpus,
  sha256Of,
  UnreadableFolderError,
} from '../../src/corpus/index.js';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'footnote-corpus-'));
  await chmod(folder, 0o755);
});

afterEach(async () => {
  await chmod(folder, 0o755);
  await rm(folder, { recursive: true });
});

async function put(path: string, content: string | Uint8Array = 'Some text here.'): Promise<string> {
  const absolute = join(folder, path);
  await mkdir(join(absolute, '..'), { recursive: true });
  await writeFile(absolute, content);
  return absolute;
}

/** Runs as an account without rights: to the administrator no file is unreadable, and containers run tests as one. */
async function withoutRights<Result>(run: () => Promise<Result>): Promise<Result> {
  const isAdministrator = process.geteuid?.() === 0;
  if (isAdministrator) process.seteuid?.(65_534);
  try {
    return await run();
  } finally {
    if (isAdministrator) process.seteuid?.(0);
  }
}

const pathsOf = async (): Promise<string[]> => (await listCorpus(folder)).files.map((file) => file.path);

describe('the list of a corpus', () => {
  it('has the articles of all folders, sorted, without dot files, READMEs and other formats', async () => {
    for (const path of ['b.md', 'a/z.txt', 'a/c.html', 'c.PDF', '.hidden.txt', '.git/x.txt', 'README.md', 'a/README.zh.md', 'photo.jpg'])
      await put(path);
    const listing = await listCorpus(folder);
    expect(listing.files.map((file) => file.path)).toEqual(['a/c.html', 'a/z.txt', 'b.md', 'c.PDF']);
    expect(listing.ignored).toEqual(['photo.jpg']);
    expect(listing.refusals).toEqual([]);
  });

  it('names files in composed Unicode, however the disk does', async () => {
    await put('cafe\u0301.txt');
    expect(await pathsOf()).toEqual(['caf\u00e9.txt']);
  });

  it('refuses the second of two files whose names then are the same', async () => {
    await put('cafe\u0301.txt');
    await put('caf\u00e9.txt');
    const { files, refusals } = await listCorpus(folder);
    expect(files).toHaveLength(1);
    expect(refusals[0]?.reason).toMatch(/Rename one of the two/u);
  });

  it('follows links, and enters a folder that links to itself once', async () => {
    await put('a/x.txt');
    await symlink(folder, join(folder, 'a', 'loop'));
    await symlink(join(folder, 'a', 'x.txt'), join(folder, 'linked.txt'));
    expect(await pathsOf()).toEqual(['a/x.txt', 'linked.txt']);
  });

  it('refuses a link that leads nowhere, and goes on', async () => {
    await symlink(join(folder, 'nothing'), join(folder, 'broken.txt'));
    await put('x.txt');
    const { files, refusals } = await listCorpus(folder);
    expect(files).toHaveLength(1);
    expect(refusals).toMatchObject([{ path: 'broken.txt', reason: expect.stringMatching(/cannot be opened.*still exists/u) as string }]);
  });

  it('reads a file only when asked, and says its hash', async () => {
    const absolute = await put('x.txt', 'before');
    const [file] = (await listCorpus(folder)).files;
    await writeFile(absolute, 'after');
    const read = await file?.read();
    expect(Buffer.from(read?.bytes ?? []).toString()).toBe('after');
    expect(read?.sha256).toBe(sha256Of(Buffer.from('after')));
  });

  it('refuses a file that is too large before reading it', async () => {
    await truncate(await put('x.txt'), 60_000_000);
    const [file] = (await listCorpus(folder)).files;
    await expect(file?.read()).rejects.toThrow(FileTooLargeError);
  });
});

describe('a folder that is no corpus', () => {
  it('is refused when it is not there', async () => {
    await expect(listCorpus(join(folder, 'none'))).rejects.toThrow(NoCorpusError);
    await expect(listCorpus(join(folder, 'none'))).rejects.toThrow(/no corpus folder at .*none.*Create it and put articles/u);
  });

  it('is refused when it is a file', async () => {
    await expect(listCorpus(await put('x.txt'))).rejects.toThrow(NotAFolderError);
  });

  it('is refused when it may not be read', async () => {
    await chmod(folder, 0o000);
    await withoutRights(() => expect(listCorpus(folder)).rejects.toThrow(UnreadableFolderError));
  });

  it('is refused when no article in it can be read, with the reason for each', async () => {
    await expect(readCorpus(folder)).rejects.toThrow(EmptyCorpusError);
    await put('empty.txt', '');
    await expect(readCorpus(folder)).rejects.toThrow(/no article that can be read.*\n {2}empty\.txt: The file is empty/u);
  });
});

describe('reading a corpus', () => {
  it('names and skips what cannot be read', async () => {
    await put('good.txt');
    await put('empty.txt', '');
    await put('image.txt', Buffer.from('\x89PNG\r\n', 'latin1'));
    await put('broken.pdf', '%PDF-1.4 and nothing else');
    await put('front.md', '---\na: [\n---\ntext');
    await chmod(await put('locked.txt'), 0o000);
    await put('closed/x.txt');
    await chmod(join(folder, 'closed'), 0o000);
    const corpus = await withoutRights(() => readCorpus(folder));
    expect(corpus.documents.map((document) => document.path)).toEqual(['front.md', 'good.txt']);
    expect(corpus.refusals.map(({ path, error }) => `${path}: ${error.name}`).sort()).toEqual([
      'broken.pdf: DamagedDocumentError',
      'closed: UnreadableFileError',
      'empty.txt: EmptyDocumentError',
      'image.txt: BinaryContentError',
      'locked.txt: UnreadableFileError',
    ]);
  });
});
