import type { Log } from '../ports/log.js';
import type { MessageAddress, Platform } from '../ports/stores.js';
import type { SentMessage } from './platform-port.js';

/** Which messages show which answer, as the chat keeps it. */
export interface AnswerMessages {
  shown(answerId: string, message: MessageAddress): Promise<void>;
  messagesShowing(answerId: string): Promise<readonly MessageAddress[]>;
}

/** The messages that show one reply. */
export interface ShownMessages {
  /** Notes that the message shows the answer, once. Never rejects: the reader has what is shown; without the note only a reply to it starts anew. */
  link(answerId: string | undefined, message: SentMessage): Promise<void>;
  /** The first part first. */
  showing(answerId: string | undefined): Promise<readonly SentMessage[]>;
}

export function createShownMessages(answers: AnswerMessages, platform: Platform, log: Log): ShownMessages {
  const known = new Set<string>();
  const keyOf = (answerId: string, { chat, message }: SentMessage): string => [answerId, chat, message].join('\n');
  return {
    link: async (answerId, { chat, message }) => {
      if (answerId === undefined) return;
      const key = keyOf(answerId, { chat, message });
      // Noted again, it would be the last of the answer's messages.
      if (known.has(key)) return;
      known.add(key);
      try {
        await answers.shown(answerId, { platform, chat, message });
      } catch (error) {
        log.warn({ err: error }, 'Which message shows an answer could not be stored.');
      }
    },
    showing: async (answerId) => {
      if (answerId === undefined) return [];
      const found = await answers.messagesShowing(answerId);
      for (const each of found) known.add(keyOf(answerId, each));
      return found;
    },
  };
}
