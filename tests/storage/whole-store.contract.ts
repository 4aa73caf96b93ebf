import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { StoredRow, Stores } from '../../src/chat/index.js';
import { DamagedRowError, type OpenStores, StoreVersionError } from '../../src/storage/index.js';
import { allRows, anna, answers, ben, keepSomethingOf, loggedQuestion, message, storedAnswer, toFirstRelease, update } from './samples.js';
import type { StoreWorld } from './store-world.js';

/** What concerns all tables together: forgetting, purging, exporting, and rows that are damaged. */
export function describeWholeStore(name: string, createWorld: () => Promise<StoreWorld>): void {
  describe(`a whole store on ${name}`, () => {
    let world: StoreWorld;
    let stores: OpenStores;
    const reports: unknown[] = [];

    beforeEach(async () => {
      reports.length = 0;
      world = await createWorld();
      stores = await world.open({ clock: () => 1_000, report: (error) => void reports.push(error) });
    });
    afterEach(async () => {
      await stores.close();
      await world.dispose();
    });

    describe('forgetting a person', () => {
      it("erases all of the person's, nothing of anybody else's, and says how many rows went", async () => {
        await keepSomethingOf(stores, ben);
        const bensRows = await allRows(stores);
        await keepSomethingOf(stores, anna);
        expect(await stores.forget(anna)).toBe(8);
        const left = await allRows(stores);
        expect(left.filter(({ row }) => row['completed_at'] === null || row['completed_at'] === undefined)).toEqual(bensRows);
        expect(JSON.stringify(left)).not.toContain(anna);
        expect(await stores.deliveries.owed('telegram')).toHaveLength(1);
        expect(await stores.forget(anna)).toBe(0);
      });
      it('still knows the update, so that the request to forget is not dealt with twice', async () => {
        await stores.deliveries.accept(update('1'));
        await stores.forget(anna);
        expect(await stores.deliveries.owed('telegram')).toEqual([]);
        expect(await stores.deliveries.accept(update('1'))).toBe('done');
      });
      it('erases which message shows what is being answered, of that person only', async () => {
        const shown = { chat: '-100', message: 'draft', platform: 'telegram' } as const;
        await stores.deliveries.accept(update('1', { at: 900 }));
        await stores.deliveries.accept(update('2', { person: ben, chat: '-200', at: 900 }));
        await stores.answers.link(shown, 'answer', 'not-saved-yet');
        await stores.answers.link({ ...shown, chat: '-200' }, 'answer', 'bens');
        expect((await allRows(stores, anna)).filter(({ table }) => table === 'message_links')).toHaveLength(1);
        expect(await stores.forget(anna)).toBe(2);
        expect(await stores.answers.messagesShowing('not-saved-yet')).toEqual([]);
        expect(await stores.answers.messagesShowing('bens')).toHaveLength(1);
      });
      it("erases others' votes on the person's answers", async () => {
        await keepSomethingOf(stores, anna);
        await stores.feedback.put({ answerId: `answer-${anna}`, person: ben, vote: 'up', comment: 'about the secret', at: 1 });
        await stores.forget(anna);
        expect(await stores.feedback.since(0)).toEqual([]);
      });
    });

    describe('purging', () => {
      it('deletes what is older, keeps what is not, and says how many rows went', async () => {
        await keepSomethingOf(stores, anna);
        expect(await stores.purge(1_000)).toBe(0);
        expect(await stores.purge(1_001)).toBe(8);
        expect(await allRows(stores)).toEqual([]);
      });
      it('keeps the links of an answer that was edited since, and drops those of one that is gone', async () => {
        await keepSomethingOf(stores, anna);
        await stores.answers.save(storedAnswer(`answer-${anna}`, { at: 9_000 }));
        await stores.answers.link(message('lost'), 'answer', 'never-saved');
        await stores.purge(5_000);
        expect(await stores.answers.messagesShowing(`answer-${anna}`)).toEqual([message(`shown-${anna}`)]);
        expect(await stores.answers.messagesShowing('never-saved')).toEqual([]);
      });
      it('keeps the language of whoever has asked since', async () => {
        await stores.languages.put(anna, 'en');
        await stores.languages.put(ben, 'en');
        await stores.questions.append(loggedQuestion({ at: 9_000 }));
        await stores.purge(5_000);
        expect(await stores.languages.find(anna)).toBe('en');
        expect(await stores.languages.find(ben)).toBeUndefined();
      });
      it('keeps the id of an update that was completed since', async () => {
        await stores.deliveries.accept(update('1'));
        await stores.deliveries.complete('telegram', '1', 9_000);
        await stores.purge(5_000);
        expect(await stores.deliveries.accept(update('1'))).toBe('done');
      });
    });

    describe('what a language model has cost', () => {
      const day = '2026-11-25';
      it('outlives a restart, and is kept when a person is forgotten, since it is of everybody together', async () => {
        await stores.modelUsage.add(day, 450);
        await stores.close();
        stores = await world.open({ clock: () => 1_000 });
        await stores.forget(anna);
        expect(await stores.modelUsage.tokensOf(day)).toBe(450);
      });
      it('is in an export of everything, in none of a person', async () => {
        await stores.modelUsage.add(day, 450);
        expect(await allRows(stores)).toEqual([{ table: 'model_usage', row: { seq: 1, day, tokens: 450, at: 1_000 } }]);
        expect(await allRows(stores, anna)).toEqual([]);
      });
      it('is purged when it is older, and not before', async () => {
        await stores.modelUsage.add(day, 450);
        expect(await stores.purge(1_000)).toBe(0);
        expect(await stores.purge(1_001)).toBe(1);
        expect(await stores.modelUsage.tokensOf(day)).toBe(0);
      });
    });

    describe('of the first release', () => {
      it('is brought up to date by the bot, with all that was kept, and not by a tool', async () => {
        await keepSomethingOf(stores, anna);
        const kept = await allRows(stores);
        const owed = await stores.deliveries.owed('telegram');
        await stores.close();
        await world.execute(toFirstRelease(kept));
        const refusal = await world.open({ exclusive: false }).catch((error: unknown) => error);
        stores = await world.open();
        expect(refusal).toBeInstanceOf(StoreVersionError);
        expect(String(refusal)).toMatch(
          /older than this program \(without 0002_model_usage, 0003_question_entries, 0004_sealed_chats, 0005_answer_continues\).*npm start/,
        );
        expect((await allRows(stores)).map(withoutEntry)).toEqual(kept.map(withoutEntry));
        expect(await stores.deliveries.owed('telegram')).toEqual(owed);
        await stores.modelUsage.add('2026-11-25', 450);
        expect(await stores.modelUsage.tokensOf('2026-11-25')).toBe(450);
      });
    });

    describe('exporting', () => {
      it('gives every row once, however many', async () => {
        for (let at = 0; at < 1_100; at++) await stores.questions.append(loggedQuestion({ at }));
        const rows = await allRows(stores);
        expect(rows.map(({ row }) => row['at'])).toEqual(Array.from({ length: 1_100 }, (_, at) => at));
      });
      it('gives of a person exactly what forgetting erases, with JSON parsed', async () => {
        await keepSomethingOf(stores, ben);
        await keepSomethingOf(stores, anna);
        const rows = await allRows(stores, anna);
        expect(rows).toHaveLength(8);
        expect(JSON.stringify(rows)).not.toContain(ben);
        expect(rows.find(({ table }) => table === 'answers')?.row['answer']).toEqual(answers.answered);
        expect(await stores.forget(anna)).toBe(rows.length);
      });
    });

    describe('damaged rows', () => {
      beforeEach(async () => {
        await keepSomethingOf(stores, anna);
        await keepSomethingOf(stores, ben);
      });
      it.each(['{"kind":"answered"}', '{', 'null', '{"kind":"unheard-of"}'])(
        'names the row whose answer reads %s, and others are still found',
        async (json) => {
          await world.execute(`UPDATE answers SET answer = '${json}' WHERE person = '${anna}'`);
          const finding = await stores.answers.find(`answer-${anna}`).catch((error: unknown) => error);
          expect(finding).toBeInstanceOf(DamagedRowError);
          expect(finding).toMatchObject({ table: 'answers', row: 'seq 1' });
          expect((await stores.answers.find(`answer-${ben}`))?.id).toBe(`answer-${ben}`);
          expect((await stores.answers.since(0)).map(({ id }) => id)).toEqual([`answer-${ben}`]);
          expect(reports).toEqual([finding]);
        },
      );
      it('gives the other owed updates, and reports the one that cannot be read', async () => {
        await world.execute(`UPDATE deliveries SET payload = '{"cut' WHERE person = '${anna}'`);
        expect(await stores.deliveries.owed('telegram')).toHaveLength(1);
        expect(reports).toEqual([expect.objectContaining({ name: 'DamagedRowError', table: 'deliveries' })]);
      });
      it.each([
        ['question_log', "language = 'klingon'", (open: Stores) => open.questions.since(0)],
        ['feedback', "vote = 'sideways'", (open: Stores) => open.feedback.since(0)],
        ['message_links', "platform = 'pigeon'", (open: Stores) => open.answers.messagesShowing(`answer-${anna}`)],
      ])('reports a row of %s where %s', async (table, change, read) => {
        await world.execute(`UPDATE ${table} SET ${change} WHERE seq <= 2`);
        await read(stores);
        expect(reports[0]).toMatchObject({ name: 'DamagedRowError', table });
      });
      it('can still erase and export them', async () => {
        await world.execute(`UPDATE answers SET answer = '{'`);
        expect(await allRows(stores, anna)).toHaveLength(8);
        expect(await stores.forget(anna)).toBe(8);
      });
    });
  });
}

function withoutEntry({ table, row: { entry: _entry, ...row } }: StoredRow): StoredRow {
  return { table, row };
}
