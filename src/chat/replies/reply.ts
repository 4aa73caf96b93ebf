import type { Language } from '../../language/index.js';
import type { Action } from './action.js';

/** A stretch of text in one manner. Adapters map each to their platform's markup and escape `text`. */
export type Run =
  | { readonly kind: 'text'; readonly text: string }
  /** The words that answer, or the quotation within its paragraph. */
  | { readonly kind: 'strong'; readonly text: string }
  /** A citation's mark; `text` is `[1]`. */
  | { readonly kind: 'mark'; readonly text: string; readonly number: number };

/** What a reply is made of, in reading order. */
export type ReplyBlock =
  /** Framing in Footnote's own words, or a statement with its marks. */
  | { readonly kind: 'paragraph'; readonly runs: readonly Run[] }
  | { readonly kind: 'heading'; readonly runs: readonly Run[] }
  /** A caution: to be read before what follows. */
  | { readonly kind: 'note'; readonly runs: readonly Run[] }
  /** Verbatim words of a source. */
  | QuotationBlock
  | { readonly kind: 'list'; readonly items: readonly (readonly Run[])[] }
  /** Questions that can be asked. Platforms with buttons show them there instead (the reply's actions have them, too). */
  | { readonly kind: 'suggestions'; readonly items: readonly (readonly Run[])[] };

export interface QuotationBlock {
  readonly kind: 'quotation';
  /** [1], [2] …; left out where the quotation is not numbered. */
  readonly number?: number;
  readonly runs: readonly Run[];
  /** Where it stands: title, section, page, in words; empty where the reader knows it already. */
  readonly place: string;
  /** Where readers can open it, with a text fragment that leads to the words. */
  readonly url?: string;
  /** The reply's statements say these very words already: platforms that cannot fold a quotation away name its place only. */
  readonly saidAbove: boolean;
}

export interface ReplyAction {
  readonly label: string;
  readonly does: Action | { readonly kind: 'open-url'; readonly url: string };
}

/**
 * Where a reply goes:
 * `message`: a new message, answering the one that asked;
 * `in-place`: instead of the message that the button is on, or that answered the question before it was edited (to the person alone, where the platform has that);
 * `aside`: a short word to the person alone, where the platform has that (Telegram's callback answer, Discord's ephemeral message);
 * `silent`: said before, not to be said again: shown only where the platform must have some reply (an interaction), and then aside.
 */
export type Placement = 'message' | 'in-place' | 'aside' | 'silent';

export interface ThreadRequest {
  /** What the answer answers. */
  readonly question: string;
  /** The answer's. */
  readonly language: Language;
  readonly askersLanguage: Language;
}

/** An answer made ready for people, still without a platform. Plain data. */
export interface Reply {
  readonly placement: Placement;
  readonly language: Language;
  readonly blocks: readonly ReplyBlock[];
  /** Rows of buttons. */
  readonly actions: readonly (readonly ReplyAction[])[];
  /** The stored answer that this shows: the messages that show the reply are linked to it. */
  readonly answerId?: string;
  /** Of a reply that shows no answer: the id that the answer would have had. What was shown of it under that id makes way for this reply. */
  readonly insteadOf?: string;
  /** Why there is no answer to what was asked. */
  readonly refused?: 'too-many' | 'failed' | 'not-found';
  /** A thread is to be opened on the answer; the blocks say that it cannot be. */
  readonly thread?: ThreadRequest;
}

export function plain(text: string): readonly Run[] {
  return [{ kind: 'text', text }];
}

export function paragraph(text: string): ReplyBlock {
  return { kind: 'paragraph', runs: plain(text) };
}

/** The block's own words, without place or markup. */
export function textOf(block: ReplyBlock): string {
  return runsOf(block)
    .map((runs) => runs.map(({ text }) => text).join(''))
    .join('\n');
}

export function runsOf(block: ReplyBlock): readonly (readonly Run[])[] {
  switch (block.kind) {
    case 'paragraph':
    case 'heading':
    case 'note':
    case 'quotation':
      return [block.runs];
    case 'list':
    case 'suggestions':
      return block.items;
  }
}

/** A reply of one sentence. */
export function notice(text: string, language: Language, placement: Placement): Reply {
  return { placement, language, blocks: [paragraph(text)], actions: [] };
}

/** The part of the runs' text between two offsets (UTF-16), in the same manners. */
export function sliceRuns(runs: readonly Run[], from: number, to: number): readonly Run[] {
  const sliced: Run[] = [];
  let start = 0;
  for (const run of runs) {
    const text = run.text.slice(Math.max(0, from - start), Math.max(0, to - start));
    if (text !== '') sliced.push({ ...run, text });
    start += run.text.length;
  }
  return sliced;
}
