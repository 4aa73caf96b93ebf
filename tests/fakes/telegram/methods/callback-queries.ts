import { badRequest } from '../bot-api-error.js';
import type { PendingQuery, ServerState } from '../server-state.js';
import type { Method } from './method.js';

const MAX_ANSWER_LENGTH = 200;

export const answerCallbackQuery: Method = (parameters, state) => {
  const query = findOpenQuery(state.callbackQueries, parameters.text('callback_query_id'), state);
  const text = parameters.text('text');
  if (text.length > MAX_ANSWER_LENGTH) throw badRequest('MESSAGE_TOO_LONG');
  const url = parameters.text('url');
  // Only games and links to the bot itself may be opened this way.
  if (url !== '' && !/^(https:\/\/)?t\.me\/[A-Za-z0-9_]+\?start=/.test(url)) throw badRequest('URL_INVALID');
  query.answer = { text, url, show_alert: parameters.boolean('show_alert'), cache_time: parameters.integer('cache_time') };
  return { result: true };
};

/** A query that is still waiting: known, not answered yet, and not too old. */
export function findOpenQuery<Query extends PendingQuery<unknown>>(queries: Map<string, Query>, id: string, state: ServerState): Query {
  const query = queries.get(id);
  const isOpen = query !== undefined && query.answer === undefined && state.clock.now() - query.askedAtMs <= state.queryLifetimeMs;
  if (!isOpen) throw badRequest('query is too old and response timeout expired or query ID is invalid');
  return query;
}
