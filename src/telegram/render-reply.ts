import { splitBlocks, textsFor, type QuotationBlock, type Reply, type ReplyBlock, type Run } from '../chat/index.js';
import { renderKeyboard, type Keyboard } from './keyboard.js';
import { blockquote, bold, fitsMessage, italic, joined, link, stretches, words, type Markup, type Stretch } from './markup.js';

/** One message of a reply. */
export interface Part extends Markup {
  readonly blocks: readonly ReplyBlock[];
}

export interface RenderedReply {
  /** At least one. */
  readonly parts: readonly [Part, ...Part[]];
  /** Below the last of them. */
  readonly keyboard: Keyboard;
}

/** The reply as messages that Telegram takes: each within its limits, no tag cut, nothing lost. */
export function renderReply(reply: Reply): RenderedReply {
  const manner = mannerOf(reply);
  // Suggestions are the buttons' labels.
  const blocks = manner.hasQuestionButtons ? reply.blocks.filter(({ kind }) => kind !== 'suggestions') : reply.blocks;
  const [first, ...others] = splitBlocks(blocks, (part) => fitsMessage(renderBlocks(part, manner)))
    .map((part): Part => ({ ...renderBlocks(part, manner), blocks: part }))
    .filter(({ text }) => text.trim() !== '');
  return { parts: first === undefined ? [{ ...words('…'), blocks: [] }] : [first, ...others], keyboard: renderKeyboard(reply.actions) };
}

interface Manner {
  /** A passage that was asked for is shown unfolded, with its neighbours as the one text that they are. */
  readonly isOpenedPassage: boolean;
  readonly hasQuestionButtons: boolean;
  readonly quoted: (quote: string) => string;
}

function mannerOf({ actions, language }: Reply): Manner {
  const kinds = actions.flat().map(({ does }) => does.kind);
  return {
    isOpenedPassage: kinds.includes('back-to-answer'),
    hasQuestionButtons: kinds.includes('ask-suggestion'),
    quoted: textsFor(language).answer.quoted,
  };
}

function renderBlocks(blocks: readonly ReplyBlock[], manner: Manner): Markup {
  const groups = grouped(blocks, manner);
  const rendered = groups.map((group) => renderGroup(group, manner));
  return rendered.reduce((whole, markup, index) => joined([whole, markup], separator(groups[index - 1], groups[index])));
}

/** Blocks that are shown as one: a run of quotations that belong together, else a block alone. */
type Group = readonly [ReplyBlock, ...ReplyBlock[]];

function grouped(blocks: readonly ReplyBlock[], manner: Manner): readonly Group[] {
  const groups: [ReplyBlock, ...ReplyBlock[]][] = [];
  for (const block of blocks) {
    const last = groups.at(-1);
    if (last !== undefined && belongTogether(last[0], block, manner)) last.push(block);
    else groups.push([block]);
  }
  return groups;
}

function belongTogether(one: ReplyBlock, other: ReplyBlock, { isOpenedPassage }: Manner): boolean {
  if (one.kind !== 'quotation' || other.kind !== 'quotation') return false;
  return isOpenedPassage || (one.saidAbove && other.saidAbove);
}

/** A quotation has room around it by itself. */
function separator(before: Group | undefined, after: Group | undefined): string {
  return before?.[0].kind === 'quotation' || after?.[0].kind === 'quotation' ? '\n' : '\n\n';
}

function renderGroup(group: Group, manner: Manner): Markup {
  const [block] = group;
  switch (block.kind) {
    case 'paragraph':
      return runsMarkup(block.runs);
    case 'heading':
      return bold(plainText(block.runs));
    case 'note':
      return italic(plainText(block.runs));
    case 'list':
    case 'suggestions':
      return joined(
        block.items.map((runs) => joined([words('• '), runsMarkup(runs)], '')),
        '\n',
      );
    case 'quotation': {
      const quotations = group.filter((each) => each.kind === 'quotation');
      return manner.isOpenedPassage ? openedPassage(quotations) : foldedQuotations(quotations, manner);
    }
  }
}

/** Of each quotation first where it stands, then its words: folded, the reader sees what was not said above. */
function foldedQuotations(quotations: readonly QuotationBlock[], manner: Manner): Markup {
  const lines = quotations.flatMap(({ number, place, url, runs, saidAbove }) => {
    const mark = number === undefined ? '' : `[${number}] `;
    const head = place === '' ? [] : [joined([words(mark), link(place, url)], '')];
    return [...head, saidAbove ? words(manner.quoted(plainText(runs))) : runsMarkup(runs)];
  });
  return blockquote(joined(lines, '\n'), { expandable: true });
}

function openedPassage(quotations: readonly QuotationBlock[]): Markup {
  const passage = joined(
    quotations.map(({ runs }) => runsMarkup(runs)),
    '\n',
  );
  const places = quotations.filter(({ place }) => place !== '').map(({ place, url }) => link(place, url));
  return joined([blockquote(passage, { expandable: false }), ...places], '\n');
}

function runsMarkup(runs: readonly Run[]): Markup {
  return stretches(
    runs.map((run): Stretch => {
      switch (run.kind) {
        case 'text':
          return { text: run.text };
        case 'strong':
          return { text: run.text, tag: 'b' };
        case 'mark':
          return { text: ` ${run.text}` };
      }
    }),
  );
}

function plainText(runs: readonly Run[]): string {
  return runs.map(({ text }) => text).join('');
}
