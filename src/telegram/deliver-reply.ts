import type { FinishedDrafts, Reply } from '../chat/index.js';
import { asks, type Job, type Press, type Written } from './job.js';
import { withoutReasons, type Keyboard } from './keyboard.js';
import type { Messages, SentMessage, Target } from './messages.js';
import { renderReply, type Part, type RenderedReply } from './render-reply.js';
import type { ShownMessages } from './shown-messages.js';

export interface DeliverDependencies {
  readonly messages: Messages;
  readonly shown: ShownMessages;
}

export interface Circumstances {
  /** What was owed from before a restart may have arrived, wholly or in part. */
  readonly again: boolean;
  /** What the reader sees of the answer already. */
  readonly drafts: FinishedDrafts<SentMessage>;
}

/** Brings replies to where they belong. Called in the chat's turn; @throws what `Messages` throws. */
export interface DeliverReply {
  toMessage(job: Written, reply: Reply, circumstances: Circumstances): Promise<void>;
  toPress(job: Press, reply: Reply, circumstances: Circumstances): Promise<void>;
}

/** Where what answers the job goes: in a group as a reply to what asked. */
export function targetOf({ chat, topic, isPrivate, message }: Job): Target {
  return { chat, topic, ...(isPrivate ? {} : { replyTo: message }) };
}

export function createDeliverReply({ messages, shown }: DeliverDependencies): DeliverReply {
  /** The messages that the reply takes the place of. */
  const placesOf = async (
    job: Job,
    reply: Reply,
    { again, drafts: { place, isDoubtful } }: Circumstances,
  ): Promise<readonly SentMessage[]> => {
    // What else shows something of an answer, such as `/source`, is a reply of its own beside it.
    const linked = (again && asks(job)) || reply.placement === 'in-place' ? await shown.showing(reply.answerId ?? reply.insteadOf) : [];
    if (place === undefined) return linked;
    const others = linked.filter(({ message }) => message !== place.message);
    return isDoubtful ? others : [place, ...others];
  };

  /** Puts the parts where earlier ones are; what there are more of is sent, what there were more of is taken away. */
  const bringParts = async (job: Job, reply: Reply, circumstances: Circumstances): Promise<void> => {
    const target = targetOf(job);
    const places = await placesOf(job, reply, circumstances);
    const { parts, keyboard } = renderReply(reply);
    for (const [index, part] of parts.entries()) {
      const place = places[index];
      const buttons = index === parts.length - 1 ? keyboard : [];
      if (place !== undefined && (await messages.edit(place, part, buttons)) === 'edited') continue;
      const quotes = index === 0 || reply.placement === 'in-place';
      await shown.link(reply.answerId, await messages.send(quotes ? target : { ...target, replyTo: undefined }, part, buttons));
    }
    for (const place of places.slice(parts.length)) await messages.remove(place);
    await removeDoubtful(circumstances);
  };

  /** A change to a draft that Telegram has not answered may come yet: into a message that is gone it cannot. */
  const removeDoubtful = async ({ drafts: { place, isDoubtful } }: Circumstances): Promise<void> => {
    if (isDoubtful && place !== undefined) await messages.remove(place);
  };

  /** Nothing is said, and half an answer is not left behind. */
  const takeDraftsAway = async (job: Job, reply: Reply, circumstances: Circumstances): Promise<void> => {
    if (reply.insteadOf === undefined) return;
    for (const place of await placesOf(job, reply, circumstances)) await messages.remove(place);
    await removeDoubtful(circumstances);
  };

  const inPlaceOfButton = async (job: Press, reply: Reply): Promise<void> => {
    const { parts, keyboard } = renderReply(reply);
    const part = partFor(
      parts,
      (await shown.showing(reply.answerId)).findIndex(({ message }) => message === job.message),
    );
    if ((await messages.edit({ chat: job.chat, message: job.message }, part, keyboard)) === 'edited') return;
    await shown.link(reply.answerId, await messages.send({ chat: job.chat, topic: job.topic }, part, keyboard));
  };

  /** A question back to the person who pressed: its buttons come below those that are there. */
  const askBack = async (job: Press, reply: Reply): Promise<void> => {
    const { parts, keyboard } = renderReply(reply);
    const here = { chat: job.chat, message: job.message };
    if (job.keyboard === undefined) {
      await messages.send({ chat: job.chat, topic: job.topic, replyTo: job.message }, parts[0], keyboard);
      return;
    }
    await messages.editKeyboard(here, [...asKeyboard(withoutReasons(job.keyboard) ?? job.keyboard), ...keyboard]);
  };

  const takeReasonsAway = async (job: Press): Promise<void> => {
    const kept = job.keyboard === undefined ? undefined : withoutReasons(job.keyboard);
    if (kept !== undefined) await messages.editKeyboard({ chat: job.chat, message: job.message }, asKeyboard(kept));
  };

  return {
    toMessage: (job, reply, circumstances) =>
      reply.placement === 'silent' ? takeDraftsAway(job, reply, circumstances) : bringParts(job, reply, circumstances),
    toPress: async (job, reply, circumstances) => {
      switch (reply.placement) {
        case 'silent':
          return takeDraftsAway(job, reply, circumstances);
        case 'in-place':
          return inPlaceOfButton(job, reply);
        case 'aside':
          return reply.actions.length > 0 ? askBack(job, reply) : takeReasonsAway(job);
        case 'message':
          return bringParts(job, reply, circumstances);
      }
    },
  };
}

/** The part that goes into one message: the one that it showed, or of an opened passage the one with the quotation. */
function partFor(parts: RenderedReply['parts'], shownAt: number): Part {
  const [first] = parts;
  if (parts.length === 1) return first;
  const quoting = parts.find(({ blocks }) => blocks.some((block) => block.kind === 'quotation' && block.number !== undefined));
  const hasNeighbours = parts.some(({ blocks }) => blocks.some((block) => block.kind === 'quotation' && block.number === undefined));
  if (hasNeighbours) return quoting ?? first;
  return parts[shownAt] ?? parts.at(-1) ?? first;
}

function asKeyboard(rows: Exclude<Press['keyboard'], undefined>): Keyboard {
  return rows.map((row) =>
    row.flatMap(({ text, callback_data: data, url }): Keyboard[number] => {
      if (data !== undefined) return [{ text, callback_data: data }];
      return typeof url === 'string' ? [{ text, url }] : [];
    }),
  );
}
