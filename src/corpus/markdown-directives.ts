/**
 * Markup of site generators and book builders that Markdown itself does not know (Hugo, Liquid, MDX, Docusaurus, MkDocs, Kramdown, Jupyter
 * books): readers of the finished page never see it.
 */

/** Within a line. Code spans are matched, too, so that they stay untouched; lengths are bounded, so that unclosed marks cost little. */
const inline = new RegExp(
  [
    // Roles of d2lbook and MyST that name a place, or set a picture's size.
    ':(?:label|eqlabel|numref|ref|eqref|cite[pt]?|width|height|begin_tab|end_tab):(?:`[^`\\n]{0,200}`)?',
    '\\{\\{[<%](?:[^\\n{}]|\\{(?!\\{)|\\}(?!\\})){0,500}[%>]\\}\\}',
    '\\{%-?\\s{0,9}\\w(?:[^\\n%]|%(?!\\})){0,500}%\\}',
    '\\{\\{-?\\s{0,9}(?:site|page|post|layout|include)\\.[^\\n{}]{1,200}\\}\\}',
    '(?<code>(?<tick>(?<!`)`{1,3}(?!`))(?:(?!\\k<tick>)[^\\n]){1,500}\\k<tick>(?!`))',
  ].join('|'),
  'gu',
);
/** Whole lines that readers do not see. */
const dropped =
  /^\s*(?:\[toc\]|\[\[_?toc_?\]\]|\$\{toc\}|@\[toc\](?:\([^)]*\))?|\{:(?!:)[^{}]*\}|:end_tab:|:begin_tab:.*|:{3,}\s*\{?[\w-]*\}?)\s*$/iu;
const imported =
  /^(?:import\s(?:[^"'\n]*\sfrom\s+)?["'][^"'\n]+["'];?|export\s(?:const|let|var|default|function)\s.*|export\s*\{[^}]*\}.*)$/u;
/** A component on a line of its own; the text between its tags is Markdown. */
const component = /^\s*<\/?[A-Z][\w.]*(?:\s[^<]*)?>\s*$/u;
/** An admonition's first line: its title follows its kind. */
const admonition = /^\s*:{3,}\s*\{?[\w-]+\}?(?:\[([^\]]*)\]|\s+([^{]*))(?:\{[^}]*\})?\s*$/u;
/** MkDocs indents an admonition's text, which without its first line would be code. */
const indentedAdmonition = /^(\s*)(?:!!!|\?\?\?\+?)\s+[\w-]+(?:\s+"([^"]*)")?\s*$/u;
const alert = /^(\s*>\s*)\[!(?:note|tip|important|warning|caution|info|abstract|example|quote|danger|success|question|bug)\][+-]?/iu;
/** `## Title {#anchor .class}` */
const anchor = /\s*\{:?\s*[#.][^{}]*\}(?=[\s#]*$)/u;
const heading = /^ {0,3}#{1,6}\s/u;
const fence = /^(?:[\s>]|[-*+]\s|\d{1,9}[.)]\s){0,40}(`{3,}|~{3,})(.*)$/u;

/** The longest line that is searched for such markup; a longer one is text or data. */
const maxMarkupLine = 500;

/** Removes markup for machines from Markdown, and leaves code as it is. */
export function withoutDirectives(source: string): string {
  const kept: string[] = [];
  let openFence: string | undefined;
  let indent = 0;
  for (const raw of source.split('\n')) {
    if (indent > 0 && raw.trim() !== '' && !raw.startsWith(' '.repeat(indent))) indent = 0;
    const line = raw.slice(raw.startsWith(' ') ? indent : 0);
    const [, marks, information = ''] = fence.exec(line) ?? [];
    if (openFence !== undefined) {
      if (marks?.startsWith(openFence) === true && information.trim() === '') openFence = undefined;
      // A tab of d2lbook is a line of its own at the head of the code.
      if (!/^#@tab\s/u.test(line)) kept.push(line);
    } else if (marks !== undefined && !information.includes('`')) {
      openFence = marks;
      kept.push(line);
    } else if (/^(?: {4}|\t)/u.test(line)) {
      kept.push(line);
    } else if (line.length > maxMarkupLine) {
      kept.push(withoutInline(line));
    } else if (indentedAdmonition.test(line)) {
      const [, margin = '', title = ''] = indentedAdmonition.exec(line) ?? [];
      indent = margin.length + 4;
      kept.push('', title, '');
    } else if (imported.test(line) || dropped.test(line) || component.test(line)) {
      kept.push('');
    } else if (admonition.test(line)) {
      const [, bracketed, plain] = admonition.exec(line) ?? [];
      kept.push('', bracketed ?? plain ?? '', '');
    } else {
      const named = line.replace(alert, '$1');
      kept.push(withoutInline(heading.test(named) ? named.replace(anchor, '') : named));
    }
  }
  return kept.join('\n');
}

function withoutInline(line: string): string {
  return line.replace(inline, (whole: string, ...rest: unknown[]) => {
    const groups = rest.at(-1) as Readonly<Record<string, string | undefined>>;
    return groups['code'] === undefined ? '' : whole;
  });
}
