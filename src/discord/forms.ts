import { ComponentType, InteractionResponseType, TextInputStyle } from 'discord.js';
import { clipped, feedbackReasons, textsFor, type FeedbackReason } from '../chat/index.js';
import type { Language } from '../language/index.js';
import { encodeOwn } from './buttons.js';
import { limits } from './platform-limits.js';

/** What is longer is no question any more; the chat says so from its own limit on. */
const longestQuestion = 1000;
const longestComment = 1000;

export interface FilledField {
  readonly custom_id: string;
  readonly value?: string | undefined;
  readonly values?: readonly string[] | undefined;
}

export function followUpForm(answerId: string, language: Language) {
  const texts = textsFor(language).forms;
  return form(encodeOwn({ kind: 'follow-up', answerId }), texts.followUpTitle, [
    {
      label: texts.followUpLabel,
      component: {
        type: ComponentType.TextInput,
        custom_id: 'question',
        style: TextInputStyle.Paragraph,
        required: true,
        min_length: 1,
        max_length: longestQuestion,
      },
    },
  ]);
}

/** Opened by 👎: what was wrong, and more if the person likes. */
export function commentForm(answerId: string, language: Language) {
  const texts = textsFor(language).feedback;
  return form(encodeOwn({ kind: 'comment', answerId }), texts.formTitle, [
    {
      label: texts.formTitle,
      component: {
        type: ComponentType.StringSelect,
        custom_id: 'reason',
        options: feedbackReasons.map((reason) => ({ label: texts.reasons[reason], value: reason })),
      },
    },
    {
      label: texts.formLabel,
      component: {
        type: ComponentType.TextInput,
        custom_id: 'comment',
        style: TextInputStyle.Paragraph,
        required: false,
        max_length: longestComment,
      },
    },
  ]);
}

export function questionIn(fields: readonly FilledField[]): string {
  return fields.find(({ custom_id: id }) => id === 'question')?.value ?? '';
}

export function commentIn(fields: readonly FilledField[]): { readonly reason: FeedbackReason; readonly comment: string } {
  const chosen = fields.find(({ custom_id: id }) => id === 'reason')?.values?.[0];
  const comment = fields.find(({ custom_id: id }) => id === 'comment')?.value ?? '';
  // Discord lets nobody send the form without a reason.
  return { reason: feedbackReasons.find((reason) => reason === chosen) ?? 'unclear', comment };
}

function form(customId: string, title: string, labels: readonly { readonly label: string; readonly component: object }[]) {
  const components = labels.map(({ label, component }) => ({
    type: ComponentType.Label,
    label: clipped(label, limits.formLabel),
    component,
  }));
  return { type: InteractionResponseType.Modal, data: { custom_id: customId, title: clipped(title, limits.formTitle), components } };
}
