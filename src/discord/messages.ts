import { MessageFlags, Routes } from 'discord.js';
import { ApiError } from './api-failure.js';
import type { Calls } from './calls.js';
import { idIn, sentMessage, type SentMessage } from './events.js';
import type { Job, Way } from './job.js';
import type { MessageBody } from './render-reply.js';

export type Answerable = Extract<Way, { kind: 'interaction' }>;

/** Messages of the bot: below an interaction, in channels, to one person. @throws ApiError */
export interface Messages {
  /** The interaction's own message, "thinking" until now. */
  setOriginal(channel: string, way: Answerable, body: MessageBody): Promise<SentMessage>;
  follow(way: Answerable, body: MessageBody): Promise<SentMessage>;
  /** @param nonce within a few minutes, Discord sends what has the same one only once */
  send(channel: string, body: MessageBody, nonce: string, replyTo?: string): Promise<SentMessage>;
  sendPrivately(user: string, body: MessageBody, nonce: string): Promise<SentMessage>;
}

export function createMessages(calls: Calls): Messages {
  const send: Messages['send'] = async (channel, body, nonce, replyTo) => {
    const post = (reference: object): Promise<unknown> =>
      calls.call({
        method: 'post',
        route: Routes.channelMessages(channel),
        body: { ...body, ...reference, nonce, enforce_nonce: true },
      });
    if (replyTo === undefined) return sentMessage(await post({}));
    try {
      // What is replied to may have been deleted meanwhile.
      return sentMessage(await post({ message_reference: { message_id: replyTo, fail_if_not_exists: false } }));
    } catch (error) {
      if (!(error instanceof ApiError) || error.failure.kind !== 'no-history') throw error;
      return sentMessage(await post({}));
    }
  };

  /** Whether it worked: a locked thread is for its moderators to open. */
  const wake = async (thread: string): Promise<boolean> => {
    try {
      await calls.call({ method: 'patch', route: Routes.channel(thread), body: { archived: false } });
      return true;
    } catch (error) {
      if (!(error instanceof ApiError) || error.failure.kind === 'aborted') throw error;
      return false;
    }
  };

  /** A thread that went to sleep takes no edits until it is woken. */
  const awake = async <Result>(channel: string, task: () => Promise<Result>): Promise<Result> => {
    try {
      return await task();
    } catch (error) {
      if (!(error instanceof ApiError) || error.failure.kind !== 'archived') throw error;
      if (!(await wake(channel))) throw error;
      return task();
    }
  };

  return {
    setOriginal: async (channel, way, body) => {
      const route = Routes.webhookMessage(way.application, way.token, '@original');
      const edit = (): Promise<unknown> => calls.respond({ method: 'patch', route, body: { components: [], ...body, ...emptied(body) } });
      return sentMessage(await awake(channel, edit));
    },
    follow: async (way, body) =>
      sentMessage(
        await calls.respond({
          method: 'post',
          route: Routes.webhook(way.application, way.token),
          body: { ...body, ...(way.ephemeral ? { flags: MessageFlags.Ephemeral } : {}) },
        }),
      ),
    send: (channel, body, nonce, replyTo) => awake(channel, () => send(channel, body, nonce, replyTo)),
    sendPrivately: async (user, body, nonce) => {
      const channel = idIn(await calls.call({ method: 'post', route: Routes.userChannels(), body: { recipient_id: user } }));
      return send(channel, body, nonce);
    },
  };
}

/** An edit leaves alone what it does not name: a word on the progress, or what the buttons were on. */
function emptied({ content, embeds }: MessageBody): object {
  return { ...(content === undefined ? { content: '' } : {}), ...(embeds === undefined ? { embeds: [] } : {}) };
}

/** Discord takes 25 characters; ids have at most 20. */
export function nonceOf({ id }: Pick<Job, 'id'>, part: number): string {
  return `${id}-${part}`;
}
