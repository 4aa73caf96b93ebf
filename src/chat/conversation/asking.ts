import type { Answer, AnswerService, Effort, PassageReference } from '../../answering/index.js';
import type { Language } from '../../language/index.js';
import type { AnswerIdOf } from './answer-ids.js';
import type { Conversations } from './conversations.js';
import type { Log } from '../ports/log.js';
import { renderAnswer, renderWelcome } from '../replies/render-answer.js';
import { renderProgress } from '../replies/render-progress.js';
import type { Reply } from '../replies/reply.js';
import type { ConversationKey, Ground, MessageAddress, Platform, StoredAnswer, Stores } from '../ports/stores.js';

/** Who asks, as the chat layer knows them. */
export interface Asker {
  readonly conversation: ConversationKey;
  /** The language that the person has chosen, where they have. */
  readonly chosenLanguage: Language | undefined;
  /** The language for what is said when there is no question to tell it by. */
  readonly language: Language;
  readonly admin: boolean;
  /** What has to be there still for something that comes of this to be kept. */
  readonly grounds: readonly Ground[];
  /** Whether nobody else reads along. */
  readonly isPrivate: boolean;
}

/** For metrics and for `/why`: an answer with everything it rests on, before it is stripped for keeping. */
export interface AnswerGiven {
  readonly platform: Platform;
  readonly question: string;
  readonly answerId: string;
  readonly answer: Answer;
  /** How long the answer service took. */
  readonly milliseconds: number;
}

export interface AskingDependencies {
  readonly answers: AnswerService;
  readonly stores: Stores;
  readonly conversations: Conversations;
  readonly now: () => number;
  readonly newId: () => string;
  readonly answerIdOf?: AnswerIdOf | undefined;
  readonly maxQuestionCharacters: number;
  readonly observe: (given: AnswerGiven) => void;
  readonly log: Log;
}

export interface Question {
  readonly text: string;
  readonly effort?: Effort | undefined;
  readonly message?: string | undefined;
  readonly request?: string | undefined;
  readonly replyTo?: string | undefined;
  readonly startsFrom?: string | undefined;
}

/** Shown of an answer while it is being made: everything that there is so far, each time. */
export type OnProgress = (reply: Reply) => void;

/** How long after it was answered a question can still be edited. */
const editableMs = 10 * 60_000;

/** How many questions are offered to start from. */
const suggestionCount = 3;

export interface EditedQuestion {
  readonly text: string;
  readonly message: string;
  readonly effort?: Effort | undefined;
}

export interface Asking {
  ask(asker: Asker, question: Question, onProgress?: OnProgress): Promise<Reply>;
  /** Answers an edited question anew under the same id; `undefined` where there is nothing to answer anew. */
  askAgain(asker: Asker, question: EditedQuestion, onProgress?: OnProgress): Promise<Reply | undefined>;
  welcome(asker: Asker): Promise<Reply>;
  /** The answer as it was given, with its buttons. */
  show(stored: StoredAnswer): Reply;
  /** Remembers which message shows an answer, if that is kept or being made, and not forgotten. */
  shown(answerId: string, message: MessageAddress): Promise<void>;
}

/** An answer that is to be made. */
interface AnswerRequest {
  readonly id: string;
  readonly text: string;
  readonly effort: Effort | undefined;
  readonly history: History;
  /** The message that asks. */
  readonly address?: MessageAddress | undefined;
  /** The answer to the question before it was edited. */
  readonly earlier?: StoredAnswer;
  readonly onProgress: OnProgress | undefined;
}

/** What was asked before. */
interface History {
  /** All that the question is understood with, oldest first. */
  readonly questions: readonly string[];
  readonly shown?: readonly PassageReference[];
  /** Those of them that are kept with the answer: the person's own. */
  readonly own: readonly string[];
  /** The answer whose questions are the others. */
  readonly continues?: string | undefined;
}

export function createAsking(dependencies: AskingDependencies): Asking {
  const { answers, stores, conversations, now, newId, answerIdOf, maxQuestionCharacters, log } = dependencies;

  const addressIn = ({ platform, chat }: ConversationKey, message: string): MessageAddress => ({ platform, chat, message });

  const show = ({ id, answer }: StoredAnswer): Reply => renderAnswer(answer, { answerId: id, maxQuestionCharacters });

  const idFor = ({ conversation }: Asker, { request, message }: Question): string => {
    const id = request ?? message;
    return id === undefined || answerIdOf === undefined ? newId() : answerIdOf(addressIn(conversation, id));
  };

  /** Answers that are being made, with what they rest on: their first words may be shown before they are kept. */
  const making = new Map<string, readonly Ground[]>();

  /** Asks and keeps; as long as that takes, it is known what the answer rests on. */
  const answerAndStore = async (asker: Asker, request: AnswerRequest): Promise<StoredAnswer> => {
    const { id, earlier } = request;
    const grounds: readonly Ground[] = [...asker.grounds, ...(earlier === undefined ? [] : [{ kind: 'answer', id } as const])];
    making.set(id, grounds);
    try {
      return await answerOnGrounds(grounds, asker, request);
    } finally {
      making.delete(id);
    }
  };

  /** Asks and, if the grounds are there still, keeps everything that must be kept of it. */
  const answerOnGrounds = async (grounds: readonly Ground[], asker: Asker, request: AnswerRequest): Promise<StoredAnswer> => {
    const { id, text, effort, history, address, earlier, onProgress } = request;
    const { chosenLanguage: language, conversation } = asker;
    const started = performance.now();
    const asked = await answers.ask(
      text,
      {
        questions: history.questions,
        ...(history.shown === undefined ? {} : { shown: history.shown }),
        ...(language === undefined ? {} : { language }),
      },
      {
        effort: answers.canThink ? effort : undefined,
        person: conversation.person,
        onProgress:
          onProgress &&
          ((progress) => {
            const reply = renderProgress(progress, { answerId: id, edited: earlier !== undefined });
            if (reply !== undefined) onProgress(reply);
          }),
      },
    );
    const milliseconds = performance.now() - started;
    const answer = inAskersLanguage(asked, asker);

    const at = now();
    const question = storable(text, maxQuestionCharacters);
    const stored: StoredAnswer = {
      id,
      conversation,
      questions: [...history.own, question],
      ...(history.continues === undefined ? {} : { continues: history.continues }),
      answer: { ...answer, candidates: [] },
      language: answer.language,
      at: earlier?.at ?? at,
    };
    const [best] = answer.candidates;
    const kept = stores.keepIf(grounds, async (writable) => {
      await writable.answers.save(stored);
      // Courtesies are no turns: "thanks" says nothing of what "and why?" means next.
      if (answer.kind !== 'conversation') await writable.conversations.append(conversation, { question, answerId: id, at });
      await writable.questions.append({
        at,
        platform: conversation.platform,
        person: conversation.person,
        question,
        language: answer.language,
        kind: answer.kind,
        ...(answer.kind === 'answered' ? { confidence: answer.confidence } : {}),
        ...(best === undefined ? {} : { topScore: best.lateInteraction }),
        milliseconds,
        answerId: id,
      });
      if (address !== undefined) await writable.answers.link(address, 'question', id);
    });
    // The answer is there, and whoever asked gets it; only its buttons will not work.
    await kept.catch((error: unknown) => log.error({ err: error }, 'An answer could not be kept; it is shown all the same.'));
    dependencies.observe({ platform: conversation.platform, question, answerId: id, answer, milliseconds });
    return stored;
  };

  /** The questions that lead to the answer that the message shows. */
  const shownIn = async (conversation: ConversationKey, message: string | undefined): Promise<History | undefined> => {
    const answer = message === undefined ? undefined : await stores.answers.answerShownIn(addressIn(conversation, message));
    return answer && { ...(await conversations.continuing(answer)), own: [], continues: answer.id };
  };

  const before = async (conversation: ConversationKey, startsFrom: string | undefined): Promise<History> => {
    const earlier = await conversations.before(conversation);
    const shown = earlier.questions.length > 0 ? undefined : await shownIn(conversation, startsFrom);
    return shown ?? { ...earlier, own: earlier.questions };
  };

  return {
    ask: async (asker, question, onProgress) => {
      const { text, effort, message, replyTo, startsFrom } = question;
      const { conversation } = asker;
      const address = message === undefined ? undefined : addressIn(conversation, message);
      const given = address === undefined ? undefined : await stores.answers.answerAskedBy(address);
      if (given !== undefined) return show(given);

      const history = (await shownIn(conversation, replyTo)) ?? (await before(conversation, startsFrom));
      return show(await answerAndStore(asker, { id: idFor(asker, question), text, effort, history, address, onProgress }));
    },

    askAgain: async (asker, { text, message, effort }, onProgress) => {
      const earlier = await stores.answers.answerAskedBy(addressIn(asker.conversation, message));
      if (earlier === undefined || now() - earlier.at > editableMs) return undefined;
      // Platforms report an edit for less than another wording (a link's preview).
      if (earlier.questions.at(-1) === storable(text, maxQuestionCharacters)) return undefined;
      // What the answer itself showed makes way for the new one.
      const questions = (await conversations.continuing(earlier)).questions.slice(0, -1);
      const history = { questions, own: earlier.questions.slice(0, -1), continues: earlier.continues };
      const stored = await answerAndStore(asker, { id: earlier.id, text, effort, history, earlier, onProgress });
      return renderAnswer(stored.answer, { answerId: stored.id, maxQuestionCharacters, edited: true });
    },

    welcome: async ({ conversation, language, grounds }) => {
      const suggestions = await answers.suggestions(language, suggestionCount);
      const answer: Answer = { kind: 'conversation', topic: 'greeting', language, suggestions, candidates: [] };
      const stored: StoredAnswer = { id: newId(), conversation, questions: [], answer, language, at: now() };
      await stores.keepIf(grounds, (writable) => writable.answers.save(stored));
      return renderWelcome(answers.sources(), suggestions, language, stored.id);
    },

    show,

    shown: async (answerId, message) => {
      const grounds = making.get(answerId) ?? [{ kind: 'answer', id: answerId }];
      await stores.keepIf(grounds, (writable) => writable.answers.link(message, 'answer', answerId));
    },
  };
}

/** What holds no words tells no language: then the person's own. */
function inAskersLanguage(answer: Answer, asker: Asker): Answer {
  const wordless = answer.kind === 'conversation' && (answer.topic === 'empty' || answer.topic === 'unreadable');
  return wordless ? { ...answer, language: asker.language } : answer;
}

/** What every database takes as text, and no more of it than is read. */
function storable(text: string, maxCharacters: number): string {
  const clipped = text.length > maxCharacters * 2 ? text.slice(0, maxCharacters * 2) : text;
  return [...clipped.replace(/[\p{Surrogate}\0]/gu, '')].slice(0, maxCharacters).join('');
}
