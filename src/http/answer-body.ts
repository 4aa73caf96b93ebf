import { textOf, toPlainText, type Reply } from '../chat/index.js';

/** A reply as the API gives it (docs/openapi.yaml). */
export interface AnswerBody {
  /** The stored answer's id: its passages are opened with it. `null` where the reply shows none. */
  readonly answerId: string | null;
  readonly language: string;
  /** The whole reply as plain text. */
  readonly text: string;
  /** The sources' own words. */
  readonly quotations: readonly {
    readonly number: number | null;
    readonly text: string;
    readonly place: string;
    readonly url: string | null;
  }[];
  /** The numbers of the passages that can be opened. */
  readonly passages: readonly number[];
  readonly suggestions: readonly string[];
}

export function renderAnswerBody(reply: Reply): AnswerBody {
  const actions = reply.actions.flat();
  return {
    answerId: reply.answerId ?? null,
    language: reply.language,
    text: toPlainText(reply),
    quotations: reply.blocks.flatMap((block) =>
      block.kind === 'quotation' ? [{ number: block.number ?? null, text: textOf(block), place: block.place, url: block.url ?? null }] : [],
    ),
    passages: actions.flatMap(({ does }) => (does.kind === 'open-passage' ? [does.number] : [])),
    suggestions: actions.flatMap(({ does, label }) => (does.kind === 'ask-suggestion' ? [label] : [])),
  };
}
