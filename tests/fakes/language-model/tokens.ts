/** Letters of a script without spaces make about a token each, of others about four do; near enough, and the same on every run. */
const charactersPerToken = 4;
const ownToken = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303f\uff00-\uffef]/u;

/** Counts a text's tokens as it comes, and says where it has to end. */
export interface TokenMeter {
  readonly spent: () => number;
  /** The beginning of `text` that fits under the limit; all of it, mostly. */
  readonly take: (text: string) => string;
}

export function createTokenMeter(limit = Number.POSITIVE_INFINITY): TokenMeter {
  let spent = 0;
  /** Characters of the token that is not full yet. */
  let begun = 0;
  return {
    spent: () => spent,
    take(text) {
      let taken = '';
      for (const character of text) {
        const stands = ownToken.test(character);
        const isNew = stands || begun % charactersPerToken === 0;
        if (isNew && spent >= limit) break;
        if (isNew) spent++;
        begun = stands ? 0 : begun + 1;
        taken += character;
      }
      return taken;
    },
  };
}

export function countTokens(text: string): number {
  const meter = createTokenMeter();
  meter.take(text);
  return meter.spent();
}

/** A chat template puts marks and the role around each message, and opens the answer. */
const tokensAroundMessage = 4;
const tokensOpeningAnswer = 3;

export function countPromptTokens(messages: readonly { readonly content: string }[]): number {
  return messages.reduce((sum, { content }) => sum + countTokens(content) + tokensAroundMessage, tokensOpeningAnswer);
}
