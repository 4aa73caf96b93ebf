import { refusals } from '../api-error.js';
import { type Component, type Embed, FLAG, type JsonObject } from '../discord-types.js';
import { type AllowedMentions, readAllowedMentions } from './allowed-mentions.js';
import { readComponents } from './components.js';
import { readEmbeds } from './embeds.js';
import type { Form } from './form.js';

const MOST_CONTENT = 2000;
const MOST_NONCE = 25;

/** What a bot wants a message to be; what is `undefined` was not said, which an edit leaves as it was. */
export interface MessageBody {
  readonly content: string | undefined;
  readonly embeds: readonly Embed[] | undefined;
  readonly components: readonly Component[] | undefined;
  readonly allowedMentions: AllowedMentions | undefined;
  readonly flags: number | undefined;
  readonly attachments: readonly JsonObject[] | undefined;
}

export interface MessageReferenceBody {
  readonly messageId: string;
  readonly channelId: string | undefined;
  readonly failIfNotExists: boolean;
}

/** The flags that a bot may set where it sends; the others are Discord's own. */
export const SETTABLE_FLAGS = {
  message: FLAG.suppressEmbeds | FLAG.silent,
  interaction: FLAG.suppressEmbeds | FLAG.silent | FLAG.ephemeral,
};

export function readMessageBody(form: Form, settable: number = SETTABLE_FLAGS.message): MessageBody {
  return {
    content: form.raw['content'] === null ? '' : form.text('content', { max: MOST_CONTENT })?.trim(),
    embeds: form.raw['embeds'] === null ? [] : readEmbeds(form),
    components: form.raw['components'] === null ? [] : readComponents(form),
    allowedMentions: readAllowedMentions(form),
    flags: readFlags(form, settable),
    attachments: form.objects('attachments', (attachment) => attachment.raw, { max: 10 }),
  };
}

export function readFlags(form: Form, settable: number): number | undefined {
  const flags = form.integer('flags', { min: 0 });
  if (flags === undefined) return undefined;
  if ((flags & FLAG.componentsV2) !== 0) throw new Error('The fake Discord does not know messages with IS_COMPONENTS_V2.');
  // Flags that may not be set are dropped, not refused.
  return flags & settable;
}

/** @throws DiscordApiError 50006 for a message in which there would be nothing to see */
export function refuseEmpty({ content, embeds, components, attachments }: Partial<MessageBody>, files: number): void {
  const nothing = (content ?? '') === '' && !embeds?.length && !components?.length && !attachments?.length && files === 0;
  if (nothing) throw refusals.emptyMessage();
}

export function readNonce(form: Form): string | number | undefined {
  const nonce = form.raw['nonce'];
  if (nonce === undefined || nonce === null) return undefined;
  if (typeof nonce === 'number' && Number.isInteger(nonce)) return nonce;
  if (typeof nonce !== 'string') {
    form.problem('nonce', 'NONCE_TYPE_INVALID_TYPE', 'This field must be a string or integer.');
    return undefined;
  }
  if (nonce.length > MOST_NONCE) form.problem('nonce', 'NONCE_TYPE_TOO_LONG', `Must be ${MOST_NONCE} or fewer characters long.`);
  return nonce;
}

export function readReference(form: Form): MessageReferenceBody | undefined {
  return form.object('message_reference', (reference) => ({
    messageId: reference.text('message_id', { required: true }) ?? '',
    channelId: reference.text('channel_id'),
    failIfNotExists: reference.boolean('fail_if_not_exists') ?? true,
  }));
}
