/** What is searched for: a question, or a follow-up with what was asked before it in front. */
export interface Query {
  readonly text: string;
  /** Where in `text` the question itself starts; 0 where nothing stands before it. */
  readonly contextEnd: number;
}

export function plainQuery(text: string): Query {
  return { text, contextEnd: 0 };
}

/** The question with earlier ones in front, oldest first, as the model was trained to see a follow-up. */
export function followUpQuery(question: string, earlier: readonly string[]): Query {
  const before = earlier.map((text) => `${text} `).join('');
  return { text: before + question, contextEnd: before.length };
}
