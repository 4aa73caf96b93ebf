import { emphasise, type Candidate, type Cite, type Citation, type Span, type Statement } from '../answering/index.js';
import { detectLanguage, toSimplified, toTraditional, type Language } from '../language/index.js';
import { askedWords } from './checks/asked-words.js';
import { locateQuotation } from './checks/locate-quotation.js';
import { givesOrders } from './checks/orders.js';
import { repeatsInstructions, type RejectedStatement } from './prompt.js';
import type { OfferedStatement } from './read-completion.js';
import type { StatementJudge, Unsupported } from './checks/verdict.js';
import { widenQuotation } from './checks/widen-quotation.js';

/** The result of checking a model's statement. `kept` and `repaired` ones are shown. */
export type StatementOutcome = 'kept' | 'repaired' | 'quotation' | 'language' | 'duplicate' | 'too-many' | Unsupported;

export interface CheckedStatementsDependencies {
  readonly cite: Cite;
  readonly judge: StatementJudge;
  readonly question: string;
  readonly understoodAs: string;
  readonly language: Language;
  /** In the order of the numbers that the model knows them by, from 1. */
  readonly passages: readonly Candidate[];
  readonly maxStatements: number;
  readonly onOutcome: (outcome: StatementOutcome, offered: OfferedStatement) => void;
}

/** Statements that passed every check, with their citations, and those that did not. */
export interface CheckedStatements {
  /** Checks one more. @returns whether it was accepted. @throws EmbeddingError */
  offer(offered: OfferedStatement): Promise<boolean>;
  /** Removes an accepted statement, and the citation that only it used. */
  reject(at: number, because: string): void;
  readonly statements: readonly Statement[];
  /** Numbered from 1 in the order in which the statements use them. */
  readonly citations: readonly Citation[];
  /** The rejected statements that may be corrected, since the last call. */
  takeRejected(): readonly RejectedStatement[];
}

/** A statement with its quotation: which passage, and which of its words. */
interface Taken {
  readonly text: string;
  readonly quote: string;
  readonly candidate: Candidate;
  readonly quotation: Span;
}

/** The outcomes that a second attempt may correct; repeated or surplus statements are not among them. */
const reasons: Readonly<Partial<Record<StatementOutcome, string>>> = {
  quotation: 'the quote is not in the passages, or too short: copy it character by character',
  language: 'the text is not in the language named in answer_language',
  form: 'the text is not a plain statement',
  number: 'the quote does not state this number',
  name: 'the quote does not have this name',
  another: 'the quote says this of somebody or something else',
  polarity: 'the quote says the opposite, or does not deny it',
  exaggeration: 'the quote does not say it so generally',
  'too-little-in-common': 'the quote does not say so',
};

export function createCheckedStatements(dependencies: CheckedStatementsDependencies): CheckedStatements {
  const { cite, judge, question, understoodAs, language, passages, maxStatements, onOutcome } = dependencies;
  const texts = passages.map(({ passage }) => ({ text: passage.text }));
  const asked = `${askedWords(question)} ${askedWords(understoodAs)}`;
  let taken: readonly Taken[] = [];
  let rejected: RejectedStatement[] = [];

  const refuse = (offered: OfferedStatement, outcome: StatementOutcome, what?: string): false => {
    const reason = reasons[outcome];
    if (reason !== undefined) {
      const { text, quote } = offered;
      rejected.push({ text, quote, because: what === undefined ? reason : `${reason} (${what})` });
    }
    onOutcome(outcome, offered);
    return false;
  };

  return {
    offer: async (offered) => {
      if (taken.length >= maxStatements) return refuse(offered, 'too-many');
      const found = locateQuotation(offered.quote, texts, offered.passage - 1);
      const candidate = found && passages[found.passage];
      if (found === undefined || candidate === undefined) return refuse(offered, 'quotation');
      const quotation = widenQuotation(candidate.passage, found, (sentence) => !givesOrders(sentence));
      if (quotation === undefined) return refuse(offered, 'quotation', 'it gives orders');
      const text = await inLanguage(offered.text.trim(), language);
      if (text === undefined) return refuse(offered, 'language');
      if (repeatsInstructions(text)) return refuse(offered, 'form', 'words of the instructions');
      if (taken.some((each) => squeezed(each.text) === squeezed(text))) return refuse(offered, 'duplicate');
      const shown = candidate.passage.text.slice(quotation.start, quotation.end);
      const verdict = await judge.supports(text, shown, asked, candidate.passage.text);
      if (!verdict.supported) return refuse(offered, verdict.because, verdict.what);
      taken = [...taken, { text, quote: offered.quote, candidate, quotation }];
      onOutcome(found.how === 'exact' ? 'kept' : 'repaired', offered);
      return true;
    },
    reject: (at, because) => {
      const gone = taken[at];
      if (gone === undefined) return;
      taken = taken.toSpliced(at, 1);
      rejected.push({ text: gone.text, quote: gone.quote, because });
    },
    get statements() {
      const { numbers } = numbered(taken);
      return taken.map(({ text }, at): Statement => ({ text, citations: [numbers[at] ?? 1], emphasis: emphasise(question, text) }));
    },
    get citations() {
      return numbered(taken).quotations.map(({ candidate, quotation }, at) => cite(candidate, quotation, at + 1));
    },
    takeRejected: () => {
      const all = rejected;
      rejected = [];
      return all;
    },
  };
}

/** Statements with the same quotation share a citation. */
function numbered(taken: readonly Taken[]): { readonly quotations: readonly Taken[]; readonly numbers: readonly number[] } {
  const quotations: Taken[] = [];
  const numbers = taken.map((each) => {
    const same = quotations.findIndex(
      ({ candidate, quotation }) =>
        candidate.passage.id === each.candidate.passage.id &&
        quotation.start === each.quotation.start &&
        quotation.end === each.quotation.end,
    );
    return same >= 0 ? same + 1 : quotations.push(each);
  });
  return { quotations, numbers };
}

/** The text in the reader's script; `undefined` in another language. The other Chinese script is not another language. */
async function inLanguage(text: string, language: Language): Promise<string | undefined> {
  const written = detectLanguage(text);
  if ((written === 'en') !== (language === 'en')) return undefined;
  if (written === language) return text;
  return language === 'zh-Hant' ? toTraditional(text) : toSimplified(text);
}

function squeezed(text: string): string {
  return text.replace(/[\s\p{P}]+/gu, '').toLowerCase();
}
