import { createHash } from 'node:crypto';
import { appendFile, mkdir, open, readdir, readFile, rename, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  IndexCorruptError,
  IndexMismatchError,
  IndexMissingError,
  IndexVersionError,
  openIndex,
  readCurrentBuild,
  verifyIndex,
} from '../../src/search-index/index.js';
import { formatVersion } from '../../src/search-index/manifest.js';
import { exactSearchLimit } from '../../src/search-index/neighbour-graph.js';
import { buildIndex, documentOf, embedder, temporaryFolder } from './made-up-index.js';

let folder: string;
let remove: () => Promise<void>;
let build: string;

beforeEach(async () => {
  ({ path: folder, remove } = await temporaryFolder());
  const manifest = await buildIndex(folder, [await documentOf('a.txt', ['one two three', 'four five six'])]);
  build = join(folder, 'builds', manifest.build);
});
afterEach(() => remove());

async function flipBit(path: string, at: number): Promise<void> {
  const file = await open(path, 'r+');
  const byte = Buffer.alloc(1);
  await file.read(byte, 0, 1, at);
  byte[0] = byte[0]! ^ 0x10;
  await file.write(byte, 0, 1, at);
  await file.close();
}

/** Writes the manifest anew and makes the pointer agree, as another version of this program would. */
async function changeManifest(change: (manifest: Record<string, unknown>) => unknown): Promise<void> {
  const path = join(build, 'manifest.json');
  const content = JSON.stringify(change(JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>));
  await writeFile(path, content);
  const pointer = JSON.parse(await readFile(join(folder, 'current'), 'utf8')) as Record<string, unknown>;
  await writeFile(
    join(folder, 'current'),
    JSON.stringify({ ...pointer, manifestSha256: createHash('sha256').update(content).digest('hex') }),
  );
}

describe('opening an index that is not there', () => {
  it('says so of an empty folder and of none, and how to build one', async () => {
    for (const path of [join(folder, 'nowhere'), join(folder, 'builds')]) {
      await expect(openIndex(path)).rejects.toThrow(IndexMissingError);
      await expect(openIndex(path)).rejects.toThrow(`no index in ${path}. Build one with: npm run ingest`);
      await expect(readCurrentBuild(path)).resolves.toBeUndefined();
    }
  });

  it('says of a file that it is not an index', async () => {
    await expect(openIndex(join(folder, 'current'))).rejects.toThrow(IndexCorruptError);
  });
});

describe('opening a damaged index', () => {
  it('finds every file that is cut short, at any length', async () => {
    for (const name of ['passages.sqlite', 'manifest.json', '../../current']) {
      const path = join(build, name);
      const whole = await readFile(path);
      for (const share of [0, 0.3, 0.99]) {
        await truncate(path, Math.floor(whole.length * share));
        await expect(openIndex(folder), `${name} at ${share}`).rejects.toThrow(IndexCorruptError);
        await writeFile(path, whole);
      }
    }
  });

  it('finds a flipped bit anywhere', async () => {
    for (const name of ['passages.sqlite', 'manifest.json']) {
      const path = join(build, name);
      const { size } = await stat(path);
      for (let part = 0; part < 12; part++) {
        const at = Math.floor((size * part) / 12);
        await flipBit(path, at);
        await expect(openIndex(folder), `${name} at ${at}`).rejects.toThrow(IndexCorruptError);
        await flipBit(path, at);
      }
    }
    await expect(verifyIndex(folder)).resolves.toMatchObject({ passageCount: 2 });
  });

  it('finds files that are missing', async () => {
    for (const name of ['passages.sqlite', 'manifest.json']) {
      await rename(join(build, name), join(folder, 'away'));
      await expect(openIndex(folder)).rejects.toThrow(IndexCorruptError);
      await rename(join(folder, 'away'), join(build, name));
    }
    await rm(build, { recursive: true });
    await expect(openIndex(folder)).rejects.toThrow(/is missing.*npm run ingest -- --full/);
  });

  it('names the file, and what to do', async () => {
    const { size } = await stat(join(build, 'passages.sqlite'));
    await appendFile(join(build, 'passages.sqlite'), 'x');
    await expect(openIndex(folder)).rejects.toThrow(
      `${join(build, 'passages.sqlite')} is ${size + 1} bytes long instead of ${size}. Build it anew with: npm run ingest -- --full`,
    );
  });

  it('takes neither another program’s files nor a pointer out of the folder for an index', async () => {
    await changeManifest(() => ({ formatVersion, name: 'something else' }));
    await expect(openIndex(folder)).rejects.toThrow(IndexCorruptError);
    for (const content of ['', 'current', '{}', '{"build":"../../etc","manifestSha256":""}', '\0\0\0\0']) {
      await writeFile(join(folder, 'current'), content);
      await expect(openIndex(folder)).rejects.toThrow(IndexCorruptError);
    }
    await rm(join(folder, 'current'));
    await mkdir(join(folder, 'current'));
    await expect(openIndex(folder)).rejects.toThrow(IndexCorruptError);
  });

  it('takes no other SQLite file for the passages, even with the right checksum', async () => {
    const other = await temporaryFolder();
    const manifest = await buildIndex(other.path, [await documentOf('b.txt', ['seven'])]);
    const bytes = await readFile(join(other.path, 'builds', manifest.build, 'passages.sqlite'));
    await writeFile(join(build, 'passages.sqlite'), bytes);
    await changeManifest((own) => ({ ...own, files: manifest.files }));
    await expect(openIndex(folder)).rejects.toThrow(/does not hold the manifest's passages/);
    await other.remove();
  });

  it('finds a flipped bit in the graph before it reaches native code, which would not survive it', async () => {
    const lines = Array.from({ length: exactSearchLimit + 1 }, (_, at) => `word${at}`);
    const manifest = await buildIndex(folder, [await documentOf('long.txt', lines)]);
    const graph = join(folder, 'builds', manifest.build, 'vectors.hnsw');
    for (const at of [16, 40, 80, 100_000]) {
      await flipBit(graph, at);
      await expect(openIndex(folder, { verify: 'quick' })).rejects.toThrow(IndexCorruptError);
      await flipBit(graph, at);
    }
    (await openIndex(folder)).close();
  });
});

describe('opening an index that was made for something else', () => {
  it('names the format version of an index that another version wrote', async () => {
    await changeManifest((manifest) => ({ ...manifest, formatVersion: 99 }));
    await expect(openIndex(folder)).rejects.toThrow(IndexVersionError);
    await expect(openIndex(folder)).rejects.toThrow(`format version 99, but this program reads version ${formatVersion}.`);
  });

  it('names both models', async () => {
    const model = { ...embedder.model, name: 'other', fingerprint: 'other-1' };
    await expect(openIndex(folder, { model })).rejects.toThrow(IndexMismatchError);
    await expect(openIndex(folder, { model })).rejects.toThrow(/built with the model hash, but the configured model is other\./);
  });

  it('tells two versions of one model apart', async () => {
    const model = { ...embedder.model, fingerprint: 'hash-2' };
    await expect(openIndex(folder, { model })).rejects.toThrow(/hash \(files hash-1\), but the configured model is hash \(files hash-2\)/);
  });

  it('opens with the model that it was built with, and without one', async () => {
    (await openIndex(folder, { model: embedder.model })).close();
    (await openIndex(folder)).close();
    expect(await readdir(build)).toEqual(['manifest.json', 'passages.sqlite']);
  });
});
