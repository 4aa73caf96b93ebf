import type { ConversationKey, StoredAnswer, Stores } from './stores.js';

export interface ConversationRules {
  /** How long a silence ends a conversation, in milliseconds. */
  readonly expiryMs: number;
  /** How many of the last questions a follow-up is understood with. */
  readonly questions: number;
}

export const defaultConversationRules: ConversationRules = { expiryMs: 30 * 60_000, questions: 5 };

/** What was said before, as far as it helps to understand what is said now. */
export interface Conversations {
  /** The last questions of the conversation, oldest first. */
  before(key: ConversationKey): Promise<readonly string[]>;
  /** The questions that lead to an answer, its own included: what a reply to that answer continues from. */
  continuing(answer: StoredAnswer): Promise<readonly string[]>;
  /** The last answer that was given to this person here, however long ago. */
  lastAnswer(key: ConversationKey): Promise<StoredAnswer | undefined>;
}

export function createConversations(
  stores: Pick<Stores, 'conversations' | 'answers'>,
  now: () => number,
  rules: ConversationRules = defaultConversationRules,
): Conversations {
  return {
    before: async (key) => {
      const turns = await stores.conversations.recent(key, rules.questions, now() - rules.expiryMs);
      return turns.map(({ question }) => question);
    },
    continuing: async (answer) => {
      let { questions, continues } = answer;
      while (continues !== undefined && questions.length < rules.questions) {
        const earlier = await stores.answers.find(continues);
        questions = [...(earlier?.questions ?? []), ...questions];
        continues = earlier?.continues;
      }
      return questions.slice(-rules.questions);
    },
    lastAnswer: async (key) => {
      const [last] = (await stores.conversations.recent(key, 1, 0)).slice(-1);
      return last === undefined ? undefined : stores.answers.find(last.answerId);
    },
  };
}
