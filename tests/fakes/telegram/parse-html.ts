import { badRequest, type BotApiError } from './bot-api-error.js';
import type { MessageEntity } from './bot-api-types.js';

/**
 * Telegram's HTML (Bot API, "HTML style"): a closed list of tags, four named character references and numeric ones. It is not a browser's
 * HTML: an unknown tag, a wrong order or a missing end refuses the whole message.
 */
export interface ParsedHtml {
  readonly text: string;
  readonly entities: readonly MessageEntity[];
  /** Links that Telegram would have dropped without a word, because their address is not one. */
  readonly droppedLinks: readonly string[];
}

const ENTITY_OF_TAG: Readonly<Record<string, string>> = {
  b: 'bold',
  strong: 'bold',
  i: 'italic',
  em: 'italic',
  u: 'underline',
  ins: 'underline',
  s: 'strikethrough',
  strike: 'strikethrough',
  del: 'strikethrough',
  span: 'spoiler',
  'tg-spoiler': 'spoiler',
  'tg-emoji': 'custom_emoji',
  a: 'text_link',
  code: 'code',
  pre: 'pre',
  blockquote: 'blockquote',
};

const NAMED_CHARACTERS: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"' };

interface OpenTag {
  readonly name: string;
  readonly argument: string;
  readonly offset: number;
}

export function parseHtml(source: string): ParsedHtml {
  const entities: MessageEntity[] = [];
  const droppedLinks: string[] = [];
  const open: OpenTag[] = [];
  let text = '';
  let position = 0;
  while (position < source.length) {
    const character = source.charAt(position);
    if (character === '&') {
      const decoded = decodeCharacter(source, position);
      text += decoded.text;
      position = decoded.end;
    } else if (character !== '<') {
      text += character;
      position++;
    } else if (source.charAt(position + 1) === '/') {
      position = closeTag(position);
    } else {
      const tag = readStartTag(source, position);
      open.push({ name: tag.name, argument: tag.argument, offset: text.length });
      position = tag.end;
    }
  }
  const unclosed = open.at(-1);
  if (unclosed) throw cannotParse(`Can't find end tag corresponding to start tag "${unclosed.name}"`);
  return { text, entities: entities.sort(byOffsetThenLongest), droppedLinks };

  function closeTag(begin: number): number {
    const tag = open.pop();
    if (!tag) throw cannotParse(`Unexpected end tag at byte offset ${byteOffset(source, begin)}`);
    const end = /^<\/([^\s>]*)\s*>/.exec(source.slice(begin));
    if (!end) throw cannotParse(`Unclosed end tag at byte offset ${byteOffset(source, begin)}`);
    const name = (end[1] ?? '').toLowerCase();
    if (name !== '' && name !== tag.name) {
      throw cannotParse(`Unmatched end tag at byte offset ${byteOffset(source, begin)}, expected "</${tag.name}>", found "</${name}>"`);
    }
    if (text.length > tag.offset) addEntity(tag);
    return begin + end[0].length;
  }

  function addEntity(tag: OpenTag): void {
    const span = { offset: tag.offset, length: text.length - tag.offset };
    const type = ENTITY_OF_TAG[tag.name] ?? tag.name;
    if (type === 'text_link') {
      const link = linkEntity(tag.argument === '' ? text.slice(tag.offset) : tag.argument);
      if (link) entities.push({ ...span, ...link });
      else droppedLinks.push(tag.argument);
    } else if (type === 'blockquote') {
      entities.push({ type: tag.argument === '' ? 'blockquote' : 'expandable_blockquote', ...span });
    } else if (type === 'custom_emoji') {
      entities.push({ type, ...span, custom_emoji_id: tag.argument });
    } else if (type === 'pre') {
      const code = entities.find((entity) => entity.type === 'code' && entity.offset === span.offset && entity.length === span.length);
      if (code) entities.splice(entities.indexOf(code), 1);
      entities.push({ type, ...span, language: code?.language });
    } else {
      entities.push(type === 'code' && tag.argument !== '' ? { type, ...span, language: tag.argument } : { type, ...span });
    }
  }
}

function readStartTag(source: string, begin: number): { name: string; argument: string; end: number } {
  const at = `at byte offset ${byteOffset(source, begin)}`;
  const written = /^[^\s>]*/.exec(source.slice(begin + 1))?.[0] ?? '';
  let position = begin + 1 + written.length;
  if (position >= source.length) throw cannotParse(`Unclosed start tag ${at}`);
  const name = written.toLowerCase();
  if (ENTITY_OF_TAG[name] === undefined) throw cannotParse(`Unsupported start tag "${name}" ${at}`);
  let argument = '';
  for (;;) {
    position += /^\s*/.exec(source.slice(position))?.[0].length ?? 0;
    if (position >= source.length) throw cannotParse(`Unclosed start tag "${name}" ${at}`);
    if (source.charAt(position) === '>') break;
    const attribute = readAttribute(source, position, name, at);
    argument = attributeArgument(name, attribute.name, attribute.value) ?? argument;
    position = attribute.end;
  }
  if (name === 'span' && argument !== 'spoiler') throw cannotParse(`Tag "span" must have class "tg-spoiler" ${at}`);
  if (name === 'tg-emoji' && !/^\d+$/.test(argument)) throw cannotParse('Invalid custom emoji identifier specified');
  return { name, argument, end: position + 1 };
}

function readAttribute(source: string, begin: number, tag: string, at: string): { name: string; value: string; end: number } {
  const head = /^([^\s=>]*)\s*(=?)\s*/.exec(source.slice(begin));
  const name = head?.[1] ?? '';
  if (name === '') throw cannotParse(`Empty attribute name in the tag "${tag}" ${at}`);
  let position = begin + (head?.[0].length ?? 0);
  if (head?.[2] !== '=') return { name: name.toLowerCase(), value: '', end: position };
  const quote = source.charAt(position);
  if (quote !== '"' && quote !== "'") {
    const value = /^[A-Za-z0-9.-]*/.exec(source.slice(position))?.[0] ?? '';
    const end = position + value.length;
    if (end < source.length && !/[\s>]/.test(source.charAt(end))) {
      throw cannotParse(`Unexpected end of name token at byte offset ${byteOffset(source, position)}`);
    }
    return { name: name.toLowerCase(), value: value.toLowerCase(), end };
  }
  let value = '';
  position++;
  while (position < source.length && source.charAt(position) !== quote) {
    const decoded =
      source.charAt(position) === '&' ? decodeCharacter(source, position) : { text: source.charAt(position), end: position + 1 };
    value += decoded.text;
    position = decoded.end;
  }
  if (position >= source.length) throw cannotParse(`Unclosed start tag ${at}`);
  return { name: name.toLowerCase(), value, end: position + 1 };
}

/** What a tag keeps of an attribute; all others are read and forgotten. */
function attributeArgument(tag: string, name: string, value: string): string | undefined {
  if (tag === 'a' && name === 'href') return value;
  if (tag === 'code' && name === 'class' && value.startsWith('language-')) return value.slice('language-'.length);
  if (tag === 'span' && name === 'class' && value.startsWith('tg-')) return value.slice('tg-'.length);
  if (tag === 'tg-emoji' && name === 'emoji-id') return value;
  if (tag === 'blockquote' && name === 'expandable') return 'expandable';
  return undefined;
}

/** A reference that Telegram does not know (`&nbsp;`) stays as written; the semicolon may be missing. */
function decodeCharacter(source: string, begin: number): { text: string; end: number } {
  const reference = /^&(?:#x([0-9a-f]{1,8})|#(\d{1,8})|([a-z]+));?/i.exec(source.slice(begin, begin + 16));
  const [whole, hexadecimal, decimal, name] = reference ?? [];
  const named = name === undefined ? undefined : NAMED_CHARACTERS[name];
  if (whole !== undefined && named !== undefined) return { text: named, end: begin + whole.length };
  const code = hexadecimal === undefined ? Number(decimal ?? 0) : Number.parseInt(hexadecimal, 16);
  const isCharacter = code > 0 && code < 0x10ffff && (code < 0xd800 || code > 0xdfff);
  if (whole !== undefined && name === undefined && isCharacter) return { text: String.fromCodePoint(code), end: begin + whole.length };
  return { text: '&', end: begin + 1 };
}

function linkEntity(address: string): Pick<MessageEntity, 'type' | 'url' | 'user'> | undefined {
  const user = /^tg:\/\/user\?id=(\d+)$/.exec(address);
  if (user) return { type: 'text_mention', user: { id: Number(user[1]), is_bot: false, first_name: '' } };
  const url = checkedUrl(address);
  return url === undefined ? undefined : { type: 'text_link', url };
}

/** The address as Telegram keeps it (a missing protocol is http), or `undefined` where it takes none of it. */
export function checkedUrl(address: string): string | undefined {
  const whole = /^[a-z][a-z0-9+.-]*:\/\//i.test(address) ? address : `http://${address}`;
  if (/\s/.test(whole) || !URL.canParse(whole)) return undefined;
  const url = new URL(whole);
  if (url.protocol === 'tg:' || url.protocol === 'ton:') return whole;
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return undefined;
  return url.hostname.includes('.') || url.hostname.startsWith('[') ? whole : undefined;
}

/** What Telegram says where it refuses an address aloud, in buttons and entities. */
export function whyNoUrl(address: string): string {
  if (address === '') return 'URL host is empty';
  const protocol = /^([a-z][a-z0-9+.-]*):\/\//i.exec(address)?.[1]?.toLowerCase();
  return protocol === undefined || protocol === 'http' || protocol === 'https' ? 'Wrong HTTP URL' : 'Unsupported URL protocol';
}

export function byOffsetThenLongest(one: MessageEntity, other: MessageEntity): number {
  return one.offset - other.offset || other.length - one.length;
}

function byteOffset(source: string, position: number): number {
  return Buffer.byteLength(source.slice(0, position));
}

function cannotParse(reason: string): BotApiError {
  return badRequest(`can't parse entities: ${reason}`);
}
