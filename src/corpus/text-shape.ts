/** The shape of an article's lines: their width, how they end, how wrapped lines are joined. */

const wide = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/gu;
const wideStart = /^[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u;
const sentenceEnd = /[。｡！？!?.…‼⁇⁈⁉][”’"'」』）)】》〉\]]*\s*$/u;
const stop = /[，,、；;：:。｡！？!?.…‼⁇⁈⁉—-][”’"'」』）)】\]]*\s*$/u;

/** Larger than any width that matters here; a longer text is not measured. */
const longText = 400;

/** Width in columns of a terminal: a Chinese character takes two. Capped above any margin or heading. */
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

/** The separator between two joined lines of a paragraph: none in Chinese, a space in English. */
export function spaceBetween(first: string, second: string): '' | ' ' {
  return wideStart.test(first.slice(-1)) && wideStart.test(second) ? '' : ' ';
}

/** Text as a browser or a Markdown renderer shows it: runs of white space are one space, line ends within a paragraph vanish. */
export function flowText(raw: string): string {
  const lines = raw
    .replace(/[ \t\f]+/gu, ' ')
    .split('\n')
    .map((line) => line.slice(line.startsWith(' ') ? 1 : 0, line.endsWith(' ') ? -1 : undefined))
    .filter((line) => line !== '');
  return lines
    .map((line, at) => spaceBefore(lines[at - 1], line) + line)
    .join('')
    .trim();
}

function spaceBefore(previous: string | undefined, line: string): '' | ' ' {
  return previous === undefined ? '' : spaceBetween(previous, line);
}
