import { textsFor, type FinishedDrafts, type Log, type Reply } from '../chat/index.js';
import { ApiError } from './api-failure.js';
import type { SentMessage } from './events.js';
import { asks, questionOf, type Job } from './job.js';
import { nonceOf, says, secondNonceOf, type Answerable, type Messages } from './messages.js';
import { permissionName, type NeededPermission } from './permissions.js';
import type { Places } from './places.js';
import { renderReply, sentence, type MessageBody } from './render-reply.js';
import type { ShownMessages } from './shown-messages.js';

export interface DeliverDependencies {
  readonly messages: Messages;
  readonly shown: ShownMessages;
  readonly places: Pick<Places, 'lacks' | 'canHaveThread'>;
  readonly log: Log;
}

export interface Circumstances {
  /** What was owed from before a restart may have arrived. */
  readonly again: boolean;
  /** What readers see of the answer already. */
  readonly drafts: FinishedDrafts<SentMessage>;
}

export interface InteractionCircumstances extends Circumstances {
  /** The first response came too late, or never. */
  readonly late: boolean;
}

interface Posting extends Circumstances {
  readonly channel: string;
  /** The parts before this one are there already. */
  readonly from?: number;
  readonly replyTo?: string;
}

/** Brings replies to where they belong, or else to the asker. @throws ApiError only for `aborted` and `unauthorized`: then it is owed */
export interface DeliverReply {
  toMessage(job: Job, reply: Reply, circumstances: Circumstances): Promise<void>;
  toInteraction(job: Job, way: Answerable, reply: Reply, circumstances: InteractionCircumstances): Promise<void>;
}

export function createDeliverReply({ messages, shown, places, log }: DeliverDependencies): DeliverReply {
  /** The messages in the channel that the reply takes the place of. */
  const placesOf = async (
    job: Job,
    channel: string,
    reply: Reply,
    { again, drafts: { place, isDoubtful } }: Circumstances,
  ): Promise<readonly SentMessage[]> => {
    // What else shows something of an answer, such as `/source`, is a reply of its own beside it.
    const linked = again && asks(job) ? await shown.showing(reply.answerId ?? reply.insteadOf, channel) : [];
    if (place?.channel_id !== channel) return linked;
    const others = linked.filter(({ id }) => id !== place.id);
    return isDoubtful ? others : [place, ...others];
  };

  const isChanged = async (change: () => Promise<unknown>): Promise<boolean> => {
    try {
      await change();
      return true;
    } catch (error) {
      rethrowIfOwed(error);
      log.info({ reason: error.message }, 'What was shown of an answer cannot be changed; the answer is a message of its own.');
      return false;
    }
  };

  /** Discord takes what has the same nonce only once, and gives back what was sent then: it may have been a draft. */
  const sendOnce = async (
    channel: string,
    body: MessageBody,
    nonce: string,
    mayDiffer: boolean,
    replyTo?: string,
  ): Promise<SentMessage> => {
    const sent = await messages.send(channel, body, nonce, replyTo);
    if (mayDiffer && !says(sent, body)) await messages.edit(sent, body);
    return sent;
  };

  /** Puts the bodies where earlier ones are; what there are more of is posted, what there were more of is taken away. */
  const postAll = async (job: Job, reply: Reply, bodies: readonly MessageBody[], posting: Posting): Promise<void> => {
    const { channel, from = 0, replyTo, ...circumstances } = posting;
    const { again, drafts } = circumstances;
    const there = await placesOf(job, channel, reply, circumstances);
    for (const [part, body] of bodies.entries()) {
      if (part < from) continue;
      const place = there[part];
      if (place !== undefined && (await isChanged(() => messages.edit(place, body)))) continue;
      const isNonceUsed = place !== undefined || (part === 0 && drafts.place !== undefined);
      const nonce = isNonceUsed ? secondNonceOf(job, part) : nonceOf(job, part);
      const sent = await sendOnce(channel, body, nonce, again || drafts.isDoubtful, part === 0 ? replyTo : undefined);
      await shown.link(reply.answerId, sent);
    }
    for (const place of there.slice(bodies.length)) await messages.remove(place);
    await removeDoubtful(circumstances);
  };

  /** A change to a draft that Discord has not answered may come yet: into a message that is gone it cannot. */
  const removeDoubtful = async ({ drafts: { place, isDoubtful } }: Circumstances): Promise<void> => {
    if (isDoubtful && place !== undefined) await messages.remove(place);
  };

  const privately = async (
    job: Job,
    reply: Reply,
    bodies: readonly MessageBody[],
    circumstances: Circumstances,
    from = 0,
  ): Promise<void> => {
    try {
      const channel = await messages.privateChannel(job.user);
      await postAll(job, reply, bodies, { ...circumstances, channel, from });
    } catch (error) {
      rethrowIfOwed(error);
      log.warn({ reason: messageOf(error) }, 'A reply can be brought neither to its place nor to the person in private; it is dropped.');
    }
  };

  /**
   * The interaction is past: to the channel if everybody was to see it, else to the person alone.
   * @param from as many parts have come by the interaction
   */
  const elsewhere = async (job: Job, way: Answerable, reply: Reply, circumstances: Circumstances, from: number): Promise<void> => {
    // A word in passing would come out of nowhere.
    if (way.inPlace || (way.ephemeral && reply.answerId === undefined)) {
      log.info({}, 'An interaction ended before its reply, which says nothing by itself; it is dropped.');
      return;
    }
    const bodies = renderReply(reply, { question: questionOf(job), thread: false });
    if (way.ephemeral || !job.member) return privately(job, reply, bodies, circumstances, from);
    try {
      await postAll(job, reply, bodies, { ...circumstances, channel: job.channel, from });
    } catch (error) {
      rethrowIfOwed(error);
      await privately(job, reply, bodies, circumstances, from);
    }
  };

  /**
   * A later part of an interaction's answer. A message of the interaction's own cannot be told from one that is sent again (documentation:
   * Execute Webhook has no nonce); an ordinary message can, where the bot is a member and everybody may read it.
   * @param place where the part was shown before a restart
   */
  const sendLater = async (job: Job, way: Answerable, body: MessageBody, part: number, place?: SentMessage): Promise<SentMessage> => {
    if (way.ephemeral || !job.member) {
      if (place !== undefined && (await isChanged(() => messages.changeFollowUp(way, place, body)))) return place;
      return messages.follow(way, body);
    }
    if (place !== undefined && (await isChanged(() => messages.edit(place, body)))) return place;
    const nonce = place === undefined ? nonceOf(job, part) : secondNonceOf(job, part);
    try {
      return await sendOnce(job.channel, body, nonce, true);
    } catch (error) {
      rethrowIfOwed(error);
      // Where the bot may answer, it need not be allowed to write by itself.
      return messages.follow(way, body);
    }
  };

  /** The asker gets the answer all the same, and a word on what to ask the administrators for. */
  const tellMissing = async (job: Job, reply: Reply, failed: ApiError, circumstances: Circumstances): Promise<void> => {
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
      await messages.send(await messages.privateChannel(job.user), sentence(`<#${job.channel}> ${text}`), nonceOf(job, bodies.length));
    } catch (error) {
      rethrowIfOwed(error);
    }
    await privately(job, reply, bodies, circumstances);
  };

  return {
    toMessage: async (job, reply, circumstances) => {
      const { channel } = job;
      if (reply.placement === 'silent') {
        // Half an answer is not left behind.
        if (reply.insteadOf === undefined) return;
        for (const place of await placesOf(job, channel, reply, circumstances)) await messages.remove(place);
        return;
      }
      const embeds = !places.lacks(channel).includes('EmbedLinks');
      const bodies = renderReply(reply, { thread: job.thread, embeds });
      try {
        await postAll(job, reply, bodies, { ...circumstances, channel, replyTo: job.id });
      } catch (error) {
        rethrowIfOwed(error);
        const { kind } = error.failure;
        if (kind === 'forbidden') await tellMissing(job, reply, error, circumstances);
        else if (kind === 'archived' || kind === 'locked') await privately(job, reply, renderReply(reply), circumstances);
        else log.warn({ reason: error.message }, 'Discord does not take a reply; it is dropped.');
      }
    },

    toInteraction: async (job, way, reply, { late, ...circumstances }) => {
      if (late) return elsewhere(job, way, reply, circumstances, 0);
      const bodies = renderReply(reply, { question: questionOf(job), thread: job.thread && !way.ephemeral });
      const there = await placesOf(job, job.channel, reply, circumstances);
      let brought = 0;
      try {
        for (const [part, body] of bodies.entries()) {
          const sent = await (part === 0 ? messages.setOriginal(job.channel, way, body) : sendLater(job, way, body, part, there[part]));
          await shown.link(reply.answerId, sent);
          brought = part + 1;
        }
      } catch (error) {
        rethrowIfOwed(error);
        const { kind } = error.failure;
        if (kind === 'gone' && !circumstances.again) {
          // Somebody took the "thinking" away, and wants no answer; after a restart it may never have been there.
          log.info({ reason: error.message }, 'The place of a reply was deleted before it came.');
        } else if (kind === 'refused') {
          log.error({ reason: error.message }, 'Discord does not take a reply as it is; it is dropped.');
        } else {
          log.warn({ reason: error.message }, 'An interaction can be answered no more; its answer goes elsewhere.');
          await elsewhere(job, way, reply, circumstances, brought);
        }
      }
    },
  };
}

/** Everything but refusals of Discord's. */
function rethrowIfOwed(error: unknown): asserts error is ApiError {
  if (!(error instanceof ApiError) || error.failure.kind === 'aborted' || error.failure.kind === 'unauthorized') throw error;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
