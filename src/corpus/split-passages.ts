import { cutToBudget } from './cut-sentence.js';
import type { Block, Passage, SourceDocument, Span } from './document.js';
import { packEvenly } from './pack-evenly.js';
import { sentencesOf } from './split-sentences.js';

export interface PassageBudget {
  /** Length of a text in the model's own tokens. */
  readonly countTokens: (text: string) => number;
  /** The most tokens a passage may have; a whole number of at least 1. */
  readonly maxTokens: number;
}

/**
 * A document's passages in reading order: runs of whole sentences of one paragraph or byline, as even in length as the budget allows.
 * Only a single character that alone exceeds the budget makes a passage that exceeds it.
 * `countTokens` is asked a few times for each sentence, never for growing stretches of the text.
 * @throws RangeError for a budget that is not a whole number of at least 1.
 */
export function splitIntoPassages(document: SourceDocument, budget: PassageBudget): Passage[] {
  if (!Number.isInteger(budget.maxTokens) || budget.maxTokens < 1) {
    throw new RangeError(`The most tokens a passage may have must be a whole number of at least 1, not ${budget.maxTokens}.`);
  }
  const passages: Passage[] = [];
  let section: string | undefined;
  for (const block of document.blocks) {
    const text = document.text.slice(block.start, block.end);
    if (block.kind === 'heading') {
      // The title stands over the whole article; as a section it would only be said twice.
      section = text === document.title ? undefined : text;
      continue;
    }
    for (const sentences of groupSentences(text, budget)) {
      passages.push(passageOf(document, block, text, sentences, passages.length, section));
    }
  }
  return passages;
}

/** The block's sentences, over-long ones cut, in groups of at most the budget. */
function groupSentences(text: string, budget: PassageBudget): Span[][] {
  const pieces = sentencesOf(text).flatMap((sentence) => cutToBudget(text, sentence, budget));
  const groups = packEvenly(
    pieces.map((piece) => piece.tokens),
    budget.maxTokens,
  );
  return groups.flatMap(({ start, end }) => halveToBudget(text, pieces.slice(start, end), budget));
}

/** Tokens of sentences counted one by one are not always those of the whole: a group that came out too long is halved. */
function halveToBudget(text: string, group: readonly Span[], budget: PassageBudget): Span[][] {
  const first = group[0];
  const last = group.at(-1);
  if (first === undefined || last === undefined) return [];
  if (group.length === 1 || budget.countTokens(text.slice(first.start, last.end).trimEnd()) <= budget.maxTokens) return [[...group]];
  const middle = group.length >> 1;
  return [...halveToBudget(text, group.slice(0, middle), budget), ...halveToBudget(text, group.slice(middle), budget)];
}

function passageOf(
  document: SourceDocument,
  block: Block,
  blockText: string,
  group: readonly Span[],
  ordinal: number,
  section?: string,
): Passage {
  const first = group[0]?.start ?? 0;
  const last = group.at(-1)?.end ?? 0;
  const text = blockText.slice(first, last).trimEnd();
  const start = block.start + first;
  const page = pageAt(block, start);
  return {
    document: document.path,
    ordinal,
    start,
    end: start + text.length,
    text,
    ...(section !== undefined && { section }),
    ...(page !== undefined && { page }),
    sentences: group.map((sentence) => ({ start: sentence.start - first, end: Math.min(sentence.end - first, text.length) })),
  };
}

function pageAt(block: Block, offset: number): number | undefined {
  return block.page === undefined ? undefined : block.page + (block.pageBreaks ?? []).filter((pageBreak) => pageBreak <= offset).length;
}
