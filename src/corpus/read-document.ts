import { createHash } from 'node:crypto';
import { assembleDocument } from './assemble-document.js';
import type { SourceDocument } from './document.js';
import { EmptyDocumentError, tooMuchText, UnknownFormatError } from './errors.js';
import { formatOf } from './formats.js';
import { usualParseLimits, type ParseLimits } from './parse-limits.js';

/** A line's extra cost in characters: it becomes a block, and at least one passage. */
const lineCost = 20;

export interface DocumentOrigin {
  /** The file's path within the corpus, or the address that was asked for. */
  readonly path: string;
  /** The address that the bytes came from, after redirects. */
  readonly fetchedFrom?: string;
  /** As the server wrote it, for example `text/html; charset=gbk`; decides over the path's extension. */
  readonly contentType?: string;
}

/**
 * An article's bytes as a document. Nothing but the bytes is read. On a malicious file this may never return: untrusted files are read by a
 * `DocumentReader`.
 * @throws CorpusError (empty, binary, damaged, of no known format, of too many pages or too much text) with what to do about it.
 */
export async function readDocument(
  bytes: Uint8Array,
  origin: DocumentOrigin,
  limits: Pick<ParseLimits, 'maxPages' | 'maxCharacters'> = usualParseLimits,
): Promise<SourceDocument> {
  const path = origin.path.normalize('NFC');
  const { mediaType, charset } = parseContentType(origin.contentType);
  const format = formatOf(path, mediaType);
  if (format === undefined) throw new UnknownFormatError(path, mediaType ?? `files named like ${baseName(path)}`);
  if (bytes.length === 0) throw new EmptyDocumentError(path);
  const article = await format.read({ path, bytes, ...limits, ...(charset !== undefined && { charset }) });
  if (article.text.length + article.lines.length * lineCost > limits.maxCharacters) throw tooMuchText({ path, ...limits });
  return assembleDocument(article, {
    path,
    sha256: sha256Of(bytes),
    name: nameOf(path),
    ...(origin.fetchedFrom !== undefined && { fetchedFrom: origin.fetchedFrom }),
  });
}

/** Lower-case hexadecimal. */
export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function parseContentType(contentType: string | undefined): { mediaType?: string; charset?: string } {
  const mediaType = contentType?.split(';')[0]?.trim().toLowerCase();
  const charset = /;\s*charset\s*=\s*"?([^\s";]+)/iu.exec(contentType ?? '')?.[1];
  return { ...(mediaType !== undefined && mediaType !== '' && { mediaType }), ...(charset !== undefined && { charset }) };
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The file name without extension, or the last part of an address that is not empty. */
function nameOf(path: string): string {
  if (!/^https?:/iu.test(path)) {
    const name = baseName(path).replace(/\.[^.]+$/u, '');
    // A folder's only page is named after the folder.
    return /^(?:_?index|readme)$/iu.test(name) && path.includes('/') ? baseName(path.slice(0, path.lastIndexOf('/'))) : name;
  }
  const { hostname, pathname } = new URL(path);
  const last = pathname
    .split('/')
    .filter((part) => part !== '')
    .at(-1);
  return last === undefined ? hostname : decodedOr(last).replace(/\.[a-z]{2,5}$/iu, '');
}

function decodedOr(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch (error) {
    // A stray percent sign is kept as it is, and the article is not refused.
    if (error instanceof URIError) return part;
    throw error;
  }
}
