import { isoDateOf } from './parse-date.js';
import type { ArticleMetadata } from './published-article.js';

const titleNumber =
  /第\s*(\d{1,5})\s*[期号號]|(?:\b(?:issue|vol(?:ume)?\.?|episode|no\.)\s*[#№]?\s*|(?:issue|周刊|週刊|weekly)\s*[:：]?\s*[#№])(\d{1,5})\b/iu;
const fileNumber = /(?:^|[-_\s/])(?:issue|vol(?:ume)?|no|episode|ep)[-_.\s]?(\d{1,5})(?=$|[-_.\s/])|第\s*(\d{1,5})\s*[期号號]/iu;
/** `HelloWorld250`: a periodical's name, and its number. */
const nameAndNumber = /^(\p{L}{4,})[-_]?0*(\d{2,4})$/u;

/** Metadata from file and folder names and the title: `2019-04-24-title.md`, `2024/05/title.md`, `issue-250.md`. */
export function pathMetadata(path: string, title: string): Pick<ArticleMetadata, 'date' | 'number'> {
  const place = /^https?:/iu.test(path) && URL.canParse(path) ? new URL(path).pathname : path;
  const date = dateIn(place);
  const number = numberIn(place, title);
  return { ...(date !== undefined && { date }), ...(number !== undefined && { number }) };
}

function dateIn(path: string): string | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1).replace(/\.[^.]+$/u, '');
  const inName = /(?<!\d)(\d{4})[-_.](\d{2})[-_.](\d{2})(?!\d)/u.exec(name) ?? /(?<!\d)((?:19|20)\d{2})(\d{2})(\d{2})(?!\d)/u.exec(name);
  const inFolders = /(?:^|\/)((?:19|20)\d{2})[/-](\d{2})(?:[/-](\d{2}))?(?=\/|$)/u.exec(path.slice(0, path.lastIndexOf('/') + 1));
  for (const match of [inName, inFolders]) {
    if (match === null) continue;
    const date = isoDateOf(
      match
        .slice(1)
        .filter((part): part is string => typeof part === 'string')
        .join('-'),
    );
    if (date !== undefined) return date;
  }
  return undefined;
}

function numberIn(path: string, title: string): string | undefined {
  const inTitle = titleNumber.exec(title);
  if (inTitle !== null) return unpadded(inTitle[1] ?? inTitle[2]);
  const inPath = fileNumber.exec(path.replace(/\.[^./]+$/u, ''));
  if (inPath !== null) return unpadded(inPath[1] ?? inPath[2]);
  const name = path.slice(path.lastIndexOf('/') + 1).replace(/\.[^.]+$/u, '');
  const [, , number] = nameAndNumber.exec(name) ?? [];
  // Versions and years look the same ("Python27"), so the title, where there is one, must agree.
  if (number === undefined || (title !== name && !new RegExp(`(?<!\\d)0*${number}(?!\\d)`, 'u').test(title))) return undefined;
  return number;
}

function unpadded(number: string | undefined): string | undefined {
  return number?.replace(/^0+(?=\d)/u, '');
}
