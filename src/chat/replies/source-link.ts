/** Quotations up to this many characters are named whole; of longer ones, both ends: a link stays short enough for every client. */
const wholeQuoteCharacters = 60;
const endCharacters = 16;

/**
 * The source's address with a text fragment (`#:~:text=`, URL Fragment Text Directives) that leads to the quotation.
 * `undefined` where the document has no address that a browser opens.
 */
export function sourceLink(sourceUrl: string | undefined, quote: string): string | undefined {
  if (sourceUrl === undefined || !URL.canParse(sourceUrl)) return undefined;
  const url = new URL(sourceUrl);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return undefined;
  const directive = textDirective(quote);
  if (directive === undefined) return url.href;
  return url.hash === '' ? `${url.href.replace(/#$/, '')}#:~:text=${directive}` : `${url.href}:~:text=${directive}`;
}

function textDirective(quote: string): string | undefined {
  // A directive matches within one block of the page; of a quotation over several lines the first is enough to find it.
  const line = quote
    .replace(/\p{Surrogate}/gu, '')
    .split('\n')
    .map((each) => each.trim())
    .find((each) => each !== '');
  if (line === undefined) return undefined;
  const characters = [...line];
  if (characters.length <= wholeQuoteCharacters) return encode(line);
  return [characters.slice(0, endCharacters), characters.slice(-endCharacters)].map((part) => encode(part.join('').trim())).join(',');
}

/** `-`, `&` and `,` have a meaning of their own in a directive. */
function encode(text: string): string {
  return encodeURIComponent(text).replaceAll('-', '%2D');
}
