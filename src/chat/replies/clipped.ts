const graphemes = new Intl.Segmenter('zh', { granularity: 'grapheme' });

/** The beginning of a text, whole graphemes only, that with its "…" is not longer than so many UTF-16 code units. */
export function clipped(text: string, longest: number): string {
  if (text.length <= longest) return text;
  let length = 0;
  for (const { segment } of graphemes.segment(text.slice(0, longest))) {
    if (length + segment.length > longest - 1) break;
    length += segment.length;
  }
  return `${text.slice(0, length)}…`;
}

/** What stands in one line: its beginning, with every stretch of white space as one space. */
export function clippedLine(text: string, longest: number): string {
  return clipped(text.replaceAll(/\s+/gu, ' ').trim(), longest);
}
