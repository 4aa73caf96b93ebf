import type { AnswerService } from '../../answering/index.js';
import type { Language } from '../../language/index.js';
import type { Action } from '../replies/action.js';
import { groupSameQuestions, type GroupQuestions } from './administering.js';
import { newAnswerId, type AnswerIdOf } from './answer-ids.js';
import { createAsking, type Asker, type AnswerGiven, type OnProgress } from './asking.js';
import { defaultLanguage, languageOfClient, languageOfTag } from './client-language.js';
import { chooseLanguage, commandNamed, commandsOffered, type Command } from './commands.js';
import { createConversations, type ConversationRules } from './conversations.js';
import { takeReason, takeVote } from './feedback.js';
import type { Incoming, Sender } from './incoming.js';
import { inlineResults, type InlineResult } from './inline-results.js';
import type { LimitedKind, Limits, Request, Verdict } from './limits.js';
import type { Log } from '../ports/log.js';
import { openCitation } from './opening.js';
import type { PersonKeys } from './person-key.js';
import { suggestionsOf } from '../replies/render-answer.js';
import { renderSources } from '../replies/render-passage.js';
import { notice, plain, type Reply } from '../replies/reply.js';
import type { ConversationKey, MessageAddress, StoredAnswer, Stores } from '../ports/stores.js';
import { asksQuestion, chatOf, laneOf } from './requests.js';
import { suggestQuestions } from './suggesting.js';
import { textsFor } from '../texts/index.js';
import { QueueFullError, type TurnQueue } from './turn-queue.js';

export interface ChatDependencies {
  readonly answers: AnswerService;
  readonly stores: Stores;
  readonly personKeys: PersonKeys;
  readonly limits: Limits;
  readonly queue: TurnQueue;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Ids of answers: URL-safe, at most 16 characters, never the same twice. */
  readonly newId?: () => string;
  /** Ids of answers to what may be asked again after a crash; left out, they get new ones then. */
  readonly answerIdOf?: AnswerIdOf;
  readonly log: Log;
  /** The longest question that the answer service reads; longer ones are told so. */
  readonly maxQuestionCharacters: number;
  readonly conversationRules?: ConversationRules;
  /** Told of every answer, with its candidates. */
  readonly observe?: (given: AnswerGiven) => void;
  /** For `/unanswered`; left out, only questions in the same words are brought together. */
  readonly groupQuestions?: GroupQuestions;
}

export interface HandleOptions {
  /** Shown of an answer while it is being made, never after the reply: to be replaced by it. Must not throw. */
  readonly onProgress?: OnProgress | undefined;
  /** The id under which the update was accepted: nothing that comes of it is kept once it is not owed any more. */
  readonly accepted?: string | undefined;
  /** Whether the person may use administrators' commands. Looked up when it is dealt with: what is kept holds no right. */
  readonly admin?: boolean | undefined;
  /** It was accepted before, and counted then: the limits do not count it again. */
  readonly again?: boolean | undefined;
}

/** What every adapter shares: turn an update into an {@link Incoming}, hand it in, render the {@link Reply}. */
export interface Chat {
  /**
   * Never rejects: what goes wrong is logged and apologised for. Replies of one chat come in the order in which they were asked for; buttons that
   * ask nothing have an order of their own, so that nobody waits for a passage while another answer is being made.
   */
  handle(incoming: Incoming, options?: HandleOptions): Promise<Reply>;
  /** The commands that menus offer. */
  readonly commands: readonly Command[];
  /** Questions to offer while somebody types. */
  suggest(sender: Sender, typed: string, count: number): Promise<readonly string[]>;
  /** Answers to send from another chat (Telegram's inline mode). Past the limits none, and then `undefined`, as for what the person has typed over: nothing need be answered. */
  inline(sender: Sender, text: string, count: number): Promise<readonly InlineResult[] | undefined>;
  /** Tells that a message shows the answer: a reply to it then continues from there, and an edited question can change it. */
  shown(answerId: string, message: MessageAddress): Promise<void>;
  /** The messages that show the answer, first part first. */
  messagesShowing(answerId: string): Promise<readonly MessageAddress[]>;
  /** Resolves when fewer than this many wait for their replies; with 1, when all have them. */
  fewerWaiting(count: number): Promise<void>;
}

export function createChat(dependencies: ChatDependencies): Chat {
  const { answers, stores, personKeys, limits, queue, now, log, maxQuestionCharacters } = dependencies;
  const conversations = createConversations(stores, now, dependencies.conversationRules);
  const asking = createAsking({
    ...dependencies,
    conversations,
    newId: dependencies.newId ?? newAnswerId,
    observe: dependencies.observe ?? (() => undefined),
  });

  const tools = { answers, stores, conversations, asking, now, groupQuestions: dependencies.groupQuestions ?? groupSameQuestions };

  const askerOf = async (sender: Sender, { accepted, admin = false }: HandleOptions = {}): Promise<Asker> => {
    const { platform, chat, topic = '' } = sender;
    const grounds: Asker['grounds'] = accepted === undefined ? [] : [{ kind: 'owed', platform, id: accepted }];
    const conversation: ConversationKey = { platform, chat, topic, person: personKeys(platform, sender.user) };
    const chosenLanguage = await stores.languages.find(conversation.person);
    const language = chosenLanguage ?? languageOfTag(sender.clientLanguage) ?? (await conversations.lastAnswer(conversation))?.language;
    return {
      conversation,
      chosenLanguage,
      language: language ?? defaultLanguage,
      admin,
      isPrivate: isPrivate(sender),
      grounds,
    };
  };

  const deal = async (incoming: Incoming, options: HandleOptions): Promise<Reply> => {
    const { onProgress, again = false } = options;
    const asker = await askerOf(incoming.sender, options);
    const { language } = asker;
    if (!again) {
      const verdict = await limits.take(requestTo(incoming, asker));
      if (verdict.kind !== 'go') return refusal(verdict, language, isButton(incoming) ? 'aside' : 'message');
    }
    switch (incoming.kind) {
      case 'question':
        return asking.ask(asker, incoming, onProgress);
      case 'edited-question':
        return (await asking.askAgain(asker, incoming, onProgress)) ?? nothing(asker);
      case 'command': {
        const command = commandNamed(incoming.name);
        if (command === undefined) return nothing(asker);
        if (command.who === 'admins' && !asker.admin) return notice(textsFor(language).limits.adminsOnly, language, 'message');
        if (command.who === 'admins' && command.where === 'private' && othersRead(incoming.sender)) {
          return notice(textsFor(language).limits.privateOnly, language, 'message');
        }
        return command.run({ ...incoming, asker, argument: incoming.argument.trim(), onProgress }, tools);
      }
      case 'action':
        return act(asker, incoming, onProgress);
      case 'unknown-action':
        return answerGone(language);
      case 'sticker':
        return notice(textsFor(language).conversation.sticker, language, 'message');
      case 'attachment':
        return notice(textsFor(language).conversation.attachment, language, 'message');
    }
  };

  const act = async (asker: Asker, { action, request }: Pressed, onProgress: OnProgress | undefined): Promise<Reply> => {
    if (action.kind === 'choose-language') {
      await chooseLanguage(stores, asker, action.language);
      return notice(textsFor(action.language).language.chosen, action.language, 'in-place');
    }
    if (action.kind === 'show-sources') {
      return { ...renderSources(answers.sources(), asker.language, action.page), placement: 'in-place' };
    }
    const stored = await stores.answers.find(action.answerId);
    if (stored === undefined) return answerGone(asker.language);
    switch (action.kind) {
      case 'open-passage':
        return openCitation(answers, stored, action.number);
      case 'back-to-answer':
        return { ...asking.show(stored), placement: 'in-place' };
      case 'ask-suggestion':
        return askSuggestion(asker, stored, { number: action.number, request }, onProgress);
      case 'open-thread':
        return openThread(stored, asker.language);
      case 'vote':
        return takeVote(stores, stored, asker, action.vote, now());
      case 'give-reason':
        return takeReason(stores, stored, asker, action, now());
    }
  };

  const askSuggestion = async (
    asker: Asker,
    stored: StoredAnswer,
    { number, request }: { readonly number: number; readonly request: string | undefined },
    onProgress: OnProgress | undefined,
  ): Promise<Reply> => {
    const question = suggestionsOf(stored.answer)[number - 1];
    if (question === undefined) return answerGone(asker.language);
    // Nobody has typed the question: the reply says what it answers.
    const headed = (reply: Reply): Reply => ({ ...reply, blocks: [{ kind: 'heading', runs: plain(question) }, ...reply.blocks] });
    return headed(await asking.ask(asker, { text: question, request }, onProgress && ((reply) => onProgress(headed(reply)))));
  };

  /** The one place where what nobody expected ends: logged, and apologised for. */
  const apologise = async ({ sender, kind }: Incoming, cause: unknown): Promise<Reply> => {
    const language = languageOfClient(sender.clientLanguage);
    const texts = textsFor(language).limits;
    if (cause instanceof QueueFullError) {
      log.warn({ platform: sender.platform, waiting: cause.waiting }, 'Too many questions are waiting; the asker was told to try again.');
      const first = await limits.notifyOnce(personKeys(sender.platform, sender.user), 'busy');
      return { ...notice(texts.busy, language, first ? 'message' : 'silent'), refused: 'too-many' };
    }
    log.error({ err: cause, platform: sender.platform, kind }, 'A message could not be dealt with; the person got an apology.');
    return { ...notice(texts.failed, language, 'message'), refused: 'failed' };
  };

  /** What each person typed last in inline mode: what was typed before it has become of no use, whether it waits or is being worked on. */
  const typed = new Map<string, symbol>();

  /** What was shown of an answer that is not given after all is found by the id that it would have had. */
  const insteadOfAnswer = (incoming: Incoming, reply: Reply): Reply => {
    const request = requestOf(incoming);
    if (dependencies.answerIdOf === undefined || request === undefined || reply.answerId !== undefined) return reply;
    return { ...reply, insteadOf: dependencies.answerIdOf(request) };
  };

  return {
    handle: async (incoming, options = {}) => {
      try {
        return insteadOfAnswer(incoming, await queue.run(laneOf(incoming), () => deal(incoming, options)));
      } catch (cause) {
        return insteadOfAnswer(incoming, await apologise(incoming, cause));
      }
    },
    commands: commandsOffered(answers),
    suggest: async (sender, typed, count) => suggestQuestions(answers, typed, (await askerOf(sender)).language, count),
    inline: async (sender, text, count) => {
      const person = `${sender.platform}\n${sender.user}`;
      const query = Symbol(person);
      typed.set(person, query);
      try {
        return await queue.run(inlineLine, async () => {
          if (typed.get(person) !== query) return undefined;
          const asker = await askerOf(sender);
          const verdict = await limits.take({ kind: 'inline', person: asker.conversation.person, chat: inlineLine });
          if (verdict.kind !== 'go') return verdict.kind === 'tell' ? [] : undefined;
          const results = await inlineResults(answers, asker, text, count, maxQuestionCharacters);
          // Telegram shows results of what stands there now; those of what stood there before are a call for nothing.
          return typed.get(person) === query ? results : undefined;
        });
      } catch (cause) {
        if (cause instanceof QueueFullError) return undefined;
        log.error({ err: cause, platform: sender.platform }, 'An inline question could not be answered; no results were shown.');
        return [];
      } finally {
        if (typed.get(person) === query) typed.delete(person);
      }
    },
    shown: (answerId, message) => asking.shown(answerId, message),
    messagesShowing: (answerId) => stores.answers.messagesShowing(answerId),
    fewerWaiting: (count) => queue.fewerThan(count),
  };
}

/** One for everybody: however many people type, one of their queries at a time is worked on, and answers in chats do not wait for them. */
const inlineLine = 'inline';

/** A chat that is asked too much of is no fault of who asks next. */
function refusal(verdict: Exclude<Verdict, { kind: 'go' }>, language: Language, placement: 'aside' | 'message'): Reply {
  const { tooManyQuestions, busy } = textsFor(language).limits;
  const sentence = verdict.by === 'person' ? tooManyQuestions(verdict.retrySeconds) : busy;
  return { ...notice(sentence, language, verdict.kind === 'tell' ? placement : 'silent'), refused: 'too-many' };
}

function requestTo(incoming: Incoming, { conversation }: Asker): Request {
  const { sender } = incoming;
  return {
    kind: kindOf(incoming),
    person: conversation.person,
    chat: chatOf(sender),
    messagesPerMinute: sender.messagesPerMinute,
  };
}

const asides: ReadonlySet<string> = new Set<Action['kind']>(['vote', 'give-reason', 'open-thread']);

function kindOf(incoming: Incoming): LimitedKind {
  if (asksQuestion(incoming)) return 'question';
  if (incoming.kind === 'unknown-action') return 'aside';
  return incoming.kind === 'action' && asides.has(incoming.action.kind) ? 'aside' : 'message';
}

type Pressed = Extract<Incoming, { kind: 'action' }>;

/** What would be asked again after a crash; `undefined` for what gets no answer of its own. */
function requestOf(incoming: Incoming): MessageAddress | undefined {
  const message = asksQuestion(incoming) ? requestIdOf(incoming) : undefined;
  const { platform, chat } = incoming.sender;
  return message === undefined ? undefined : { platform, chat, message };
}

function requestIdOf(incoming: Incoming): string | undefined {
  switch (incoming.kind) {
    case 'question':
    case 'command':
      return incoming.request ?? incoming.message;
    case 'action':
      return incoming.request;
    case 'edited-question':
    case 'unknown-action':
    case 'sticker':
    case 'attachment':
      return undefined;
  }
}

function isPrivate(sender: Sender): boolean {
  return sender.isPrivate === true;
}

/** Whether others would read even what is said aside: Discord has messages for one person in a channel, Telegram has not. */
function othersRead(sender: Sender): boolean {
  return sender.platform === 'telegram' && !isPrivate(sender);
}

function isButton({ kind }: Incoming): boolean {
  return kind === 'action' || kind === 'unknown-action';
}

function answerGone(language: Language): Reply {
  return { ...notice(textsFor(language).passage.answerGone, language, 'aside'), refused: 'not-found' };
}

/** The thread is the platform's to open; where it cannot, that is said. */
function openThread({ id, questions, language }: StoredAnswer, askersLanguage: Language): Reply {
  const thread = { question: questions.at(-1) ?? '', language, askersLanguage };
  return { ...notice(textsFor(askersLanguage).forms.threadImpossible, askersLanguage, 'aside'), answerId: id, thread };
}

function nothing({ language }: Asker): Reply {
  return { placement: 'silent', language, blocks: [], actions: [] };
}
