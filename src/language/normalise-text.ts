import { Converter } from 'opencc-js/t2cn';
import { conversion } from './conversion.js';

/** A normalised text, and where each of its characters came from. */
export interface NormalisedText {
  readonly text: string;
  /** For each UTF-16 unit of `text`, where the original character that it came from ends; non-decreasing. */
  readonly ends: Uint32Array;
}

/** Taiwan's standard as source also covers the forms of OpenCC's own standard, and turns 著 into 着 where it is the particle. */
const convert = conversion.parse(Converter({ from: 'tw', to: 'cn' }));

/**
 * Traditional characters, as Taiwan writes them, as simplified ones. OpenCC takes 么 for an old form of 幺 outside the words it knows; in a
 * question it is the particle of "是真的么？", which traditional text writes 麼.
 */
export function toSimplified(text: string): string {
  return convert(text.replaceAll('么', '麼'));
}

const loneSurrogate = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

/**
 * The form in which texts are matched and embedded: NFKC, traditional characters as simplified ones, lone surrogates as U+FFFD.
 * Case is kept. Never shown to people.
 */
export function normaliseText(text: string): string {
  return toSimplified(text.replace(loneSurrogate, '\uFFFD').normalize('NFKC'));
}

/** As {@link normaliseText}, with the way back to the original's offsets. */
export function normaliseWithOffsets(text: string): NormalisedText {
  const whole = normaliseText(text);
  const compatible = compatibilityForm(text.replace(loneSurrogate, '\uFFFD'));
  if (compatible.text.length === whole.length) return { text: whole, ends: compatible.ends };
  // A character changed its length in the conversion; each is then converted alone, which loses only OpenCC's phrases.
  const pieces: string[] = [];
  const ends: number[] = [];
  let at = 0;
  for (const character of compatible.text) {
    const end = compatible.ends[at + character.length - 1] ?? text.length;
    const converted = toSimplified(character);
    pieces.push(converted);
    for (let unit = 0; unit < converted.length; unit++) ends.push(end);
    at += character.length;
  }
  return { text: pieces.join(''), ends: Uint32Array.from(ends) };
}

/** A character with what may combine with it (marks; vowels and finals of Korean syllables): the smallest unit for NFKC. */
const cluster = /[^][\p{M}\uFF9E\uFF9F\u1160-\u11FF]*/gu;

function compatibilityForm(text: string): NormalisedText {
  const pieces: string[] = [];
  const ends: number[] = [];
  for (const match of text.matchAll(cluster)) {
    const form = match[0].normalize('NFKC');
    const end = match.index + match[0].length;
    pieces.push(form);
    for (let unit = 0; unit < form.length; unit++) ends.push(end);
  }
  return { text: pieces.join(''), ends: Uint32Array.from(ends) };
}
