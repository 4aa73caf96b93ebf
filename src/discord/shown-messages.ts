import type { Chat, Log } from '../chat/index.js';
import type { SentMessage } from './events.js';

/** Which messages show which answer. */
export interface ShownMessages {
  /** Remembers it. Never rejects: the reader has what is shown; without the link only a reply to it starts anew. */
  link(answerId: string | undefined, message: SentMessage): Promise<void>;
  /** Those in the channel, the first part first: a thread that was opened on an answer is linked to it, too. */
  showing(answerId: string | undefined, channel: string): Promise<readonly SentMessage[]>;
}

export function createShownMessages(chat: Pick<Chat, 'shown' | 'messagesShowing'>, log: Log): ShownMessages {
  return {
    link: async (answerId, { channel_id: channel, id }) => {
      if (answerId === undefined) return;
      try {
        await chat.shown(answerId, { platform: 'discord', chat: channel, message: id });
      } catch (error) {
        log.warn({ err: error }, 'It could not be kept which message shows an answer.');
      }
    },
    showing: async (answerId, channel) => {
      const found = answerId === undefined ? [] : await chat.messagesShowing(answerId);
      return found.filter((each) => each.chat === channel).map(({ message }) => ({ id: message, channel_id: channel }));
    },
  };
}
