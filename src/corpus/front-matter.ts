import { parse as parseToml } from 'smol-toml';
import { LineCounter, parseDocument } from 'yaml';
import { namedMetadata } from './named-metadata.js';
import type { ArticleMetadata } from './published-article.js';

export interface FrontMatter {
  readonly metadata: ArticleMetadata;
  /** The text below. */
  readonly content: string;
  /** What could not be read, each a sentence that names the line. */
  readonly warnings: readonly string[];
}

interface ReadFields {
  readonly fields: Readonly<Record<string, unknown>>;
  /** Lines counted from the file's first. */
  readonly faults: readonly { readonly line: number; readonly reason: string }[];
}

/** The fence that front matter begins with, without white space at its end, and the line that ends it. */
const fences = [
  { opening: /^---\s*(?:yaml)?$/u, closing: /^(?:---|\.\.\.)[^\S\n]*$/u, read: readYaml },
  { opening: /^\+\+\+$/u, closing: /^\+\+\+[^\S\n]*$/u, read: readToml },
  { opening: /^---\s*json$/u, closing: /^---[^\S\n]*$/u, read: readJson },
  { opening: /^;;;$/u, closing: /^;;;[^\S\n]*$/u, read: readJson },
] as const;

/**
 * Reads the front matter of a Markdown file (YAML, TOML or JSON) and the text below it. A mistake loses its field, never the article.
 */
export function readFrontMatter(source: string): FrontMatter {
  const lines = source.split('\n');
  const start = lines.findIndex((line) => line.trim() !== '');
  const first = lines[start] ?? '';
  const bare = first.startsWith('{') ? bareJson(lines, start) : undefined;
  const fence = bare ?? fences.find(({ opening }) => opening.test(first.trimEnd()));
  if (fence === undefined) return { metadata: {}, content: source, warnings: [] };
  const end = 'end' in fence ? fence.end : lines.findIndex((line, at) => at > start && fence.closing.test(line));
  const body = bare === undefined ? lines.slice(start + 1, end) : lines.slice(start, end + 1);
  // Without a closing line or any field, the fence is a horizontal rule.
  if (end < 0 || (body.some((line) => line.trim() !== '') && !body.some((line) => /[:=]/u.test(line))))
    return { metadata: {}, content: source, warnings: [] };
  const { fields, faults } = fence.read(body, bare === undefined ? start + 2 : start + 1);
  const { metadata, problems } = namedMetadata(fields);
  const warnings = [
    ...faults.map(({ line, reason }) => `Line ${line} of the front matter cannot be read: ${reason}.`),
    ...problems.map(({ key, reason }) => `Line ${lineOf(key, lines)} of the front matter, ${key}: ${reason}.`),
  ];
  return { metadata, content: lines.slice(end + 1).join('\n'), warnings };
}

/** Hugo takes a JSON object without a fence, from the first line to one that is nothing but its closing brace. */
function bareJson(lines: readonly string[], start: number): { readonly end: number; readonly read: typeof readJson } | undefined {
  if (!/^\{\s*(?:"|$)/u.test(lines[start] ?? '')) return undefined;
  const end = lines.findIndex((line, at) => at > start && /^\}\s*$/u.test(line));
  // Without a fence, only valid JSON can be distinguished from code.
  return end < 0 || readJson(lines.slice(start, end + 1), 0).faults.length > 0 ? undefined : { end, read: readJson };
}

function readYaml(body: readonly string[], firstLine: number): ReadFields {
  const whole = yamlFields(body);
  if ('fields' in whole) return { fields: whole.fields, faults: [] };
  // Each field is read by itself, so that a mistake in one does not affect the others.
  const fields: Record<string, unknown> = {};
  const faults: { line: number; reason: string }[] = [];
  for (const { at, lines } of fieldsOf(body)) {
    const [key, value] = keyAndValue(lines[0] ?? '');
    const own = yamlFields(lines);
    if ('fields' in own) Object.assign(fields, own.fields);
    else {
      faults.push({ line: firstLine + at + own.line, reason: own.reason });
      // A value whose quotation marks were forgotten is still readable.
      if (key !== undefined && value !== undefined && value !== '' && lines.length === 1) fields[key] = unquoted(value);
    }
  }
  return { fields, faults };
}

/** Dates stay as written: the library's core schema does not convert them, and executes no code. */
function yamlFields(
  lines: readonly string[],
): { readonly fields: Readonly<Record<string, unknown>> } | { readonly line: number; readonly reason: string } {
  const lineCounter = new LineCounter();
  try {
    const document = parseDocument(lines.join('\n'), { lineCounter, uniqueKeys: false, prettyErrors: false, logLevel: 'silent' });
    const [error] = document.errors;
    if (error !== undefined) return { line: Math.max(0, lineCounter.linePos(error.pos[0]).line - 1), reason: reasonOf(error) };
    const value: unknown = document.toJS({ maxAliasCount: 100 });
    if (value === null || value === undefined) return { fields: {} };
    if (typeof value === 'object' && !Array.isArray(value)) return { fields: { ...value } };
    return { line: 0, reason: 'it has no key' };
  } catch (error) {
    // Endless references and excessive nesting.
    return { line: 0, reason: reasonOf(error) };
  }
}

/** The lines of each top-level field: a key at the margin, and what is indented under it or listed. */
function fieldsOf(body: readonly string[]): { at: number; lines: string[] }[] {
  const found: { at: number; lines: string[] }[] = [];
  body.forEach((line, at) => {
    const field = found.at(-1);
    if (field !== undefined && /^(?:\s|-\s|-$|$|#|[\]}])/u.test(line)) field.lines.push(line);
    else if (line.trim() !== '' && !line.startsWith('#')) found.push({ at, lines: [line] });
  });
  for (const { lines } of found) while (lines.length > 1 && lines.at(-1)?.trim() === '') lines.pop();
  return found;
}

function keyAndValue(line: string): readonly [key: string | undefined, value: string | undefined] {
  const match = /^([\p{L}\p{N}_-]+)\s*:(.*)$/u.exec(line);
  return [match?.[1], match?.[2]?.trim()];
}

function unquoted(value: string): string {
  return value.replace(/^["']|["']$/gu, '');
}

function readToml(body: readonly string[], firstLine: number): ReadFields {
  try {
    return { fields: withDatesAsText(parseToml(body.join('\n'))), faults: [] };
  } catch (error) {
    const line = error instanceof Error && 'line' in error && typeof error.line === 'number' ? error.line - 1 : 0;
    const fields: Record<string, unknown> = {};
    for (const text of body) {
      try {
        // In TOML a field is a line; fields of several lines are lost together with the faulty one.
        Object.assign(fields, withDatesAsText(parseToml(text)));
      } catch (fault) {
        if (!(fault instanceof Error)) throw fault;
      }
    }
    return { fields, faults: [{ line: firstLine + line, reason: reasonOf(error) }] };
  }
}

/** TOML's dates are printed as written, in their own time zone. */
function withDatesAsText(table: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(table).map(([key, value]) => [key, value instanceof Date ? value.toISOString() : value]));
}

function readJson(body: readonly string[], firstLine: number): ReadFields {
  const text = body.join('\n').trim();
  try {
    const value: unknown = JSON.parse(text.startsWith('{') ? text : `{${text}}`);
    return { fields: typeof value === 'object' && value !== null ? { ...value } : {}, faults: [] };
  } catch (error) {
    return { fields: {}, faults: [{ line: firstLine, reason: reasonOf(error) }] };
  }
}

function reasonOf(error: unknown): string {
  return (error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)).replace(/[.:]\s*$/u, '');
}

function lineOf(key: string, lines: readonly string[]): number {
  return lines.findIndex((line) => line.replace(/^["'\s]+/u, '').startsWith(key)) + 1;
}
