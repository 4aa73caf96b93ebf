import { type Chat, type ChatLines, type Incoming, languageOfTag, type Log, notice, type Reply, textsFor } from '../chat/index.js';
import { BotApiError } from './api-failure.js';
import { targetOf, type Circumstances, type DeliverReply } from './deliver-reply.js';
import type { GrowAnswer } from './grow-answer.js';
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
  readonly growAnswer: GrowAnswer;
  readonly typing: Typing;
  readonly menus: Pick<Menus, 'setForChat'>;
  readonly log: Log;
  readonly signal: AbortSignal;
}

/** A job with the id under which its update was accepted. */
export interface AcceptedJob {
  readonly id: string;
  readonly job: Job;
  /** It was accepted before, and may have been dealt with in part. */
  readonly again: boolean;
}

/** `done`: nothing is owed any more; `owed`: it could not be delivered, and is to be tried again after a restart. */
export type Outcome = 'done' | 'owed';

/** A word to one person above the keyboard (answerCallbackQuery). */
const longestAside = 200;

export function createDoJob(dependencies: JobDependencies): (accepted: AcceptedJob) => Promise<Outcome> {
  const { chat, calls, lines, deliver, growAnswer, typing, menus, log, signal } = dependencies;

  const answerWritten = async (accepted: AcceptedJob, job: Written): Promise<Outcome> => {
    const incoming = incomingOf(job);
    if (incoming === undefined) throw new TypeError(`A ${job.kind} became nothing to deal with.`);
    const { handled, brought } = inTurn(accepted, { incoming, line: lineOf(job) }, async (reply, circumstances) =>
      deliver.toMessage(job, circumstances.again ? await shownAgain(accepted.id, incoming, reply) : reply, circumstances),
    );
    const [{ language }] = await Promise.all([handled, brought]);
    const changesLanguage = job.kind === 'command' && (job.name === 'start' || job.name === 'language');
    if (changesLanguage && job.isPrivate) await menus.setForChat(job.chat, language);
    return 'done';
  };

  /** An edited question may have been answered before a restart without the answer having arrived: it is shown once more. */
  const shownAgain = async (id: string, incoming: Incoming, reply: Reply): Promise<Reply> => {
    if (incoming.kind !== 'edited-question' || reply.placement !== 'silent') return reply;
    return { ...(await chat.handle({ ...incoming, kind: 'question' }, { accepted: id, again: true })), placement: 'in-place' };
  };

  const answerPress = async (accepted: AcceptedJob, job: Press): Promise<Outcome> => {
    const incoming = incomingOf(job);
    if (incoming?.kind !== 'action') {
      const language = languageOfTag(job.clientLanguage) ?? 'zh-Hans';
      await answerQuery(job, notice(textsFor(language).passage.answerGone, language, 'aside'));
      return 'done';
    }
    const { action } = incoming;
    const isQuestion = action.kind === 'ask-suggestion';
    // Nobody waits for a passage while another answer is being made.
    const line = isQuestion ? lineOf(job) : `${lineOf(job)}/buttons`;
    const { handled, brought } = inTurn(accepted, { incoming, line }, (reply, circumstances) => deliver.toPress(job, reply, circumstances));
    // An answer may take longer than a button is willing to spin.
    const answered = isQuestion
      ? answerQuery(job, undefined)
      : handled.then((reply) => (reply.placement === 'silent' ? undefined : answerQuery(job, reply)));
    const [{ language }] = await Promise.all([handled, brought, answered]);
    if (action.kind === 'choose-language' && job.isPrivate) await menus.setForChat(job.chat, language);
    return 'done';
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
   * Has it dealt with, and brings what comes of it in its turn. The place in the chat's line is taken at once: an answer is shown while it grows
   * only when everything that was asked before it has been answered.
   */
  const inTurn = (
    { id: accepted, job, again }: AcceptedJob,
    { incoming, line }: { readonly incoming: Incoming; readonly line: string },
    bring: (reply: Reply, circumstances: Circumstances) => Promise<void>,
  ): { readonly handled: Promise<Reply>; readonly brought: Promise<void> } => {
    const seen = new AbortController();
    const growing = growAnswer(targetOf(job), () => seen.abort('seen'));
    const handled = chat.handle(incoming, { accepted, again, onProgress: (reply) => growing.show(reply) });
    const announced = typing.during(job, handled, seen.signal);
    // Whoever has the turn learns of a failure; until then nobody listens.
    announced.catch(() => undefined);
    const brought = lines.run(line, async () => {
      growing.begin(again);
      const reply = await announced;
      await bring(reply, { again, drafts: await growing.finish() });
    });
    return { handled, brought };
  };

  const lineOf = ({ chat: id }: Job): string => String(id);

  return async (accepted) => {
    const { job } = accepted;
    try {
      return await (job.kind === 'press' ? answerPress(accepted, job) : answerWritten(accepted, job));
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
