import type { AcceptedUpdate, AdapterObserver, DeliveryStore, Log, PersonKeys } from '../chat/index.js';
import type { AcceptedJob, Outcome, Standing } from './do-job.js';
import { readJob, type Job } from './job.js';
import { routeUpdate, type RoutingRules } from './route-update.js';
import { kindsIn, updateIdOf, type InlineQuery } from './updates.js';

export interface IntakeDependencies {
  readonly deliveries: DeliveryStore;
  readonly personKeys: PersonKeys;
  readonly rules: Omit<RoutingRules, 'knownAlbum'>;
  readonly doJob: (accepted: AcceptedJob, standing: Promise<Standing>) => Promise<Outcome>;
  readonly answerInline: (query: InlineQuery) => Promise<void>;
  readonly refuse: (job: Job) => Promise<void>;
  readonly now: () => number;
  readonly log: Log;
  readonly observer?: Pick<AdapterObserver, 'during'> | undefined;
}

/** Takes updates in: writes down what is owed an answer, and sets about it. */
export interface Intake {
  /**
   * Sets about the update at once. Resolves when it may be acknowledged: it is written down, or was of no concern. Called in the order of the
   * updates, without waiting in between.
   * @throws errors of the store
   */
  take(update: unknown): Promise<void>;
  /** Sets about what is owed from before a restart, in the order in which it was accepted. */
  resume(): Promise<void>;
  /** Updates that are being dealt with. */
  readonly underWay: number;
  /** Resolves when fewer than this many are under way. */
  fewerThan(count: number): Promise<void>;
}

/** An album's pictures come within seconds; of so many albums the number is kept. */
const rememberedAlbums = 200;

export function createIntake(dependencies: IntakeDependencies): Intake {
  const { deliveries, personKeys, doJob, answerInline, refuse, now, log, observer } = dependencies;
  const rules: RoutingRules = { ...dependencies.rules, knownAlbum: createAlbumMemory() };
  const waiting = new Set<{ readonly below: number; readonly resolve: () => void }>();
  /** Updates whose jobs are being done. */
  const inHand = new Set<string>();
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

  const perform = (id: string, job: Job, standing: Promise<Standing>): void => {
    // It came again while it is being dealt with.
    if (inHand.has(id)) return;
    inHand.add(id);
    const deal = async (): Promise<void> => {
      try {
        if ((await doJob({ id, job }, standing)) === 'done') await deliveries.complete('telegram', id, now());
      } finally {
        inHand.delete(id);
      }
    };
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
          const accepted = deliveries.accept({ platform: 'telegram', id, chat: String(job.chat), person, payload: job, at: now() });
          perform(
            id,
            job,
            accepted.catch((): Standing => 'failed'),
          );
          await accepted;
          return;
        }
      }
    },

    resume: async () => {
      const owed = [...(await deliveries.owed('telegram'))].sort(byArrival);
      if (owed.length > 0) log.info({ count: owed.length }, 'Answering what was accepted before the restart.');
      for (const { id, payload } of owed) {
        const job = readJob(payload);
        if (job !== undefined) {
          perform(id, job, Promise.resolve('owed'));
          continue;
        }
        log.error({ update: id }, 'What was written down of an accepted update cannot be read by this version; it is dropped.');
        await deliveries.complete('telegram', id, now());
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

/** Updates of one batch are written down side by side; their numbers tell their order. */
function byArrival(one: AcceptedUpdate, other: AcceptedUpdate): number {
  return one.at - other.at || Number(one.id) - Number(other.id);
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
