/** Why a statement may not be shown. */
export type Unsupported =
  /** It is no statement: a link, mark-up, an instruction to the reader, … */
  | 'form'
  /** A number, a bound or a time that the quotation does not state. */
  | 'number'
  /** A name that the quotation does not have. */
  | 'name'
  /** A number or a comparison of somebody else. */
  | 'another'
  /** It denies what the quotation affirms, or takes the other side. */
  | 'polarity'
  /** It leaves no exception where the quotation does. */
  | 'exaggeration'
  | 'too-little-in-common';

export type Verdict =
  | { readonly supported: true }
  /** `what`: the words that are to blame, for the log and for another try. */
  | { readonly supported: false; readonly because: Unsupported; readonly what: string };

/** Decides whether a quotation bears a statement out. */
export interface StatementJudge {
  /**
   * @param statement as the model wrote it
   * @param quotation the source's own words, as they are shown
   * @param question what the reader asked, in words that stand alone
   * @param around the passage that the quotation is from: whom the quotation only points at (他, she) has to be named there; where it is left out, nowhere
   * @throws EmbeddingError
   */
  supports(statement: string, quotation: string, question: string, around?: string): Promise<Verdict>;
}
