import type { Chat, Log } from '../chat/index.js';
import type { SentMessage } from './messages.js';

/** Which messages show which answer. */
export interface ShownMessages {
  /** Remembers it. Never rejects: the reader has what is shown; without the link only a reply to it starts anew. */
  link(answerId: string | undefined, message: SentMessage): Promise<void>;
  /** The first part first. */
  showing(answerId: string | undefined): Promise<readonly SentMessage[]>;
}

export function createShownMessages(chat: Pick<Chat, 'shown' | 'messagesShowing'>, log: Log): ShownMessages {
  return {
    link: async (answerId, { chat: id, message }) => {
      if (answerId === undefined) return;
      try {
        await chat.shown(answerId, { platform: 'telegram', chat: String(id), message: String(message) });
      } catch (error) {
        log.warn({ err: error }, 'It could not be kept which message shows an answer.');
      }
    },
    showing: async (answerId) => {
      const found = answerId === undefined ? [] : await chat.messagesShowing(answerId);
      return found.map((each) => ({ chat: Number(each.chat), message: Number(each.message) }));
    },
  };
}
