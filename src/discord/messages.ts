import { MessageFlags, Routes } from 'discord.js';
import type { Shown } from '../chat/index.js';
import { ApiError } from './api-failure.js';
import type { Call, Calls, Tried } from './calls.js';
import { idIn, sentMessage, type SentMessage } from './events.js';
import type { Job, Way } from './job.js';
import type { MessageBody } from './render-reply.js';

export type Answerable = Extract<Way, { kind: 'interaction' }>;

/** Messages of the bot: below an interaction, in channels, to one person. @throws ApiError */
export interface Messages {
  /** The interaction's own message, "thinking" until now. */
  setOriginal(channel: string, way: Answerable, body: MessageBody): Promise<SentMessage>;
  /** Sent again, it comes twice. */
  follow(way: Answerable, body: MessageBody): Promise<SentMessage>;
  /** What `follow` sent. */
  changeFollowUp(way: Answerable, message: SentMessage, body: MessageBody): Promise<SentMessage>;
  /** @param nonce within a few minutes, Discord sends what has the same one only once */
  send(channel: string, body: MessageBody, nonce: string, replyTo?: string): Promise<SentMessage>;
  /** Where the person reads what nobody else does. */
  privateChannel(user: string): Promise<string>;
  /** Also of an interaction's message, where everybody sees it and the bot is there. */
  edit(message: SentMessage, body: MessageBody): Promise<void>;
  /** Tried once: nothing depends on it. */
  remove(message: SentMessage): Promise<void>;
  /** Shows an answer in the making, now or not at all. Never rejects for what Discord does. */
  trySend(channel: string, body: MessageBody, nonce: string, replyTo: string): Promise<Shown<SentMessage>>;
  tryEdit(message: SentMessage, body: MessageBody): Promise<Shown<SentMessage>>;
  trySetOriginal(way: Answerable, body: MessageBody): Promise<Shown<SentMessage>>;
}

/** @param onSent Told of every message that is sent or changed, by the channel or the interaction's token, before it is. */
export function createMessages(calls: Calls, onSent: (place: string) => void): Messages {
  const send: Messages['send'] = async (channel, body, nonce, replyTo) => {
    const post = (reference: object): Promise<unknown> => {
      onSent(channel);
      return calls.call(posting(channel, { ...body, ...reference }, nonce));
    };
    if (replyTo === undefined) return sentMessage(await post({}));
    try {
      return sentMessage(await post(referenceTo(replyTo)));
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
      onSent(way.token);
      return sentMessage(await awake(channel, () => calls.respond(changingOwn(way, body))));
    },
    follow: async (way, body) =>
      sentMessage(
        await calls.respond({
          method: 'post',
          route: Routes.webhook(way.application, way.token),
          body: { ...body, ...(way.ephemeral ? { flags: MessageFlags.Ephemeral } : {}) },
        }),
      ),
    changeFollowUp: async (way, message, body) => sentMessage(await calls.respond(changingOwn(way, body, message.id))),
    send: (channel, body, nonce, replyTo) => awake(channel, () => send(channel, body, nonce, replyTo)),
    privateChannel: async (user) => idIn(await calls.call({ method: 'post', route: Routes.userChannels(), body: { recipient_id: user } })),
    edit: async (message, body) => {
      onSent(message.channel_id);
      await awake(message.channel_id, () => calls.call(changing(message, body)));
    },
    remove: ({ channel_id: channel, id }) => calls.tryOnce({ method: 'delete', route: Routes.channelMessage(channel, id) }),
    trySend: async (channel, body, nonce, replyTo) => {
      onSent(channel);
      const tried = await calls.tryNow(posting(channel, { ...body, ...referenceTo(replyTo) }, nonce), 'bot');
      // What may have been done is found by its nonce.
      return tried.kind === 'unavailable' ? { kind: 'unknown' } : shownBy(tried);
    },
    tryEdit: async (message, body) => {
      onSent(message.channel_id);
      return shownBy(await calls.tryNow(changing(message, body), 'bot'));
    },
    trySetOriginal: async (way, body) => {
      onSent(way.token);
      return shownBy(await calls.tryNow(changingOwn(way, body), 'interaction'));
    },
  };
}

function posting(channel: string, body: object, nonce: string): Call {
  return { method: 'post', route: Routes.channelMessages(channel), body: { ...body, nonce, enforce_nonce: true } };
}

/** What is replied to may have been deleted meanwhile. */
function referenceTo(message: string): object {
  return { message_reference: { message_id: message, fail_if_not_exists: false } };
}

function changing({ channel_id: channel, id }: SentMessage, body: MessageBody): Call {
  return { method: 'patch', route: Routes.channelMessage(channel, id), body: changed(body) };
}

function changingOwn({ application, token }: Answerable, body: MessageBody, message = '@original'): Call {
  return { method: 'patch', route: Routes.webhookMessage(application, token, message), body: changed(body) };
}

function shownBy(tried: Tried): Shown<SentMessage> {
  switch (tried.kind) {
    case 'done':
      return { kind: 'shown', place: sentMessage(tried.result) };
    case 'limited':
      return { kind: 'not-now', waitMs: tried.waitMs };
    case 'unavailable':
      return { kind: 'not-now' };
    case 'failed':
      return { kind: tried.failure.kind === 'unreachable' || tried.failure.kind === 'aborted' ? 'unknown' : 'refused' };
  }
}

/** An edit leaves alone what it does not name: a word on the progress, or what the buttons were on. */
function changed(body: MessageBody): object {
  const { content, embeds } = body;
  return { components: [], ...body, ...(content === undefined ? { content: '' } : {}), ...(embeds === undefined ? { embeds: [] } : {}) };
}

/** Whether the message, as Discord gave it back, says what was sent: for a nonce that was used before, it gives back what was sent then. */
export function says({ content, embeds }: SentMessage, body: MessageBody): boolean {
  const words = (text: string | null | undefined): string => (text ?? '').trim();
  const [embed] = embeds ?? [];
  return words(content) === words(body.content) && words(embed?.description) === words(body.embeds?.[0]?.description);
}

/** Discord takes 25 characters; ids have at most 20. */
export function nonceOf({ id }: Pick<Job, 'id'>, part: number): string {
  return `${id}-${part}`;
}

/** For what takes the place of a message that has the part's nonce already: Discord would give back that one. */
export function secondNonceOf(job: Pick<Job, 'id'>, part: number): string {
  return `${nonceOf(job, part)}b`;
}
