import { Routes } from 'discord.js';
import {
  languageOfTag,
  notice,
  textsFor,
  type Chat,
  type ChatLines,
  type Clock,
  type FinishedDrafts,
  type Log,
  type Reply,
} from '../chat/index.js';
import { ApiError } from './api-failure.js';
import type { Calls } from './calls.js';
import type { SentMessage } from './events.js';
import type { DeliverReply } from './deliver-reply.js';
import type { GrowAnswer, GrowingAnswer } from './grow-answer.js';
import { incomingOf, isPressInPassing, type Job } from './job.js';
import type { Answerable, Messages } from './messages.js';
import type { createOpenThread } from './open-thread.js';
import { workingOn } from './render-reply.js';

export interface JobDependencies {
  readonly chat: Chat;
  readonly calls: Calls;
  readonly lines: ChatLines;
  readonly messages: Messages;
  readonly deliver: DeliverReply;
  readonly growAnswer: GrowAnswer;
  readonly openThread: ReturnType<typeof createOpenThread>;
  readonly clock: Clock;
  readonly log: Log;
  readonly signal: AbortSignal;
}

/** `done`: nothing is owed any more; `owed`: it could not be delivered, and is to be tried again after a restart. */
export type Outcome = 'done' | 'owed';

/** What came of an interaction's first response. */
export type Acknowledged = 'in time' | 'late';

/** What is done about a job, step by step. */
interface Course {
  /** Shows that it is being worked on. */
  readonly announce: (growing: GrowingAnswer, done: AbortSignal) => Promise<void>;
  readonly onTurn?: (growing: GrowingAnswer) => void;
  readonly bring: (reply: Reply, drafts: FinishedDrafts<SentMessage>) => Promise<void>;
}

/** An answer that comes sooner needs no word on its progress. */
const patienceMs = 4_000;
const typingPatienceMs = 100;
/** Discord shows "typing" for ten seconds (documentation: Trigger Typing Indicator). */
const typingRepeatMs = 8_000;

export function createDoJob(dependencies: JobDependencies) {
  const { chat, calls, lines, messages, deliver, growAnswer, openThread, clock, log, signal } = dependencies;

  const replyTo = (job: Job, growing: GrowingAnswer, again: boolean): Promise<Reply> => {
    const incoming = incomingOf(job);
    const language = languageOfTag(job.clientLanguage) ?? 'en';
    return incoming === undefined
      ? Promise.resolve(notice(textsFor(language).passage.answerGone, language, 'aside'))
      : chat.handle(incoming, { accepted: job.id, again, onProgress: (reply) => growing.show(reply) });
  };

  /**
   * Has it dealt with, and brings what comes of it in its turn. The place in the channel's line is taken at once, so that answers come in the
   * order of the questions.
   */
  const inTurn = (job: Job, again: boolean, { announce, onTurn, bring }: Course): Promise<void> => {
    const seen = new AbortController();
    const growing = growAnswer(job, () => seen.abort());
    const announced = during(replyTo(job, growing, again), (done) => announce(growing, done), seen.signal);
    // Whoever has the turn learns of a failure; until then nobody listens.
    announced.catch(() => undefined);
    const line = isPressInPassing(job) ? `${job.channel}/buttons` : job.channel;
    return lines.run(line, async () => {
      onTurn?.(growing);
      const reply = await announced;
      await bring(reply, await growing.finish());
    });
  };

  const answerMessage = (job: Job, again: boolean): Promise<void> =>
    inTurn(job, again, {
      announce: (_growing, done) => showTyping(job.channel, done),
      // Among other messages, an answer grows only when those before it are there.
      onTurn: (growing) => growing.begin(again),
      bring: (reply, drafts) => deliver.toMessage(job, reply, { again, drafts }),
    });

  const showTyping = async (channel: string, done: AbortSignal): Promise<void> => {
    await clock.wait(typingPatienceMs, done);
    while (!isOver(done)) {
      await calls.tryNow({ method: 'post', route: Routes.channelTyping(channel) }, 'bot');
      await clock.wait(typingRepeatMs, done);
    }
  };

  const answerInteraction = async (job: Job, way: Answerable, acknowledged: Promise<Acknowledged>, again: boolean): Promise<void> => {
    if (job.deed.kind === 'thread') {
      const body = await openThread(job, job.deed);
      if ((await acknowledged) === 'in time') await messages.setOriginal(job.channel, way, body);
      return;
    }
    const announce = async (growing: GrowingAnswer, done: AbortSignal): Promise<void> => {
      // It has a message of its own, and need not wait for others to be answered.
      if ((await acknowledged) === 'in time' && !way.mute) growing.begin(again);
      if (job.deed.kind !== 'question') return;
      await clock.wait(patienceMs, done);
      if (!isOver(done)) growing.showWorking(workingOn(languageOfTag(job.clientLanguage) ?? 'en'));
    };
    await inTurn(job, again, {
      announce,
      bring: async (reply, drafts) => {
        const late = (await acknowledged) === 'late';
        if (!way.mute) await deliver.toInteraction(job, way, reply, { late, again, drafts });
      },
    });
  };

  return async (job: Job, acknowledged: Promise<Acknowledged>, again: boolean): Promise<Outcome> => {
    try {
      await (job.way.kind === 'message' ? answerMessage(job, again) : answerInteraction(job, job.way, acknowledged, again));
      return 'done';
    } catch (error) {
      // Stopping: what was not delivered is delivered after the next start.
      if (signal.aborted) return 'owed';
      if (error instanceof ApiError && error.failure.kind !== 'unauthorized' && error.failure.kind !== 'aborted') {
        log.warn({ reason: error.message }, 'Discord does not take a reply; it is dropped.');
        return 'done';
      }
      log.error({ err: error, kind: job.deed.kind }, 'A reply could not be delivered; it is kept, and tried again at the next start.');
      return 'owed';
    }
  };
}

/**
 * Settles as the work does, and not before what is shown meanwhile has arrived: after the answer it would linger.
 * @param seen Aborted when the reader sees by other means that something is being done.
 */
async function during<Result>(work: Promise<Result>, show: (done: AbortSignal) => Promise<void>, seen: AbortSignal): Promise<Result> {
  const done = new AbortController();
  const end = (): void => done.abort();
  seen.addEventListener('abort', end);
  const shown = show(done.signal);
  try {
    return await work;
  } finally {
    end();
    await shown;
  }
}

function isOver(done: AbortSignal): boolean {
  return done.aborted;
}
