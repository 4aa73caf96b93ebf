import type { Message, User } from './bot-api-types.js';
import { postFromPerson } from './deliver.js';
import { isObject } from './json-fields.js';
import { readReplyMarkup } from './keyboards.js';
import { formatInput } from './methods/index.js';
import type { InlineAnswer, InlineResult, ServerState } from './server-state.js';
import type { ChatState } from './world.js';

/** The list above a reader's keyboard. */
export interface InlineQueryView {
  readonly queryId: string;
  readonly query: string;
  /** The bot's `answerInlineQuery`, or what Telegram still had of an earlier one. */
  readonly answer: InlineAnswer | undefined;
  readonly fromCache: boolean;
}

export function askInline(
  state: ServerState,
  user: User,
  { query, offset, chatType }: { readonly query: string; readonly offset: string; readonly chatType: string },
): InlineQueryView {
  if (!state.bot.inlineMode)
    throw new Error('Inline mode is off for this bot (startFakeTelegram({ bot: { inlineMode: true } }) turns it on).');
  const cached = findCached(state, user, query, offset);
  if (cached) return { queryId: cached.id, query, answer: cached.answer, fromCache: true };
  const queryId = String(state.world.nextId() * 1_000_003);
  state.inlineQueries.set(queryId, { id: queryId, askedAtMs: state.clock.now(), answer: undefined, query, offset, from: user });
  state.updates.add({ inline_query: { id: queryId, from: user, query, offset, chat_type: chatType } });
  return {
    queryId,
    query,
    fromCache: false,
    get answer() {
      return state.inlineQueries.get(queryId)?.answer;
    },
  };
}

/** Telegram keeps an answer for `cache_time` seconds and gives it to everybody who types the same, or to the same person if it is personal. */
function findCached(state: ServerState, user: User, query: string, offset: string): { id: string; answer: InlineAnswer } | undefined {
  for (const { id, answer, askedAtMs, ...asked } of state.inlineQueries.values()) {
    if (!answer || asked.query !== query || asked.offset !== offset) continue;
    const isFresh = state.clock.now() < askedAtMs + answer.cache_time * 1000;
    if (isFresh && (!answer.is_personal || asked.from.id === user.id)) return { id, answer };
  }
  return undefined;
}

export function chooseResult(
  state: ServerState,
  user: User,
  { view, result: wanted, chat }: { readonly view: InlineQueryView; readonly result: string | number; readonly chat: ChatState },
): { message: Message; inlineMessageId: string | undefined } {
  const result = findResult(view, wanted);
  const content = isObject(result['input_message_content']) ? result['input_message_content'] : {};
  const { text, entities } = formatInput(content);
  const markup = readReplyMarkup(result['reply_markup']);
  const reply_markup = markup.kind === 'inline' ? markup.markup : undefined;
  const shown = { text, entities: entities.length > 0 ? entities : undefined, reply_markup };
  const message = postFromPerson(state, chat, { from: user, via_bot: state.bot.user, ...shown });
  // Only a message with an inline keyboard can be found again by the bot.
  const inlineMessageId = reply_markup === undefined ? undefined : `inline-${state.world.nextId()}`;
  if (inlineMessageId !== undefined) state.world.inlineMessages.set(inlineMessageId, { id: inlineMessageId, message: shown });
  if (state.bot.inlineFeedback) {
    const reference = inlineMessageId === undefined ? {} : { inline_message_id: inlineMessageId };
    state.updates.add({ chosen_inline_result: { result_id: result.id, from: user, query: view.query, ...reference } });
  }
  return { message, inlineMessageId };
}

function findResult(view: InlineQueryView, wanted: string | number): InlineResult {
  const results = view.answer?.results ?? [];
  const found = typeof wanted === 'number' ? results[wanted] : results.find(({ id, title }) => id === wanted || title === wanted);
  if (!found) throw new Error(`There is no inline result ${JSON.stringify(wanted)} among ${JSON.stringify(results.map(({ id }) => id))}.`);
  return found;
}
