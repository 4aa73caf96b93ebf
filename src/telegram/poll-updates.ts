import { z } from 'zod';
import { backoffMs, type Clock, type Log } from '../chat/index.js';
import { BotApiError } from './api-failure.js';
import type { BotApi } from './bot-api.js';
import type { TakeUpdate } from './take-update.js';
import { updateIdOf, updateKinds } from './updates.js';

export interface PollingDependencies {
  readonly api: BotApi;
  readonly take: TakeUpdate;
  /** Resolves when fewer than this many wait to be answered. */
  readonly fewerWaiting: (count: number) => Promise<void>;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Log;
  /** Aborted when nothing more is to be received. */
  readonly signal: AbortSignal;
  readonly onConnected: () => void;
  /** Receiving does not work at present; the sentence is for the operator. */
  readonly onTrouble: (sentence: string) => void;
}

const pollSeconds = 50;
/** Longer than the server holds a poll open. */
const pollTimeoutMs = (pollSeconds + 15) * 1000;
const updatesAtOnce = 100;
/** With more than this waiting to be answered Telegram keeps the rest; it does for a day. What waits to be delivered does not count. */
const mostWaiting = 1000;
/** Another poller lets go within the time of a poll; asking more often only throws each other out. */
const conflictPauseMs = 5_000;
const longestPauseMs = 60_000;
const farewellMs = 2_000;
/** Telegram holds a poll open until there is something. A server that does not, or sends what cannot be acknowledged, is not to be run down. */
const shortestPollMs = 100;

/**
 * Receives updates until the signal is aborted. The offset that acknowledges an update is sent only after the update was taken in.
 * @throws BotApiError when the token is refused
 */
export async function pollUpdates(dependencies: PollingDependencies): Promise<void> {
  const { api, take, fewerWaiting, clock, random, log, signal } = dependencies;
  let offset: number | undefined;
  let failures = 0;
  /** What was complained of last, so that it is said once and not at every poll. */
  let trouble: string | undefined;

  const poll = (options: { readonly limit: number; readonly timeout: number }): object => ({
    ...options,
    ...(offset === undefined ? {} : { offset }),
    allowed_updates: [...updateKinds],
  });

  const complain = (sentence: string, error: unknown): void => {
    if (trouble === sentence) return;
    trouble = sentence;
    log.warn({ reason: error instanceof Error ? error.message : String(error) }, sentence);
    dependencies.onTrouble(sentence);
  };

  /** How long to wait before the next poll after this one failed. */
  const pauseAfter = (error: unknown): number => {
    failures++;
    const growing = backoffMs(failures, random, longestPauseMs);
    if (!(error instanceof BotApiError)) {
      complain('Updates from Telegram cannot be taken in; they stay with Telegram, and it is tried again.', error);
      return growing;
    }
    switch (error.failure.kind) {
      case 'too-many-requests':
        return error.failure.retryAfterSeconds * 1000;
      case 'conflict':
        complain(conflictSentence, error);
        return conflictPauseMs;
      case 'not-found':
        complain(notFoundSentence, error);
        return longestPauseMs;
      case 'unauthorized':
      case 'forbidden':
      case 'refused':
      case 'unreachable':
      case 'aborted':
        complain('Telegram is not reached; trying again until it is.', error);
        return growing;
    }
  };

  while (!signal.aborted) {
    await fewerWaiting(mostWaiting);
    try {
      const askedAt = clock.now();
      const received = await api.call('getUpdates', poll({ limit: updatesAtOnce, timeout: pollSeconds }), {
        timeoutMs: pollTimeoutMs,
        signal,
      });
      const updates = z.array(z.unknown()).parse(received);
      const wasAcknowledged = offset;
      await takeAll(updates);
      failures = 0;
      if (trouble !== undefined) log.info({}, 'Updates from Telegram are received again.');
      trouble = undefined;
      dependencies.onConnected();
      const isIdle = updates.length === 0 && clock.now() - askedAt < shortestPollMs;
      if (isIdle || (updates.length > 0 && offset === wasAcknowledged)) await clock.wait(shortestPollMs, signal);
    } catch (error) {
      if (isAborted(signal)) break;
      if (error instanceof BotApiError && error.failure.kind === 'unauthorized') throw error;
      await clock.wait(pauseAfter(error), signal);
    }
  }
  await acknowledge();

  /** Takes them in, in order but side by side. What could not be taken in, and what follows it, is not acknowledged. */
  async function takeAll(updates: readonly unknown[]): Promise<void> {
    const taken = await Promise.allSettled(updates.map((update) => take(update)));
    const failed = taken.find((each) => each.status === 'rejected');
    for (const [index, each] of taken.entries()) {
      if (each.status === 'rejected') break;
      const id = updateIdOf(updates[index]);
      if (id !== undefined) offset = Math.max(id + 1, offset ?? 0);
    }
    if (failed !== undefined) throw failed.reason;
  }

  /** Spares the next start what is written down already. Without it that comes again, and is recognised. */
  async function acknowledge(): Promise<void> {
    if (offset === undefined) return;
    try {
      await api.call('getUpdates', poll({ limit: 1, timeout: 0 }), { timeoutMs: farewellMs });
    } catch (error) {
      log.info(
        { reason: error instanceof Error ? error.message : String(error) },
        'The last updates were not acknowledged; they are recognised when they come again.',
      );
    }
  }
}

export const conflictSentence =
  'Another program receives the updates of this bot (409): stop it, or give one of the two another TELEGRAM_BOT_TOKEN. Trying again until it is gone.';
export const notFoundSentence =
  'Telegram answers 404: TELEGRAM_API_ROOT leads to no Bot API, or TELEGRAM_BOT_TOKEN is not a bot’s token. Correct the one or the other.';

function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}
