import { clipped, clippedLine, splitBlocks, textsFor, type QuotationBlock, type Reply, type ReplyBlock, type Run } from '../chat/index.js';
import { renderButtons, showsQuestionsWhole, type Row } from './buttons.js';
import { blockquote, bold, escapeMarkdown, italic, wellFormed } from './markdown.js';
import { limits } from './platform-limits.js';

/** One message of a reply, as Discord's API takes it. */
export interface MessageBody {
  readonly content?: string;
  readonly embeds?: readonly Embed[];
  readonly components?: readonly Row[];
  readonly allowed_mentions: { readonly parse: readonly [] };
}

export interface Embed {
  readonly description: string;
  readonly color: number;
  readonly author?: { readonly name: string };
  readonly footer?: { readonly text: string };
}

export interface RenderOptions {
  /** The question that is answered, where readers do not see it: above the answer. */
  readonly question?: string | undefined;
  /** Whether a thread can be opened on the message. */
  readonly thread?: boolean;
  /** Without, everything is plain content: where the bot may not embed. */
  readonly embeds?: boolean;
  /** An answer in the making: in a frame from its first sentence on, as the whole of it will be. */
  readonly growing?: boolean;
}

/** Nobody is ever mentioned by what the bot says. */
const mentionsNobody = { parse: [] } as const;

const accent = 0x4f6d7a;
const cautious = 0xc08a2d;
/** A title that is longer than this says no more about where it stands. */
const longestPlace = 400;

/** The reply as messages that Discord takes, at least one: each within its limits, nothing lost, the buttons below the last. */
export function renderReply(reply: Reply, options: RenderOptions = {}): readonly [MessageBody, ...MessageBody[]] {
  const blocks = showsQuestionsWhole(reply) ? reply.blocks.filter(({ kind }) => kind !== 'suggestions') : reply.blocks;
  const manner = mannerOf(reply);
  const fits = options.embeds === false ? fitsContent : fitsEmbed;
  const parts = splitBlocks(blocks, (part) => fits(renderBlocks(part, manner)))
    .map((part) => renderBlocks(part, manner))
    .filter(({ markdown }) => markdown.trim() !== '');
  const [first = { markdown: '…', places: '' }, ...others] = parts;
  const buttons = renderButtons(reply, { thread: options.thread === true });
  const body = (part: Rendered, index: number): MessageBody => {
    const isLast = index === others.length;
    return {
      ...(usesEmbed(reply, options) ? { embeds: [embed(part, index, reply, options)] } : { content: contentOf(part) }),
      ...(isLast ? { components: buttons } : {}),
      allowed_mentions: mentionsNobody,
    };
  };
  return [body(first, 0), ...others.map((part, index) => body(part, index + 1))];
}

/** A word in passing is a line of text; what has quotations or buttons stands in a frame. */
function usesEmbed({ blocks, actions }: Reply, { embeds, growing }: RenderOptions): boolean {
  if (embeds === false) return false;
  if (growing === true) return true;
  const [only, ...others] = blocks;
  const isOneLine = only?.kind === 'paragraph' && others.length === 0 && actions.length === 0;
  return !isOneLine || !fitsContent({ markdown: runsMarkdown(only.runs), places: '' });
}

function embed({ markdown, places }: Rendered, index: number, { blocks }: Reply, { question }: RenderOptions): Embed {
  const name = index === 0 && question !== undefined ? clippedLine(wellFormed(question), limits.embedAuthor) : '';
  return {
    description: markdown,
    color: blocks.some(({ kind }) => kind === 'note') ? cautious : accent,
    ...(name === '' ? {} : { author: { name } }),
    ...(places === '' ? {} : { footer: { text: places } }),
  };
}

interface Rendered {
  readonly markdown: string;
  /** Where the quotations stand, a line each; not markdown. */
  readonly places: string;
}

interface Manner {
  /** The places of citations whose words the statements say: by the citations' numbers. */
  readonly saidAbove: ReadonlyMap<number, QuotationBlock>;
  readonly language: Reply['language'];
}

function mannerOf({ blocks, language }: Reply): Manner {
  const said = blocks.filter((block) => block.kind === 'quotation').filter((block) => block.saidAbove);
  return { language, saidAbove: new Map(said.flatMap((block) => (block.number === undefined ? [] : [[block.number, block]]))) };
}

function fitsEmbed({ markdown, places }: Rendered): boolean {
  return (
    markdown.length <= limits.embedDescription &&
    places.length <= limits.embedFooter &&
    markdown.length + places.length + limits.embedAuthor <= limits.embedInAll
  );
}

function contentOf({ markdown, places }: Rendered): string {
  return [markdown, ...(places === '' ? [] : [smallPrint(places)])].join('\n');
}

function fitsContent(part: Rendered): boolean {
  return contentOf(part).length <= limits.content;
}

function smallPrint(places: string): string {
  return places
    .split('\n')
    .map((line) => `-# ${escapeMarkdown(line)}`)
    .join('\n');
}

function renderBlocks(blocks: readonly ReplyBlock[], manner: Manner): Rendered {
  let markdown = '';
  let before: ReplyBlock | undefined;
  for (const block of blocks) {
    const rendered = renderBlock(block, manner);
    if (rendered === '') continue;
    markdown += `${before === undefined ? '' : separator(before, block)}${rendered}`;
    before = block;
  }
  return { markdown, places: blocks.flatMap(placeOf).join('\n') };
}

/** Lines of one quotation's passage belong together; quotations of different citations do not. */
function separator(before: ReplyBlock, after: ReplyBlock): string {
  const isPassage = before.kind === 'quotation' && after.kind === 'quotation' && (before.place === '' || after.place === '');
  return isPassage ? '\n> \n' : '\n\n';
}

function renderBlock(block: ReplyBlock, manner: Manner): string {
  switch (block.kind) {
    case 'paragraph':
      // A statement in the source's own words is the quotation.
      return isQuoted(block.runs, manner) ? blockquote(runsMarkdown(block.runs)) : runsMarkdown(block.runs);
    case 'heading':
      return bold(escapeMarkdown(textOf(block.runs)));
    case 'note':
      return italic(escapeMarkdown(textOf(block.runs)));
    case 'list':
    case 'suggestions':
      return block.items.map((runs) => `- ${runsMarkdown(runs).replaceAll('\n', ' ')}`).join('\n');
    case 'quotation': {
      if (block.saidAbove && block.number !== undefined) return '';
      const mark = block.number === undefined ? '' : ` ${markOf(block.number)}`;
      return blockquote(`${runsMarkdown(block.runs)}${mark}`);
    }
  }
}

function isQuoted(runs: readonly Run[], { saidAbove }: Manner): boolean {
  const numbers = runs.flatMap((run) => (run.kind === 'mark' ? [run.number] : []));
  return numbers.length > 0 && numbers.every((number) => saidAbove.has(number));
}

function placeOf(block: ReplyBlock): readonly string[] {
  if (block.kind !== 'quotation' || block.place === '') return [];
  const place = clippedLine(wellFormed(block.place), longestPlace);
  return [block.number === undefined ? place : `[${block.number}] ${place}`];
}

function markOf(number: number): string {
  return `**[${number}]**`;
}

function runsMarkdown(runs: readonly Run[]): string {
  return runs
    .map((run) => {
      switch (run.kind) {
        case 'text':
          return escapeMarkdown(run.text);
        case 'strong':
          return bold(escapeMarkdown(run.text));
        case 'mark':
          return ` ${markOf(run.number)}`;
      }
    })
    .join('');
}

function textOf(runs: readonly Run[]): string {
  return runs.map(({ text }) => text).join('');
}

/** One sentence of ours, as a message. */
export function sentence(text: string): MessageBody {
  return { content: clipped(text, limits.content), allowed_mentions: mentionsNobody };
}

/** What the bot says while an answer takes its time. */
export function workingOn(language: Reply['language']): MessageBody {
  return sentence(italic(textsFor(language).forms.working));
}
