import type { MessageEntity } from './bot-api-types.js';

/** What Telegram marks by itself in anybody's text: commands, mentions, addresses, hashtags. */
const PATTERNS: readonly { readonly type: string; readonly pattern: RegExp }[] = [
  { type: 'bot_command', pattern: /(?<![\p{L}\p{N}_/@<>])\/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\p{L}\p{N}_/@])/gu },
  { type: 'mention', pattern: /(?<![\p{L}\p{N}_/@])@[A-Za-z0-9_]{3,32}(?![\p{L}\p{N}_])/gu },
  { type: 'url', pattern: /https?:\/\/[^\s<>"]*[^\s<>".,;:!?)\]。，、！？）]/gu },
  { type: 'hashtag', pattern: /(?<![\p{L}\p{N}_#])#(?=[\p{L}\p{N}_]*\p{L})[\p{L}\p{N}_]{1,256}/gu },
];

/** @param taken entities that are there already; nothing is detected inside code or on top of a link */
export function detectEntities(text: string, taken: readonly MessageEntity[] = []): MessageEntity[] {
  const found: MessageEntity[] = [];
  const occupied = taken.filter(({ type }) => ['code', 'pre', 'text_link', 'text_mention'].includes(type));
  for (const { type, pattern } of PATTERNS) {
    for (const match of text.matchAll(pattern)) {
      const entity = { type, offset: match.index, length: match[0].length };
      if (![...occupied, ...found].some((other) => overlap(entity, other))) found.push(entity);
    }
  }
  return found.sort((one, other) => one.offset - other.offset);
}

export function overlap(one: MessageEntity, other: MessageEntity): boolean {
  return one.offset < other.offset + other.length && other.offset < one.offset + one.length;
}
