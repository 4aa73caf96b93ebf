import type { Chat, Log, MessageAddress, Reply } from '../chat/index.js';
import type { Press, Written } from './job.js';
import { withoutReasons, type Keyboard } from './keyboard.js';
import type { Messages, SentMessage, Target } from './messages.js';
import { renderReply, type Part, type RenderedReply } from './render-reply.js';

export interface DeliverDependencies {
  readonly chat: Pick<Chat, 'shown' | 'messagesShowing'>;
  readonly messages: Messages;
  readonly log: Log;
}

/** Brings replies to where they belong. Called in the chat's turn; @throws what `Messages` throws. */
export interface DeliverReply {
  /** @param again What was owed from before a restart may have arrived, wholly or in part. */
  toMessage(job: Written, reply: Reply, again: boolean): Promise<void>;
  toPress(job: Press, reply: Reply): Promise<void>;
}

export function createDeliverReply({ chat, messages, log }: DeliverDependencies): DeliverReply {
  const link = async (reply: Reply, { chat: id, message }: SentMessage): Promise<void> => {
    if (reply.answerId === undefined) return;
    try {
      await chat.shown(reply.answerId, { platform: 'telegram', chat: String(id), message: String(message) });
    } catch (error) {
      // The reader has the answer; without the link only a reply to it starts anew.
      log.warn({ err: error }, 'It could not be kept which message shows an answer.');
    }
  };

  const showing = async (reply: Reply): Promise<readonly SentMessage[]> =>
    reply.answerId === undefined ? [] : (await chat.messagesShowing(reply.answerId)).map(sentMessageOf);

  /** Sends the parts after the first `from`, the buttons below the last. */
  const sendParts = async (target: Target, reply: Reply, { parts, keyboard }: RenderedReply, from = 0): Promise<void> => {
    for (const [index, part] of parts.entries()) {
      if (index < from) continue;
      const isLast = index === parts.length - 1;
      await link(reply, await messages.send(index === 0 ? target : { ...target, replyTo: undefined }, part, isLast ? keyboard : []));
    }
  };

  /** Puts the parts where earlier ones are; what there are more of is sent, what there were more of is taken away. */
  const replaceParts = async (target: Target, reply: Reply, rendered: RenderedReply): Promise<void> => {
    const shown = await showing(reply);
    const { parts, keyboard } = rendered;
    for (const [index, part] of parts.entries()) {
      const place = shown[index];
      const buttons = index === parts.length - 1 ? keyboard : [];
      if (place !== undefined && (await messages.edit(place, part, buttons)) === 'edited') continue;
      await link(reply, await messages.send(target, part, buttons));
    }
    for (const place of shown.slice(parts.length)) await messages.remove(place);
  };

  const inPlaceOfButton = async (job: Press, reply: Reply): Promise<void> => {
    const { parts, keyboard } = renderReply(reply);
    const part = partFor(
      parts,
      (await showing(reply)).findIndex(({ message }) => message === job.message),
    );
    if ((await messages.edit({ chat: job.chat, message: job.message }, part, keyboard)) === 'edited') return;
    await link(reply, await messages.send({ chat: job.chat, topic: job.topic }, part, keyboard));
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
    toMessage: async (job, reply, again) => {
      const target = { chat: job.chat, topic: job.topic, ...(job.isPrivate ? {} : { replyTo: job.message }) };
      const rendered = renderReply(reply);
      switch (reply.placement) {
        case 'silent':
          return;
        case 'in-place':
          return replaceParts(target, reply, rendered);
        case 'message':
        case 'aside':
          return sendParts(target, reply, rendered, again && asks(job) ? (await showing(reply)).length : 0);
      }
    },
    toPress: async (job, reply) => {
      switch (reply.placement) {
        case 'silent':
          return;
        case 'in-place':
          return inPlaceOfButton(job, reply);
        case 'aside':
          return reply.actions.length > 0 ? askBack(job, reply) : takeReasonsAway(job);
        case 'message':
          return sendParts(
            { chat: job.chat, topic: job.topic, ...(job.isPrivate ? {} : { replyTo: job.message }) },
            reply,
            renderReply(reply),
          );
      }
    },
  };
}

/** Only the answer to a question of its own is shown where it says; `/source` shows something of an earlier one, in a message of its own. */
function asks(job: Written): boolean {
  return job.kind === 'question' || (job.kind === 'command' && job.name === 'ask');
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

function sentMessageOf({ chat, message }: MessageAddress): SentMessage {
  return { chat: Number(chat), message: Number(message) };
}
