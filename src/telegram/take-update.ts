import { LRUCache } from 'lru-cache';
import { asksQuestion, type Delivery, type Log, type PlatformEvent } from '../chat/index.js';
import type { Address } from './address.js';
import type { PatientCalls } from './patient-calls.js';
import { routeUpdate, type Event, type RoutingRules } from './route-update.js';
import { answerPress } from './telegram-port.js';
import { kindsIn, updateIdOf, type InlineQuery } from './updates.js';

export interface TakeUpdateDependencies {
  readonly delivery: Delivery<Address>;
  readonly calls: PatientCalls;
  readonly rules: Omit<RoutingRules, 'knownAlbum'>;
  readonly answerInline: (query: InlineQuery) => Promise<void>;
  readonly log: Log;
}

/**
 * Resolves when the update may be acknowledged: it is written down, or was of no concern, or too much is owed to its chat. Called in the order
 * of the updates, without waiting in between.
 * @throws errors of the store, and WriteTimeoutError
 */
export type TakeUpdate = (update: unknown) => Promise<void>;

/** An album's pictures come within seconds; of so many albums the number is kept. */
const rememberedAlbums = 200;

export function createTakeUpdate({ delivery, calls, answerInline, log, ...dependencies }: TakeUpdateDependencies): TakeUpdate {
  const albums = new LRUCache<string, true>({ max: rememberedAlbums });
  const knownAlbum = (id: string): boolean => {
    const isKnown = albums.has(id);
    albums.set(id, true);
    return isKnown;
  };
  const rules: RoutingRules = { ...dependencies.rules, knownAlbum };

  const eventOf = (id: string, { incoming, address }: Event): PlatformEvent<Address> => {
    const { press } = address;
    if (press === undefined) return { id, incoming, address };
    return {
      ...{ id, incoming, address },
      decline: async (text) => {
        await calls.tryOnce('answerCallbackQuery', { callback_query_id: press.query, text });
      },
      // An answer may take longer than a button is willing to spin; it does not wait for the button to stop.
      ...(asksQuestion(incoming) && {
        acknowledge: async () => {
          void delivery.run(() => answerPress(calls, press.query));
        },
      }),
    };
  };

  return async (raw) => {
    const number = updateIdOf(raw);
    const route = routeUpdate(raw, rules);
    switch (route.kind) {
      case 'nothing':
        return;
      case 'malformed':
        log.warn({ update: number, problem: route.problem, kind: kindsIn(raw) }, 'An update is not as documented; it was ignored.');
        return;
      case 'inline':
        void delivery.run(() => answerInline(route.query));
        return;
      case 'not-served':
        void delivery.run(() => delivery.notifyOnce(eventOf(String(number), route.event), 'notServedHere'));
        return;
      case 'event':
        if (number === undefined) {
          log.warn({ kind: kindsIn(raw) }, 'An update has no number, so that it cannot be told from others; it was ignored.');
          return;
        }
        await delivery.accept(eventOf(String(number), route.event));
    }
  };
}
