import type { Acceptance, AcceptedUpdate, AdapterObserver, Log, PersonKeys } from '../chat/index.js';
import type { AcceptedJob, Outcome } from './do-job.js';
import { readJob, type Job } from './job.js';
import { routeUpdate, type RoutingRules } from './route-update.js';
import { kindsIn, updateIdOf, type InlineQuery } from './updates.js';

export interface IntakeDependencies {
  readonly acceptance: Acceptance;
  readonly personKeys: PersonKeys;
  readonly rules: Omit<RoutingRules, 'knownAlbum'>;
  readonly doJob: (accepted: AcceptedJob) => Promise<Outcome>;
  readonly answerInline: (query: InlineQuery) => Promise<void>;
  readonly refuse: (job: Job) => Promise<void>;
  /** Says that the chat is asked too much of. */
  readonly turnAway: (job: Job) => Promise<void>;
  readonly now: () => number;
  readonly log: Log;
  readonly observer?: Pick<AdapterObserver, 'during'> | undefined;
}

/** Takes updates in: writes down what is owed an answer, and then sets about it. */
export interface Intake {
  /**
   * Resolves when the update may be acknowledged: it is written down, or was of no concern, or too much is owed to its chat. Called in the order
   * of the updates, without waiting in between.
   * @throws errors of the store, and WriteTimeoutError
   */
  take(update: unknown): Promise<void>;
  /** Sets about what is owed from before a restart, in the order in which it was accepted. */
  resume(): Promise<void>;
  /** Updates that are being dealt with. */
  readonly underWay: number;
  /** Resolves when fewer than this many are under way. */
  fewerThan(count: number): Promise<void>;
}

/** Telegram waits about a minute for a webhook's answer; a poll's updates come again as well. */
const longestWritingMs = 20_000;

/** An album's pictures come within seconds; of so many albums the number is kept. */
const rememberedAlbums = 200;

export function createIntake(dependencies: IntakeDependencies): Intake {
  const { acceptance, personKeys, doJob, answerInline, refuse, turnAway, now, log, observer } = dependencies;
  const rules: RoutingRules = { ...dependencies.rules, knownAlbum: createAlbumMemory() };
  const waiting = new Set<{ readonly below: number; readonly resolve: () => void }>();
  let underWay = 0;

  /** What is begun here ends here: nobody waits for it. */
  const begin = (work: () => Promise<void>): void => {
    underWay++;
    work()
      .catch((error: unknown) => log.error({ err: error }, 'An update could not be dealt with to the end.'))
      .finally(() => {
        underWay--;
        for (const waiter of waiting) {
          if (underWay >= waiter.below) continue;
          waiting.delete(waiter);
          waiter.resolve();
        }
      });
  };

  const perform = (accepted: AcceptedJob): void => {
    const { id } = accepted;
    const deal = async (): Promise<void> => acceptance.end(id, await doJob(accepted));
    begin(() => observer?.during(`telegram:${id}`, deal) ?? deal());
  };

  return {
    take: async (raw) => {
      const number = updateIdOf(raw);
      const route = routeUpdate(raw, rules);
      switch (route.kind) {
        case 'nothing':
          return;
        case 'strange':
          log.warn({ update: number, problem: route.problem, kind: kindsIn(raw) }, 'An update is not as documented; it was ignored.');
          return;
        case 'inline':
          begin(() => answerInline(route.query));
          return;
        case 'not-served':
          begin(() => refuse(route.job));
          return;
        case 'job': {
          if (number === undefined) {
            log.warn({ kind: kindsIn(raw) }, 'An update has no number, so that it cannot be told from others; it was ignored.');
            return;
          }
          const { job } = route;
          const id = String(number);
          const person = personKeys('telegram', job.user);
          const update: AcceptedUpdate = { platform: 'telegram', id, chat: String(job.chat), person, payload: job, at: now() };
          const taken = await acceptance.take(update, longestWritingMs);
          if (taken === 'too-many') begin(() => turnAway(job));
          else if (taken !== 'known') perform({ id, job, again: taken === 'owed' });
          return;
        }
      }
    },

    resume: async () => {
      const { updates, dropped } = await acceptance.resume();
      for (const { id, payload } of updates) {
        const job = readJob(payload);
        if (job !== undefined) {
          perform({ id, job, again: true });
          continue;
        }
        log.error({ update: id }, 'What was written down of an accepted update cannot be read by this version; it is dropped.');
        await acceptance.end(id, 'done');
      }
      for (const { payload } of dropped) {
        const job = readJob(payload);
        if (job !== undefined) begin(() => turnAway(job));
      }
    },

    get underWay() {
      return underWay;
    },
    fewerThan: (below) =>
      underWay < below
        ? Promise.resolve()
        : new Promise((resolve) => {
            waiting.add({ below, resolve });
          }),
  };
}

function createAlbumMemory(): (id: string) => boolean {
  const albums = new Set<string>();
  return (id) => {
    if (albums.has(id)) return true;
    albums.add(id);
    const [oldest] = albums;
    if (albums.size > rememberedAlbums && oldest !== undefined) albums.delete(oldest);
    return false;
  };
}
