/** What is searched for: a question, or a follow-up after the earlier questions. */
export interface Query {
  readonly text: string;
  /** Where the question itself starts in `text`; 0 without earlier questions. */
  readonly contextEnd: number;
}

export function plainQuery(text: string): Query {
  return { text, contextEnd: 0 };
}

/** The earlier questions, oldest first, and then the question, as the model was trained on follow-ups. */
export function followUpQuery(question: string, earlier: readonly string[]): Query {
  const before = earlier.map((text) => `${text} `).join('');
  return { text: before + question, contextEnd: before.length };
}
