import type { Span } from '../corpus/index.js';
import { normaliseText } from '../language/index.js';
import type { Ranking } from '../retrieval/index.js';
import type { Statement } from './answer.js';
import type { Cite, Composed, Composition, QuestionPart } from './composer.js';
import { emphasise } from './emphasise.js';
import { expectationOf } from './expected-words.js';
import { comparedThings, isListQuestion } from './question-form.js';
import {
  defaultSelectionRules,
  selectForList,
  selectSentences,
  spanOfSentences,
  withBothSides,
  type Selection,
} from './select-sentences.js';

/** A quotation shows its statement with the sentences around it, up to so many columns (a Chinese character has 2.6): a passage, mostly. */
const maxQuotationColumns = 540;
const columnsOfHan = 2.6;

/** A sentence that starts like this refers to the one before it, and is unclear alone. */
const refersBack =
  /^[“"「『(（]?(?:他|她|它|其(?!他|它|实|中)|该|这|此(?!外)|那|同时|但|不过|然而|因此|所以|而(?:且|这)|并且|(?:he|she|it|they|his|her|its|their|this|these|that|those|however|but|therefore|thus|so)\b)/i;

export interface ExtractiveComposer {
  compose(composition: Pick<Composition, 'question' | 'ranking' | 'parts'>): Promise<Composed>;
}

/** The most lines that a list may have. */
const maxListed = 8;

/** The article's own sentences, as they stand. */
export function createExtractiveComposer(cite: Cite): ExtractiveComposer {
  return {
    async compose({ question, ranking, parts }) {
      const selected = select(question, ranking, parts);
      const shown = selected.slice(0, maxListed);
      const omitted = selected.length - shown.length;
      const groups = withoutRepetitions(groupedByPassage(shown));
      const citations = groups.map((group, at) => cite(group[0].candidate, quotationAround(group), at + 1));
      const statements = groups.flatMap((group, at) =>
        group.map((selection): Statement => {
          const { start, end } = statementSpan(selection, group);
          const text = selection.candidate.passage.text.slice(start, end);
          return { text, citations: [at + 1], emphasis: emphasise(question, text) };
        }),
      );
      return {
        kind: 'composed',
        writtenBy: 'sources',
        isDoubtful: false,
        statements,
        citations,
        ...(omitted === 0 ? {} : { omitted }),
      };
    },
  };
}

/** For a double question the best sentence of each part comes first; the remaining places go to the question as a whole. */
function select(question: string, whole: Ranking, parts: readonly QuestionPart[]): readonly Selection[] {
  if (parts.length === 0) {
    const expectation = expectationOf(question);
    const things = comparedThings(question);
    if (things !== undefined) return withBothSides(things, selectSentences(whole, expectation), whole);
    return isListQuestion(question) ? selectForList(whole, expectation) : selectSentences(whole, expectation);
  }
  const ofParts = parts.flatMap((part) =>
    selectSentences(part.ranking, expectationOf(part.question), { ...defaultSelectionRules, maxSelections: 1 }),
  );
  const passages = new Set(ofParts.map(({ candidate }) => candidate.passage.id));
  const further = selectSentences(whole, undefined).filter(({ candidate }) => !passages.has(candidate.passage.id));
  return [...ofParts.filter((selection, at) => ofParts.findIndex((other) => isSame(selection, other)) === at), ...further].slice(
    0,
    defaultSelectionRules.maxSelections,
  );
}

function isSame(one: Selection, other: Selection): boolean {
  return one.candidate.passage.id === other.candidate.passage.id && one.first === other.first && one.last === other.last;
}

/** Selections that are next to each other and of one passage. */
type Group = readonly [Selection, ...Selection[]];

function groupedByPassage(selections: readonly Selection[]): Group[] {
  const groups = new Map<number, Group>();
  for (const selection of selections) {
    const { id } = selection.candidate.passage;
    const group = groups.get(id);
    groups.set(id, group === undefined ? [selection] : [...group, selection]);
  }
  return [...groups.values()];
}

/** Drops a quotation that contains, or is contained in, a better one: copies of one text are quoted once. */
function withoutRepetitions(groups: readonly Group[]): Group[] {
  const kept: Group[] = [];
  const quoted: string[] = [];
  for (const group of groups) {
    const { start, end } = quotationAround(group);
    const quote = normaliseText(group[0].candidate.passage.text.slice(start, end)).replace(/\s+/gu, '');
    if (quoted.some((other) => other.includes(quote) || quote.includes(other))) continue;
    quoted.push(quote);
    kept.push(group);
  }
  return kept;
}

/** The statement's sentences, with the one before where they refer to it and it is not a statement itself. */
function statementSpan({ candidate, first, last }: Selection, group: Group): Span {
  const span = spanOfSentences(candidate, first, last);
  const needsContext =
    first > 0 && !group.some((other) => other.last === first - 1) && refersBack.test(candidate.passage.text.slice(span.start, span.end));
  return needsContext ? spanOfSentences(candidate, first - 1, last) : span;
}

/** The statements with as many of the sentences around them as fit, those before them first. */
function quotationAround(group: Group): Span {
  const [{ candidate }] = group;
  const statements = group.map((selection) => statementSpan(selection, group));
  let first = Math.min(...group.map((selection) => selection.first));
  let last = Math.max(...group.map((selection) => selection.last));
  const fits = (from: number, to: number): boolean => {
    const { start, end } = spanOfSentences(candidate, from, to);
    return columnsOf(candidate.passage.text.slice(start, end)) <= maxQuotationColumns;
  };
  while (first > 0 && fits(first - 1, last)) first--;
  while (last + 1 < candidate.passage.sentences.length && fits(first, last + 1)) last++;
  const around = spanOfSentences(candidate, first, last);
  return {
    start: Math.min(around.start, ...statements.map(({ start }) => start)),
    end: Math.max(around.end, ...statements.map(({ end }) => end)),
  };
}

function columnsOf(text: string): number {
  const han = text.match(/\p{Script=Han}/gu)?.length ?? 0;
  return text.length + han * (columnsOfHan - 1);
}
