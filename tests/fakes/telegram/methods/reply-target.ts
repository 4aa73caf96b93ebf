import { badRequest } from '../bot-api-error.js';
import type { Message } from '../bot-api-types.js';
import type { CallParameters } from '../call-parameters.js';
import { formatText } from '../formatted-text.js';
import { booleanField, integerField, isObject, stringField } from '../json-fields.js';
import type { ServerState } from '../server-state.js';
import { asReplyTarget, type ChatState } from '../world.js';

const MAX_QUOTE_LENGTH = 1024;

/** What `reply_parameters` (or the older `reply_to_message_id`) adds to a new message; empty where it does not answer anything. */
export function readReply(parameters: CallParameters, chat: ChatState, state: ServerState): Pick<Message, 'reply_to_message' | 'quote'> {
  const reply = readReplyParameters(parameters);
  if (reply === undefined) return {};
  const target = findTarget(reply, chat, state);
  if (!target) {
    if (reply.allowWithout) return {};
    throw badRequest('message to be replied not found');
  }
  if (reply.quote === undefined) return { reply_to_message: asReplyTarget(target) };
  const quote = formatText(reply.quote, reply.quoteParseMode, reply.quoteEntities).text;
  const position = nearestOccurrence(target.text ?? target.caption ?? '', quote, reply.quotePosition);
  // The documentation: the quote must be an exact substring of the message, and a wrong one fails the call.
  if (quote === '' || quote.length > MAX_QUOTE_LENGTH || position < 0) throw badRequest('QUOTE_TEXT_INVALID');
  return { reply_to_message: asReplyTarget(target), quote: { text: quote, position, is_manual: true } };
}

interface ReplyParameters {
  readonly messageId: number;
  readonly chatId: number | undefined;
  readonly allowWithout: boolean;
  readonly quote: string | undefined;
  readonly quoteParseMode: string;
  readonly quoteEntities: unknown;
  readonly quotePosition: number;
}

function readReplyParameters(parameters: CallParameters): ReplyParameters | undefined {
  const value = parameters.json('reply_parameters', () => badRequest("can't parse reply parameters JSON object"));
  if (value === undefined) {
    const messageId = parameters.integer('reply_to_message_id');
    if (messageId === 0) return undefined;
    const allowWithout = parameters.boolean('allow_sending_without_reply');
    return { messageId, chatId: undefined, allowWithout, quote: undefined, quoteParseMode: '', quoteEntities: undefined, quotePosition: 0 };
  }
  if (!isObject(value)) throw badRequest('object expected as reply parameters');
  const messageId = integerField(value, 'message_id');
  if (messageId === undefined) throw badRequest('Can\'t find field "message_id"');
  return {
    messageId,
    chatId: integerField(value, 'chat_id'),
    allowWithout: booleanField(value, 'allow_sending_without_reply') ?? false,
    quote: stringField(value, 'quote'),
    quoteParseMode: stringField(value, 'quote_parse_mode') ?? '',
    quoteEntities: value['quote_entities'],
    quotePosition: integerField(value, 'quote_position') ?? 0,
  };
}

/** @returns -1 where the quote is not in the text */
function nearestOccurrence(text: string, quote: string, wanted: number): number {
  const before = text.lastIndexOf(quote, wanted);
  const after = text.indexOf(quote, wanted);
  return after < 0 || (before >= 0 && wanted - before < after - wanted) ? before : after;
}

function findTarget(reply: ReplyParameters, chat: ChatState, { world }: ServerState): Message | undefined {
  const home = reply.chatId === undefined ? chat : world.chats.get(reply.chatId);
  return home?.messages.get(reply.messageId)?.message;
}
