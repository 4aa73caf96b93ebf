/**
 * Characters that mean something to Discord's markdown anywhere: emphasis, code, spoilers, links and everything in angle brackets (mentions,
 * dates, emoji). At a line's beginning there are more.
 */
const anywhere = /[\\*_~`|<>]/g;
/** Brackets are text, unless an address in parentheses follows; stretches in different manners follow one another without a gap. */
const linkTarget = /(?<=^|\])\(/g;
const atLineStart = /^([ \t]*)(#{1,3}|-#|[-+*]|\d+\.)(?=\s)/gm;
/** An address in a text is text, and leads nowhere; `:name:` would become an emoji. */
const colon = /(?<=\b(?:https?|discord|steam|mailto|tel)):|:(?=[\w\\]+:)/gi;

/** Words from outside, so that Discord shows them as they are. */
export function escapeMarkdown(text: string): string {
  return wellFormed(text)
    .replaceAll(anywhere, '\\$&')
    .replaceAll(linkTarget, '\\(')
    .replaceAll(atLineStart, (_, space: string, mark: string) => `${space}${mark.replace(/[#.+-]/, '\\$&')}`)
    .replaceAll(colon, '\\:');
}

/** Where nothing is markup (an embed's author and footer, labels of buttons). */
export function wellFormed(text: string): string {
  return text.replaceAll(/\p{Surrogate}/gu, '\uFFFD').replaceAll(/\r\n?/g, '\n');
}

export function bold(markdown: string): string {
  // Emphasis has to hug its words, and ends with its line.
  return markdown.replaceAll(/^(\s*)(.*?)(\s*)$/gm, (line, before: string, words: string, after: string) =>
    words === '' ? line : `${before}**${words}**${after}`,
  );
}

export function italic(markdown: string): string {
  return markdown.replaceAll(/^(\s*)(.*?)(\s*)$/gm, (line, before: string, words: string, after: string) =>
    words === '' ? line : `${before}*${words}*${after}`,
  );
}

export function blockquote(markdown: string): string {
  return markdown
    .split('\n')
    .map((line) => `> ${line}`)
    .join('\n');
}
