import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  createIndexWriter,
  IndexLockedError,
  IndexWriteError,
  openIndex,
  readCurrentBuild,
  type DocumentToIndex,
} from '../../src/search-index/index.js';
import { asWriteFailure } from '../../src/search-index/write-failure.js';
import { createHashEmbedder } from '../fakes/hash-embedder.js';
import { buildIndex, documentOf, plainTerms, temporaryFolder, writerOptions } from './made-up-index.js';

let folder: string;
let remove: () => Promise<void>;
let first: DocumentToIndex;
let second: DocumentToIndex;

beforeEach(async () => {
  ({ path: folder, remove } = await temporaryFolder());
  first = await documentOf('first.txt', ['one two two', 'three four']);
  second = await documentOf('second.txt', ['two five', 'six two seven']);
});
afterEach(() => remove());

const builds = (): Promise<string[]> => readdir(join(folder, 'builds'));

describe('writing an index', () => {
  it('serves the old build until the new one is finished', async () => {
    const old = await buildIndex(folder, [first]);
    const writer = await createIndexWriter(folder, writerOptions());
    writer.addDocument(second);
    expect(await readCurrentBuild(folder)).toBe(old.build);
    const { build } = await writer.finish();
    expect(await readCurrentBuild(folder)).toBe(build);
    const index = await openIndex(folder);
    expect(index.documents().map(({ path }) => path)).toEqual(['second.txt']);
    index.close();
  });

  it('lets a reader go on with the build it has opened', async () => {
    await buildIndex(folder, [first]);
    const index = await openIndex(folder);
    for (let round = 0; round < 3; round++) await buildIndex(folder, [second]);
    expect(index.documentText('first.txt')).toBe(first.document.text);
    expect(index.matching(plainTerms(['two']), 5)).toHaveLength(1);
    index.close();
  });

  it('keeps the build before the last, and removes those before', async () => {
    const names = [];
    for (let round = 0; round < 4; round++) names.push((await buildIndex(folder, [first])).build);
    expect(await builds()).toEqual(names.slice(-2));
  });

  it('gives the newest build the greatest name even when the clock was set back', async () => {
    const { build } = await buildIndex(folder, [first]);
    const later = await buildIndex(folder, [first], { now: () => new Date(0) });
    expect(later.build > build).toBe(true);
  });

  it('copies a document with everything that was computed of it', async () => {
    await buildIndex(folder, [second, first]);
    const before = await openIndex(folder);
    const writer = await createIndexWriter(folder, writerOptions());
    writer.copyDocument('first.txt');
    writer.addDocument(await documentOf('third.txt', ['eight']));
    await writer.finish();
    const after = await openIndex(folder, { verify: 'full' });
    const [old, now] = [before.passagesOf('first.txt'), after.passagesOf('first.txt')];
    expect(now).toEqual([0, 1]);
    expect(after.document('first.txt')).toEqual(before.document('first.txt'));
    expect(after.documentBlocks('first.txt', { start: 0, end: Infinity })).toEqual(first.document.blocks);
    const unnumbered = (rows: readonly { id: number }[]): unknown[] => rows.map(({ id: _, ...row }) => row);
    expect(unnumbered(after.passages(now))).toEqual(unnumbered(before.passages(old)));
    expect(unnumbered(after.vectorsOf(now))).toEqual(unnumbered(before.vectorsOf(old)));
    expect(after.similarities(first.passages[0]!.vector, [0])[0]).toBeCloseTo(1);
    expect(after.passageFrequencies(['two', 'four', 'eight', 'five'])).toEqual([1, 1, 1, 0]);
    before.close();
    after.close();
  });

  it('offers nothing to copy from a build of other settings, of another model, or when everything is to be computed anew', async () => {
    await buildIndex(folder, [first]);
    for (const changes of [
      { settings: { passageTokens: 99 } },
      { model: createHashEmbedder({ fingerprint: 'x' }).model },
      { full: true },
    ]) {
      const writer = await createIndexWriter(folder, writerOptions(changes));
      expect(writer.previous).toBeUndefined();
      expect(() => writer.copyDocument('first.txt')).toThrow(RangeError);
      await writer.abort();
    }
  });

  it('offers nothing to copy from a damaged build', async () => {
    const { build } = await buildIndex(folder, [first]);
    await writeFile(join(folder, 'builds', build, 'passages.sqlite'), 'not a database');
    const writer = await createIndexWriter(folder, writerOptions());
    expect(writer.previous).toBeUndefined();
    writer.addDocument(first);
    await writer.finish();
    (await openIndex(folder, { verify: 'full' })).close();
  });

  it('leaves nothing of an aborted build', async () => {
    const { build } = await buildIndex(folder, [first]);
    const writer = await createIndexWriter(folder, writerOptions());
    writer.addDocument(second);
    await writer.abort();
    await writer.abort();
    expect(await builds()).toEqual([build]);
    await buildIndex(folder, [second]);
  });

  it('refuses a document given twice, and vectors of another length', async () => {
    const writer = await createIndexWriter(folder, writerOptions());
    writer.addDocument(first);
    expect(() => writer.addDocument(first)).toThrow(RangeError);
    const short = await documentOf('short.txt', ['one'], createHashEmbedder({ dimensions: 3 }));
    expect(() => writer.addDocument(short)).toThrow(RangeError);
    await writer.abort();
  });

  it('builds and opens an index without documents', async () => {
    await buildIndex(folder, []);
    const index = await openIndex(folder);
    expect(index.nearest(new Float32Array(64), 5)).toEqual([]);
    expect(index.matching(plainTerms(['two']), 5)).toEqual([]);
    index.close();
  });

  it('removes what a killed writer left, and nothing that is not its own', async () => {
    const { build } = await buildIndex(folder, [first]);
    await mkdir(join(folder, 'builds', '20200101-000000-000'));
    await writeFile(join(folder, 'builds', '20200101-000000-000', 'passages.sqlite'), 'half');
    await mkdir(join(folder, 'builds', 'notes'));
    await writeFile(join(folder, 'current.123456'), 'half');
    await (await createIndexWriter(folder, writerOptions())).abort();
    expect(await builds()).toEqual([build, 'notes']);
    await expect(access(join(folder, 'current.123456'))).rejects.toThrow('ENOENT');
  });
});

describe('one writer at a time', () => {
  it('refuses a second writer with who is writing, and lets it in afterwards', async () => {
    const writer = await createIndexWriter(folder, writerOptions());
    const refusal = createIndexWriter(folder, writerOptions());
    await expect(refusal).rejects.toThrow(IndexLockedError);
    await expect(refusal).rejects.toThrow(`process ${process.pid} on `);
    await writer.abort();
    await (await createIndexWriter(folder, writerOptions())).abort();
  });

  it('refuses while another process writes, and is let in at once after that was killed', async () => {
    const writer = fork(join(import.meta.dirname, 'hold-writer.ts'), [folder], { execArgv: ['--import', 'tsx'] });
    await once(writer, 'message');
    await expect(createIndexWriter(folder, writerOptions())).rejects.toThrow(`process ${writer.pid} on `);
    writer.kill('SIGKILL');
    await once(writer, 'exit');
    const next = await createIndexWriter(folder, writerOptions());
    expect(await builds()).toHaveLength(1);
    await next.abort();
  });

  it('says who holds the lock only as far as that is known', async () => {
    const writer = await createIndexWriter(folder, writerOptions());
    await writeFile(join(folder, 'writer.json'), 'garbage');
    await expect(createIndexWriter(folder, writerOptions())).rejects.toThrow('did not say');
    await writer.abort();
  });
});

describe('a disk that refuses', () => {
  /** Limits the size of files, which the system refuses in the same place as it refuses a full disk, and needs no special rights to set up. */
  async function runWithin(kilobytes: number, script: string): Promise<string> {
    const command = `trap '' XFSZ; ulimit -f ${kilobytes}; exec "$0" --import tsx "$1" "$2"`;
    const path = join(import.meta.dirname, script);
    const child = spawn('bash', ['-c', command, process.execPath, path, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.on('data', (data: Buffer) => (output += data.toString()));
    await once(child, 'close');
    return output;
  }

  it('ends with what to do, and the old build serves', async () => {
    const { build } = await buildIndex(folder, [first]);
    const output = await runWithin(400, 'write-much.ts');
    expect(output).toContain('IndexWriteError');
    expect(output).toContain(`the disk that holds ${folder} is full`);
    expect(output).toContain('Free some space');
    expect(await readCurrentBuild(folder)).toBe(build);
    expect(await builds()).toEqual([build]);
    (await openIndex(folder, { verify: 'full' })).close();
  });

  it('is noticed when it cuts the graph of vectors short, which hnswlib does not tell', async () => {
    const output = await runWithin(100, 'write-graph.ts');
    expect(output).toContain('IndexWriteError');
    expect(output).toContain('Free some space');
  });

  it('names the reason and the folder for each way of refusing, and leaves other errors alone', () => {
    const because = (code: string): unknown => asWriteFailure('/x/index', Object.assign(new Error(code), { code }));
    for (const code of ['ENOSPC', 'EDQUOT', 'SQLITE_FULL']) expect(String(because(code))).toContain('the disk that holds /x/index is full');
    for (const code of ['EACCES', 'EROFS', 'SQLITE_READONLY'])
      expect(String(because(code))).toContain('no permission to write in /x/index');
    expect(because('SQLITE_IOERR_FSYNC')).toBeInstanceOf(IndexWriteError);
    expect(because('ECONNRESET')).not.toBeInstanceOf(IndexWriteError);
  });

  it('says so when the folder is a file', async () => {
    await writeFile(join(folder, 'file'), 'x');
    await expect(createIndexWriter(join(folder, 'file'), writerOptions())).rejects.toThrow(IndexWriteError);
    await expect(createIndexWriter(join(folder, 'file', 'index'), writerOptions())).rejects.toThrow(IndexWriteError);
    expect(await readFile(join(folder, 'file'), 'utf8')).toBe('x');
  });
});
