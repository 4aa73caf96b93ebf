import { decodeText } from './decode-text.js';
import type { FileToRead } from './file-to-read.js';
import { namedMetadata } from './named-metadata.js';
import { layOut, type PublishedArticle, type PublishedParagraph } from './published-article.js';
import { rstText, type RstNames } from './rst-inline.js';
import { readTable, startsTable, type RstTable } from './rst-tables.js';
import { columnsOf } from './text-shape.js';

/** Deeper indentation than this is text without structure. */
const maxDepth = 40;

const adornment = /^([!-/:-@[-`{-~])\1{2,}\s*$/u;
const bulletItem = /^([*+•‣⁃-])(\s+)(?=\S)|^[*+•‣⁃-]\s*$/u;
const numberedItem = /^(?:\(?(\d{1,4}|#|[A-Za-z]|[ivxlcdm]{1,7})\)|(\d{1,4}|#|[A-Za-z]|[ivxlcdm]{1,7})\.)\s+(?=\S)/u;
const field = /^:((?![\s:])(?:[^:\\\n]|\\.){1,80}):(?:\s+|$)/u;
const explicit = /^\.\.(?:\s+|$)/u;
const directive = /^\.\.\s+(?:\|([^|]+)\|\s+)?([\w][\w.:+-]*?)\s*::(?:\s+(.*))?$/u;
const target = /^\.\.\s+_(`[^`]+`|(?:[^:\\]|\\.)+):(?:\s+(.*))?$/u;

/** Directives by what their content is; the content of unknown ones is text. */
const codeDirectives = new Set(
  'code code-block sourcecode parsed-literal prompt doctest testcode testoutput ipython console productionlist'.split(' '),
);
const emptyDirectives = new Set(
  'image toctree contents include raw index meta highlight default-role sectnum target-notes literalinclude tabularcolumns replace unicode date currentmodule module automodule autoclass autofunction graphviz digraph graph plot role codeauthor sectionauthor'.split(
    ' ',
  ),
);
/** Their argument is a heading of the content, or a part of it. */
const titledDirectives = new Set(
  'admonition topic sidebar rubric table centered note tip warning important caution danger error hint attention seealso todo deprecated versionadded versionchanged math epigraph'.split(
    ' ',
  ),
);
/** Descriptions of programs: their argument is what is described. */
const describing =
  /^(?:\w+:)?(?:function|method|class|data|attribute|exception|module|option|program|envvar|confval|describe|object|macro|type|var|member|staticmethod|classmethod|property|decorator|cfunction|ctype)$/u;

/** reStructuredText as its readers see it: no directives, roles, comments or targets. */
export function readRst(file: FileToRead): PublishedArticle {
  const text = decodeText(file.bytes, file.path, file.charset);
  const lines = text.split('\n').map((line) => line.replace(/^[ \t]+/u, (indent) => indent.replaceAll('\t', '        ')).trimEnd());
  const { fields, names } = collect(lines);
  const paragraphs = createParser(names).parse(lines, 0);
  const { metadata, problems } = namedMetadata(fields);
  const title = metadata.title ?? paragraphs.find(({ kind }) => kind === 'heading')?.text;
  return {
    ...layOut(paragraphs),
    metadata: { ...metadata, ...(title !== undefined && { title }) },
    furniture: [],
    warnings: problems.map(({ key, reason }) => `The field ${key}: ${reason}.`),
  };
}

/** Collected before the text is read: fields of the document, substitutions, and targets with the titles that follow them. */
function collect(lines: readonly string[]): { fields: Record<string, string>; names: RstNames } {
  const fields: Record<string, string> = {};
  const substitutions = new Map<string, string>();
  const targets = new Map<string, string | undefined>();
  let waiting: string[] = [];
  let isHead = true;
  lines.forEach((line, at) => {
    if (line === '') return;
    const named = target.exec(line.trimStart());
    if (named !== null) {
      const name = (named[1] ?? '').replace(/^`|`$/gu, '').toLowerCase();
      targets.set(name, undefined);
      if ((named[2] ?? '') === '') waiting.push(name);
      return;
    }
    const defined = directive.exec(line.trimStart());
    if (defined?.[1] !== undefined) substitutions.set(defined[1].trim().toLowerCase(), defined[2] === 'replace' ? (defined[3] ?? '') : '');
    // Pelican has its metadata in fields under the title, Nikola in comments over it.
    const [, key, value] =
      (isHead ? (/^:([\w\p{L} -]{1,40}):\s+(.+)$/u.exec(line) ?? /^\.\.\s+([\w-]+):\s+(.+)$/u.exec(line)) : null) ?? [];
    if (key !== undefined && value !== undefined) {
      fields[key] ??= value;
      return;
    }
    if (adornment.test(line)) return;
    const isTitle = adornment.test(lines[at + 1] ?? '');
    if (isTitle) for (const name of waiting) targets.set(name, line.trim());
    if (!explicit.test(line)) waiting = [];
    if (!isTitle && !explicit.test(line) && !/^\s/u.test(line)) isHead = false;
  });
  return { fields, names: { substitutions, targets } };
}

interface Parser {
  parse(lines: readonly string[], depth: number): PublishedParagraph[];
}

function createParser(names: RstNames): Parser {
  /** Styles of title adornment in the order of their first use, which is that of their levels. */
  const styles: string[] = [];

  const textOf = (raw: string): string => rstText(raw, names);

  function levelOf(style: string): number {
    if (!styles.includes(style)) styles.push(style);
    return styles.indexOf(style) + 1;
  }

  function parse(lines: readonly string[], depth: number): PublishedParagraph[] {
    if (depth > maxDepth) return paragraphOf(lines.join('\n'));
    const found: PublishedParagraph[] = [];
    let at = 0;
    while (at < lines.length) {
      const line = lines[at] ?? '';
      const next = lines[at + 1] ?? '';
      if (line === '') {
        at++;
      } else if (line.startsWith(' ')) {
        const end = endOfIndented(lines, at);
        found.push(...parse(dedented(lines.slice(at, end)), depth + 1));
        at = end;
      } else if (adornment.test(line) && next !== '' && adornment.test(lines[at + 2] ?? '') && line[0] === lines[at + 2]?.[0]) {
        found.push({ text: textOf(next), kind: 'heading', level: levelOf(`${line.charAt(0)}${line.charAt(0)}`) });
        at += 3;
      } else if (startsTable(line)) {
        const { table, end } = readTable(lines, at);
        found.push(...rowsOf(table));
        at = end;
      } else if (adornment.test(line) && next === '') {
        at++;
      } else if (adornment.test(next) && isUnderline(next, line)) {
        found.push({ text: textOf(line), kind: 'heading', level: levelOf(next.charAt(0)) });
        at += 2;
      } else if (explicit.test(line)) {
        const end = endOfIndented(lines, at + 1);
        found.push(...parseExplicit(line, lines.slice(at + 1, end), depth));
        at = end;
      } else if (/^__(?:\s|$)/u.test(line)) {
        at++;
      } else if (line.startsWith('>>> ')) {
        const end = indexFrom(lines, at, (each) => each === '');
        found.push({ text: lines.slice(at, end).join('\n'), kind: 'code' });
        at = end;
      } else if (/^\|(?:\s|$)/u.test(line)) {
        const end = indexFrom(lines, at, (each) => !/^(?:\||\s+\S)/u.test(each));
        const block = lines.slice(at, end).map((each) => (each.startsWith('|') ? `\0${each.slice(1)}` : each));
        found.push(...block.join('\n').split('\0').flatMap(paragraphOf));
        at = end;
      } else if (bulletItem.test(line) || isNumbered(line, next)) {
        at = parseItem(lines, at, depth, found);
      } else if (field.test(line)) {
        const [whole = '', name = ''] = field.exec(line) ?? [];
        const end = endOfIndented(lines, at + 1);
        const body = parse([line.slice(whole.length), ...dedented(lines.slice(at + 1, end))], depth + 1);
        const [first, ...others] = body;
        const isText = first !== undefined && first.kind === undefined;
        found.push({ text: `${textOf(name)}: ${isText ? first.text : ''}`.trim(), kind: 'item' }, ...(isText ? others : body));
        at = end;
      } else {
        at = parseParagraph(lines, at, depth, found);
      }
    }
    return found;
  }

  function parseItem(lines: readonly string[], at: number, depth: number, found: PublishedParagraph[]): number {
    const line = lines[at] ?? '';
    const marker = (bulletItem.exec(line) ?? numberedItem.exec(line))?.[0] ?? line;
    const end = endOfIndented(lines, at + 1);
    const [first, ...others] = parse([line.slice(marker.length), ...dedented(lines.slice(at + 1, end), marker.length)], depth + 1);
    if (first === undefined) return end;
    const number = bulletItem.test(line) ? '' : `${marker.trim()} `;
    const isOwnText = first.kind === undefined || first.kind === 'heading';
    found.push(isOwnText ? { ...first, text: number + first.text, kind: 'item' } : first, ...others);
    return end;
  }

  /** A paragraph; a term with its definition; text with the literal block that its two colons announce. */
  function parseParagraph(lines: readonly string[], at: number, depth: number, found: PublishedParagraph[]): number {
    const end = indexFrom(lines, at, (line) => line === '' || line.startsWith(' '));
    const raw = lines.slice(at, end).join('\n');
    if ((lines[end] ?? '').startsWith(' ') && !raw.endsWith('::')) {
      const definitionEnd = endOfIndented(lines, end);
      found.push(...paragraphOf(raw), ...parse(dedented(lines.slice(end, definitionEnd)), depth + 1));
      return definitionEnd;
    }
    if (!raw.endsWith('::')) {
      found.push(...paragraphOf(raw));
      return end;
    }
    found.push(
      ...paragraphOf(
        raw.replace(/(?:\s*|(?<=\S)):{2}$/u, (marks) => (/^\s|^::$/u.test(marks) && raw.trim() !== '::' && !/\s::$/u.test(raw) ? ':' : '')),
      ),
    );
    const codeEnd = endOfIndented(lines, end);
    found.push(...codeOf(lines.slice(end, codeEnd)));
    return codeEnd;
  }

  function parseExplicit(line: string, content: readonly string[], depth: number): PublishedParagraph[] {
    const footnote = /^\.\.\s+\[[^\]]+\]\s*(.*)$/u.exec(line);
    if (footnote !== null) return parse([footnote[1] ?? '', ...dedented(content)], depth + 1);
    const [, substitution, name, argument = ''] = directive.exec(line) ?? [];
    // Anything but a directive is a comment or a target.
    if (name === undefined || substitution !== undefined) return [];
    const kind = name.toLowerCase();
    const { options, body, restOfArgument } = partsOf(content);
    if (emptyDirectives.has(kind)) return [];
    if (codeDirectives.has(kind)) return codeOf(body);
    if (kind === 'list-table') return rowsOf(listTable(body, Number(options.get('header-rows') ?? 0)));
    if (kind === 'csv-table') return rowsOf(csvTable(body, options.get('header')));
    const said = titledDirectives.has(kind) || describing.test(kind) ? [argument, ...restOfArgument].join('\n') : '';
    return [...paragraphOf(said), ...parse(body, depth + 1)];
  }

  /** The items of a list of lists: each row is a list, each cell an item of it. */
  function listTable(body: readonly string[], headerRows: number): RstTable {
    const rows: string[][] = [];
    for (const line of body) {
      const cell = /^(\s*)(?:[*-]\s+)?[*-](?:\s+(.*))?$/u.exec(line);
      if (/^[*-]\s+[*-](?:\s|$)/u.test(line)) rows.push([cell?.[2] ?? '']);
      else if (cell !== null && cell[1] !== '') rows.at(-1)?.push(cell[2] ?? '');
      else if (line.trim() !== '') {
        const row = rows.at(-1);
        if (row !== undefined) row[row.length - 1] = `${row.at(-1) ?? ''}\n${line.trim()}`;
      }
    }
    return { rows, headerRows };
  }

  function csvTable(body: readonly string[], header: string | undefined): RstTable {
    const lines = [...(header === undefined ? [] : [header]), ...body].filter((line) => line.trim() !== '');
    const rows = lines.map((line) =>
      [...line.matchAll(/\s*(?:"((?:[^"]|"")*)"|([^,]*))(?:,|$)/gu)].map(([, quoted, plain]) => quoted ?? plain ?? '').slice(0, -1),
    );
    return { rows, headerRows: header === undefined ? 0 : 1 };
  }

  function rowsOf({ rows, headerRows }: RstTable): PublishedParagraph[] {
    return rows.map((cells, at) => ({
      text: cells.map(textOf).join('\t').trimEnd(),
      kind: 'row' as const,
      ...(at < headerRows && { isTableHeader: true }),
    }));
  }

  function paragraphOf(raw: string): PublishedParagraph[] {
    const text = textOf(raw);
    return text === '' ? [] : [{ text }];
  }

  return { parse };
}

/** An adornment is at least as long as its title; a shorter line of punctuation is something else. */
function isUnderline(line: string, title: string): boolean {
  return line.length >= Math.min(4, columnsOf(title)) && /[\p{L}\p{N}]/u.test(title) && !explicit.test(title);
}

/** "A. Einstein" begins a sentence: an enumerator is followed only by another one, an indented line, or nothing. */
function isNumbered(line: string, next: string): boolean {
  return numberedItem.test(line) && (next === '' || next.startsWith(' ') || numberedItem.test(next));
}

function codeOf(lines: readonly string[]): PublishedParagraph[] {
  const text = dedented(lines).join('\n').replace(/^\n+/u, '').trimEnd();
  return text === '' ? [] : [{ text, kind: 'code' }];
}

/** A directive's options, the further lines of its argument, and its content. */
function partsOf(content: readonly string[]): {
  options: ReadonlyMap<string, string>;
  restOfArgument: readonly string[];
  body: readonly string[];
} {
  const lines = dedented(content);
  const options = new Map<string, string>();
  let at = 0;
  const restOfArgument: string[] = [];
  while (at < lines.length && lines[at] !== '' && !/^:[\w-]+:/u.test(lines[at] ?? '')) restOfArgument.push(lines[at++] ?? '');
  for (; at < lines.length; at++) {
    const option = /^:([\w-]+):\s*(.*)$/u.exec(lines[at] ?? '');
    if (option === null) break;
    options.set(option[1] ?? '', option[2] ?? '');
  }
  // Content may begin right under a directive that has no argument.
  return options.size === 0 && restOfArgument.length > 0
    ? { options, restOfArgument: [], body: lines }
    : { options, restOfArgument, body: lines.slice(at) };
}

/** The line after the indented block at `from`, empty lines within it included. */
function endOfIndented(lines: readonly string[], from: number): number {
  let end = from;
  for (let at = from; at < lines.length && (lines[at] === '' || lines[at]?.startsWith(' ') === true); at++)
    if (lines[at] !== '') end = at + 1;
  return end;
}

function indexFrom(lines: readonly string[], from: number, test: (line: string) => boolean): number {
  let at = from + 1;
  while (at < lines.length && !test(lines[at] ?? '')) at++;
  return Math.min(at, lines.length);
}

/** Without the lines' common indentation, or without the given indentation. */
function dedented(lines: readonly string[], most = Infinity): string[] {
  const indent = lines.reduce((least, line) => (line === '' ? least : Math.min(least, line.length - line.trimStart().length)), most);
  return lines.map((line) => (line === '' ? '' : line.slice(indent)));
}
