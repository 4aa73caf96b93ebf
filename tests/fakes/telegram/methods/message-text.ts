import { badRequest } from '../bot-api-error.js';
import type { CallParameters } from '../call-parameters.js';
import { type FormattedText, formatText } from '../formatted-text.js';
import { booleanField, isObject, stringField } from '../json-fields.js';
import { checkedUrl } from '../parse-html.js';
import type { ServerState } from '../server-state.js';

/** "1-4096 characters after entities parsing", counted in UTF-16 code units. */
export const MAX_TEXT_LENGTH = 4096;

/** The text of a message as it will be shown; looked at before the chat is. @param tooLong sending and editing word it differently */
export function readMessageText(
  parameters: CallParameters,
  state: ServerState,
  context: { readonly method: string; readonly tooLong: string },
): FormattedText {
  if (parameters.text('text') === '') throw badRequest('message text is empty');
  const entities = parameters.json('entities', () => badRequest("can't parse entities JSON object"));
  const formatted = formatText(parameters.text('text'), parameters.text('parse_mode'), entities);
  if (formatted.text === '') throw badRequest('text must be non-empty');
  if (formatted.text.length > MAX_TEXT_LENGTH) throw badRequest(context.tooLong);
  const chatId = parameters.integer('chat_id') || undefined;
  for (const what of formatted.losses) state.silentLosses.push({ method: context.method, chatId, what });
  return withKnownPeople(formatted, state);
}

/** A mention by number works for people whom the bot has met; for others it is plain text. */
function withKnownPeople(formatted: FormattedText, { world }: ServerState): FormattedText {
  const entities = formatted.entities.flatMap((entity) => {
    if (entity.type !== 'text_mention') return [entity];
    const user = world.users.get(entity.user?.id ?? 0);
    return user ? [{ ...entity, user }] : [];
  });
  return { ...formatted, entities };
}

export function readLinkPreviewOptions(parameters: CallParameters): object | undefined {
  const value = parameters.json('link_preview_options', () => badRequest("can't parse link preview options JSON object"));
  if (value === undefined) return undefined;
  if (!isObject(value)) throw badRequest('object expected as link preview options');
  const flags = ['is_disabled', 'prefer_small_media', 'prefer_large_media', 'show_above_text'];
  for (const flag of flags) booleanField(value, flag);
  const url = stringField(value, 'url') ?? '';
  if (url !== '' && checkedUrl(url) === undefined) throw badRequest('WEBPAGE_URL_INVALID');
  return value;
}
