import type { ConversationTopic } from './answer.js';
import { smallTalkOf } from './small-talk.js';

/** The longest question that is read, in UTF-16 units: about twice what the model takes in. */
export const maxQuestionCharacters = 1000;

/** What a message turns out to be before anything is searched. */
export type Input =
  { readonly kind: 'question'; readonly text: string } | { readonly kind: 'conversation'; readonly topic: ConversationTopic };

const controls = /[\p{Cc}\p{Cs}\p{Co}\p{Cn}\uFFFD]/gu;
const invisible = /[\p{Cf}\p{Cc}\p{Zl}\p{Zp}]+/gu;
const letterOrDigit = /[\p{L}\p{N}]/gu;
/** From this share of unprintable characters on, a text is taken for something binary; a single one may slip into any message. */
const unreadableShare = 0.1;

/** Tells questions from small talk and from what cannot be read; a question comes back without invisible characters. */
export function readInput(message: string): Input {
  if (message.length > maxQuestionCharacters && message.trim().length > maxQuestionCharacters) return conversation('too-long');
  const withoutSpace = message.replace(/[\s\u200B-\u200F\u2060\uFEFF]/g, '');
  if (withoutSpace === '') return conversation('empty');
  if (countOf(withoutSpace, controls) > Math.max(1, withoutSpace.length * unreadableShare)) return conversation('unreadable');
  const text = message.replace(controls, ' ').replace(invisible, ' ').replace(/\s+/g, ' ').trim();
  if (countOf(text, letterOrDigit) === 0) return conversation('unreadable');
  const topic = smallTalkOf(text);
  return topic === undefined ? { kind: 'question', text } : conversation(topic);
}

function conversation(topic: ConversationTopic): Input {
  return { kind: 'conversation', topic };
}

function countOf(text: string, pattern: RegExp): number {
  return [...text.matchAll(pattern)].length;
}
