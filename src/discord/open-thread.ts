import { Routes, ThreadAutoArchiveDuration } from 'discord.js';
import { clipped, textsFor, type SentMessage, type ThreadRequest } from '../chat/index.js';
import type { Address } from './address.js';
import { ApiError } from './api-failure.js';
import type { Calls } from './calls.js';
import { idIn } from './events.js';
import { nonceOf, type Messages } from './messages.js';
import { permissionName } from './permissions.js';
import { limits } from './platform-limits.js';
import { sentence, type MessageBody } from './render-reply.js';

export interface OpenThreadDependencies {
  readonly calls: Pick<Calls, 'call'>;
  readonly messages: Pick<Messages, 'send'>;
  /** Whether messages that do not mention the bot can be read. */
  readonly readsContent: () => boolean;
}

export interface OpenedThread {
  /** A thread on a message has the message's id, and the conversation there begins from it. */
  readonly opened?: SentMessage;
  /** What to tell the person who pressed. */
  readonly part: MessageBody;
}

/** `undefined` where none can be opened. */
export type OpenThread = (address: Address, thread: ThreadRequest) => Promise<OpenedThread | undefined>;

/** Opens a thread on an answer, which the conversation there continues from. */
export function createOpenThread({ calls, messages, readsContent }: OpenThreadDependencies): OpenThread {
  const begin = async (address: Address, message: string, { question, language }: ThreadRequest): Promise<string> => {
    const { forms } = textsFor(language);
    const name = clipped(forms.threadName(question.replaceAll(/\s+/gu, ' ').trim()), limits.threadName);
    const body = { name, auto_archive_duration: ThreadAutoArchiveDuration.OneDay };
    const thread = idIn(await calls.call({ method: 'post', route: Routes.threads(address.channel, message), body }));
    await messages.send(thread, sentence(readsContent() ? forms.threadOpened : forms.threadOpenedByMention), nonceOf(address, 0));
    return thread;
  };

  const pointTo = (thread: string): OpenedThread => ({
    opened: { chat: thread, message: thread },
    part: sentence(`<#${thread}>`),
  });

  return async (address, thread) => {
    const { button } = address;
    if (button === undefined) return undefined;
    if (button.thread !== undefined) return pointTo(button.thread);
    try {
      return pointTo(await begin(address, button.message, thread));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const { kind } = error.failure;
      if (kind === 'aborted' || kind === 'unauthorized') throw error;
      if (kind === 'thread-exists') return pointTo(button.message);
      if (kind !== 'forbidden') return undefined;
      const { askersLanguage } = thread;
      return { part: sentence(textsFor(askersLanguage).limits.missingPermission([permissionName('CreatePublicThreads', askersLanguage)])) };
    }
  };
}
