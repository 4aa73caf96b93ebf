import type { QuotationBlock, Reply, ReplyBlock, Run } from './reply.js';
import { textsFor } from '../texts/index.js';
import type { Language } from '../../language/index.js';

/** The reply for readers without markup: one line a block, no empty line within, so that an empty line can stand between replies. */
export function toPlainText(reply: Reply): string {
  return reply.blocks
    .map((block) => blockText(block, reply.language))
    .join('\n')
    .replace(/\n{2,}/g, '\n');
}

function blockText(block: ReplyBlock, language: Language): string {
  switch (block.kind) {
    case 'paragraph':
    case 'heading':
    case 'note':
      return runsText(block.runs);
    case 'quotation':
      return quotationText(block, language);
    case 'list':
    case 'suggestions':
      return block.items.map((runs) => `- ${runsText(runs)}`).join('\n');
  }
}

function quotationText(block: QuotationBlock, language: Language): string {
  const texts = textsFor(language).answer;
  const mark = block.number === undefined ? '' : `[${block.number}] `;
  const address = block.url === undefined ? '' : ` ${block.url}`;
  if (block.saidAbove) return `${mark}${texts.verbatim} ${block.place}${address}`;
  const place = block.place === '' ? '' : `\n    ${block.place}${address}`;
  return `${mark}${block.number === undefined ? runsText(block.runs) : texts.quoted(runsText(block.runs))}${place}`;
}

/** Marks stand apart from the words before them. */
function runsText(runs: readonly Run[]): string {
  return runs.map((run) => (run.kind === 'mark' ? ` ${run.text}` : run.text)).join('');
}
