import { Routes } from 'discord.js';
import type { DraftPace, Log, PlatformFailure, PlatformPort, Reply, SentMessage } from '../chat/index.js';
import { textsFor } from '../chat/index.js';
import { readAddress, type Address, type InteractionReplyRoute } from './address.js';
import { ApiError } from './api-failure.js';
import type { Calls } from './calls.js';
import type { MessageAsSent } from './events.js';
import { nonceOf, placeOf, says, secondNonceOf, type Messages } from './messages.js';
import type { OpenThread } from './open-thread.js';
import { permissionName, type NeededPermission } from './permissions.js';
import type { Places } from './places.js';
import { renderReply, sentence, workingOn, type MessageBody } from './render-reply.js';
import { readOldRecord } from './requests.js';

export interface DiscordPortDependencies {
  readonly calls: Calls;
  readonly messages: Messages;
  readonly places: Pick<Places, 'lacks'>;
  readonly pace: DraftPace;
  readonly openThread: OpenThread;
  readonly isAdmin: (user: string) => boolean;
  readonly log: Log;
}

export type DiscordPort = Omit<PlatformPort<Address, MessageBody>, 'connect' | 'disconnect'>;

/** Discord wants to be answered in three seconds, be it that a question could not be written down. */
const acceptWithinMs = 2_000;
/** An answer that comes sooner needs no word on its progress. */
const workingAfterMs = 4_000;
/** Discord shows "typing" for ten seconds (documentation: Trigger Typing Indicator). */
const typingRepeatMs = 8_000;
/**
 * Discord takes five edits in five seconds in a channel (it documents no numbers: headers tell them). Four drafts in that time leave room for the
 * answer.
 */
export const draftGapMs = 1_250;

/** The interaction's own message, until its number is known. */
const original = '@original';

export function createDiscordPort(dependencies: DiscordPortDependencies): DiscordPort {
  const { calls, messages, places, pace, openThread, isAdmin, log } = dependencies;

  const isChanged = async (change: () => Promise<unknown>): Promise<boolean> => {
    try {
      await change();
      return true;
    } catch (error) {
      rethrowIfOwed(error);
      log.info({ reason: error.message }, 'A message that shows an answer cannot be changed; a new one is sent.');
      return false;
    }
  };

  /** Discord takes what has the same nonce only once, and gives back what was sent then: it may have been a draft. */
  const sendOnce = async (
    { channel, id, replyRoute }: Address,
    body: MessageBody,
    nonce: string,
    { mayDiffer, asReply }: { readonly mayDiffer: boolean; readonly asReply: boolean },
  ): Promise<MessageAsSent> => {
    const sent = await messages.send(channel, body, nonce, asReply && replyRoute.kind === 'message' ? id : undefined);
    if (mayDiffer && !says(sent, body)) await messages.edit(placeOf(sent), body);
    return sent;
  };

  /**
   * A later part of an interaction's answer. A message of the interaction's own cannot be told from one that is sent again (documentation:
   * Execute Webhook has no nonce); an ordinary message can, where the bot is a member and everybody may read it.
   */
  const sendLater = async (address: Address, route: InteractionReplyRoute, body: MessageBody, nonce: string): Promise<MessageAsSent> => {
    if (isApart(address, route)) return messages.follow(route, body);
    try {
      return await sendOnce(address, body, nonce, { mayDiffer: true, asReply: false });
    } catch (error) {
      rethrowIfOwed(error);
      // Where the bot may answer, it need not be allowed to write by itself.
      return messages.follow(route, body);
    }
  };

  const inPrivate = async (address: Address): Promise<Address> => {
    const channel = await messages.privateChannel(address.user);
    return { ...address, channel, thread: false, replyRoute: { kind: 'private' } };
  };

  /** The asker gets the answer all the same, and a word on what to ask the administrators for. */
  const tellMissing = async (address: Address, reply: Reply, failed: ApiError): Promise<Address> => {
    const { language } = reply;
    const lacking = places.lacks(address.channel);
    const named: readonly NeededPermission[] = lacking.length > 0 ? lacking : ['SendMessages'];
    log.warn(
      { reason: failed.message, permissions: named.join(', ') },
      'The bot may not answer in a channel; the asker is told in private.',
    );
    const text = textsFor(language).limits.missingPermission(named.map((permission) => permissionName(permission, language)));
    const there = await inPrivate(address);
    try {
      // No part of the answer: not linked with it, nor counted among what is shown of it.
      await messages.send(there.channel, sentence(`<#${address.channel}> ${text}`), nonceOf(address, renderReply(reply).length));
    } catch (error) {
      rethrowIfOwed(error);
    }
    return there;
  };

  return {
    platform: 'discord',
    isRedelivered: false,
    acceptWithinMs,
    isAdmin,
    readAddress,
    readOldRecord,

    render: (reply, { question, thread, channel, replyRoute }, { isGrowing }) => {
      if (replyRoute.kind === 'interaction' && replyRoute.mute) return [];
      const embeds = replyRoute.kind !== 'message' || !places.lacks(channel).includes('EmbedLinks');
      return renderReply(reply, { question, thread, embeds, growing: isGrowing });
    },
    send: async (address, body, { index, asReply, isReplacement, mayHaveArrived: mayDiffer }) => {
      const nonce = isReplacement ? secondNonceOf(address, index) : nonceOf(address, index);
      const { replyRoute: route } = address;
      return placeOf(
        await (route.kind === 'interaction'
          ? sendLater(address, route, body, nonce)
          : sendOnce(address, body, nonce, { mayDiffer, asReply })),
      );
    },
    edit: async (message, body, address) => {
      const { replyRoute: route, channel } = address;
      if (route.kind === 'interaction' && message.message === original) return placeOf(await messages.setOriginal(channel, route, body));
      const change = (): Promise<unknown> =>
        route.kind === 'interaction' && isApart(address, route)
          ? messages.changeFollowUp(route, message, body)
          : messages.edit(message, body);
      return (await isChanged(change)) ? message : undefined;
    },
    remove: (message) => messages.remove(message),
    failureOf,
    notify: async (address, text, eventId) => {
      await messages.trySend(address.channel, sentence(text), nonceOf(address, 0), eventId);
    },

    sendDraft: (address, body) => messages.trySend(address.channel, body, nonceOf(address, 0), address.id),
    editDraft: (message, body, { replyRoute: route }) =>
      route.kind === 'interaction' ? messages.trySetOriginal(route, body) : messages.tryEdit(message, body),
    draftGapMs: () => draftGapMs,
    draftWaitMs: ({ channel, replyRoute: route }) => pace.leftMs(route.kind === 'interaction' ? route.token : channel),

    slot: ({ channel, replyRoute: route }): SentMessage | undefined =>
      route.kind === 'interaction' && !route.mute ? { chat: channel, message: original } : undefined,
    // A thread that was opened on an answer is linked to it, too.
    isAt: ({ chat }, { channel }) => chat === channel,
    fallback: async (address, reply, { error, again }) => {
      if (!(error instanceof ApiError) || isOwed(error)) return undefined;
      const { replyRoute: route, member } = address;
      const { kind } = error.failure;
      switch (route.kind) {
        case 'interaction':
          // Somebody took the "thinking" away, and wants no answer; after a restart it may never have been there.
          if (kind === 'refused' || (kind === 'gone' && !again)) return undefined;
          // A word in passing would come out of nowhere.
          if (route.inPlace || (route.ephemeral && reply.answerId === undefined)) return undefined;
          log.warn({ reason: error.message }, 'An interaction can no longer be answered; its answer goes elsewhere.');
          if (route.ephemeral || !member) return inPrivate(address);
          return { ...address, thread: false, replyRoute: { kind: 'channel' } };
        case 'channel':
          return inPrivate(address);
        case 'message':
          if (kind === 'forbidden') return tellMissing(address, reply, error);
          return kind === 'archived' || kind === 'locked' ? inPrivate(address) : undefined;
        case 'private':
          return undefined;
      }
    },
    typing: ({ channel, replyRoute: route }) =>
      route.kind !== 'message'
        ? undefined
        : {
            key: channel,
            repeatMs: typingRepeatMs,
            show: async () => {
              await calls.tryNow({ method: 'post', route: Routes.channelTyping(channel) }, 'bot');
            },
          },
    working: ({ question, replyRoute: route }, language) =>
      question === undefined || route.kind !== 'interaction' ? undefined : { afterMs: workingAfterMs, part: workingOn(language) },
    openThread,
  };
}

/** Whether readers of the channel do not see what the interaction says, or the bot cannot reach it but by the interaction. */
function isApart({ member }: Address, { ephemeral }: InteractionReplyRoute): boolean {
  return ephemeral || !member;
}

function isOwed({ failure }: ApiError): boolean {
  return failure.kind === 'aborted' || failure.kind === 'unauthorized';
}

/** Everything but refusals of Discord's. */
function rethrowIfOwed(error: unknown): asserts error is ApiError {
  if (!(error instanceof ApiError) || isOwed(error)) throw error;
}

function failureOf(error: unknown): PlatformFailure | undefined {
  if (!(error instanceof ApiError)) return undefined;
  if (isOwed(error)) return { kind: 'stopped' };
  return { kind: error.failure.kind === 'unreachable' ? 'unreachable' : 'refused' };
}
