import { textsFor, languageOfTag, notice, type Chat, type Log, type Reply } from '../chat/index.js';
import { BotApiError } from './api-failure.js';
import type { ChatLines } from './chat-lines.js';
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

/** `done`: nothing is owed any more; `owed`: it could not be delivered, and is to be tried again after a restart. */
export type Outcome = 'done' | 'owed';

/** A word to one person above the keyboard (answerCallbackQuery). */
const longestAside = 200;

export function createDoJob(dependencies: JobDependencies): (job: Job, again: boolean) => Promise<Outcome> {
  const { chat, calls, lines, deliver, typing, menus, log, signal } = dependencies;

  const answerWritten = async (job: Written, again: boolean): Promise<void> => {
    const reply = await typing.during(job, replyToWritten(job, again));
    // From here the chat's next message may be worked on; what is sent keeps its order.
    await inTurn(job, () => deliver.toMessage(job, reply, again));
    const changesLanguage = job.kind === 'command' && (job.name === 'start' || job.name === 'language');
    if (changesLanguage && job.isPrivate) await menus.setForChat(job.chat, reply.language);
  };

  const replyToWritten = async (job: Written, again: boolean): Promise<Reply> => {
    const incoming = incomingOf(job);
    if (incoming === undefined) throw new TypeError(`A ${job.kind} became nothing to deal with.`);
    const reply = await chat.handle(incoming);
    if (!again || incoming.kind !== 'edited-question' || reply.placement !== 'silent') return reply;
    // The edited question was answered before the restart, and the answer may not have arrived: it is shown again.
    return { ...(await chat.handle({ ...incoming, kind: 'question' })), placement: 'in-place' };
  };

  const answerPress = async (job: Press): Promise<void> => {
    const incoming = incomingOf(job);
    const language = languageOfTag(job.clientLanguage) ?? 'zh-Hans';
    if (incoming?.kind !== 'action') return answerQuery(job, notice(textsFor(language).passage.answerGone, language, 'aside'));
    if (incoming.action.kind === 'ask-suggestion') {
      // An answer may take longer than a button is willing to spin.
      const answered = answerQuery(job, undefined);
      const reply = await typing.during(job, chat.handle(incoming));
      await Promise.all([answered, inTurn(job, () => deliver.toPress(job, reply))]);
      return;
    }
    const reply = await chat.handle(incoming);
    await Promise.all([answerQuery(job, reply), inTurn(job, () => deliver.toPress(job, reply))]);
    if (incoming.action.kind === 'choose-language' && job.isPrivate) await menus.setForChat(job.chat, reply.language);
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

  const inTurn = (job: Job, task: () => Promise<void>): Promise<void> => lines.run(job.chat, task);

  return async (job, again) => {
    try {
      await (job.kind === 'press' ? answerPress(job) : answerWritten(job, again));
      return 'done';
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
