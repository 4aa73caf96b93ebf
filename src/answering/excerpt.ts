import { sentencesOf } from '../corpus/index.js';

/** A sentence that begins or ends within this distance of the limit makes a better cut than the limit itself. */
const searchedCharacters = 200;

/** At most the last `most` UTF-16 code units of a text, from the start of a sentence where one is near. */
export function endOf(text: string, most: number): string {
  if (text.length <= most) return text;
  const from = wholeCharacter(text, text.length - most);
  const near = text.slice(from, from + Math.min(searchedCharacters, most));
  const [, second] = sentencesOf(near);
  return text.slice(second === undefined ? from : from + second.start);
}

/** At most the first `most` UTF-16 code units of a text, to the end of a sentence where one is near. */
export function beginningOf(text: string, most: number): string {
  if (text.length <= most) return text;
  const to = wholeCharacter(text, most);
  const from = Math.max(0, to - searchedCharacters);
  const last = sentencesOf(text.slice(from, to)).at(-1);
  return text.slice(0, last === undefined || last.start === 0 ? to : from + last.start);
}

/** The offset itself, or the one before it where it would cut a surrogate pair or a combining mark from its letter. */
function wholeCharacter(text: string, offset: number): number {
  const from = Math.max(0, offset - 32);
  const around = graphemes.segment(text.slice(from, offset + 32)).containing(offset - from);
  // More combining marks than were looked at are cut between code points.
  if (around !== undefined && around.index > 0) return from + around.index;
  return isLowSurrogate(text.charCodeAt(offset)) ? Math.max(0, offset - 1) : offset;
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
