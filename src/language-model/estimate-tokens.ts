import type { ModelMessage } from './port.js';

/** Letters of scripts without spaces are at most one token each; other text has about this many characters a token. */
const charactersPerToken = 3.5;
const ownToken = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303f\uff00-\uffef]/gu;

/** The chat template's tokens around a message. */
const tokensAroundMessage = 4;

/**
 * A high estimate of a text's tokens, since it guards a budget: the endpoint's tokenizer is not known here.
 */
export function estimateTokens(text: string): number {
  const alone = text.match(ownToken)?.length ?? 0;
  return alone + Math.ceil((text.length - alone) / charactersPerToken);
}

export function estimatePromptTokens(messages: readonly ModelMessage[]): number {
  return messages.reduce((sum, { content }) => sum + estimateTokens(content) + tokensAroundMessage, 0);
}
