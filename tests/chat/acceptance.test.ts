import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  createAcceptance,
  createMemoryStores,
  WriteTimeoutError,
  type Acceptance,
  type AcceptedUpdate,
  type DeliveryStore,
  type Taken,
} from '../../src/chat/index.js';
import { createGate, type Gate } from '../fakes/gate.js';
import { createManualClock, type ManualClock } from '../fakes/manual-clock.js';

const withinMs = 1_000;
const update = (id: string, changes: Partial<AcceptedUpdate> = {}): AcceptedUpdate => ({
  platform: 'telegram',
  id,
  chat: 'c',
  person: `asker of ${id}`,
  payload: id,
  at: Number(id),
  ...changes,
});
const full = new Error('the disk is full');

describe('taking updates in', () => {
  let clock: ManualClock;
  let deliveries: DeliveryStore;
  let isFull: boolean;
  let writing: Gate;
  let logged: string[];

  const create = (isRedelivered = true, rules = { perPerson: 2, perChat: 3 }): Acceptance =>
    createAcceptance({
      platform: 'telegram',
      deliveries: {
        ...deliveries,
        accept: async (given) => {
          await writing.passed();
          if (isFull) throw full;
          return deliveries.accept(given);
        },
        complete: async (...given) => {
          if (isFull) throw full;
          await deliveries.complete(...given);
        },
      },
      rules,
      isRedelivered,
      clock,
      signal: new AbortController().signal,
      log: { info: () => undefined, warn: () => undefined, error: (_details, message) => void logged.push(message) },
    });
  const owed = async () => (await deliveries.owed('telegram')).map(({ id }) => id);
  const takeAll = (acceptance: Acceptance, updates: readonly AcceptedUpdate[]): Promise<readonly Taken[]> =>
    Promise.all(updates.map((each) => acceptance.take(each, withinMs)));

  beforeEach(() => {
    clock = createManualClock();
    deliveries = createMemoryStores().deliveries;
    isFull = false;
    writing = createGate();
    writing.open();
    logged = [];
  });
  afterEach(() => writing.open());

  describe('that cannot be written', () => {
    it('takes none, and takes it when it comes again, as new', async () => {
      const acceptance = create();
      isFull = true;
      for (let again = 0; again < 10; again++) await expect(acceptance.take(update('1'), withinMs)).rejects.toBe(full);
      isFull = false;
      expect(await acceptance.take(update('1'), withinMs)).toBe('new');
      expect(await acceptance.take(update('1'), withinMs)).toBe('known');
    });

    it('takes none that was asked after it in its chat, so that it is answered first', async () => {
      const acceptance = create();
      writing.close();
      const [first, second, elsewhere] = [update('1'), update('2'), update('3', { chat: 'd' })].map((each) =>
        acceptance.take(each, withinMs),
      );
      await writing.reached(3);
      isFull = true;
      writing.open();
      const outcomes = await Promise.allSettled([first, second, elsewhere]);
      expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
      isFull = false;
      expect(await takeAll(acceptance, [update('1'), update('2')])).toEqual(['new', 'new']);
    });

    it('does not hold up what comes after it where nothing comes again', async () => {
      const acceptance = create(false);
      isFull = true;
      const first = acceptance.take(update('1'), withinMs);
      await expect(first).rejects.toBe(full);
      isFull = false;
      expect(await acceptance.take(update('2'), withinMs)).toBe('new');
    });

    it('waits no longer than it may, and deals with it when it comes again after all', async () => {
      const acceptance = create();
      writing.close();
      const taken = acceptance.take(update('1'), withinMs);
      taken.catch(() => undefined);
      await clock.advance(withinMs);
      await expect(taken).rejects.toThrow(WriteTimeoutError);
      const again = acceptance.take(update('1'), withinMs);
      writing.open();
      expect(await again).toBe('new');
      expect(await owed()).toEqual(['1']);
    });

    it('starts no second write while the first hangs, however often it comes', async () => {
      const acceptance = create();
      writing.close();
      for (let again = 0; again < 5; again++) {
        const taken = acceptance.take(update('1'), withinMs);
        taken.catch(() => undefined);
        await clock.advance(withinMs);
        await expect(taken).rejects.toThrow(WriteTimeoutError);
      }
      await expect(Promise.race([writing.reached(2), Promise.reject(new Error('one'))])).rejects.toThrow('one');
    });

    it('lets go of what was written too late where nothing comes again: whoever asked was told', async () => {
      const acceptance = create(false);
      writing.close();
      const taken = acceptance.take(update('1'), withinMs);
      taken.catch(() => undefined);
      await clock.advance(withinMs);
      await expect(taken).rejects.toThrow(WriteTimeoutError);
      writing.open();
      await expect.poll(() => deliveries.accept(update('1'))).toBe('done');
    });

    it('notes what was dealt with as soon as it can', async () => {
      const acceptance = create();
      await acceptance.take(update('1'), withinMs);
      isFull = true;
      const ended = acceptance.end('1', 'done');
      await clock.advance(5_000, 500);
      expect(await owed()).toEqual(['1']);
      expect(await acceptance.take(update('1'), withinMs)).toBe('known');
      isFull = false;
      await clock.advance(60_000, 500);
      await ended;
      expect(await owed()).toEqual([]);
      expect(logged).toHaveLength(1);
    });
  });

  describe('beyond what may be owed', () => {
    it('takes no more of a chat, writes nothing, and leaves other chats alone', async () => {
      const acceptance = create();
      const taken = await takeAll(
        acceptance,
        ['1', '2', '3', '4', '5'].map((id) => update(id)),
      );
      expect(taken).toEqual(['new', 'new', 'new', 'too-many', 'too-many']);
      expect(await owed()).toEqual(['1', '2', '3']);
      expect(await acceptance.take(update('6', { chat: 'd' }), withinMs)).toBe('new');
    });

    it('takes no more of a person, in whatever chats', async () => {
      const acceptance = create();
      const person = 'flood';
      const updates = ['1', '2', '3'].map((id) => update(id, { person, chat: `chat ${id}` }));
      expect(await takeAll(acceptance, updates)).toEqual(['new', 'new', 'too-many']);
    });

    it('takes more once something was dealt with, be it that it could not be delivered', async () => {
      const acceptance = create();
      await takeAll(
        acceptance,
        ['1', '2', '3'].map((id) => update(id)),
      );
      await acceptance.end('1', 'done');
      await acceptance.end('2', 'owed');
      expect(
        await takeAll(
          acceptance,
          ['4', '5', '6'].map((id) => update(id)),
        ),
      ).toEqual(['new', 'new', 'too-many']);
    });

    it('gives a place back that a failed write had', async () => {
      const acceptance = create();
      isFull = true;
      await Promise.allSettled(['1', '2', '3'].map((id) => acceptance.take(update(id), withinMs)));
      isFull = false;
      expect(
        await takeAll(
          acceptance,
          ['4', '5', '6'].map((id) => update(id)),
        ),
      ).toEqual(['new', 'new', 'new']);
    });

    it('resumes no more of a chat after a restart, in order, and owes no more of the rest', async () => {
      for (const id of ['9', '10', '11', '12', '13']) await deliveries.accept(update(id, { at: 1 }));
      await deliveries.accept(update('14', { chat: 'd' }));
      const acceptance = create();
      const { updates, dropped } = await acceptance.resume();
      expect(updates.map(({ id }) => id)).toEqual(['9', '10', '11', '14']);
      expect(dropped.map(({ id }) => id)).toEqual(['12', '13']);
      expect(await owed()).toEqual(['9', '10', '11', '14']);
      expect(await acceptance.take(update('9'), withinMs)).toBe('known');
    });
  });
});
