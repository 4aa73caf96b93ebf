import {
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Stores } from '../../src/chat/index.js';
import {
  openStores,
  StoreCorruptError,
  StoreFullError,
  StoreInUseError,
  type StoreOptions,
  StoreUnavailableError,
  StoreVersionError,
} from '../../src/storage/index.js';
import { openSqlite, type SqliteBackend } from '../../src/storage/open-sqlite.js';
import { createSealing } from '../../src/storage/sealing.js';
import { testSecret } from './store-world.js';
import { createStores } from '../../src/storage/create-stores.js';
import { allRows, anna, annaInGroup, ben, keepSomethingOf, loggedQuestion, update } from './samples.js';
import { createTemporaryFolder, type TemporaryFolder } from './temporary-folder.js';

const sealing = createSealing(testSecret);
const turn = { question: 'why?', answerId: 'a1', at: 1 };

describe('a store in a file', () => {
  let folder: TemporaryFolder;
  let file: string;
  beforeEach(() => {
    folder = createTemporaryFolder();
    file = join(folder.path, 'data', 'footnote.db');
  });
  afterEach(() => folder.remove());

  const open = (options?: Partial<StoreOptions>): Promise<Stores> =>
    openStores({ kind: 'sqlite', file }, { secret: testSecret, ...options });
  const openingError = (options?: Partial<StoreOptions>): Promise<unknown> =>
    open(options).then(
      async (stores) => stores.close(),
      (error: unknown) => error,
    );
  const execute = (statement: string): void => {
    const connection = new Database(file);
    connection.exec(statement);
    connection.close();
  };
  /** A store with some thousand rows, closed. */
  const fill = async (): Promise<void> => {
    const stores = await open();
    for (let at = 0; at < 2_000; at++) await stores.questions.append(loggedQuestion({ at }));
    await stores.close();
  };

  describe('for one process', () => {
    it('is refused to a second, by another name of the file too', async () => {
      const stores = await open();
      expect(await openingError()).toBeInstanceOf(StoreInUseError);
      file = join(folder.path, 'other-name.db');
      symlinkSync(join(folder.path, 'data', 'footnote.db'), file);
      expect(await openingError()).toBeInstanceOf(StoreInUseError);
      await stores.close();
      expect(await openingError()).toBeUndefined();
    });

    it('is free again when opening it failed', async () => {
      await (await open()).close();
      copyFileSync(file, `${file}.backup`);
      writeFileSync(file, 'damaged');
      expect(await openingError()).toBeInstanceOf(StoreCorruptError);
      copyFileSync(`${file}.backup`, file);
      expect(await openingError()).toBeUndefined();
    });

    it('is open to tools meanwhile, for reading and for erasing', async () => {
      const stores = await open();
      await keepSomethingOf(stores, anna);
      await keepSomethingOf(stores, ben);
      const tool = await open({ exclusive: false });
      expect(await allRows(tool, anna)).toHaveLength(8);
      expect(await tool.forget(anna)).toBe(8);
      await tool.close();
      expect(await stores.languages.find(anna)).toBeUndefined();
      expect(await stores.languages.find(ben)).toBe('en');
      await stores.close();
    });

    it('is not made by a tool that only looks in', async () => {
      const error = await openingError({ exclusive: false });
      expect(error).toBeInstanceOf(StoreUnavailableError);
      expect(String(error)).toMatch(/footnote\.db.*no such file.*DATA_DIR/);
      expect(existsSync(file)).toBe(false);
    });
  });

  describe('of another version', () => {
    it('is refused when it is newer, to the bot and to tools, and stays as it is', async () => {
      await (await open()).close();
      execute(`INSERT INTO footnote_migrations VALUES ('9999_from_the_future', '2030-01-01T00:00:00Z')`);
      const before = readFileSync(file);
      for (const exclusive of [true, false]) {
        const error = await openingError({ exclusive });
        expect(error).toBeInstanceOf(StoreVersionError);
        expect(String(error)).toMatch(/newer version.*9999_from_the_future.*up to 0005_answer_continues.*Install that version/);
      }
      expect(readFileSync(file).equals(before)).toBe(true);
    });

    it('is brought up to date by the bot, not by a tool', async () => {
      mkdirSync(join(folder.path, 'data'));
      writeFileSync(file, '');
      expect(await openingError({ exclusive: false })).toBeInstanceOf(StoreVersionError);
      expect(await openingError()).toBeUndefined();
      expect(await openingError({ exclusive: false })).toBeUndefined();
    });
  });

  describe('on a full disk', () => {
    let backend: SqliteBackend;
    let stores: Stores;
    beforeEach(async () => {
      backend = await openSqlite(file, true, sealing);
      stores = createStores(backend, { sealing, clock: () => 1_000 });
      await keepSomethingOf(stores, anna);
      backend.connection.pragma('wal_checkpoint(TRUNCATE)');
      backend.connection.pragma('max_page_count = 1');
    });
    afterEach(() => stores.close());
    const long = { ...turn, question: '问'.repeat(100_000) };

    it('says that it is full and what to do, keeps what there was, and goes on when there is room', async () => {
      const error = await stores.conversations.append(annaInGroup, long).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(StoreFullError);
      expect(String(error)).toMatch(/footnote\.db is full.*was not written.*Free space.*no restart/);
      expect(await allRows(stores, anna)).toHaveLength(8);
      backend.connection.pragma('max_page_count = 100000');
      await stores.conversations.append(annaInGroup, long);
      expect(await stores.conversations.recent(annaInGroup, 1, 0)).toEqual([long]);
    });

    it('says so for an update that could not be accepted, and knows nothing of it', async () => {
      await expect(stores.deliveries.accept(update('1', { payload: long }))).rejects.toThrow(StoreFullError);
      backend.connection.pragma('max_page_count = 100000');
      expect(await stores.deliveries.accept(update('1'))).toBe('new');
    });

    it('takes a transaction back whole, and says why, not that it could not be taken back', async () => {
      const attempt = backend.db.transaction().execute(async (trx) => {
        await trx.updateTable('language_choices').set({ language: 'zh-Hans' }).execute();
        await trx.updateTable('turns').set({ question: long.question }).execute();
      });
      await expect(attempt).rejects.toThrow(StoreFullError);
      expect(await stores.languages.find(anna)).toBe('en');
    });

    it('tells the reason of a failure after which SQLite has taken the transaction back by itself', async () => {
      const attempt = backend.db.transaction().execute(async (trx) => {
        await sql`ROLLBACK`.execute(trx);
        throw new Error('the reason');
      });
      await expect(attempt).rejects.toThrow('the reason');
    });

    it('can still forget and purge', async () => {
      expect(await stores.forget(anna)).toBe(8);
      expect(await stores.purge(2_000)).toBe(1);
    });
  });

  describe('that is damaged', () => {
    it('is refused when it is no database, or one of another program', async () => {
      mkdirSync(join(folder.path, 'data'));
      writeFileSync(file, 'These are notes, not a database.\n'.repeat(500));
      const noDatabase = await openingError();
      expect(noDatabase).toBeInstanceOf(StoreCorruptError);
      expect(String(noDatabase)).toMatch(/footnote\.db cannot be used: it is not a SQLite file\. Restore it from a backup/);
      writeFileSync(file, '');
      execute('CREATE TABLE recipes (name TEXT)');
      expect(String(await openingError())).toMatch(/SQLite file of another program/);
    });

    it('is refused when its end is missing', async () => {
      await fill();
      truncateSync(file, Math.floor(statSync(file).size / 8192) * 4096);
      expect(await openingError()).toBeInstanceOf(StoreCorruptError);
    });

    it('is refused when pages in the middle were overwritten', async () => {
      await fill();
      const descriptor = openSync(file, 'r+');
      writeSync(descriptor, Buffer.alloc(3 * 4096, 0xa5), 0, 3 * 4096, Math.floor(statSync(file).size / 8192) * 4096);
      const error = await openingError();
      expect(error).toBeInstanceOf(StoreCorruptError);
      expect(String(error)).toMatch(/it is damaged \(.*\)/);
    });

    it('says so too when the damage is met only in use', async () => {
      await fill();
      const backend = await openSqlite(file, true, sealing);
      const stores = createStores(backend, { sealing });
      const descriptor = openSync(file, 'r+');
      writeSync(descriptor, Buffer.alloc(statSync(file).size - 4096, 0xa5), 0, statSync(file).size - 4096, 4096);
      backend.connection.pragma('shrink_memory');
      await expect(stores.questions.since(0)).rejects.toThrow(StoreCorruptError);
      await stores.close();
    });
  });

  it('says what is in the way where the folder cannot be made, or the file is a folder', async () => {
    writeFileSync(join(folder.path, 'data'), '');
    expect(String(await openingError())).toMatch(/StoreUnavailableError.*its folder cannot be made.*DATA_DIR/);
    file = join(folder.path, 'folder.db');
    mkdirSync(file);
    expect(String(await openingError())).toMatch(/StoreUnavailableError.*folder\.db.*cannot be opened for writing.*DATA_DIR/);
  });

  it('says so when another program keeps it locked', async () => {
    const stores = createStores(await openSqlite(file, true, sealing, 50), { sealing });
    const browser = new Database(file);
    browser.exec('BEGIN IMMEDIATE');
    await expect(stores.languages.put(anna, 'en')).rejects.toThrow(/another program has locked it.*Close what has it open/);
    browser.close();
    await stores.languages.put(anna, 'en');
    await stores.close();
  });

  it('waits for another program that locks it for a moment, and lets everything else go on meanwhile', async () => {
    const stores = createStores(await openSqlite(file, true, sealing), { sealing });
    const browser = new Database(file);
    browser.exec('BEGIN IMMEDIATE');
    const written = stores.languages.put(anna, 'en');
    let turns = 0;
    const counting = setInterval(() => turns++, 5);
    await new Promise((resolve) => setTimeout(resolve, 200));
    browser.exec('ROLLBACK');
    await written;
    clearInterval(counting);
    expect(turns).toBeGreaterThan(3);
    expect(await stores.languages.find(anna)).toBe('en');
    browser.close();
    await stores.close();
  });

  it('fails many writes together, not one after the other, while it stays locked', async () => {
    const stores = createStores(await openSqlite(file, true, sealing, 200), { sealing });
    const browser = new Database(file);
    browser.exec('BEGIN IMMEDIATE');
    const began = performance.now();
    const written = await Promise.allSettled(Array.from({ length: 50 }, (_, id) => stores.deliveries.accept(update(String(id)))));
    expect(written.every(({ status }) => status === 'rejected')).toBe(true);
    // One after the other it would be 10 s.
    expect(performance.now() - began).toBeLessThan(8_000);
    browser.exec('ROLLBACK');
    expect(await stores.deliveries.accept(update('1'))).toBe('new');
    browser.close();
    await stores.close();
  });

  it('holds not a byte of a person who was forgotten', async () => {
    const stores = await open();
    await keepSomethingOf(stores, anna);
    await keepSomethingOf(stores, ben);
    const everywhere = (): string =>
      readdirSync(join(folder.path, 'data'))
        .map((name) => readFileSync(join(folder.path, 'data', name), 'latin1'))
        .join('');
    expect(everywhere()).toContain('secret of key-of-anna');
    await stores.forget(anna);
    expect(everywhere()).not.toContain(anna);
    expect(everywhere()).toContain('secret of key-of-ben');
    await stores.close();
  });

  it('says so when what it accepted does not reach the disk', async () => {
    const stores = await open();
    // Stands for a disk that fails: the log cannot be opened under its name.
    renameSync(`${file}-wal`, `${file}-wal-away`);
    await expect(stores.deliveries.accept(update('1'))).rejects.toThrow(/the disk does not take it \(ENOENT.*Check the disk/);
    renameSync(`${file}-wal-away`, `${file}-wal`);
    expect(await stores.deliveries.accept(update('2'))).toBe('new');
    await stores.close();
  });

  it('finishes what it accepted before it closes', async () => {
    const stores = await open();
    const accepted = Promise.all(['1', '2', '3'].map((id) => stores.deliveries.accept(update(id))));
    expect(await accepted).toEqual(['new', 'new', 'new']);
    await stores.close();
    const again = await open();
    expect(await again.deliveries.owed('telegram')).toHaveLength(3);
    await again.close();
  });

  it('refuses to be used after it was closed', async () => {
    const stores = await open();
    await stores.close();
    await expect(stores.languages.find(anna)).rejects.toThrow(/destroyed/);
  });
});
