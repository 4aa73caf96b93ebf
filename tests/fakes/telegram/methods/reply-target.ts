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
  const position = (target.text ?? target.caption ?? '').indexOf(quote);
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
}

function readReplyParameters(parameters: CallParameters): ReplyParameters | undefined {
  const value = parameters.json('reply_parameters', () => badRequest("can't parse reply parameters JSON object"));
  if (value === undefined) {
    const messageId = parameters.integer('reply_to_message_id');
    if (messageId === 0) return undefined;
    const allowWithout = parameters.boolean('allow_sending_without_reply');
    return { messageId, chatId: undefined, allowWithout, quote: undefined, quoteParseMode: '', quoteEntities: undefined };
  }
  if (!isObject(value)) throw badRequest('object expected as reply parameters');
  const context = "can't parse reply parameters: ";
  const messageId = integerField(value, 'message_id', context);
  if (messageId === undefined) throw badRequest(`${context}Can't find field "message_id"`);
  return {
    messageId,
    chatId: integerField(value, 'chat_id', context),
    allowWithout: booleanField(value, 'allow_sending_without_reply', context) ?? false,
    quote: stringField(value, 'quote', context),
    quoteParseMode: stringField(value, 'quote_parse_mode', context) ?? '',
    quoteEntities: value['quote_entities'],
  };
}

function findTarget(reply: ReplyParameters, chat: ChatState, { world }: ServerState): Message | undefined {
  const home = reply.chatId === undefined ? chat : world.chats.get(reply.chatId);
  return home?.messages.get(reply.messageId)?.message;
}
