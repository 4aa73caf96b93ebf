import type { Log } from '../chat/index.js';

/** Whom the operator lets the bot serve. */
export interface ServedChats {
  servesChat(chat: number): boolean;
  /** Whether the person may use the bot from other chats (inline mode): a private chat has the person's own number. */
  servesPerson(user: number): boolean;
  /** A group has become a supergroup, under another number. */
  migrated(from: number, to: number): void;
}

/** @param allowed Left out: everybody is served. */
export function createServedChats(allowed: readonly string[] | undefined, log: Log): ServedChats {
  if (allowed === undefined) return { servesChat: () => true, servesPerson: () => true, migrated: () => undefined };
  const chats = new Set(allowed.map(Number));
  return {
    servesChat: (chat) => chats.has(chat),
    servesPerson: (user) => chats.has(user),
    migrated: (from, to) => {
      if (!chats.has(from) || chats.has(to)) return;
      chats.add(to);
      log.warn(
        { from, to },
        'A served group became a supergroup with another id; write the new id into TELEGRAM_ALLOWED_CHATS before the next start.',
      );
    },
  };
}
