/**
 * Characters that mean something to Discord's markdown anywhere: emphasis, code, spoilers, links and everything in angle brackets (mentions,
 * dates, emoji). At a line's beginning there are more.
 */
const anywhere = /[\\*_~`|<>]/g;
/** Brackets are text, unless an address in parentheses follows; stretches in different manners follow one another without a gap. */
const linkTarget = /(?<=^|\])\(/g;
const atLineStart = /^([ \t]*)(#{1,3}|-#|[-+*]|\d+\.)(?=\s)/gm;
/** An address in a text is text, and leads nowhere, also directly after a letter; `:name:` would become an emoji. */
const colon = /(?<=https?|discord|steam|mailto|tel):|:(?=[\w\\]+:)/gi;

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
  return emphasised(markdown, '**');
}

export function italic(markdown: string): string {
  return emphasised(markdown, '*');
}

/** Emphasis has to hug its words, and ends with its line. */
function emphasised(markdown: string, mark: string): string {
  return markdown
    .split('\n')
    .map((line) => {
      const words = line.trim();
      if (words === '') return line;
      const start = line.indexOf(words);
      return `${line.slice(0, start)}${mark}${words}${mark}${line.slice(start + words.length)}`;
    })
    .join('\n');
}

export function blockquote(markdown: string): string {
  return markdown
    .split('\n')
    .map((line) => `> ${line}`)
    .join('\n');
}
