import type { createColors } from 'picocolors';
import { plain, textsFor, type QuotationBlock, type Reply, type ReplyBlock, type Run } from '../chat/index.js';
import { wrapRuns } from './wrap-runs.js';

export type Colours = ReturnType<typeof createColors>;

export interface Screen {
  readonly columns: number;
  readonly colours: Colours;
}

/** Longer lines than this are tiring to read, however wide the terminal. */
const widestText = 96;
const narrowestText = 20;

/** The reply for a terminal: wrapped, with an empty line between statements and what they rest on. */
export function renderReply(reply: Reply, screen: Screen): string {
  const rendered = [...reply.blocks, ...choices(reply)].map((block) => ({ block, lines: blockLines(block, reply, screen) }));
  return rendered
    .flatMap(({ block, lines }, index) => {
      const before = rendered[index - 1]?.block;
      return before !== undefined && setApart(before, block) ? ['', ...lines] : lines;
    })
    .join('\n');
}

/** Between blocks of one kind an empty line would only spread them out, save between quotations of several lines. */
function setApart(before: ReplyBlock, block: ReplyBlock): boolean {
  if (before.kind === 'quotation' && block.kind === 'quotation') return !(before.saidAbove && block.saidAbove);
  if (block.kind === 'suggestions' || block.kind === 'list') return false;
  return before.kind !== 'heading';
}

function blockLines(block: ReplyBlock, reply: Reply, screen: Screen): readonly string[] {
  const { colours } = screen;
  switch (block.kind) {
    case 'paragraph':
      return textLines(spaced(block.runs), screen, '', '');
    case 'heading':
      return textLines(block.runs, screen, '', '').map((line) => colours.bold(line));
    case 'note':
      return textLines(block.runs, screen, '', '').map((line) => colours.yellow(line));
    case 'quotation':
      return quotationLines(block, reply, screen);
    case 'list':
    case 'suggestions':
      return block.items.flatMap((runs) => textLines(spaced(runs), screen, '  • ', '    '));
  }
}

function quotationLines(block: QuotationBlock, reply: Reply, screen: Screen): readonly string[] {
  const { colours } = screen;
  const texts = textsFor(reply.language).answer;
  const mark = block.number === undefined ? '    ' : `[${block.number}] `;
  const first = block.number === undefined ? `  ${mark}` : `  ${colours.cyan(mark)}`;
  const indent = ' '.repeat(mark.length + 2);
  const dim = (lines: readonly string[]): readonly string[] => lines.map((line) => colours.dim(line));
  const address = block.url === undefined ? [] : [`${indent}${colours.dim(block.url)}`];
  if (block.saidAbove) return [...textLines(plain(`${texts.verbatim} ${block.place}`), screen, first, indent), ...address];
  const place = block.place === '' ? [] : dim(textLines(plain(block.place), screen, indent, indent));
  return [...textLines(block.runs, screen, first, indent), ...place, ...address];
}

function textLines(runs: readonly Run[], { columns, colours }: Screen, first: string, indent: string): readonly string[] {
  const width = Math.max(narrowestText, Math.min(widestText, columns - 1)) - indent.length;
  return wrapRuns(runs, width).map((line, index) => `${index === 0 ? first : indent}${line.map((run) => styled(run, colours)).join('')}`);
}

function styled(run: Run, colours: Colours): string {
  switch (run.kind) {
    case 'text':
      return run.text;
    case 'strong':
      return colours.bold(run.text);
    case 'mark':
      return colours.cyan(run.text);
  }
}

/** Marks stand apart from the words before them. */
function spaced(runs: readonly Run[]): readonly Run[] {
  return runs.flatMap((run): readonly Run[] => (run.kind === 'mark' ? [{ kind: 'text', text: ' ' }, run] : [run]));
}

/** A terminal has no buttons: what there is to choose from is shown as what to type. */
function choices({ actions }: Reply): readonly ReplyBlock[] {
  const items = actions.flat().flatMap(({ does, label }) => {
    if (does.kind === 'choose-language') return [plain(`/language ${does.language}  ${label}`)];
    return does.kind === 'show-sources' ? [plain(`/sources ${does.page}  ${label}`)] : [];
  });
  return items.length === 0 ? [] : [{ kind: 'list', items }];
}
