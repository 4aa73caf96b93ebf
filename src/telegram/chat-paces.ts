import { createDraftPace } from '../chat/index.js';

/**
 * Bots FAQ, "My bot is hitting limits": in one chat no more than a message a second, in a group no more than twenty a minute. Edits count like
 * messages: in groups twenty a minute, too, as grammY's guide on flood limits has it from the server's author. Drafts stay below both, so that
 * there is room for the answers.
 */
const privateGapMs = 1_200;
const groupGapMs = 4_000;
const groupWindow = { most: 12, ms: 60_000 };

/** What may be sent where: drafts ask it, and everything that is sent counts. */
export interface ChatPaces {
  /** Between two drafts of an answer. */
  gapMs(chat: number): number;
  leftMs(chat: number): number;
  sent(chat: number): void;
}

export function createChatPaces(now: () => number): ChatPaces {
  const inPrivate = createDraftPace({ gapMs: privateGapMs }, now);
  const inGroups = createDraftPace({ gapMs: privateGapMs, window: groupWindow }, now);
  const paceOf = (chat: number) => (isGroup(chat) ? inGroups : inPrivate);
  return {
    gapMs: (chat) => (isGroup(chat) ? groupGapMs : privateGapMs),
    leftMs: (chat) => paceOf(chat).leftMs(String(chat)),
    sent: (chat) => paceOf(chat).sent(String(chat)),
  };
}

/** Private chats have the numbers of people, which are positive. */
function isGroup(chat: number): boolean {
  return chat < 0;
}
