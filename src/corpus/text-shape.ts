/** How lines of an article look: their width, how they end, how broken lines are put together again. */

const wide = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/gu;
const wideEnd = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]$/u;
const wideStart = /^[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u;
const sentenceEnd = /[。｡！？!?.…‼⁇⁈⁉][”’"'」』）)】》〉\]]*\s*$/u;
const stop = /[，,、；;：:。｡！？!?.…‼⁇⁈⁉—-][”’"'」』）)】\]]*\s*$/u;

/** No width that matters here is as large: a longer text is simply long, and is not counted through. */
const longText = 400;

/** Width in columns of a terminal: a Chinese character takes two. Of a text longer than any margin or heading, only that it is. */
export function columnsOf(text: string): number {
  return text.length > longText ? text.length : text.length + (text.match(wide)?.length ?? 0);
}

export function endsSentence(text: string): boolean {
  return sentenceEnd.test(text);
}

/** Whether the text ends with punctuation after which a title or a heading never ends, or only when it is a question. */
export function endsWithStop(text: string): boolean {
  return stop.test(text);
}

export function hasLetters(text: string): boolean {
  return (text.match(/\p{L}/gu)?.length ?? 0) >= 2;
}

/** Puts two lines of one paragraph together: Chinese has no spaces to lose at a line's end, English has one. */
export function joinLines(first: string, second: string): string {
  if (first === '' || second === '') return first + second;
  return wideEnd.test(first) && wideStart.test(second) ? first + second : `${first} ${second}`;
}

/** Text as a browser or a Markdown renderer shows it: runs of white space are one space, line ends within a paragraph vanish. */
export function flowText(raw: string): string {
  return raw
    .split(/[ \t\f]*\n[ \t\f\n]*/u)
    .map((line) => line.replace(/[ \t\f]+/gu, ' '))
    .reduce(joinLines, '')
    .trim();
}
