import type { Answer, Authorship } from '../answering/index.js';
import { citationsOf, renderAnswer, toPlainText } from '../chat/index.js';
import type { Language } from '../language/index.js';

/** One answer as `npm run ask -- --json` prints it. A public interface, described in docs/ask.md: fields are added, never changed. */
export interface AskRecord {
  readonly id: string | number;
  readonly kind: Answer['kind'];
  /** Of an answer: how sure the article says so. A refusal and a courtesy are always sure of themselves: `high`. */
  readonly confidence: 'high' | 'low';
  readonly language: Language;
  readonly text: string;
  /** Offsets are UTF-16 code units into the document's text. Empty for a refusal and a courtesy. */
  readonly citations: readonly {
    readonly number: number;
    readonly quote: string;
    readonly document: string;
    readonly section: string | null;
    readonly start: number;
    readonly end: number;
    readonly title: string;
    readonly date: string | null;
    readonly authors: readonly string[];
    readonly issue: string | null;
  }[];
  readonly candidates: readonly {
    readonly document: string;
    readonly start: number;
    readonly end: number;
    readonly text: string;
    readonly score: number;
  }[];
  readonly milliseconds: number;
  /** Whose words an answer is in. A refusal and a courtesy have no author: `null`. */
  readonly writtenBy: Authorship | null;
  /** The sentences of an answer, each with the numbers of the citations it rests on. Empty for a refusal and a courtesy. */
  readonly statements: readonly { readonly text: string; readonly citations: readonly number[] }[];
}

export function askRecord(id: string | number, answer: Answer, milliseconds: number, maxQuestionCharacters: number): AskRecord {
  return {
    id,
    kind: answer.kind,
    confidence: answer.kind === 'answered' ? answer.confidence : 'high',
    language: answer.language,
    text: toPlainText(renderAnswer(answer, { maxQuestionCharacters })),
    citations: (answer.kind === 'answered' ? citationsOf(answer) : []).map((citation) => ({
      number: citation.number,
      quote: citation.quote,
      document: citation.document,
      section: citation.section ?? null,
      start: citation.start,
      end: citation.end,
      title: citation.title,
      date: citation.date ?? null,
      authors: citation.authors ?? [],
      issue: citation.issue ?? null,
    })),
    candidates: answer.candidates.map(({ passage: { document, start, end, text }, score }) => ({ document, start, end, text, score })),
    milliseconds: Math.round(milliseconds * 1000) / 1000,
    writtenBy: answer.kind === 'answered' ? (answer.writtenBy ?? 'sources') : null,
    statements: answer.kind === 'answered' ? answer.statements.map(({ text, citations }) => ({ text, citations })) : [],
  };
}
