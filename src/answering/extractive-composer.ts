import type { Span } from '../corpus/index.js';
import type { Ranking } from '../retrieval/index.js';
import type { Statement } from './answer.js';
import type { Cite, Composed, Composition } from './composer.js';
import { emphasise } from './emphasise.js';
import { expectationOf } from './expected-words.js';
import { defaultSelectionRules, selectSentences, spanOfSentences, type Selection } from './select-sentences.js';

/** A quotation shows its statement with the sentences around it, up to so many columns (a Chinese character has 2.6): a passage, mostly. */
const maxQuotationColumns = 540;
const columnsOfHan = 2.6;

/** A sentence that starts like this points back; alone it does not say of whom or what. */
const pointsBack =
  /^[“"「『(（]?(?:他|她|它|其(?!他|它|实|中)|该|这|此(?!外)|那|同时|但|不过|然而|因此|所以|而(?:且|这)|并且|(?:he|she|it|they|his|her|its|their|this|these|that|those|however|but|therefore|thus|so)\b)/i;

export interface ExtractiveComposer {
  compose(composition: Pick<Composition, 'question' | 'ranking' | 'parts'>): Promise<Composed>;
}

/** The article's own sentences, as they stand. */
export function createExtractiveComposer(cite: Cite): ExtractiveComposer {
  return {
    async compose({ question, ranking, parts }) {
      const selections = selectForParts(question, ranking, parts);
      const citations = selections.map((selection, at) => cite(selection.candidate, quotationAround(selection), at + 1));
      const statements = selections.map((selection, at): Statement => {
        const { start, end } = statementSpan(selection);
        const text = selection.candidate.passage.text.slice(start, end);
        return { text, citations: [at + 1], emphasis: emphasise(question, text) };
      });
      return { kind: 'composed', writtenBy: 'sources', isDoubtful: false, statements, citations };
    },
  };
}

/** For a double question the best sentence of each part comes first; what is left of the places goes to the question as a whole. */
function selectForParts(question: string, whole: Ranking, parts: readonly Ranking[]): Selection[] {
  const expectation = parts.length > 0 ? undefined : expectationOf(question);
  const ofParts = parts.flatMap((part) => selectSentences(part, undefined, { ...defaultSelectionRules, maxSelections: 1 }));
  return [...ofParts, ...selectSentences(whole, expectation)]
    .filter(({ candidate }, at, all) => all.findIndex((other) => other.candidate.passage.id === candidate.passage.id) === at)
    .slice(0, defaultSelectionRules.maxSelections);
}

/** The statement's sentences, with the one before them where they point back to it. */
function statementSpan({ candidate, first, last }: Selection): Span {
  const span = spanOfSentences(candidate, first, last);
  const needsContext = first > 0 && pointsBack.test(candidate.passage.text.slice(span.start, span.end));
  return needsContext ? spanOfSentences(candidate, first - 1, last) : span;
}

/** The statement with as many of the sentences around it as fit, those before it first. */
function quotationAround(selection: Selection): Span {
  const { candidate } = selection;
  const statement = statementSpan(selection);
  let { first, last } = selection;
  const fits = (from: number, to: number): boolean => {
    const { start, end } = spanOfSentences(candidate, from, to);
    return columnsOf(candidate.passage.text.slice(start, end)) <= maxQuotationColumns;
  };
  while (first > 0 && fits(first - 1, last)) first--;
  while (last + 1 < candidate.passage.sentences.length && fits(first, last + 1)) last++;
  const around = spanOfSentences(candidate, first, last);
  return { start: Math.min(around.start, statement.start), end: Math.max(around.end, statement.end) };
}

function columnsOf(text: string): number {
  const han = text.match(/\p{Script=Han}/gu)?.length ?? 0;
  return text.length + han * (columnsOfHan - 1);
}
