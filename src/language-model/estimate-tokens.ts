import type { ModelMessage } from '../generating/index.js';

/** Letters of scripts without spaces are a token each at most; others come in pieces of about this many characters. */
const charactersPerToken = 3.5;
const ownToken = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303f\uff00-\uffef]/gu;

/** What a chat template puts around a message. */
const tokensAroundMessage = 4;

/**
 * About how many tokens a text is, rather too many than too few: the tokenizers of the models that may be behind an endpoint are not known
 * here, and what is estimated guards a budget.
 */
export function estimateTokens(text: string): number {
  const alone = text.match(ownToken)?.length ?? 0;
  return alone + Math.ceil((text.length - alone) / charactersPerToken);
}

export function estimatePromptTokens(messages: readonly ModelMessage[]): number {
  return messages.reduce((sum, { content }) => sum + estimateTokens(content) + tokensAroundMessage, 0);
}
