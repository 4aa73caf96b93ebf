import { Routes } from 'discord.js';
import { languageOfTag, notice, textsFor, type Chat, type ChatLines, type Clock, type Log, type Reply } from '../chat/index.js';
import { ApiError } from './api-failure.js';
import type { Calls } from './calls.js';
import type { DeliverReply } from './deliver-reply.js';
import { incomingOf, type Job } from './job.js';
import type { Answerable, Messages } from './messages.js';
import type { createOpenThread } from './open-thread.js';
import { workingOn } from './render-reply.js';

export interface JobDependencies {
  readonly chat: Chat;
  readonly calls: Calls;
  readonly lines: ChatLines;
  readonly messages: Messages;
  readonly deliver: DeliverReply;
  readonly openThread: ReturnType<typeof createOpenThread>;
  readonly clock: Clock;
  readonly log: Log;
  readonly signal: AbortSignal;
}

/** `done`: nothing is owed any more; `owed`: it could not be delivered, and is to be tried again after a restart. */
export type Outcome = 'done' | 'owed';

/** What came of an interaction's first response. */
export type Acknowledged = 'in time' | 'late';

/** An answer that comes sooner needs no word on its progress. */
const patienceMs = 4_000;
const typingPatienceMs = 100;
/** Discord shows "typing" for ten seconds (documentation: Trigger Typing Indicator). */
const typingRepeatMs = 8_000;

export function createDoJob(dependencies: JobDependencies) {
  const { chat, calls, lines, messages, deliver, openThread, clock, log, signal } = dependencies;

  const replyTo = (job: Job): Promise<Reply> => {
    const incoming = incomingOf(job);
    const language = languageOfTag(job.clientLanguage) ?? 'en';
    return incoming === undefined
      ? Promise.resolve(notice(textsFor(language).passage.answerGone, language, 'aside'))
      : chat.handle(incoming);
  };

  const answerMessage = async (job: Job, again: boolean): Promise<void> => {
    const typing = (done: AbortSignal): Promise<void> => showTyping(job.channel, done);
    const replying = during(replyTo(job), typing);
    await inTurn(job, replying, (reply) => deliver.toMessage(job, reply, again));
  };

  /**
   * Replies keep the order in which they were asked for: the place in the channel's line is taken when the work begins, since what is shown
   * meanwhile can hold a reply back while the next one is ready.
   */
  const inTurn = async (job: Job, replying: Promise<Reply>, bring: (reply: Reply) => Promise<void>): Promise<void> => {
    await Promise.all([lines.run(job.channel, async () => bring(await replying)), replying]);
  };

  const showTyping = async (channel: string, done: AbortSignal): Promise<void> => {
    await clock.wait(typingPatienceMs, done);
    while (!isOver(done)) {
      await calls.tryOnce({ method: 'post', route: Routes.channelTyping(channel) });
      await clock.wait(typingRepeatMs, done);
    }
  };

  const answerInteraction = async (job: Job, way: Answerable, acknowledged: Promise<Acknowledged>, again: boolean): Promise<void> => {
    if (job.deed.kind === 'thread') {
      const body = await openThread(job, job.deed);
      if ((await acknowledged) === 'in time') await messages.setOriginal(job.channel, way, body);
      return;
    }
    const asks = job.deed.kind === 'question';
    const progress = (done: AbortSignal): Promise<void> => (asks ? showProgress(job, way, acknowledged, done) : Promise.resolve());
    await inTurn(job, during(replyTo(job), progress), async (reply) => {
      const late = (await acknowledged) === 'late';
      if (!way.mute) await deliver.toInteraction(job, way, reply, { late, again });
    });
  };

  const showProgress = async (job: Job, way: Answerable, acknowledged: Promise<Acknowledged>, done: AbortSignal): Promise<void> => {
    await clock.wait(patienceMs, done);
    if (isOver(done) || (await acknowledged) === 'late') return;
    try {
      await messages.setOriginal(job.channel, way, workingOn(languageOfTag(job.clientLanguage) ?? 'en'));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      log.info({ reason: error.message }, 'A word on the progress of an answer did not get through.');
    }
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

/** Settles as the work does, and not before what is shown meanwhile has arrived: after the answer it would overwrite it. */
async function during<Result>(work: Promise<Result>, show: (done: AbortSignal) => Promise<void>): Promise<Result> {
  const done = new AbortController();
  const shown = show(done.signal);
  try {
    return await work;
  } finally {
    done.abort();
    await shown;
  }
}

function isOver(done: AbortSignal): boolean {
  return done.aborted;
}
