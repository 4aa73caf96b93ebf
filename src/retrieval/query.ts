/** What is searched for: a question, or a follow-up with what was asked before it in front. */
export interface Query {
  readonly text: string;
  /** Where in `text` the question itself starts; 0 where nothing stands before it. */
  readonly contextEnd: number;
  /** What a token before `contextEnd` counts, in [0, 1] of what it would count as a question's own. */
  readonly contextWeight: number;
}

export function plainQuery(text: string): Query {
  return { text, contextEnd: 0, contextWeight: 1 };
}
