import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStores, StoreFullError, StoreUnavailableError, StoreVersionError } from '../../src/storage/index.js';
import { tableNames } from '../../src/storage/tables.js';
import { describeStores } from '../contracts/stores.contract.js';
import { createPostgresWorld, type PostgresWorld, runStatement } from './postgres-world.js';
import { findPostgres, type PostgresServer } from './private-postgres.js';
import { testSecret } from './store-world.js';
import { annaInGroup } from './samples.js';

const found = await findPostgres();

if ('missing' in found) {
  const notice = `PostgreSQL is left out: ${found.missing}. The same contract runs on SQLite.`;
  console.log(notice);
  describe('stores on PostgreSQL', () => {
    it('are left out for a reason that is told', () => {
      expect(found.missing).not.toBe('');
    });
  });
} else {
  const { server } = found;
  const shared = await createPostgresWorld(server);
  afterAll(async () => {
    await shared.dispose();
    await server.stop();
  });
  // One database, emptied, because making one takes longer than a test.
  describeStores('PostgreSQL', async () => ({
    ...shared,
    dispose: () => shared.execute(`TRUNCATE ${tableNames.join(', ')} RESTART IDENTITY`),
  }));
  describeFaults(server);
}

function describeFaults(server: PostgresServer): void {
  describe('a PostgreSQL store', () => {
    let world: PostgresWorld;
    const turn = { question: 'why?', answerId: 'a1', at: 1 };
    beforeEach(async () => {
      world = await createPostgresWorld(server);
    });
    afterEach(() => world.dispose());

    const openingError = (url: string): Promise<unknown> =>
      openStores({ kind: 'postgres', url }, { secret: testSecret }).catch((error: unknown) => error);

    it('is set up once by several starters at once', async () => {
      const opened = await Promise.all(Array.from({ length: 4 }, () => world.open()));
      await Promise.all(opened.map((stores, number) => stores.languages.put(`p${number}`, 'en')));
      expect(await opened[0]!.languages.find('p3')).toBe('en');
      await Promise.all(opened.map((stores) => stores.close()));
    });

    it('refuses the tables of a newer version', async () => {
      await (await world.open()).close();
      await world.execute(`INSERT INTO footnote_migrations VALUES ('9999_from_the_future', '2030-01-01T00:00:00Z')`);
      const error = await openingError(world.url);
      expect(error).toBeInstanceOf(StoreVersionError);
      expect(String(error)).toMatch(/newer version.*9999_from_the_future.*Install that version/);
    });

    it('leaves setting up to the bot when a tool only looks in', async () => {
      await expect(world.open({ exclusive: false })).rejects.toThrow(/older than this program.*npm start/);
      await (await world.open()).close();
      const tool = await world.open({ exclusive: false });
      expect(await tool.forget('nobody')).toBe(0);
      await tool.close();
    });

    it('says so where tables of another program are in the way', async () => {
      await world.execute('CREATE TABLE feedback (id text)');
      const error = await openingError(world.url);
      expect(error).toBeInstanceOf(StoreVersionError);
      expect(String(error)).toMatch(/0001_first_tables.*database of its own/);
    });

    it('tells a full disk of the server from other failures, and goes on afterwards', async () => {
      const stores = await world.open();
      await world.execute(`CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END $$;
        CREATE TRIGGER full_disk BEFORE INSERT ON turns EXECUTE FUNCTION full_disk()`);
      await expect(stores.conversations.append(annaInGroup, turn)).rejects.toThrow(StoreFullError);
      await world.execute('DROP TRIGGER full_disk ON turns');
      await stores.conversations.append(annaInGroup, turn);
      expect(await stores.conversations.recent(annaInGroup, 1, 0)).toEqual([turn]);
      await stores.close();
    });

    it('forgets nothing where it cannot forget everything', async () => {
      const stores = await world.open();
      await stores.conversations.append(annaInGroup, turn);
      await stores.languages.put(annaInGroup.person, 'en');
      await world.execute(`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no'; END $$;
        CREATE TRIGGER refuse BEFORE DELETE ON language_choices FOR EACH ROW EXECUTE FUNCTION refuse()`);
      await expect(stores.forget(annaInGroup.person)).rejects.toThrow('no');
      expect(await stores.conversations.recent(annaInGroup, 1, 0)).toEqual([turn]);
      await stores.close();
    });

    it('names the server, never the password, when it cannot be reached', async () => {
      const error = await openingError('postgresql://footnote:s3cret-word@127.0.0.1:1/footnote');
      expect(error).toBeInstanceOf(StoreUnavailableError);
      expect(String(error)).toMatch(/postgresql:\/\/127\.0\.0\.1:1\/footnote.*cannot be reached.*ECONNREFUSED.*DATABASE_URL/);
      expect(String(error)).not.toContain('s3cret-word');
    });

    it('names the database that does not exist, and an address that is none', async () => {
      expect(String(await openingError(server.url('no_such_database')))).toMatch(/no_such_database.*Check user, password and database/);
      expect(String(await openingError('localhost footnote'))).toMatch(/not a URL.*postgresql:\/\/user:password@host/);
    });

    // The rest changes roles and stops the server, which is done to none but our own.
    const { restart } = server;
    if (restart === undefined) return;
    it('says which right is missing', async () => {
      await world.execute(
        'REVOKE CREATE ON SCHEMA public FROM PUBLIC; DROP ROLE IF EXISTS footnote_reader; CREATE ROLE footnote_reader LOGIN',
      );
      const url = new URL(world.url);
      url.searchParams.set('user', 'footnote_reader');
      const error = await openingError(url.href);
      expect(error).toBeInstanceOf(StoreUnavailableError);
      expect(String(error)).toMatch(/permission denied.*CREATE on its schema/);
      await runStatement(server.url('postgres'), 'DROP ROLE footnote_reader');
    });

    it('outlives a restart of the server', async () => {
      const reports: unknown[] = [];
      const stores = await world.open({ report: (error) => void reports.push(error) });
      await stores.conversations.append(annaInGroup, turn);
      await restart();
      expect(await stores.conversations.recent(annaInGroup, 1, 0)).toEqual([turn]);
      expect(reports).toContainEqual(expect.any(StoreUnavailableError));
      await stores.close();
    });
  });
}
