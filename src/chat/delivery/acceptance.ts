import { backoffMs, type Clock } from '../ports/clock.js';
import type { OwedRules } from '../conversation/limits.js';
import type { Log } from '../ports/log.js';
import type { AcceptedUpdate, DeliveryStore, Platform } from '../ports/stores.js';

export interface AcceptanceDependencies {
  readonly platform: Platform;
  readonly deliveries: DeliveryStore;
  readonly rules: OwedRules;
  /** Whether the platform brings an update again that was not acknowledged. */
  readonly isRedelivered: boolean;
  readonly clock: Clock;
  readonly log: Log;
  /** Aborted when the program stops for good. */
  readonly signal: AbortSignal;
}

/**
 * `new`, `owed`: it is written down, and to be dealt with now; `owed`: it was written down before, and may have been dealt with in part.
 * `known`: it is being dealt with, or was. `too-many`: its chat or its person is owed as much as may be; nothing was written down.
 */
export type Taken = 'new' | 'owed' | 'known' | 'too-many';

/** The store does not write for so long that nobody can wait for it. */
export class WriteTimeoutError extends Error {
  override readonly name = 'WriteTimeoutError';
  constructor(milliseconds: number) {
    super(`The store has not written an update within ${milliseconds / 1000} s.`);
  }
}

/** What is owed from before a restart. */
export interface Resumed {
  readonly updates: readonly AcceptedUpdate[];
  /** Beyond the bounds: completed, and not dealt with. */
  readonly dropped: readonly AcceptedUpdate[];
}

/** Takes updates in for an adapter: none is dealt with before it is written down, and what is owed to a chat or a person is bounded. */
export interface Acceptance {
  /**
   * Resolves in the order of the calls within a chat. What resolves with `new` or `owed` is dealt with by the caller, who then calls `end`.
   * @throws errors of the store, WriteTimeoutError. Where updates are redelivered: also when one before it in its chat was not taken
   */
  take(update: AcceptedUpdate, withinMs: number): Promise<Taken>;
  /** What is owed from before a restart, in the order in which it was accepted; the caller deals with it as with what was taken. */
  resume(): Promise<Resumed>;
  /** `done`: nothing is owed any more; `owed`: it is tried again after a restart. Never rejects: what cannot be noted now is noted later. */
  end(id: string, outcome: 'done' | 'owed'): Promise<void>;
}

const longestPauseMs = 60_000;

export function createAcceptance({ platform, deliveries, rules, isRedelivered, clock, log, signal }: AcceptanceDependencies): Acceptance {
  /** What has a place: from before it is written until it is dealt with. */
  const places = new Map<string, Pick<AcceptedUpdate, 'chat' | 'person'>>();
  const taken = { chat: createCounter(), person: createCounter() };
  const writing = new Map<string, ReturnType<DeliveryStore['accept']>>();
  const inHand = new Set<string>();
  /** The last that was taken of each chat, as long as it is on its way. */
  const lasts = new Map<string, Promise<unknown>>();

  const isFull = ({ chat, person }: AcceptedUpdate): boolean =>
    taken.chat.of(chat) >= rules.perChat || (person !== undefined && taken.person.of(person) >= rules.perPerson);
  const hold = ({ id, chat, person }: AcceptedUpdate): void => {
    if (places.has(id)) return;
    places.set(id, { chat, ...(person === undefined ? {} : { person }) });
    taken.chat.add(chat, 1);
    if (person !== undefined) taken.person.add(person, 1);
  };
  const release = (id: string): void => {
    const place = places.get(id);
    if (place === undefined || !places.delete(id)) return;
    taken.chat.add(place.chat, -1);
    if (place.person !== undefined) taken.person.add(place.person, -1);
  };

  /** Whoever brings an update again while it is being written waits for the same write. */
  const write = (update: AcceptedUpdate): ReturnType<DeliveryStore['accept']> => {
    const { id } = update;
    const present = writing.get(id);
    if (present !== undefined) return present;
    hold(update);
    const written = deliveries.accept(update).finally(() => writing.delete(id));
    writing.set(id, written);
    return written;
  };

  const note = async (id: string): Promise<void> => {
    for (let attempt = 1; !signal.aborted; attempt++) {
      try {
        await deliveries.complete(platform, id, clock.now());
        return;
      } catch (error) {
        if (attempt === 1) log.error({ err: error, update: id }, 'It cannot be noted that an update was dealt with; trying until it can.');
        await clock.wait(
          backoffMs(attempt, () => 1, longestPauseMs),
          signal,
        );
      }
    }
  };

  const settle = async (update: AcceptedUpdate, withinMs: number, before: Promise<unknown> | undefined): Promise<Taken> => {
    const { id } = update;
    let isLate = false;
    const written = write(update);
    // Once nobody waits for it any more.
    const left = written.then(
      async () => {
        if (!isLate || inHand.has(id)) return;
        release(id);
        // Whoever asked was told that it failed; where it comes again, it is found written down.
        if (!isRedelivered) await note(id);
      },
      () => release(id),
    );
    left.catch((error: unknown) => log.error({ err: error }, 'An update that was written too late could not be let go.'));
    try {
      const acceptStatus = await inTime(written, withinMs, clock);
      await (isRedelivered ? before : before?.catch(() => undefined));
      if (inHand.has(id)) return 'known';
      if (acceptStatus === 'done') {
        release(id);
        return 'known';
      }
      hold(update);
      inHand.add(id);
      return acceptStatus;
    } catch (error) {
      isLate = true;
      if (!(error instanceof WriteTimeoutError) && !inHand.has(id)) release(id);
      throw error;
    }
  };

  return {
    take: (update, withinMs) => {
      const { id, chat } = update;
      if (inHand.has(id)) return Promise.resolve('known');
      if (!places.has(id) && isFull(update)) return Promise.resolve('too-many');
      const outcome = settle(update, withinMs, lasts.get(chat));
      lasts.set(chat, outcome);
      outcome
        .catch(() => undefined)
        .finally(() => {
          if (lasts.get(chat) === outcome) lasts.delete(chat);
        });
      return outcome;
    },

    resume: async () => {
      const updates: AcceptedUpdate[] = [];
      const dropped: AcceptedUpdate[] = [];
      for (const update of [...(await deliveries.owed(platform))].sort(byArrival)) {
        if (inHand.has(update.id)) continue;
        if (isFull(update)) {
          dropped.push(update);
          continue;
        }
        hold(update);
        inHand.add(update.id);
        updates.push(update);
      }
      for (const { id } of dropped) await deliveries.complete(platform, id, clock.now());
      if (updates.length > 0) log.info({ count: updates.length }, 'Answering what was accepted before the restart.');
      if (dropped.length > 0) log.warn({ count: dropped.length }, 'More was owed to a chat or a person than may be; the rest was dropped.');
      return { updates, dropped };
    },

    end: async (id, outcome) => {
      release(id);
      if (outcome === 'done') await note(id);
      inHand.delete(id);
    },
  };
}

/** Updates of one batch are written down side by side; their numbers, which grow with time on every platform, tell their order. */
function byArrival(one: AcceptedUpdate, other: AcceptedUpdate): number {
  return one.at - other.at || (BigInt(one.id) < BigInt(other.id) ? -1 : 1);
}

async function inTime<Result>(work: Promise<Result>, withinMs: number, clock: Clock): Promise<Result> {
  const ended = new AbortController();
  try {
    return await Promise.race([
      work,
      clock.wait(withinMs, ended.signal).then((): never => {
        throw new WriteTimeoutError(withinMs);
      }),
    ]);
  } finally {
    ended.abort('ended');
  }
}

function createCounter() {
  const counts = new Map<string, number>();
  return {
    of: (key: string): number => counts.get(key) ?? 0,
    add: (key: string, change: 1 | -1): void => {
      const count = (counts.get(key) ?? 0) + change;
      if (count === 0) counts.delete(key);
      else counts.set(key, count);
    },
  };
}
