import type { NormalisedText } from '../language/index.js';

const wordStart = /^▁+/;
/** How far ahead of the last match a token is searched for; beyond that the tokenizer has rewritten it. */
const lookAhead = 64;

/**
 * Where each token ends in the original text. SentencePiece tokens spell the text they stand for (▁ for the space before a word); a token
 * that cannot be found (an unknown piece, a rewritten character) ends where the next found token begins.
 *
 * @param tokens the model's pieces, without specials and prefix
 * @returns offsets into the text before normalisation, non-decreasing; length = tokens
 */
export function alignTokens(tokens: readonly string[], normalised: NormalisedText): Uint32Array {
  const { text, ends } = normalised;
  const original = (position: number): number => (position === 0 ? 0 : (ends[position - 1] ?? 0));
  const result = new Uint32Array(tokens.length);
  let position = 0;
  let firstUnplaced = 0;
  tokens.forEach((token, at) => {
    const piece = token.replace(wordStart, '');
    const found = piece === '' ? -1 : text.slice(position, position + lookAhead + piece.length).indexOf(piece);
    if (found < 0) return;
    const start = position + found;
    result.fill(original(start), firstUnplaced, at);
    position = start + piece.length;
    result[at] = original(position);
    firstUnplaced = at + 1;
  });
  result.fill(original(text.length), firstUnplaced);
  return result;
}
