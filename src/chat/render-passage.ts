import type { Answer, Citation, OpenedPassage, SourceSummary } from '../answering/index.js';
import type { Language } from '../language/index.js';
import { emphasised, passageActions } from './render-answer.js';
import { paragraph, plain, type Reply, type ReplyAction, type ReplyBlock } from './reply.js';
import { sourceLink } from './source-link.js';
import { textsFor } from './texts/index.js';

/** A cited passage with its neighbours, in place of the answer that cites it, with the way back. */
export function renderOpenedPassage(opened: OpenedPassage, citation: Citation, answer: Answer, answerId: string): Reply {
  const texts = textsFor(answer.language);
  const url = sourceLink(opened.sourceUrl, citation.quote);
  const back: ReplyAction = { label: texts.buttons.back, does: { kind: 'back-to-answer', answerId } };
  const source: readonly ReplyAction[] = url === undefined ? [] : [{ label: texts.buttons.openSource, does: { kind: 'open-url', url } }];
  const others = passageActions(answer, answerId, citation.number);
  return {
    placement: 'in-place',
    language: answer.language,
    blocks: [
      { kind: 'heading', runs: plain(texts.passage.heading(citation.number)) },
      ...(opened.changed ? [{ kind: 'note' as const, runs: plain(texts.passage.changed) }] : []),
      ...neighbour(opened.before),
      {
        kind: 'quotation',
        number: citation.number,
        runs: emphasised(opened.text, [opened.quotation]),
        place: texts.answer.place(opened),
        ...(url === undefined ? {} : { url }),
        saidAbove: false,
      },
      ...neighbour(opened.after),
    ],
    actions: [...(others.length === 0 ? [] : [others]), [back, ...source]],
    answerId,
  };
}

/** The articles that everything rests on. */
export function renderSources(sources: readonly SourceSummary[], language: Language): Reply {
  const texts = textsFor(language).sources;
  const blocks: readonly ReplyBlock[] =
    sources.length === 0
      ? [paragraph(texts.none)]
      : [paragraph(texts.heading(sources.length)), { kind: 'list', items: sources.map((source) => plain(texts.line(source))) }];
  return { placement: 'message', language, blocks, actions: sources.flatMap(sourceAction) };
}

/** Articles that have an address get a button; more than these would be a wall of buttons. */
function sourceAction({ title, sourceUrl }: SourceSummary, index: number): readonly (readonly ReplyAction[])[] {
  const url = index < 5 ? sourceLink(sourceUrl, '') : undefined;
  return url === undefined ? [] : [[{ label: title, does: { kind: 'open-url', url } }]];
}

function neighbour(text: string): readonly ReplyBlock[] {
  return text.trim() === '' ? [] : [{ kind: 'quotation', runs: plain(text), place: '', saidAbove: false }];
}
