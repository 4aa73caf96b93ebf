import { z } from 'zod';
import { asError } from '../ports/as-error.js';
import type { AdapterObserver } from '../ports/chat-adapter.js';
import type { Chat } from '../conversation/chat.js';
import { languageOfClient } from '../conversation/client-language.js';
import type { Clock } from '../ports/clock.js';
import { incomingSchema, type Incoming, type Sender } from '../conversation/incoming.js';
import type { Limits } from '../conversation/limits.js';
import type { Log } from '../ports/log.js';
import type { PersonKeys } from '../conversation/person-key.js';
import type { Reply } from '../replies/reply.js';
import { chatOf, laneOf } from '../conversation/requests.js';
import type { DeliveryStore } from '../ports/stores.js';
import { textsFor } from '../texts/index.js';
import { createAcceptance, type Taken } from './acceptance.js';
import { createAnnounce } from './announce.js';
import { deliverReply, type Circumstances } from './deliver-reply.js';
import { createGrowingReply } from './grow-reply.js';
import { createKeyedQueue } from './keyed-queue.js';
import type { DeliveryRecord, PlatformEvent, PlatformPort } from './platform-port.js';
import { createShownMessages } from './shown-messages.js';

/** What every adapter is given. */
export interface DeliveryOptions {
  readonly chat: Chat;
  readonly deliveries: DeliveryStore;
  readonly personKeys: PersonKeys;
  readonly limits: Pick<Limits, 'notifyOnce' | 'owed'>;
  readonly log: Log;
  readonly observer?: AdapterObserver | undefined;
  readonly clock?: Clock;
  /** In [0, 1). */
  readonly random?: () => number;
}

type Sentence = 'notServedHere' | 'busy' | 'failed';

/** What came of an event: nothing is owed any more; or it could not be delivered, and is tried again after a restart. */
type Outcome = 'done' | 'owed';

/** Takes events in and brings the replies back: each once, in the order of its chat, over crashes and restarts. */
export interface Delivery<Address> {
  /**
   * Resolves when the event may be acknowledged: it is written down, or too much is owed to its chat. Called in the order of the events, without
   * waiting in between. `delivered` resolves when everything about it is done.
   * @throws errors of the store, and WriteTimeoutError, where the platform brings it again
   */
  accept(event: PlatformEvent<Address>): Promise<{ readonly delivered: Promise<void> }>;
  /** Says the sentence, once in a while: to the person where there is a way to, else in the chat. */
  notifyOnce(event: PlatformEvent<Address>, what: Sentence): Promise<void>;
  /** Sets about what is owed from before a restart, in the order in which it was accepted; until then nothing else is dealt with. */
  resume(): Promise<void>;
  /** Does work of the adapter's own that a stop waits for. Never rejects. */
  run(work: () => Promise<void>): Promise<void>;
  /** Events and work that are under way. */
  readonly underWay: number;
  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
}

/** A first response that takes longer has trouble of its own, and the answer does not wait for it. */
const longestAcknowledgingMs = 2_000;

const writtenRecord = z.object({ incoming: incomingSchema, address: z.unknown() });

export function createDelivery<Address, Part>(
  options: DeliveryOptions & { readonly clock: Clock },
  port: PlatformPort<Address, Part>,
  signal: AbortSignal,
): Delivery<Address> {
  const { chat, personKeys, limits, log, observer, clock } = options;
  const { platform } = port;
  const acceptance = createAcceptance({ ...options, platform, rules: limits.owed, isRedelivered: port.isRedelivered, signal });
  const announce = createAnnounce(clock);
  const starting = createKeyedQueue();
  const delivering = createKeyedQueue();
  const underWay = new Set<Promise<void>>();

  let openGate: () => void = () => undefined;
  /** What was owed before the start comes before what is asked after it. */
  const resumed = new Promise<void>((resolve) => {
    openGate = resolve;
  });

  const run = (work: () => Promise<void>): Promise<void> => {
    const ended = work()
      .catch((error: unknown) => {
        if (port.failureOf(error) === undefined) log.error({ err: error }, 'An event could not be processed to the end.');
        else log.warn({ reason: asError(error).message }, 'A call that nothing depends on failed.');
      })
      .finally(() => underWay.delete(ended));
    underWay.add(ended);
    return ended;
  };

  const notifyOnce = async ({ id, incoming, address, decline }: PlatformEvent<Address>, what: Sentence): Promise<void> => {
    const { sender } = incoming;
    const sentence = sentenceFor(sender, what);
    if (decline === undefined) {
      if (await limits.notifyOnce(chatOf(sender), what)) await port.notify(address, sentence, id);
    } else if (await limits.notifyOnce(personKeys(platform, sender.user), `aside ${what}`)) await decline(sentence);
  };

  /** Answers, and brings the reply in its turn. The place in the line is taken at once, so that replies come in the order of the questions. */
  const answer = async (accepted: Accepted<Address>, acknowledged: Promise<Error | undefined>): Promise<void> => {
    const { id, incoming, address, again } = accepted;
    const { sender } = incoming;
    const lane = laneOf(incoming);
    const shown = createShownMessages(chat, platform, log);
    const seen = new AbortController();
    const language = languageOfClient(sender.clientLanguage);
    const onShown = (): void => seen.abort('seen');
    const growing = createGrowingReply({ port, address, language, shown, again, onShown, clock, log, signal });
    const onProgress = port.takesDrafts?.(address) === false ? undefined : growing.show;
    const handle = (asked: Incoming): Promise<Reply> =>
      chat.handle(asked, { accepted: id, again, admin: port.isAdmin(sender.user), onProgress });

    // Answering keeps the processor busy; in a rush the others' first responses, which cannot wait, go before it.
    const isDue = starting.run(lane, () => withinTime(acknowledged, longestAcknowledgingMs, clock));
    const handled = isDue.then(() => handle(incoming));
    const replied = handled.then((reply) => port.onReply?.(accepted, reply));

    const hasSlot = port.slot?.(address, 'message') !== undefined;
    // It has a message of its own, and need not wait for others to be answered.
    if (hasSlot) void acknowledged.then((failure) => (failure === undefined ? growing.begin() : undefined));
    const working = port.working?.(address, language);
    const announced = announce(handled, {
      typing: port.typing?.(address),
      working: working && { from: acknowledged, afterMs: working.afterMs, show: () => growing.showWorking() },
      seen: seen.signal,
    });
    // Whoever has the turn learns of a failure; until then nobody listens.
    announced.catch(() => undefined);

    const brought = delivering.run(lane, async () => {
      if (!hasSlot) growing.begin();
      const reply = await announced;
      const drafts = await growing.finish();
      const circumstances: Circumstances = { again, drafts, shown, unacknowledged: await acknowledged };
      await deliverReply(port, accepted, again ? await shownAgain(incoming, reply, handle) : reply, circumstances);
    });
    await Promise.all([brought, replied]);
  };

  const outcomeOf = async (work: Promise<void>, { incoming }: Accepted<Address>): Promise<Outcome> => {
    try {
      await work;
      return 'done';
    } catch (error) {
      // Stopping: what was not delivered is delivered after the next start.
      if (signal.aborted) return 'owed';
      const failure = port.failureOf(error);
      if (failure?.kind === 'refused') {
        log.warn({ reason: asError(error).message }, `${platform} does not take a reply; it is dropped.`);
        return 'done';
      }
      if (failure?.kind !== 'stopped') {
        log.error({ err: error, kind: incoming.kind }, 'A reply could not be delivered; it is kept, and tried again at the next start.');
      }
      return 'owed';
    }
  };

  const perform = async (
    accepted: Accepted<Address>,
    acknowledged: Promise<Error | undefined> = Promise.resolve(undefined),
  ): Promise<void> => {
    const { id } = accepted;
    const work = async (): Promise<void> => acceptance.end(id, await outcomeOf(answer(accepted, acknowledged), accepted));
    await (observer?.during(`${platform}:${id}`, work) ?? work());
  };

  const begin = async (event: PlatformEvent<Address>, again: boolean): Promise<void> => {
    const { id, incoming, address, acknowledge } = event;
    const acknowledged = acknowledge === undefined ? undefined : failureOf(acknowledge(), log);
    await resumed;
    await perform({ id, incoming, address, again }, acknowledged);
  };

  const read = (payload: unknown): DeliveryRecord<Address> | undefined => {
    const written = writtenRecord.safeParse(payload);
    if (!written.success) return port.readOldRecord?.(payload);
    const address = port.readAddress(written.data.address);
    return address === undefined ? undefined : { incoming: written.data.incoming, address };
  };

  return {
    accept: async (event) => {
      const { id, incoming, address, decline } = event;
      const { chat: name, user } = incoming.sender;
      const payload: DeliveryRecord<Address> = { incoming, address };
      const update = { platform, id, chat: name, person: personKeys(platform, user), payload, at: clock.now() };
      let taken: Taken;
      try {
        taken = await acceptance.take(update, port.acceptWithinMs);
      } catch (error) {
        if (port.isRedelivered) throw error;
        log.error({ err: error }, 'A question could not be written down; the person was told.');
        return { delivered: run(() => decline?.(sentenceFor(incoming.sender, 'failed')) ?? notifyOnce(event, 'failed')) };
      }
      switch (taken) {
        case 'known':
          return { delivered: Promise.resolve() };
        case 'too-many':
          return { delivered: run(() => notifyOnce(event, 'busy')) };
        case 'new':
        case 'owed':
          return { delivered: run(() => begin(event, taken === 'owed')) };
      }
    },
    notifyOnce,
    resume: async () => {
      const { updates, dropped } = await acceptance.resume();
      for (const { id, payload } of updates) {
        const record = read(payload);
        if (record !== undefined) void run(() => perform({ id, ...record, again: true }));
        else {
          log.error({ update: id }, 'The record of an accepted event cannot be read by this version; it is dropped.');
          await acceptance.end(id, 'done');
        }
      }
      for (const { id, payload } of dropped) {
        const record = read(payload);
        if (record !== undefined) void run(() => notifyOnce({ id, ...record }, 'busy'));
      }
      openGate();
    },
    run,
    get underWay() {
      return underWay.size;
    },
    idle: async () => {
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
}

/** An event that was accepted. */
interface Accepted<Address> extends DeliveryRecord<Address> {
  readonly id: string;
  /** It was accepted before, and may have been dealt with in part. */
  readonly again: boolean;
}

/** An edited question may have been answered before a restart without the answer having arrived: it is shown once more. */
async function shownAgain(incoming: Incoming, reply: Reply, handle: (asked: Incoming) => Promise<Reply>): Promise<Reply> {
  if (incoming.kind !== 'edited-question' || reply.placement !== 'silent') return reply;
  return { ...(await handle({ ...incoming, kind: 'question' })), placement: 'in-place' };
}

function sentenceFor({ clientLanguage }: Sender, what: Sentence): string {
  return textsFor(languageOfClient(clientLanguage)).limits[what];
}

/** Why the first response failed; `undefined` when it did not. */
async function failureOf(acknowledged: Promise<void>, log: Log): Promise<Error | undefined> {
  try {
    await acknowledged;
    return undefined;
  } catch (error) {
    log.warn({ reason: asError(error).message }, 'An event could not be acknowledged in time; its answer goes elsewhere.');
    return asError(error);
  }
}

async function withinTime(work: Promise<unknown>, milliseconds: number, clock: Clock): Promise<void> {
  const ended = new AbortController();
  await Promise.race([work, clock.wait(milliseconds, ended.signal)]);
  ended.abort('ended');
}
