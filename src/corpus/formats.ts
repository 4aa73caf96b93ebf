import type { FileToRead } from './file-to-read.js';
import type { PublishedArticle } from './published-article.js';

export interface DocumentFormat {
  /** With the dot, lower case. */
  readonly extensions: readonly string[];
  readonly mediaTypes: readonly string[];
  /** @throws CorpusError naming the file and what to do about it. */
  readonly read: (file: FileToRead) => Promise<PublishedArticle>;
}

/**
 * Every format that articles come in; another one is a reader of its own and a line here.
 * Readers are loaded when first needed: their libraries would make up a third of the time in which a bot with a finished index starts.
 */
export const formats: readonly DocumentFormat[] = [
  { extensions: ['.txt', '.text'], mediaTypes: ['text/plain'], read: async (file) => (await import('./read-text.js')).readText(file) },
  {
    extensions: ['.md', '.markdown', '.mdx'],
    mediaTypes: ['text/markdown'],
    read: async (file) => (await import('./read-markdown.js')).readMarkdown(file),
  },
  {
    extensions: ['.rst', '.rest'],
    mediaTypes: ['text/x-rst', 'text/prs.fallenstein.rst'],
    read: async (file) => (await import('./read-rst.js')).readRst(file),
  },
  { extensions: ['.html', '.htm'], mediaTypes: ['text/html'], read: async (file) => (await import('./read-html.js')).readHtml(file) },
  { extensions: ['.pdf'], mediaTypes: ['application/pdf'], read: async (file) => (await import('./read-pdf.js')).readPdf(file) },
];

/** The format of a file by its media type, where a server named one, else by its name. Servers call Markdown plain text, too. */
export function formatOf(path: string, mediaType?: string): DocumentFormat | undefined {
  const extension = /\.[^./]*$/u.exec(path)?.[0].toLowerCase() ?? '';
  const named = formats.find((format) => format.extensions.includes(extension));
  if (mediaType === undefined || (mediaType === 'text/plain' && named?.mediaTypes.includes('text/markdown') === true)) return named;
  return formats.find((format) => format.mediaTypes.includes(mediaType));
}
