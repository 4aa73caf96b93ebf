import type { Span } from '../corpus/index.js';
import type { PassageIndex } from '../search-index/index.js';
import type { Citation, OpenedPassage } from './answer.js';
import { beginningOf, endOf } from './excerpt.js';

/**
 * How much is shown on either side of a quotation, in UTF-16 code units: with the quotation it fits one message of every platform, unless
 * the text needs much escaping.
 */
export const contextCharacters = 1000;
/** Neighbours are looked for this far: a heading or empty lines may stand between. */
const nearbyCharacters = 4 * contextCharacters;
/** Less than this of a neighbouring paragraph is not worth showing. */
const leastOfNeighbour = 80;

/**
 * The paragraphs that a citation quotes, with near ones before and after; only the quotation, where the source has changed since.
 */
export function openPassage(citation: Citation, index: PassageIndex): OpenedPassage {
  const { title, section, page, authors, date, issue, sourceUrl } = citation;
  const place = {
    title,
    ...(section === undefined ? {} : { section }),
    ...(page === undefined ? {} : { page }),
    ...(authors === undefined ? {} : { authors }),
    ...(date === undefined ? {} : { date }),
    ...(issue === undefined ? {} : { issue }),
    ...(sourceUrl === undefined ? {} : { sourceUrl }),
  };
  const document = index.document(citation.document);
  const text = index.documentText(citation.document);
  const asQuoted: OpenedPassage = {
    ...place,
    before: '',
    text: citation.quote,
    after: '',
    quotation: { start: 0, end: citation.quote.length },
    isCut: { before: false, after: false },
    changed: true,
  };
  if (document?.sha256 !== citation.documentSha256 || text === undefined) return asQuoted;

  const nearby = { start: citation.start - nearbyCharacters, end: citation.end + nearbyCharacters };
  const blocks = index.documentBlocks(citation.document, nearby).filter(({ kind }) => kind !== 'heading');
  // A quotation may span several paragraphs, list items or rows.
  const first = blocks.findLastIndex(({ start }) => start <= citation.start);
  const last = blocks.findIndex(({ end }) => citation.end <= end);
  const [firstBlock, lastBlock] = [blocks[first], blocks[last]];
  if (firstBlock === undefined || lastBlock === undefined || citation.start >= firstBlock.end) return asQuoted;
  const textOf = (span: Span | undefined): string => (span === undefined ? '' : text.slice(span.start, span.end));
  const before = side(endOf, text.slice(firstBlock.start, citation.start), textOf(blocks[first - 1]));
  const after = side(beginningOf, text.slice(citation.end, lastBlock.end), textOf(blocks[last + 1]));
  const start = before.own.length;
  const end = start + citation.end - citation.start;
  return {
    ...place,
    before: before.neighbour,
    text: text.slice(citation.start - start, citation.end + after.own.length),
    after: after.neighbour,
    quotation: { start, end },
    isCut: { before: before.isCut, after: after.isCut },
    changed: false,
  };
}

/** What is shown on one side of the quotation: of its own paragraph, and of the neighbouring one what there is room for. */
function side(shorten: (text: string, most: number) => string, paragraph: string, neighbouring: string) {
  const own = shorten(paragraph, contextCharacters);
  const room = own.length < paragraph.length ? 0 : contextCharacters - own.length;
  const neighbour = room < leastOfNeighbour ? '' : shorten(neighbouring, room);
  const isCut = own.length < paragraph.length || (neighbour !== '' && neighbour.length < neighbouring.length);
  return { own, neighbour, isCut };
}
