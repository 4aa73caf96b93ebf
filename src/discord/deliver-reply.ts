import { textsFor, type Chat, type Log, type Reply } from '../chat/index.js';
import { ApiError } from './api-failure.js';
import type { SentMessage } from './events.js';
import type { Job } from './job.js';
import { nonceOf, type Answerable, type Messages } from './messages.js';
import { permissionName, type NeededPermission } from './permissions.js';
import type { Places } from './places.js';
import { renderReply, sentence, type MessageBody } from './render-reply.js';

export interface DeliverDependencies {
  readonly chat: Pick<Chat, 'shown' | 'messagesShowing'>;
  readonly messages: Messages;
  readonly places: Pick<Places, 'lacks' | 'canHaveThread'>;
  readonly log: Log;
}

export interface InteractionCircumstances {
  /** The first response came too late, or never. */
  readonly late: boolean;
  /** What was owed from before a restart may have arrived. */
  readonly again: boolean;
}

/** Brings replies to where they belong, or else to the asker. @throws ApiError only for `aborted` and `unauthorized`: then it is owed */
export interface DeliverReply {
  /** @param again as in {@link InteractionCircumstances} */
  toMessage(job: Job, reply: Reply, again: boolean): Promise<void>;
  toInteraction(job: Job, way: Answerable, reply: Reply, circumstances: InteractionCircumstances): Promise<void>;
}

export function createDeliverReply({ chat, messages, places, log }: DeliverDependencies): DeliverReply {
  const link = async ({ answerId }: Reply, { channel_id: channel, id }: SentMessage): Promise<void> => {
    if (answerId === undefined) return;
    try {
      await chat.shown(answerId, { platform: 'discord', chat: channel, message: id });
    } catch (error) {
      // The reader has the answer; without the link only a reply to it starts anew.
      log.warn({ err: error }, 'It could not be kept which message shows an answer.');
    }
  };

  /**
   * How many parts of the answer to this question are noted as shown from before a restart: Discord remembers a nonce for minutes only.
   * What else shows something of an answer, such as an opened passage, is another reply.
   */
  const shownParts = async ({ deed }: Job, { answerId }: Reply, again: boolean): Promise<number> =>
    again && deed.kind === 'question' && answerId !== undefined ? (await chat.messagesShowing(answerId)).length : 0;

  /** Posts the parts after the first `from`. */
  const postAll = async (job: Job, reply: Reply, bodies: readonly MessageBody[], from: number, replyTo?: string): Promise<void> => {
    for (const [part, body] of bodies.entries()) {
      if (part < from) continue;
      await link(reply, await messages.send(job.channel, body, nonceOf(job, part), part === 0 ? replyTo : undefined));
    }
  };

  const privately = async (job: Job, reply: Reply, bodies: readonly MessageBody[], from = 0): Promise<void> => {
    try {
      for (const [part, body] of bodies.entries()) {
        if (part >= from) await link(reply, await messages.sendPrivately(job.user, body, nonceOf(job, part)));
      }
    } catch (error) {
      rethrowIfOwed(error);
      log.warn({ reason: messageOf(error) }, 'A reply can be brought neither to its place nor to the person in private; it is dropped.');
    }
  };

  /** The interaction is past: what of its answer is not shown yet goes to the channel if everybody was to see it, else to the person alone. */
  const elsewhere = async (job: Job, way: Answerable, reply: Reply, from: number): Promise<void> => {
    // A word in passing would come out of nowhere.
    if (way.inPlace || (way.ephemeral && reply.answerId === undefined)) {
      log.info({}, 'An interaction ended before its reply, which says nothing by itself; it is dropped.');
      return;
    }
    const bodies = renderReply(reply, { question: questionOf(job), thread: false });
    if (way.ephemeral || !job.member) return privately(job, reply, bodies, from);
    try {
      await postAll(job, reply, bodies, from);
    } catch (error) {
      rethrowIfOwed(error);
      await privately(job, reply, bodies, from);
    }
  };

  /**
   * A later part of an interaction's answer. A message of the interaction's own cannot be told from one that is sent again (documentation:
   * Execute Webhook has no nonce); an ordinary message can, where the bot is a member and everybody may read it.
   */
  const sendLater = async (job: Job, way: Answerable, body: MessageBody, part: number): Promise<SentMessage> => {
    if (way.ephemeral || !job.member) return messages.follow(way, body);
    try {
      return await messages.send(job.channel, body, nonceOf(job, part));
    } catch (error) {
      rethrowIfOwed(error);
      // Where the bot may answer, it need not be allowed to write by itself.
      return messages.follow(way, body);
    }
  };

  /** The asker gets the answer all the same, and a word on what to ask the administrators for. */
  const tellMissing = async (job: Job, reply: Reply, failed: ApiError): Promise<void> => {
    const { language } = reply;
    const lacking = places.lacks(job.channel);
    const named: readonly NeededPermission[] = lacking.length > 0 ? lacking : ['SendMessages'];
    log.warn(
      { reason: failed.message, permissions: named.join(', ') },
      'The bot may not answer in a channel; the asker is told in private.',
    );
    const text = textsFor(language).limits.missingPermission(named.map((permission) => permissionName(permission, language)));
    const bodies = renderReply(reply);
    try {
      // No part of the answer: not linked with it, nor counted among what is shown of it.
      await messages.sendPrivately(job.user, sentence(`<#${job.channel}> ${text}`), nonceOf(job, bodies.length));
    } catch (error) {
      rethrowIfOwed(error);
    }
    await privately(job, reply, bodies);
  };

  return {
    toMessage: async (job, reply, again) => {
      if (reply.placement === 'silent') return;
      const from = await shownParts(job, reply, again);
      const lacking = places.lacks(job.channel);
      const embeds = !lacking.includes('EmbedLinks');
      const bodies = renderReply(reply, { thread: job.thread, embeds });
      try {
        await postAll(job, reply, bodies, from, job.id);
      } catch (error) {
        rethrowIfOwed(error);
        const { kind } = error.failure;
        if (kind === 'forbidden') await tellMissing(job, reply, error);
        else if (kind === 'archived' || kind === 'locked') await privately(job, reply, renderReply(reply), from);
        else log.warn({ reason: error.message }, 'Discord does not take a reply; it is dropped.');
      }
    },

    toInteraction: async (job, way, reply, { late, again }) => {
      let shown = await shownParts(job, reply, again);
      if (late) return elsewhere(job, way, reply, shown);
      const bodies = renderReply(reply, { question: questionOf(job), thread: job.thread && !way.ephemeral });
      try {
        for (const [part, body] of bodies.entries()) {
          if (part < shown) continue;
          await link(reply, await (part === 0 ? messages.setOriginal(job.channel, way, body) : sendLater(job, way, body, part)));
          shown = part + 1;
        }
      } catch (error) {
        rethrowIfOwed(error);
        const { kind } = error.failure;
        if (kind === 'gone' && !again) {
          // Somebody took the "thinking" away, and wants no answer; after a restart it may never have been there.
          log.info({ reason: error.message }, 'The place of a reply was deleted before it came.');
        } else if (kind === 'refused') {
          log.error({ reason: error.message }, 'Discord does not take a reply as it is; it is dropped.');
        } else {
          log.warn({ reason: error.message }, 'An interaction can be answered no more; its answer goes elsewhere.');
          await elsewhere(job, way, reply, shown);
        }
      }
    },
  };
}

function questionOf({ deed }: Job): string | undefined {
  return deed.kind === 'question' && deed.unseen ? deed.text : undefined;
}

/** Everything but refusals of Discord's. */
function rethrowIfOwed(error: unknown): asserts error is ApiError {
  if (!(error instanceof ApiError) || error.failure.kind === 'aborted' || error.failure.kind === 'unauthorized') throw error;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
