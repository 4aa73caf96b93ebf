import { textsFor, type FinishedDrafts, type Log, type Reply } from '../chat/index.js';
import { ApiError } from './api-failure.js';
import type { SentMessage } from './events.js';
import { questionOf, type Job } from './job.js';
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

/** Brings replies to where they belong, or else to the asker. @throws ApiError only for `aborted` and `unauthorized`: then it is owed */
export interface DeliverReply {
  toMessage(job: Job, reply: Reply, circumstances: Circumstances): Promise<void>;
  toInteraction(job: Job, way: Answerable, reply: Reply, circumstances: InteractionCircumstances): Promise<void>;
}

export function createDeliverReply({ messages, shown, places, log }: DeliverDependencies): DeliverReply {
  /** The messages in the channel that the reply takes the place of. */
  const placesOf = async (
    job: Job,
    reply: Reply,
    { again, drafts: { place, isDoubtful } }: Circumstances,
  ): Promise<readonly SentMessage[]> => {
    const linked = again ? await shown.showing(reply.answerId ?? reply.insteadOf, job.channel) : [];
    if (place === undefined) return linked;
    const others = linked.filter(({ id }) => id !== place.id);
    return isDoubtful ? others : [place, ...others];
  };

  /** Puts the bodies where earlier ones are; what there are more of is posted, what there were more of is taken away. */
  const postAll = async (
    job: Job,
    reply: Reply,
    bodies: readonly MessageBody[],
    { replyTo, ...circumstances }: Circumstances & { readonly replyTo?: string },
  ): Promise<void> => {
    const { again, drafts } = circumstances;
    const there = await placesOf(job, reply, circumstances);
    for (const [part, body] of bodies.entries()) {
      const place = there[part];
      if (place !== undefined && (await isChanged(place, body))) continue;
      const isNonceUsed = place !== undefined || (part === 0 && drafts.place !== undefined);
      const nonce = isNonceUsed ? secondNonceOf(job, part) : nonceOf(job, part);
      const sent = await messages.send(job.channel, body, nonce, part === 0 ? replyTo : undefined);
      // A draft that nobody knows to have arrived is found by its nonce.
      if ((again || drafts.isDoubtful) && !says(sent, body)) await messages.edit(sent, body);
      await shown.link(reply.answerId, sent);
    }
    for (const place of there.slice(bodies.length)) await messages.remove(place);
    await removeDoubtful(circumstances);
  };

  /** A change to a draft that Discord has not answered may come yet: into a message that is gone it cannot. */
  const removeDoubtful = async ({ drafts: { place, isDoubtful } }: Circumstances): Promise<void> => {
    if (isDoubtful && place !== undefined) await messages.remove(place);
  };

  const isChanged = async (place: SentMessage, body: MessageBody): Promise<boolean> => {
    try {
      await messages.edit(place, body);
      return true;
    } catch (error) {
      rethrowIfOwed(error);
      log.info({ reason: error.message }, 'What was shown of an answer cannot be changed; the answer is a message of its own.');
      return false;
    }
  };

  const privately = async (job: Job, reply: Reply, bodies: readonly MessageBody[]): Promise<void> => {
    try {
      for (const [part, body] of bodies.entries()) {
        await shown.link(reply.answerId, await messages.sendPrivately(job.user, body, nonceOf(job, part)));
      }
    } catch (error) {
      rethrowIfOwed(error);
      log.warn({ reason: messageOf(error) }, 'A reply can be brought neither to its place nor to the person in private; it is dropped.');
    }
  };

  /** The interaction is past: to the channel if everybody was to see it, else to the person alone. */
  const elsewhere = async (job: Job, way: Answerable, reply: Reply, circumstances: Circumstances): Promise<void> => {
    // A word in passing would come out of nowhere.
    if (way.inPlace || (way.ephemeral && reply.answerId === undefined)) {
      log.info({}, 'An interaction ended before its reply, which says nothing by itself; it is dropped.');
      return;
    }
    const bodies = renderReply(reply, { question: questionOf(job), thread: false });
    if (way.ephemeral || !job.member) return privately(job, reply, bodies);
    try {
      await postAll(job, reply, bodies, circumstances);
    } catch (error) {
      rethrowIfOwed(error);
      await privately(job, reply, bodies);
    }
  };

  /** The asker gets the answer all the same, and a word on what to ask the administrators for. */
  const tellMissing = (job: Job, reply: Reply, failed: ApiError): Promise<void> => {
    const { language } = reply;
    const lacking = places.lacks(job.channel);
    const named: readonly NeededPermission[] = lacking.length > 0 ? lacking : ['SendMessages'];
    log.warn(
      { reason: failed.message, permissions: named.join(', ') },
      'The bot may not answer in a channel; the asker is told in private.',
    );
    const text = textsFor(language).limits.missingPermission(named.map((permission) => permissionName(permission, language)));
    return privately(job, reply, [sentence(`<#${job.channel}> ${text}`), ...renderReply(reply)]);
  };

  return {
    toMessage: async (job, reply, circumstances) => {
      if (reply.placement === 'silent') {
        // Half an answer is not left behind.
        if (reply.insteadOf !== undefined) for (const place of await placesOf(job, reply, circumstances)) await messages.remove(place);
        return;
      }
      const lacking = places.lacks(job.channel);
      const embeds = !lacking.includes('EmbedLinks');
      const bodies = renderReply(reply, { thread: job.thread, embeds });
      try {
        await postAll(job, reply, bodies, { ...circumstances, replyTo: job.id });
      } catch (error) {
        rethrowIfOwed(error);
        const { kind } = error.failure;
        if (kind === 'forbidden') await tellMissing(job, reply, error);
        else if (kind === 'archived' || kind === 'locked') await privately(job, reply, renderReply(reply));
        else log.warn({ reason: error.message }, 'Discord does not take a reply; it is dropped.');
      }
    },

    toInteraction: async (job, way, reply, { late, ...circumstances }) => {
      if (late) return elsewhere(job, way, reply, circumstances);
      const [first, ...others] = renderReply(reply, { question: questionOf(job), thread: job.thread && !way.ephemeral });
      try {
        await shown.link(reply.answerId, await messages.setOriginal(job.channel, way, first));
        for (const body of others) await shown.link(reply.answerId, await messages.follow(way, body));
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
          await elsewhere(job, way, reply, circumstances);
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
