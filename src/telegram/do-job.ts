import { type Chat, type ChatLines, type Incoming, languageOfTag, type Log, notice, type Reply, textsFor } from '../chat/index.js';
import { BotApiError } from './api-failure.js';
import type { DeliverReply } from './deliver-reply.js';
import { incomingOf, type Job, type Press, type Written } from './job.js';
import type { Menus } from './menus.js';
import type { PatientCalls } from './patient-calls.js';
import { renderReply } from './render-reply.js';
import type { Typing } from './typing.js';

export interface JobDependencies {
  readonly chat: Chat;
  readonly calls: PatientCalls;
  readonly lines: ChatLines;
  readonly deliver: DeliverReply;
  readonly typing: Typing;
  readonly menus: Pick<Menus, 'setForChat'>;
  readonly log: Log;
  readonly signal: AbortSignal;
}

/**
 * How an update stands in the store once it is written down. `failed`: it could not be, and comes again. Answering begins before that is known,
 * because a disk takes longer to write than an answer to find; what is found is held back until then.
 */
export type Standing = 'new' | 'owed' | 'done' | 'failed';

/** `done`: nothing is owed any more; `owed`: it could not be delivered, and is to be tried again after a restart. */
export type Outcome = 'done' | 'owed';

/** A word to one person above the keyboard (answerCallbackQuery). */
const longestAside = 200;

export function createDoJob(dependencies: JobDependencies): (job: Job, standing: Promise<Standing>) => Promise<Outcome> {
  const { chat, calls, lines, deliver, typing, menus, log, signal } = dependencies;

  const answerWritten = async (job: Written, standing: Promise<Standing>): Promise<Outcome> => {
    const incoming = incomingOf(job);
    if (incoming === undefined) throw new TypeError(`A ${job.kind} became nothing to deal with.`);
    const replying = typing.during(job, chat.handle(incoming));
    const delivered = inTurn(job, standing, async (again) => {
      const reply = await replying;
      await deliver.toMessage(job, again ? await shownAgain(incoming, reply) : reply, again);
    });
    const [outcome, reply] = await Promise.all([delivered, replying]);
    const changesLanguage = job.kind === 'command' && (job.name === 'start' || job.name === 'language');
    if (changesLanguage && job.isPrivate) await menus.setForChat(job.chat, reply.language);
    return outcome;
  };

  /** An edited question may have been answered before a restart without the answer having arrived: it is shown once more. */
  const shownAgain = async (incoming: Incoming, reply: Reply): Promise<Reply> => {
    if (incoming.kind !== 'edited-question' || reply.placement !== 'silent') return reply;
    return { ...(await chat.handle({ ...incoming, kind: 'question' })), placement: 'in-place' };
  };

  const answerPress = async (job: Press, standing: Promise<Standing>): Promise<Outcome> => {
    const incoming = incomingOf(job);
    const language = languageOfTag(job.clientLanguage) ?? 'zh-Hans';
    if (incoming?.kind !== 'action') {
      await answerQuery(job, notice(textsFor(language).passage.answerGone, language, 'aside'));
      return 'done';
    }
    const { action } = incoming;
    const handled = chat.handle(incoming);
    // An answer may take longer than a button is willing to spin.
    const answered = action.kind === 'ask-suggestion' ? answerQuery(job, undefined) : handled.then((reply) => answerQuery(job, reply));
    const replying = typing.during(job, handled);
    const delivered = inTurn(job, standing, async () => deliver.toPress(job, await replying));
    const [outcome, reply] = await Promise.all([delivered, replying, answered]);
    if (action.kind === 'choose-language' && job.isPrivate) await menus.setForChat(job.chat, reply.language);
    return outcome;
  };

  /** The button stops spinning; a word aside is shown above it. */
  const answerQuery = async ({ query }: Press, reply: Reply | undefined): Promise<void> => {
    const text = reply?.placement === 'aside' ? renderReply(reply).parts[0].text.slice(0, longestAside) : '';
    try {
      await calls.call('answerCallbackQuery', { callback_query_id: query, ...(text === '' ? {} : { text }) });
    } catch (error) {
      // Too old by now, most often: the person has stopped waiting.
      if (!(error instanceof BotApiError) || error.failure.kind !== 'refused') throw error;
    }
  };

  /**
   * What is sent keeps the order in which it was asked for: the place in the chat's line is taken when the work begins, since what is shown
   * meanwhile can hold a reply back while the next one is ready.
   */
  const inTurn = (job: Job, standing: Promise<Standing>, bring: (again: boolean) => Promise<void>): Promise<Outcome> =>
    lines.run(String(job.chat), async () => {
      const stands = await standing;
      if (stands === 'failed') return 'owed';
      if (stands !== 'done') await bring(stands === 'owed');
      return 'done';
    });

  return async (job, standing) => {
    try {
      return await (job.kind === 'press' ? answerPress(job, standing) : answerWritten(job, standing));
    } catch (error) {
      // Stopping: what was not delivered is delivered after the next start.
      if (signal.aborted) return 'owed';
      if (!(error instanceof BotApiError)) {
        log.error({ err: error, kind: job.kind }, 'A reply could not be delivered; it is kept, and tried again at the next start.');
        return 'owed';
      }
      switch (error.failure.kind) {
        case 'forbidden':
        case 'refused':
          log.warn({ reason: error.message }, 'Telegram does not take a reply (blocked, removed, no right to write there); it is dropped.');
          return 'done';
        case 'too-many-requests':
        case 'unauthorized':
        case 'not-found':
        case 'conflict':
        case 'unreachable':
        case 'aborted':
          return 'owed';
      }
    }
  };
}
