import { textsFor, type Chat, type InlineResult, type Log } from '../chat/index.js';
import { BotApiError } from './api-failure.js';
import { renderKeyboard } from './keyboard.js';
import type { PatientCalls } from './patient-calls.js';
import { renderReply } from './render-reply.js';
import type { InlineQuery } from './updates.js';

export interface InlineDependencies {
  readonly chat: Pick<Chat, 'inline'>;
  readonly calls: PatientCalls;
  readonly log: Log;
}

const mostResults = 5;
/** Telegram's own default: five minutes after a new build, nobody is shown what the old one said. */
const cacheSeconds = 300;
/** What was not answered may be asked again at once. */
const emptyCacheSeconds = 1;
const longestTitle = 120;
const longestDescription = 200;

/** Answers what is typed behind the bot's name in other chats. Never rejects: nobody waits for what came too late. */
export function createAnswerInline({ chat, calls, log }: InlineDependencies): (query: InlineQuery) => Promise<void> {
  return async ({ id, from, query, offset }) => {
    const user = String(from.id);
    const sender = { platform: 'telegram', chat: user, user, clientLanguage: from.language_code } as const;
    // All results are on the first page.
    const found = offset === '' ? await chat.inline(sender, query, mostResults) : [];
    if (found === undefined) return;
    const parameters = {
      inline_query_id: id,
      results: found.map(article),
      cache_time: found.length === 0 ? emptyCacheSeconds : cacheSeconds,
      // The same words bring everybody the same, unless the person's own language had a say.
      is_personal: found.length === 0 || found.some(({ personal }) => personal),
      next_offset: '',
    };
    try {
      await calls.call('answerInlineQuery', parameters);
    } catch (error) {
      if (!(error instanceof BotApiError)) throw error;
      if (error.failure.kind === 'refused' && !/too old|query ID is invalid/i.test(error.message)) {
        log.warn({ reason: error.message }, 'Telegram does not take inline results.');
      }
    }
  };
}

/** A result has to be one message, so that of an answer that would be several it has the beginning. */
function article({ id, title, description, reply }: InlineResult) {
  const [part] = renderReply(reply).parts;
  const keyboard = renderKeyboard(reply.actions);
  return {
    type: 'article' as const,
    id,
    title: clipped(title, longestTitle) || textsFor(reply.language).answer.verbatim,
    description: clipped(description, longestDescription),
    input_message_content: { message_text: part.html, parse_mode: 'HTML' as const, link_preview_options: { is_disabled: true } },
    ...(keyboard.length === 0 ? {} : { reply_markup: { inline_keyboard: keyboard.map((row) => row.map((button) => ({ ...button }))) } }),
  };
}

function clipped(text: string, longest: number): string {
  const characters = [...text.replaceAll(/\s+/gu, ' ').trim()];
  return characters.length <= longest ? characters.join('') : `${characters.slice(0, longest - 1).join('')}…`;
}
