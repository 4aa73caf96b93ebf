import { MessageFlags, Routes } from 'discord.js';
import type { DraftOutcome, SentMessage } from '../chat/index.js';
import { ApiError } from './api-failure.js';
import type { Call, Calls, Tried } from './calls.js';
import type { Address, InteractionReplyRoute } from './address.js';
import { idIn, sentMessage, type MessageAsSent } from './events.js';
import type { MessageBody } from './render-reply.js';

/** Messages of the bot: below an interaction, in channels, to one person. @throws ApiError */
export interface Messages {
  /** The interaction's own message, "thinking" until now. */
  setOriginal(channel: string, route: InteractionReplyRoute, body: MessageBody): Promise<MessageAsSent>;
  /** Sent again, it comes twice. */
  follow(route: InteractionReplyRoute, body: MessageBody): Promise<MessageAsSent>;
  /** What `follow` sent. */
  changeFollowUp(route: InteractionReplyRoute, message: SentMessage, body: MessageBody): Promise<MessageAsSent>;
  /** @param nonce within a few minutes, Discord sends what has the same one only once */
  send(channel: string, body: MessageBody, nonce: string, replyTo?: string): Promise<MessageAsSent>;
  /** Where the person reads what nobody else does. */
  privateChannel(user: string): Promise<string>;
  /** Also of an interaction's message, where everybody sees it and the bot is there. */
  edit(message: SentMessage, body: MessageBody): Promise<void>;
  /** Tried once: nothing depends on it. */
  remove(message: SentMessage): Promise<void>;
  /** Shows an answer in the making, now or not at all. Never rejects for what Discord does. */
  trySend(channel: string, body: MessageBody, nonce: string, replyTo: string): Promise<DraftOutcome<SentMessage>>;
  tryEdit(message: SentMessage, body: MessageBody): Promise<DraftOutcome<SentMessage>>;
  trySetOriginal(route: InteractionReplyRoute, body: MessageBody): Promise<DraftOutcome<SentMessage>>;
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
    setOriginal: async (channel, route, body) => {
      onSent(route.token);
      return sentMessage(await awake(channel, () => calls.respond(changingOwn(route, body))));
    },
    follow: async (route, body) =>
      sentMessage(
        await calls.respond({
          method: 'post',
          route: Routes.webhook(route.application, route.token),
          body: { ...body, ...(route.ephemeral ? { flags: MessageFlags.Ephemeral } : {}) },
        }),
      ),
    changeFollowUp: async (route, message, body) => sentMessage(await calls.respond(changingOwn(route, body, message.message))),
    send: (channel, body, nonce, replyTo) => awake(channel, () => send(channel, body, nonce, replyTo)),
    privateChannel: async (user) => idIn(await calls.call({ method: 'post', route: Routes.userChannels(), body: { recipient_id: user } })),
    edit: async (message, body) => {
      onSent(message.chat);
      await awake(message.chat, () => calls.call(changing(message, body)));
    },
    remove: ({ chat: channel, message: id }) => calls.tryOnce({ method: 'delete', route: Routes.channelMessage(channel, id) }),
    trySend: async (channel, body, nonce, replyTo) => {
      onSent(channel);
      const tried = await calls.tryNow(posting(channel, { ...body, ...referenceTo(replyTo) }, nonce), 'bot');
      // What may have been done is found by its nonce.
      return tried.kind === 'unavailable' ? { kind: 'unknown' } : shownBy(tried);
    },
    tryEdit: async (message, body) => {
      onSent(message.chat);
      return shownBy(await calls.tryNow(changing(message, body), 'bot'));
    },
    trySetOriginal: async (route, body) => {
      onSent(route.token);
      return shownBy(await calls.tryNow(changingOwn(route, body), 'interaction'));
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

function changing({ chat: channel, message: id }: SentMessage, body: MessageBody): Call {
  return { method: 'patch', route: Routes.channelMessage(channel, id), body: changed(body) };
}

function changingOwn({ application, token }: InteractionReplyRoute, body: MessageBody, message = '@original'): Call {
  return { method: 'patch', route: Routes.webhookMessage(application, token, message), body: changed(body) };
}

function shownBy(tried: Tried): DraftOutcome<SentMessage> {
  switch (tried.kind) {
    case 'done':
      return { kind: 'shown', place: placeOf(sentMessage(tried.result)) };
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

export function placeOf({ channel_id: chat, id: message }: MessageAsSent): SentMessage {
  return { chat, message };
}

/** Whether the message, as Discord gave it back, says what was sent: for a nonce that was used before, it gives back what was sent then. */
export function says({ content, embeds }: MessageAsSent, body: MessageBody): boolean {
  const words = (text: string | null | undefined): string => (text ?? '').trim();
  const [embed] = embeds ?? [];
  return words(content) === words(body.content) && words(embed?.description) === words(body.embeds?.[0]?.description);
}

/** Discord takes 25 characters; ids have at most 20. */
export function nonceOf({ id }: Pick<Address, 'id'>, part: number): string {
  return `${id}-${part}`;
}

/** For what takes the place of a message that has the part's nonce already: Discord would give back that one. */
export function secondNonceOf(address: Pick<Address, 'id'>, part: number): string {
  return `${nonceOf(address, part)}b`;
}
