import { boundingCharacters, cutToBudget, type MeasuredSpan } from './cut-sentence.js';
import type { Block, Passage, SourceDocument, Span } from './document.js';
import { packEvenly } from './pack-evenly.js';
import { sentencesOf } from './split-sentences.js';

export interface PassageBudget {
  /** Length of a text in the model's own tokens. */
  readonly countTokens: (text: string) => number;
  /** The most tokens a passage may have; a whole number of at least 1. */
  readonly maxTokens: number;
}

/** What is never split between passages: a block, or a part of a block that exceeds the budget. */
interface Unit {
  /** As offsets into the document's text, in order; at least one. */
  readonly sentences: readonly Span[];
  readonly tokens: number;
  readonly block: Block;
  /** The header of the table that the unit is a row of. */
  readonly columns?: string;
}

/** Neighbouring blocks that may share a passage. */
interface Section {
  readonly heading: string | undefined;
  readonly blocks: Block[];
}

/**
 * A document's passages in reading order: runs of neighbouring paragraphs, list items and table rows of one section, packed to the budget
 * and as even in length as it allows. A longer paragraph is split evenly at sentences, longer code at lines. Bylines have passages of their
 * own. A passage exceeds the budget only where a single character does. `countTokens` is asked a few times for each sentence, never for
 * growing stretches of the text.
 * @throws RangeError for a budget that is not a whole number of at least 1.
 */
export function splitIntoPassages(document: SourceDocument, budget: PassageBudget): Passage[] {
  if (!Number.isInteger(budget.maxTokens) || budget.maxTokens < 1) {
    throw new RangeError(`The most tokens a passage may have must be a whole number of at least 1, not ${budget.maxTokens}.`);
  }
  const bounded = boundingCharacters(budget);
  const groups = sectionsOf(document).flatMap(({ heading, blocks }) =>
    packUnits(document.text, unitsOf(document.text, blocks, bounded), bounded).map((units) => ({ heading, units })),
  );
  return groups.map(({ heading, units }, ordinal) => passageOf(document, units, ordinal, heading));
}

function sectionsOf({ title, text, blocks }: SourceDocument): Section[] {
  const sections: Section[] = [];
  let heading: string | undefined;
  let open: Section | undefined;
  let previous: Block | undefined;
  for (const block of blocks) {
    const isBoundary = block.kind === 'heading' || (block.kind === 'byline') !== (previous?.kind === 'byline');
    previous = block;
    if (isBoundary) open = undefined;
    if (block.kind === 'heading') {
      const content = text.slice(block.start, block.end);
      // The title is in front of every passage anyway; as a section it would be repeated.
      heading = content === title ? undefined : content;
      continue;
    }
    if (open === undefined) {
      open = { heading, blocks: [] };
      sections.push(open);
    }
    open.blocks.push(block);
  }
  return sections;
}

function unitsOf(text: string, blocks: readonly Block[], budget: PassageBudget): Unit[] {
  let columns: string | undefined;
  const units = blocks.flatMap((block) => {
    if (block.kind !== 'row') columns = undefined;
    else if (block.isTableHeader === true) columns = text.slice(block.start, block.end);
    return unitsOfBlock(text, block, block.isTableHeader === true ? undefined : columns, budget);
  });
  return joinLeads(text, units, budget);
}

/** The block as one unit where it fits the budget, else its sentences in groups that do. */
function unitsOfBlock(text: string, block: Block, columns: string | undefined, budget: PassageBudget): Unit[] {
  const content = text.slice(block.start, block.end);
  const pieces = partsOf(content, block).flatMap((part) => cutToBudget(content, part, budget));
  const groups = packEvenly(
    pieces.map(({ tokens }) => tokens),
    budget.maxTokens,
  );
  return groups
    .flatMap(({ start, end }) => halveToBudget(content, pieces.slice(start, end), budget))
    .map((group) => ({
      block,
      ...(columns !== undefined && { columns }),
      tokens: group.reduce((sum, { tokens }) => sum + tokens, 0),
      sentences: group.map(({ start, end }) => ({ start: block.start + start, end: block.start + end })),
    }));
}

/** The units that a block is quoted by: sentences, or a whole table row or piece of code. */
function partsOf(content: string, { kind }: Block): Span[] {
  return kind === 'row' || kind === 'code' ? [{ start: 0, end: content.length }] : sentencesOf(content);
}

/** Keeps a table's header with its first row, and a line that introduces a list ("…:") with its first item, where both fit. */
function joinLeads(text: string, units: readonly Unit[], budget: PassageBudget): Unit[] {
  const joined: Unit[] = [];
  for (const unit of units) {
    const lead = joined.at(-1);
    if (lead !== undefined && leadsTo(text, lead, unit) && lead.tokens + unit.tokens <= budget.maxTokens) {
      joined[joined.length - 1] = { ...lead, sentences: [...lead.sentences, ...unit.sentences], tokens: lead.tokens + unit.tokens };
    } else joined.push(unit);
  }
  return joined;
}

function leadsTo(text: string, lead: Unit, next: Unit): boolean {
  if (lead.block === next.block) return false;
  if (lead.block.isTableHeader === true) return next.block.kind === 'row';
  return next.block.kind !== 'paragraph' && /[:：]\s*$/u.test(text.slice(lead.sentences.at(-1)?.start, lead.sentences.at(-1)?.end));
}

/** Units in groups of at most the budget, each group the contents of a passage. */
function packUnits(text: string, units: readonly Unit[], budget: PassageBudget): Unit[][] {
  const groups = packEvenly(
    units.map(({ tokens }) => tokens),
    budget.maxTokens,
  );
  return groups.flatMap(({ start, end }) => halveUnits(text, units.slice(start, end), budget));
}

/** The sum of the units' tokens is not always the whole's: a group that is too long is halved. */
function halveUnits(text: string, group: readonly Unit[], budget: PassageBudget): Unit[][] {
  const start = group[0]?.sentences[0]?.start;
  const end = group.at(-1)?.sentences.at(-1)?.end;
  if (start === undefined || end === undefined) return [];
  if (group.length === 1 || budget.countTokens(text.slice(start, end).trimEnd()) <= budget.maxTokens) return [[...group]];
  const middle = group.length >> 1;
  return [...halveUnits(text, group.slice(0, middle), budget), ...halveUnits(text, group.slice(middle), budget)];
}

/** As {@link halveUnits}, for the sentences of one block. */
function halveToBudget(text: string, group: readonly MeasuredSpan[], budget: PassageBudget): MeasuredSpan[][] {
  const first = group[0];
  const last = group.at(-1);
  if (first === undefined || last === undefined) return [];
  if (group.length === 1 || budget.countTokens(text.slice(first.start, last.end).trimEnd()) <= budget.maxTokens) return [[...group]];
  const middle = group.length >> 1;
  return [...halveToBudget(text, group.slice(0, middle), budget), ...halveToBudget(text, group.slice(middle), budget)];
}

function passageOf(document: SourceDocument, units: readonly Unit[], ordinal: number, section: string | undefined): Passage {
  const spans = units.flatMap(({ sentences }) => sentences);
  const start = spans[0]?.start ?? 0;
  const text = document.text.slice(start, spans.at(-1)?.end).trimEnd();
  const columns = units[0]?.columns;
  const page = units[0] === undefined ? undefined : pageAt(units[0].block, start);
  return {
    document: document.path,
    ordinal,
    start,
    end: start + text.length,
    text,
    ...(section !== undefined && { section }),
    ...(columns !== undefined && { columns }),
    ...(page !== undefined && { page }),
    // White space between two blocks goes to the sentence before it: sentences cover their passage.
    sentences: spans.map((span, at) => ({
      start: span.start - start,
      end: Math.min((spans[at + 1]?.start ?? span.end) - start, text.length),
    })),
  };
}

function pageAt(block: Block, offset: number): number | undefined {
  return block.page === undefined ? undefined : block.page + (block.pageBreaks ?? []).filter((pageBreak) => pageBreak <= offset).length;
}
