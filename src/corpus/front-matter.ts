import matter from 'gray-matter';
import { z } from 'zod';
import type { Language } from '../language/index.js';
import { FrontMatterError } from './errors.js';
import type { ArticleMetadata } from './published-article.js';

/** YAML makes numbers and dates of titles such as 1984. */
const text = z
  .union([z.string(), z.number(), z.date()])
  .transform((value) => (value instanceof Date ? value.toISOString().slice(0, 10) : String(value)).trim());
const names = z
  .union([text.transform((value) => value.split(/[,，、;；]/u).map((name) => name.trim())), z.array(text)])
  .transform((list) => list.filter((name) => name !== ''));
const address = z.url({ protocol: /^https?$/u, error: 'it must be an address that begins with http:// or https://' });

const fields = z.object({
  title: text.nullish(),
  authors: names.nullish(),
  author: names.nullish(),
  publisher: text.nullish(),
  language: text.nullish(),
  source: address.nullish(),
});

/** From a line of three dashes at the very beginning to the next; without the closing one it is a rule, not front matter. */
function isFenced(source: string): boolean {
  // Most articles have none, and are not split into lines to find that out.
  if (!source.startsWith('---')) return false;
  const [opening = '', ...lines] = source.split('\n');
  return ['', 'yaml'].includes(opening.slice(3).trim()) && lines.some((line) => line.startsWith('---') && line.trim() === '---');
}

const refuse = (): never => {
  throw new SyntaxError('only YAML is read');
};

/**
 * What stands between the --- lines at the beginning of a Markdown file, and the text below them.
 * @throws FrontMatterError for YAML that cannot be read and for values of the wrong kind.
 */
export function readFrontMatter(source: string, path: string): { metadata: ArticleMetadata; content: string } {
  if (!isFenced(source)) return { metadata: {}, content: source };
  const { data, content } = parse(source, path);
  const parsed = fields.safeParse(data);
  if (!parsed.success) {
    throw new FrontMatterError(
      path,
      parsed.error.issues.map((issue) => `${issue.path.join('.') || 'the whole'}: ${issue.message}`).join('; '),
    );
  }
  const { title, authors, author, publisher, language, source: sourceUrl } = parsed.data;
  const people = authors ?? author ?? [];
  const known = languageOf(language ?? '');
  return {
    content,
    metadata: {
      ...(title != null && title !== '' && { title }),
      ...(people.length > 0 && { authors: people }),
      ...(publisher != null && publisher !== '' && { publisher }),
      ...(known !== undefined && { language: known }),
      ...(sourceUrl != null && { sourceUrl }),
    },
  };
}

function parse(source: string, path: string): { data: unknown; content: string } {
  try {
    // The library evaluates JavaScript front matter unless its engines are taken away; its YAML engine is the safe one.
    const { data, content } = matter(source, { language: 'yaml', engines: { javascript: { parse: refuse }, json: { parse: refuse } } });
    return { data, content };
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    throw new FrontMatterError(path, reason, { cause: error });
  }
}

/** A language tag as people write them; one that Footnote does not know is no error, the text then tells. */
function languageOf(tag: string): Language | undefined {
  if (/^zh[-_](?:hant|tw|hk|mo)/iu.test(tag)) return 'zh-Hant';
  if (/^zh[-_](?:hans|cn|sg)/iu.test(tag)) return 'zh-Hans';
  return /^en\b/iu.test(tag) ? 'en' : undefined;
}
