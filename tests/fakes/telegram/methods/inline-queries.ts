import { badRequest } from '../bot-api-error.js';
import type { CallParameters } from '../call-parameters.js';
import { formatText } from '../formatted-text.js';
import { isObject, type JsonObject, requiredString, stringField } from '../json-fields.js';
import { readReplyMarkup } from '../keyboards.js';
import type { InlineResult, ServerState } from '../server-state.js';
import { findOpenQuery } from './callback-queries.js';
import { MAX_TEXT_LENGTH } from './message-text.js';
import type { Method } from './method.js';

const MAX_RESULTS = 50;
const MAX_ID_BYTES = 64;
const MAX_OFFSET_BYTES = 64;
const DEFAULT_CACHE_SECONDS = 300;
const CONTEXT = "can't parse inline query result: ";

export const answerInlineQuery: Method = (parameters, state) => {
  const query = findOpenQuery(state.inlineQueries, parameters.text('inline_query_id'), state);
  const results = readResults(parameters, state);
  const next_offset = parameters.text('next_offset');
  if (Buffer.byteLength(next_offset) > MAX_OFFSET_BYTES) throw badRequest('NEXT_OFFSET_INVALID');
  query.answer = {
    results,
    next_offset,
    cache_time: parameters.has('cache_time') ? parameters.integer('cache_time') : DEFAULT_CACHE_SECONDS,
    is_personal: parameters.boolean('is_personal'),
    button: readButton(parameters),
  };
  return { result: true };
};

function readResults(parameters: CallParameters, state: ServerState): readonly InlineResult[] {
  const value = parameters.json('results', () => badRequest("can't parse JSON encoded inline query results"));
  if (value === undefined) throw badRequest('inline query results are not specified');
  if (!Array.isArray(value)) throw badRequest('expected an Array of inline query results');
  if (value.length > MAX_RESULTS) throw badRequest('RESULTS_TOO_MUCH');
  const results = value.map((item: unknown) => readResult(item, state));
  if (new Set(results.map(({ id }) => id)).size < results.length) throw badRequest('RESULT_ID_DUPLICATE');
  return results;
}

function readResult(item: unknown, state: ServerState): InlineResult {
  if (!isObject(item)) throw badRequest(`${CONTEXT}expected an Object`);
  const type = requiredString(item, 'type', CONTEXT);
  const id = requiredString(item, 'id', CONTEXT);
  const bytes = Buffer.byteLength(id);
  if (bytes < 1 || bytes > MAX_ID_BYTES) throw badRequest('RESULT_ID_INVALID');
  if (type !== 'article') throw badRequest(`${CONTEXT}Unsupported inline query result type`);
  if (requiredString(item, 'title', CONTEXT).trim() === '') throw badRequest('ARTICLE_TITLE_EMPTY');
  stringField(item, 'description', CONTEXT);
  readReplyMarkup(item['reply_markup']);
  readInputMessage(item['input_message_content'], state);
  return { ...item, type, id };
}

/** The message that a result becomes when it is chosen, held to the same rules as a sent one. */
function readInputMessage(value: unknown, state: ServerState): void {
  if (!isObject(value)) throw badRequest(`${CONTEXT}Can't find field "input_message_content"`);
  const formatted = formatInput(value);
  if (formatted.text === '') throw badRequest('message text is empty');
  if (formatted.text.length > MAX_TEXT_LENGTH) throw badRequest('MESSAGE_TOO_LONG');
  for (const what of formatted.losses) state.silentLosses.push({ method: 'answerInlineQuery', chatId: undefined, what });
}

export function formatInput(content: JsonObject): ReturnType<typeof formatText> {
  return formatText(
    requiredString(content, 'message_text', CONTEXT),
    stringField(content, 'parse_mode', CONTEXT) ?? '',
    content['entities'],
  );
}

/** The button above the results: opens a Web App, or a private chat with the bot with `/start <start_parameter>`. */
function readButton(parameters: CallParameters): unknown {
  const value = parameters.json('button', () => badRequest("can't parse inline query results button JSON object"));
  if (value === undefined) return undefined;
  if (!isObject(value)) throw badRequest('object expected as inline query results button');
  if (requiredString(value, 'text').trim() === '') throw badRequest('BUTTON_TEXT_EMPTY');
  const start = stringField(value, 'start_parameter');
  if (start === undefined && value['web_app'] === undefined) throw badRequest('INLINE_QUERY_RESULTS_BUTTON_INVALID');
  if (start !== undefined && !/^[A-Za-z0-9_-]{1,64}$/.test(start)) throw badRequest('START_PARAM_INVALID');
  return value;
}
