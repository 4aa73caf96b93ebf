import { badRequest } from './bot-api-error.js';
import type { MessageEntity } from './bot-api-types.js';
import { integerField, isObject, type JsonObject, requiredString, stringField } from './json-fields.js';
import { checkedUrl, whyNoUrl } from './parse-html.js';

const CONTEXT = "can't parse MessageEntity: ";

const TYPES = new Set(
  (
    'mention hashtag cashtag bot_command url email phone_number bold italic underline strikethrough spoiler blockquote ' +
    'expandable_blockquote code pre text_link text_mention custom_emoji'
  ).split(' '),
);

/** The `entities` parameter of a call that marks its text itself, offsets in UTF-16 code units. */
export function readEntities(text: string, value: unknown): MessageEntity[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw badRequest('expected an Array of MessageEntity');
  return value.map((item: unknown) => readEntity(text, item)).filter(({ length }) => length > 0);
}

function readEntity(text: string, item: unknown): MessageEntity {
  if (!isObject(item)) throw badRequest(`${CONTEXT}expected an Object`);
  const type = requiredString(item, 'type', CONTEXT);
  if (!TYPES.has(type)) throw badRequest(`${CONTEXT}Unsupported type specified`);
  const details = readDetails(type, item);
  const offset = requiredInteger(item, 'offset');
  const length = requiredInteger(item, 'length');
  if (offset < 0) throw badRequest(`receive an entity with incorrect offset ${offset}`);
  if (length < 0) throw badRequest(`receive an entity with incorrect length ${length}`);
  if (offset > text.length) throw badRequest(`entity begins after the end of the text at UTF-16 offset ${offset}`);
  if (offset + length > text.length) {
    throw badRequest(`entity beginning at UTF-16 offset ${offset} ends after the end of the text at UTF-16 offset ${offset + length}`);
  }
  if (splitsCharacter(text, offset)) throw badRequest(`entity begins in a middle of a UTF-16 symbol at UTF-16 offset ${offset}`);
  if (splitsCharacter(text, offset + length)) {
    throw badRequest(`entity beginning at UTF-16 offset ${offset} ends in a middle of a UTF-16 symbol at UTF-16 offset ${offset + length}`);
  }
  return { type, offset, length, ...details };
}

function readDetails(type: string, item: JsonObject): Pick<MessageEntity, 'url' | 'user' | 'language' | 'custom_emoji_id'> {
  switch (type) {
    case 'text_link': {
      const address = requiredString(item, 'url', CONTEXT);
      const url = address === '' ? undefined : checkedUrl(address);
      if (url === undefined) throw badRequest(`entity URL '${address}' is invalid: ${whyNoUrl(address)}`);
      return { url };
    }
    case 'text_mention': {
      const user = item['user'];
      if (!isObject(user)) throw badRequest(`${CONTEXT}Can't find field "user"`);
      return { user: { id: integerField(user, 'id', CONTEXT) ?? 0, is_bot: false, first_name: '' } };
    }
    case 'custom_emoji':
      return { custom_emoji_id: requiredString(item, 'custom_emoji_id', CONTEXT) };
    case 'pre': {
      const language = stringField(item, 'language', CONTEXT);
      return language === undefined ? {} : { language };
    }
    default:
      return {};
  }
}

function requiredInteger(item: JsonObject, name: string): number {
  const value = integerField(item, name, CONTEXT);
  if (value === undefined) throw badRequest(`${CONTEXT}Can't find field "${name}"`);
  return value;
}

function splitsCharacter(text: string, offset: number): boolean {
  return offset > 0 && offset < text.length && (text.codePointAt(offset - 1) ?? 0) > 0xffff;
}
