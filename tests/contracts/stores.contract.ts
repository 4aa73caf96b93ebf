import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ConversationKey, Feedback, Ground, Stores } from '../../src/chat/index.js';
import { describeAgainstModel } from '../storage/model.contract.js';
import { allRows, anna, annaInGroup, answers, ben, candidate, loggedQuestion, message, storedAnswer, update } from '../storage/samples.js';
import type { StoreWorld } from '../storage/store-world.js';
import { describeWholeStore } from '../storage/whole-store.contract.js';
import { describeModelUsage } from './model-usage.contract.js';

/** What every implementation of the ports in `chat/ports/stores.ts`, and of the one for a language model's costs, does. */
export function describeStores(name: string, createWorld: () => Promise<StoreWorld>): void {
  describe(`stores on ${name}`, () => {
    let world: StoreWorld;
    let stores: Stores;

    beforeEach(async () => {
      world = await createWorld();
      stores = await world.open({ clock: () => 1_000 });
    });
    afterEach(async () => {
      await stores.close();
      await world.dispose();
    });
    const reopen = async (): Promise<void> => {
      await stores.close();
      stores = await world.open();
    };

    describe('conversations', () => {
      const turn = (number: number) => ({ question: `question ${number}`, answerId: `a${number}`, at: number * 10 });

      it('gives the last turns, oldest first', async () => {
        for (const number of [1, 2, 3]) await stores.conversations.append(annaInGroup, turn(number));
        expect(await stores.conversations.recent(annaInGroup, 2, 0)).toEqual([turn(2), turn(3)]);
      });
      it('leaves out turns older than asked for, and gives none for none', async () => {
        for (const number of [1, 2]) await stores.conversations.append(annaInGroup, turn(number));
        expect(await stores.conversations.recent(annaInGroup, 5, 20)).toEqual([turn(2)]);
        expect(await stores.conversations.recent(annaInGroup, 0, 0)).toEqual([]);
        expect(await stores.conversations.recent(annaInGroup, -1, 0)).toEqual([]);
      });
      it.each<[string, Partial<ConversationKey>]>([
        ['person', { person: ben }],
        ['chat', { chat: '-200' }],
        ['topic', { topic: '7' }],
        ['platform', { platform: 'discord' }],
      ])('keeps the conversations of another %s apart', async (_what, other) => {
        await stores.conversations.append(annaInGroup, turn(1));
        expect(await stores.conversations.recent({ ...annaInGroup, ...other }, 5, 0)).toEqual([]);
      });
      it('replaces the turn of an edited question in its place', async () => {
        for (const number of [1, 2]) await stores.conversations.append(annaInGroup, turn(number));
        await stores.conversations.append(annaInGroup, { question: 'edited', answerId: 'a1', at: 30 });
        expect(await stores.conversations.recent(annaInGroup, 5, 0)).toEqual([{ question: 'edited', answerId: 'a1', at: 30 }, turn(2)]);
      });
      it('keeps any text, with U+FFFD for what no database can hold', async () => {
        const question = "'; DROP TABLE turns; -- 😀\u202e\u0001\u0000\ud800末";
        await stores.conversations.append(annaInGroup, { question, answerId: 'a1', at: 1 });
        const [kept] = await stores.conversations.recent(annaInGroup, 1, 0);
        expect(kept?.question).toBe("'; DROP TABLE turns; -- 😀\u202e\u0001\ufffd\ufffd末");
      });
    });

    describe('answers', () => {
      it.each(Object.values(answers))('gives back an answer of kind $kind as it was, after a restart too', async (answer) => {
        const stored = storedAnswer('a1', { answer, questions: ['first\u0000', 'second \ud800'] });
        await stores.answers.save(stored);
        await reopen();
        expect(await stores.answers.find('a1')).toStrictEqual(stored);
      });
      it('knows nothing of an answer that was never given', async () => {
        expect(await stores.answers.find('nothing')).toBeUndefined();
        expect(await stores.answers.answerShownIn(message('1'))).toBeUndefined();
      });
      it('does not keep candidates', async () => {
        const withCandidates = { ...answers.answered, candidates: [candidate] };
        await stores.answers.save(storedAnswer('a1', { answer: withCandidates }));
        expect((await stores.answers.find('a1'))?.answer.candidates).toEqual([]);
      });
      it('replaces an answer that is saved again', async () => {
        await stores.answers.save(storedAnswer('a1'));
        const edited = storedAnswer('a1', { questions: ['edited'], answer: answers['not-in-sources'], language: 'en', at: 2_000 });
        await stores.answers.save(edited);
        expect(await stores.answers.find('a1')).toEqual(edited);
      });
      it('finds an answer by the message that asked for it and by every message that shows it', async () => {
        await stores.answers.link(message('1'), 'question', 'a1');
        await stores.answers.save(storedAnswer('a1'));
        await stores.answers.link(message('3'), 'answer', 'a1');
        await stores.answers.link(message('2'), 'answer', 'a1');
        expect((await stores.answers.answerAskedBy(message('1')))?.id).toBe('a1');
        expect((await stores.answers.answerShownIn(message('2')))?.id).toBe('a1');
        expect(await stores.answers.answerShownIn(message('1'))).toBeUndefined();
        expect(await stores.answers.answerShownIn({ ...message('2'), chat: '-200' })).toBeUndefined();
        expect(await stores.answers.answerShownIn({ ...message('2'), platform: 'discord' })).toBeUndefined();
        expect(await stores.answers.messagesShowing('a1')).toEqual([message('3'), message('2')]);
      });
      it('lets a message show another answer later, and one link is one however often it is made', async () => {
        await stores.answers.save(storedAnswer('a1'));
        await stores.answers.save(storedAnswer('a2'));
        await stores.answers.link(message('1'), 'answer', 'a1');
        await stores.answers.link(message('1'), 'answer', 'a1');
        expect(await stores.answers.messagesShowing('a1')).toEqual([message('1')]);
        await stores.answers.link(message('1'), 'answer', 'a2');
        expect(await stores.answers.messagesShowing('a1')).toEqual([]);
        expect((await stores.answers.answerShownIn(message('1')))?.id).toBe('a2');
      });
      it('lists the answers since a time, oldest first', async () => {
        for (const [id, at] of [
          ['a1', 30],
          ['a2', 10],
          ['a3', 20],
        ] as const)
          await stores.answers.save(storedAnswer(id, { at }));
        expect((await stores.answers.since(20)).map(({ id }) => id)).toEqual(['a3', 'a1']);
      });
    });

    describe('feedback', () => {
      const vote = (changes: Partial<Feedback> = {}): Feedback => ({ answerId: 'a1', person: anna, vote: 'up', at: 10, ...changes });

      it('keeps one vote a person: the last', async () => {
        await stores.feedback.put(vote());
        await stores.feedback.put(vote({ vote: 'down', reason: 'incomplete', comment: '不够', at: 20 }));
        await stores.feedback.put(vote({ person: ben }));
        expect(await stores.feedback.find('a1', anna)).toStrictEqual(vote({ vote: 'down', reason: 'incomplete', comment: '不够', at: 20 }));
        expect(await stores.feedback.tally('a1')).toEqual({ up: 1, down: 1 });
      });
      it('drops the reason when the vote is changed back', async () => {
        await stores.feedback.put(vote({ vote: 'down', reason: 'wrong', comment: 'no' }));
        await stores.feedback.put(vote());
        expect(await stores.feedback.find('a1', anna)).toStrictEqual(vote());
      });
      it('counts nothing where nobody voted', async () => {
        expect(await stores.feedback.tally('a1')).toEqual({ up: 0, down: 0 });
        expect(await stores.feedback.find('a1', anna)).toBeUndefined();
      });
      it('lists the votes since a time, oldest first', async () => {
        await stores.feedback.put(vote({ at: 30 }));
        await stores.feedback.put(vote({ answerId: 'a2', at: 20 }));
        await stores.feedback.put(vote({ answerId: 'a3', at: 10 }));
        expect((await stores.feedback.since(20)).map(({ answerId }) => answerId)).toEqual(['a2', 'a1']);
      });
    });

    describe('the question log', () => {
      it('gives entries back as they were, since a time, oldest first', async () => {
        const { confidence: _confidence, topScore: _topScore, ...bare } = loggedQuestion({ kind: 'conversation', at: 1_600_000_000_000 });
        await stores.questions.append(loggedQuestion());
        await stores.questions.append(bare);
        await stores.questions.append(loggedQuestion({ at: 5 }));
        expect(await stores.questions.since(1_600_000_000_000)).toStrictEqual([bare, loggedQuestion()]);
      });
    });

    describe('languages', () => {
      it('keeps the last choice of each person', async () => {
        await stores.languages.put(anna, 'en');
        await stores.languages.put(anna, 'zh-Hant');
        await stores.languages.put(ben, 'zh-Hans');
        expect(await stores.languages.find(anna)).toBe('zh-Hant');
        expect(await stores.languages.find('nobody')).toBeUndefined();
      });
    });

    describe('keeping something on grounds', () => {
      const owed = { kind: 'owed', platform: 'telegram', id: '1' } as const;
      const answer = { kind: 'answer', id: 'a1' } as const;
      const keep = (grounds: readonly Ground[]): Promise<boolean> =>
        stores.keepIf(grounds, async (writable) => {
          await writable.answers.save(storedAnswer('a2'));
          await writable.conversations.append(annaInGroup, { question: 'why?', answerId: 'a2', at: 1 });
        });

      beforeEach(async () => {
        await stores.deliveries.accept(update('1'));
        await stores.answers.save(storedAnswer('a1', { conversation: { ...annaInGroup, person: ben } }));
      });

      it('writes when all of them are there, and without any', async () => {
        expect(await keep([owed, answer])).toBe(true);
        expect((await stores.answers.find('a2'))?.id).toBe('a2');
        expect(await stores.conversations.recent(annaInGroup, 5, 0)).toHaveLength(1);
        expect(await keep([])).toBe(true);
      });
      it.each<[string, () => Promise<unknown>]>([
        ['an update was completed', () => stores.deliveries.complete('telegram', '1', 2_000)],
        ['who asked was forgotten', () => stores.forget(anna)],
        ['whose answer it was, was forgotten', () => stores.forget(ben)],
      ])('writes nothing once %s', async (_when, change) => {
        await change();
        expect(await keep([owed, answer])).toBe(false);
        expect(await stores.answers.find('a2')).toBeUndefined();
      });
      it('tells updates of other platforms apart', async () => {
        expect(await keep([{ ...owed, platform: 'discord' }])).toBe(false);
      });
      it('leaves nothing behind, whichever of keeping and forgetting comes first', async () => {
        for (let round = 0; round < 20; round++) {
          await stores.deliveries.accept(update(`r${round}`));
          const keeping = stores.keepIf([{ ...owed, id: `r${round}` }], (writable) => writable.answers.save(storedAnswer(`r${round}`)));
          await Promise.all(round % 2 === 0 ? [keeping, stores.forget(anna)] : [stores.forget(anna), keeping]);
          expect(await stores.answers.find(`r${round}`)).toBeUndefined();
        }
      });
    });

    describe('deliveries', () => {
      it('tells a new update from one that is owed and one that is done', async () => {
        expect(await stores.deliveries.accept(update('1'))).toBe('new');
        expect(await stores.deliveries.accept(update('1'))).toBe('owed');
        await stores.deliveries.complete('telegram', '1', 2_000);
        expect(await stores.deliveries.accept(update('1'))).toBe('done');
        expect(await stores.deliveries.accept(update('1', { platform: 'discord' }))).toBe('new');
      });
      it('gives what is owed in the order accepted, after a restart too', async () => {
        const { person: _person, ...nobodys } = update('4', { payload: ['a\u0000', null, { deep: [1.5] }] });
        for (const each of [update('3'), update('1'), nobodys, update('2', { platform: 'discord' })]) await stores.deliveries.accept(each);
        await stores.deliveries.complete('telegram', '1', 2_000);
        await reopen();
        expect(await stores.deliveries.owed('telegram')).toStrictEqual([update('3'), nobodys]);
      });
      it('keeps the first payload of an update that comes again', async () => {
        await stores.deliveries.accept(update('1'));
        await stores.deliveries.accept(update('1', { payload: 'other', at: 9_000 }));
        expect(await stores.deliveries.owed('telegram')).toEqual([update('1')]);
      });
      it('erases payload, chat and person of what is done', async () => {
        await stores.deliveries.accept(update('1'));
        await stores.deliveries.complete('telegram', '1', 2_000);
        const [only] = await allRows(stores);
        expect(only?.row).toMatchObject({ id: '1', payload: null, chat: '', person: null, completed_at: 2_000 });
      });
      it('does not mind completing what it does not know', async () => {
        await stores.deliveries.complete('telegram', 'unknown', 1);
        expect(await stores.deliveries.owed('telegram')).toEqual([]);
      });
      it('accepts an update that arrives many times at once exactly once', async () => {
        const outcomes = await Promise.all(Array.from({ length: 20 }, () => stores.deliveries.accept(update('1'))));
        expect(outcomes.filter((outcome) => outcome === 'new')).toHaveLength(1);
        expect(outcomes.filter((outcome) => outcome === 'owed')).toHaveLength(19);
      });
    });

    it('holds many writes at once', async () => {
      await Promise.all(Array.from({ length: 200 }, (_, at) => stores.questions.append(loggedQuestion({ at }))));
      expect(await stores.questions.since(0)).toHaveLength(200);
    });
  });
  describeModelUsage(name, async () => {
    const world = await createWorld();
    const stores = await world.open();
    const dispose = async (): Promise<void> => {
      await stores.close();
      await world.dispose();
    };
    return { usage: stores.modelUsage, dispose };
  });
  describeWholeStore(name, createWorld);
  describeAgainstModel(name, createWorld);
}
