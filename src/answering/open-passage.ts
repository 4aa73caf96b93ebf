import type { PassageIndex } from '../search-index/index.js';
import type { Citation, OpenedPassage } from './answer.js';

/** The paragraph that a citation quotes, with the paragraphs before and after; what was quoted, where the source has changed since. */
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
    changed: true,
  };
  if (document?.sha256 !== citation.documentSha256 || text === undefined) return asQuoted;

  const blocks = index.documentBlocks(citation.document).filter(({ kind }) => kind !== 'heading');
  const at = blocks.findIndex(({ start, end }) => start <= citation.start && citation.end <= end);
  const block = blocks[at];
  if (block === undefined) return asQuoted;
  const textOf = (neighbour: { start: number; end: number } | undefined): string =>
    neighbour === undefined ? '' : text.slice(neighbour.start, neighbour.end);
  return {
    ...place,
    before: textOf(blocks[at - 1]),
    text: textOf(block),
    after: textOf(blocks[at + 1]),
    quotation: { start: citation.start - block.start, end: citation.end - block.start },
    changed: false,
  };
}
