import { Routes, ThreadAutoArchiveDuration } from 'discord.js';
import { clipped, languageOfTag, textsFor, type Chat } from '../chat/index.js';
import type { Language } from '../language/index.js';
import { ApiError } from './api-failure.js';
import type { Calls } from './calls.js';
import { idIn } from './events.js';
import type { Job } from './job.js';
import { nonceOf, type Messages } from './messages.js';
import { permissionName } from './permissions.js';
import { sentence, type MessageBody } from './render-reply.js';
import { limits } from './platform-limits.js';

export interface OpenThreadDependencies {
  readonly chat: Pick<Chat, 'about' | 'shown'>;
  readonly calls: Pick<Calls, 'call'>;
  readonly messages: Pick<Messages, 'send'>;
  /** Whether messages that do not mention the bot can be read. */
  readonly readsContent: () => boolean;
}

type ThreadDeed = Extract<Job['deed'], { kind: 'thread' }>;

/** Opens a thread on an answer, which the conversation there continues from. Returns what to tell the person who pressed. */
export function createOpenThread({ chat, calls, messages, readsContent }: OpenThreadDependencies) {
  const begin = async (job: Job, { answerId, message }: ThreadDeed, about: { readonly question: string }): Promise<string> => {
    const { forms } = textsFor(await languageOf(job, answerId));
    const asked = about.question.replaceAll(/\s+/gu, ' ').trim();
    const name = clipped(forms.threadName(asked), limits.threadName);
    const body = { name, auto_archive_duration: ThreadAutoArchiveDuration.OneDay };
    const thread = idIn(await calls.call({ method: 'post', route: Routes.threads(job.channel, message), body }));
    await chat.shown(answerId, { platform: 'discord', chat: thread, message: thread });
    await messages.send(thread, sentence(readsContent() ? forms.threadOpened : forms.threadOpenedByMention), nonceOf(job, 0));
    return thread;
  };

  const languageOf = async ({ clientLanguage }: Job, answerId: string): Promise<Language> =>
    (await chat.about(answerId))?.language ?? languageOfTag(clientLanguage) ?? 'en';

  return async (job: Job, deed: ThreadDeed): Promise<MessageBody> => {
    const language = languageOfTag(job.clientLanguage) ?? 'en';
    const texts = textsFor(language);
    const pointTo = (thread: string): MessageBody => sentence(`<#${thread}>`);
    const about = await chat.about(deed.answerId);
    if (about === undefined) return sentence(texts.passage.answerGone);
    if (deed.existing !== undefined) return pointTo(deed.existing);
    try {
      return pointTo(await begin(job, deed, about));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const { kind } = error.failure;
      if (kind === 'aborted' || kind === 'unauthorized') throw error;
      // A thread on a message has the message's id.
      if (kind === 'thread-exists') return pointTo(deed.message);
      if (kind === 'forbidden') return sentence(texts.limits.missingPermission([permissionName('CreatePublicThreads', language)]));
      return sentence(texts.forms.threadImpossible);
    }
  };
}
