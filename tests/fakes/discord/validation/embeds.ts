import { defined } from '../defined.js';
import type { Embed } from '../discord-types.js';
import type { Form } from './form.js';
import { readUrl } from './url.js';

/** Embed limits (documentation: Message, Embed Limits). */
const EMBED_LIMITS = {
  title: 256,
  description: 4096,
  fields: 25,
  fieldName: 256,
  fieldValue: 1024,
  footer: 2048,
  author: 256,
} as const;
const MOST_EMBEDS = 10;
/** Of all the embeds of one message together. */
const MOST_EMBED_TEXT = 6000;

export function readEmbeds(form: Form): Embed[] | undefined {
  const embeds = form.objects('embeds', readEmbed, { max: MOST_EMBEDS });
  const total = (embeds ?? []).reduce((sum, embed) => sum + textLength(embed), 0);
  if (total > MOST_EMBED_TEXT) form.problem('embeds', 'MAX_EMBED_SIZE_EXCEEDED', `Embed size exceeds maximum size of ${MOST_EMBED_TEXT}`);
  return embeds;
}

function readEmbed(form: Form): Embed {
  const embed = {
    type: 'rich',
    ...defined('title', form.text('title', { max: EMBED_LIMITS.title })),
    ...defined('description', form.text('description', { max: EMBED_LIMITS.description })),
    ...defined('url', readUrl(form, 'url', ['http', 'https'])),
    ...defined('timestamp', readTimestamp(form)),
    ...defined('color', form.integer('color', { min: 0, max: 0xffffff })),
    ...defined(
      'footer',
      form.object('footer', (footer) => ({
        text: footer.text('text', { max: EMBED_LIMITS.footer, required: true }) ?? '',
        ...defined('icon_url', readUrl(footer, 'icon_url', ['http', 'https', 'attachment'])),
      })),
    ),
    ...defined(
      'author',
      form.object('author', (author) => ({
        name: author.text('name', { max: EMBED_LIMITS.author, required: true }) ?? '',
        ...defined('url', readUrl(author, 'url', ['http', 'https'])),
      })),
    ),
    ...defined('image', form.object('image', readMedia)),
    ...defined('thumbnail', form.object('thumbnail', readMedia)),
    ...defined('fields', form.objects('fields', readField, { max: EMBED_LIMITS.fields })),
  };
  const says = Object.entries(embed).some(([name, value]) => name !== 'type' && name !== 'color' && value !== '');
  if (!says) form.problem('description', 'BASE_TYPE_REQUIRED', 'This field is required');
  return embed;
}

const readMedia = (form: Form): { url: string } => ({ url: readUrl(form, 'url', ['http', 'https', 'attachment']) ?? '' });

const readField = (form: Form): { name: string; value: string; inline: boolean } => ({
  name: form.text('name', { max: EMBED_LIMITS.fieldName, required: true }) ?? '',
  value: form.text('value', { max: EMBED_LIMITS.fieldValue, required: true }) ?? '',
  inline: form.boolean('inline') ?? false,
});

function readTimestamp(form: Form): string | undefined {
  const timestamp = form.text('timestamp');
  if (timestamp === undefined) return undefined;
  if (Number.isNaN(Date.parse(timestamp)))
    form.problem('timestamp', 'DATE_TIME_TYPE_PARSE', `Could not parse ${timestamp}. Should be ISO8601.`);
  return timestamp;
}

/** What counts towards the 6,000: title, description, field names and values, footer text, author name. */
function textLength({ title = '', description = '', fields = [], footer, author }: Embed): number {
  const texts = [title, description, footer?.text ?? '', author?.name ?? '', ...fields.flatMap(({ name, value }) => [name, value])];
  return texts.reduce((sum, text) => sum + text.length, 0);
}
