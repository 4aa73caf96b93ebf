import type { Answer, Citation, OpenedPassage, SourceSummary } from '../../answering/index.js';
import type { Language } from '../../language/index.js';
import { clippedLine } from './clipped.js';
import { placeIn } from './place.js';
import { emphasised, passageActions } from './render-answer.js';
import { notice, paragraph, plain, type QuotationBlock, type Reply, type ReplyAction } from './reply.js';
import { sourceLink } from './source-link.js';
import { textsFor } from '../texts/index.js';

/** A cited passage with its neighbours, in place of the answer that cites it, with the way back. */
export function renderOpenedPassage(opened: OpenedPassage, citation: Citation, answer: Answer, answerId: string): Reply {
  const texts = textsFor(answer.language);
  const { before, text, after, quotation, isCut } = opened;
  const url = sourceLink(opened.sourceUrl, citation.quote);
  const back: ReplyAction = { label: texts.buttons.back, does: { kind: 'back-to-answer', answerId } };
  const source: readonly ReplyAction[] = url === undefined ? [] : [{ label: texts.buttons.openSource, does: { kind: 'open-url', url } }];
  const others = passageActions(answer, answerId, citation.number);
  const passage: readonly QuotationBlock[] = [
    ...neighbour(before),
    {
      kind: 'quotation',
      number: citation.number,
      runs: emphasised(text, [quotation]),
      place: placeIn(opened, answer.language),
      ...(url === undefined ? {} : { url }),
      saidAbove: false,
    },
    ...neighbour(after),
  ];
  return {
    placement: 'in-place',
    language: answer.language,
    blocks: [
      { kind: 'heading', runs: plain(texts.passage.heading(citation.number)) },
      ...(opened.changed ? [{ kind: 'note' as const, runs: plain(texts.passage.changed) }] : []),
      ...passage.map((block, index) => {
        const start = isCut.before && index === 0 ? omission : [];
        const end = isCut.after && index === passage.length - 1 ? omission : [];
        return { ...block, runs: [...start, ...block.runs, ...end] };
      }),
    ],
    actions: [...(others.length === 0 ? [] : [others]), [back, ...source]],
    answerId,
  };
}

/** Stands where a paragraph goes on. */
const omission = plain('…');

/** A list that is still read, and with shortened titles fits one message of every platform. */
const sourcesOnPage = 15;
const longestSource = 120;
/** Articles that have an address get a button; more than these would be a wall of buttons. */
const mostLinks = 5;

/** The articles that everything rests on, a page at a time. @param page From 1; one that there is not is the nearest that there is. */
export function renderSources(sources: readonly SourceSummary[], language: Language, page = 1): Reply {
  const texts = textsFor(language).sources;
  if (sources.length === 0) return notice(texts.none, language, 'message');
  const pages = Math.ceil(sources.length / sourcesOnPage);
  const current = Math.min(Math.max(page, 1), pages);
  const [first, last] = boundsOf(current, sources.length);
  const shown = sources.slice(first - 1, last);
  const heading = pages === 1 ? texts.heading(sources.length) : texts.headingOfPage(sources.length, first, last);
  const items = shown.map((source) => plain(clippedLine(texts.line(source), longestSource)));
  const links = shown.flatMap(sourceAction).slice(0, mostLinks);
  const ways = waysFrom(current, pages, sources.length);
  return {
    placement: 'message',
    language,
    blocks: [paragraph(heading), { kind: 'list', items }],
    actions: [...links.map((link) => [link]), ...(ways.length === 0 ? [] : [ways])],
  };
}

/** The numbers of a page's first and last article. */
function boundsOf(page: number, count: number): readonly [number, number] {
  return [(page - 1) * sourcesOnPage + 1, Math.min(page * sourcesOnPage, count)];
}

/** To the first page, the one before, the one after and the last. */
function waysFrom(current: number, pages: number, count: number): readonly ReplyAction[] {
  const to = (page: number, before: string, after: string): ReplyAction => {
    const [first, last] = boundsOf(page, count);
    return { label: `${before}${first === last ? first : `${first}–${last}`}${after}`, does: { kind: 'show-sources', page } };
  };
  return [
    ...(current > 2 ? [to(1, '« ', '')] : []),
    ...(current > 1 ? [to(current - 1, '‹ ', '')] : []),
    ...(current < pages ? [to(current + 1, '', ' ›')] : []),
    ...(current < pages - 1 ? [to(pages, '', ' »')] : []),
  ];
}

function sourceAction({ title, sourceUrl }: SourceSummary): readonly ReplyAction[] {
  const url = sourceLink(sourceUrl, '');
  return url === undefined ? [] : [{ label: clippedLine(title, longestLabel), does: { kind: 'open-url', url } }];
}

/** What fits a button. */
const longestLabel = 60;

function neighbour(text: string): readonly QuotationBlock[] {
  return text.trim() === '' ? [] : [{ kind: 'quotation', runs: plain(text), place: '', saidAbove: false }];
}
