import { shownIn, type PassageReference } from '../../answering/index.js';
import type { ConversationKey, StoredAnswer, Stores } from '../ports/stores.js';

export interface ConversationRules {
  /** How long a silence ends a conversation, in milliseconds. */
  readonly expiryMs: number;
  /** How many of the last questions a follow-up is understood with. */
  readonly questions: number;
}

const defaultConversationRules: ConversationRules = { expiryMs: 30 * 60_000, questions: 5 };

export interface EarlierTurns {
  /** Oldest first. */
  readonly questions: readonly string[];
  /** What was shown in answer to them, as far as that is kept. */
  readonly shown: readonly PassageReference[];
}

/** What was said before, as far as it helps to understand what is said now. */
export interface Conversations {
  /** The last turns of the conversation. */
  before(key: ConversationKey): Promise<EarlierTurns>;
  /** The turns that lead to an answer, its own included: what a reply to that answer continues from. */
  continuing(answer: StoredAnswer): Promise<EarlierTurns>;
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
      const answers = await Promise.all(turns.map(({ answerId }) => stores.answers.find(answerId)));
      return {
        questions: turns.map(({ question }) => question),
        shown: answers.flatMap((stored) => (stored === undefined ? [] : shownIn(stored.answer))),
      };
    },
    continuing: async (answer) => {
      let { questions, continues } = answer;
      const shown = [...shownIn(answer.answer)];
      while (continues !== undefined && questions.length < rules.questions) {
        const earlier = await stores.answers.find(continues);
        questions = [...(earlier?.questions ?? []), ...questions];
        if (earlier !== undefined) shown.push(...shownIn(earlier.answer));
        continues = earlier?.continues;
      }
      return { questions: questions.slice(-rules.questions), shown };
    },
    lastAnswer: async (key) => {
      const [last] = (await stores.conversations.recent(key, 1, 0)).slice(-1);
      return last === undefined ? undefined : stores.answers.find(last.answerId);
    },
  };
}
