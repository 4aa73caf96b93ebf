import type { PublishedArticle } from './published-article.js';
import { readHtml } from './read-html.js';
import { readMarkdown } from './read-markdown.js';
import { readPdf } from './read-pdf.js';
import { readText } from './read-text.js';

/** A file's content on its way through a format's reader. */
export interface FileToRead {
  readonly path: string;
  readonly bytes: Uint8Array;
  /** The encoding that the server named, if one did. */
  readonly charset?: string;
}

export interface DocumentFormat {
  /** With the dot, lower case. */
  readonly extensions: readonly string[];
  readonly mediaTypes: readonly string[];
  /** @throws CorpusError naming the file and what to do about it. */
  readonly read: (file: FileToRead) => Promise<PublishedArticle>;
}

/** Every format that articles come in; another one is a reader of its own and a line here. */
export const formats: readonly DocumentFormat[] = [
  { extensions: ['.txt', '.text'], mediaTypes: ['text/plain'], read: readText },
  { extensions: ['.md', '.markdown'], mediaTypes: ['text/markdown'], read: readMarkdown },
  { extensions: ['.html', '.htm'], mediaTypes: ['text/html'], read: readHtml },
  { extensions: ['.pdf'], mediaTypes: ['application/pdf'], read: readPdf },
];

/** The format of a file by its media type, where a server named one, else by its name. Servers call Markdown plain text, too. */
export function formatOf(path: string, mediaType?: string): DocumentFormat | undefined {
  const extension = /\.[^./]*$/u.exec(path)?.[0].toLowerCase() ?? '';
  const named = formats.find((format) => format.extensions.includes(extension));
  if (mediaType === undefined || (mediaType === 'text/plain' && named?.read === readMarkdown)) return named;
  return formats.find((format) => format.mediaTypes.includes(mediaType));
}
