import { randomBytes } from 'node:crypto';
import type { AnswerService } from '../answering/index.js';
import type { Language } from '../language/index.js';
import type { Action } from './action.js';
import { groupSameQuestions, type GroupQuestions } from './administering.js';
import { createAsking, type Asker, type AnswerGiven } from './asking.js';
import { defaultLanguage, languageOfTag } from './client-language.js';
import { commandNamed } from './commands.js';
import { createConversations, type ConversationRules } from './conversations.js';
import { takeReason, takeVote } from './feedback.js';
import type { Incoming, Sender } from './incoming.js';
import { inlineResults, type InlineResult } from './inline-results.js';
import type { Limits } from './limits.js';
import type { Log } from './log.js';
import { openCitation } from './opening.js';
import type { PersonKeys } from './person-key.js';
import { notice, plain, type Reply } from './reply.js';
import type { ConversationKey, MessageAddress, StoredAnswer, Stores } from './stores.js';
import { suggestQuestions } from './suggesting.js';
import { textsFor } from './texts/index.js';
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
  readonly log: Log;
  /** The longest question that the answer service reads; longer ones are told so. */
  readonly maxQuestionCharacters: number;
  readonly conversationRules?: ConversationRules;
  /** Told of every answer, with its candidates. */
  readonly observe?: (given: AnswerGiven) => void;
  /** For `/unanswered`; left out, only questions in the same words are brought together. */
  readonly groupQuestions?: GroupQuestions;
}

/** What every adapter shares: turn an update into an {@link Incoming}, hand it in, render the {@link Reply}. */
export interface Chat {
  /** Never rejects: what goes wrong is logged and apologised for. Replies of one chat come in the order in which they were asked for. */
  handle(incoming: Incoming): Promise<Reply>;
  /** Questions to offer while somebody types. */
  suggest(sender: Sender, typed: string, count: number): Promise<readonly string[]>;
  /** Answers to send from another chat (Telegram's inline mode). Empty past the limits. */
  inline(sender: Sender, text: string, count: number): Promise<readonly InlineResult[]>;
  /** Tells that a message shows the answer: a reply to it then continues from there, and an edited question can change it. */
  shown(answerId: string, message: MessageAddress): Promise<void>;
  /** The messages that show the answer, first part first. */
  messagesShowing(answerId: string): Promise<readonly MessageAddress[]>;
  /** What an answer was an answer to; `undefined` once it is not kept any more. */
  about(answerId: string): Promise<{ readonly question: string; readonly language: Language } | undefined>;
  /** Resolves when everything that was accepted has its reply. */
  idle(): Promise<void>;
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

  const askerOf = async (sender: Sender): Promise<Asker> => {
    const { platform, chat, topic = '' } = sender;
    const conversation: ConversationKey = { platform, chat, topic, person: personKeys(platform, sender.user) };
    const chosenLanguage = await stores.languages.find(conversation.person);
    const language = chosenLanguage ?? languageOfTag(sender.clientLanguage) ?? (await conversations.lastAnswer(conversation))?.language;
    return { conversation, chosenLanguage, language: language ?? defaultLanguage, admin: sender.admin === true };
  };

  const deal = async (incoming: Incoming): Promise<Reply> => {
    const asker = await askerOf(incoming.sender);
    const { language } = asker;
    if (asks(incoming)) {
      const verdict = await limits.take(asker.conversation.person, chatOf(incoming.sender));
      if (verdict.kind !== 'go') {
        const sentence = textsFor(language).limits.tooManyQuestions(verdict.retrySeconds);
        return notice(sentence, language, verdict.kind === 'tell' ? 'message' : 'silent');
      }
    }
    switch (incoming.kind) {
      case 'question':
        return asking.ask(asker, incoming);
      case 'edited-question':
        return (await asking.askAgain(asker, incoming)) ?? nothing(asker);
      case 'command': {
        const command = commandNamed(incoming.name);
        if (command === undefined) return nothing(asker);
        if (command.who === 'admins' && !asker.admin) return notice(textsFor(language).limits.adminsOnly, language, 'message');
        if (command.who === 'admins' && command.where === 'private' && othersRead(incoming.sender)) {
          return notice(textsFor(language).limits.privateOnly, language, 'message');
        }
        return command.run({ ...incoming, asker, argument: incoming.argument.trim() }, tools);
      }
      case 'action':
        return act(asker, incoming.action);
      case 'sticker':
        return notice(textsFor(language).conversation.sticker, language, 'message');
      case 'attachment':
        return notice(textsFor(language).conversation.attachment, language, 'message');
    }
  };

  const act = async (asker: Asker, action: Action): Promise<Reply> => {
    if (action.kind === 'choose-language') {
      await stores.languages.put(asker.conversation.person, action.language);
      return notice(textsFor(action.language).language.chosen, action.language, 'in-place');
    }
    const stored = await stores.answers.find(action.answerId);
    if (stored === undefined) return notice(textsFor(asker.language).passage.answerGone, asker.language, 'aside');
    const { person } = asker.conversation;
    switch (action.kind) {
      case 'open-passage':
        return openCitation(answers, stored, action.number);
      case 'back-to-answer':
        return { ...asking.show(stored), placement: 'in-place' };
      case 'ask-suggestion':
        return askSuggestion(asker, stored, action.number);
      case 'vote':
        return takeVote(stores.feedback, stored, person, action.vote, now(), asker.language);
      case 'give-reason':
        return takeReason(stores.feedback, stored, person, action, now(), asker.language);
    }
  };

  const askSuggestion = async (asker: Asker, stored: StoredAnswer, number: number): Promise<Reply> => {
    const question = stored.answer.kind === 'conversation' ? stored.answer.suggestions[number - 1] : undefined;
    if (question === undefined) return notice(textsFor(asker.language).passage.answerGone, asker.language, 'aside');
    const reply = await asking.ask(asker, { text: question });
    // Nobody has typed the question: the reply says what it answers.
    return { ...reply, blocks: [{ kind: 'heading', runs: plain(question) }, ...reply.blocks] };
  };

  /** The one place where what nobody expected ends: logged, and apologised for. */
  const apologise = async ({ sender, kind }: Incoming, cause: unknown): Promise<Reply> => {
    const language = languageOfTag(sender.clientLanguage) ?? defaultLanguage;
    const texts = textsFor(language).limits;
    if (cause instanceof QueueFullError) {
      log.warn({ platform: sender.platform, waiting: cause.waiting }, 'Too many questions are waiting; the asker was told to try again.');
      const first = await limits.tellOnce(personKeys(sender.platform, sender.user), 'busy');
      return notice(texts.busy, language, first ? 'message' : 'silent');
    }
    log.error({ err: cause, platform: sender.platform, kind }, 'A message could not be dealt with; the person got an apology.');
    return notice(texts.failed, language, 'message');
  };

  return {
    handle: (incoming) => queue.run(chatOf(incoming.sender), () => deal(incoming)).catch((cause: unknown) => apologise(incoming, cause)),
    suggest: async (sender, typed, count) => suggestQuestions(answers, typed, (await askerOf(sender)).language, count),
    inline: async (sender, text, count) => {
      const line = `inline\n${sender.platform}\n${sender.user}`;
      try {
        return await queue.run(line, async () => {
          const asker = await askerOf(sender);
          const verdict = await limits.take(`inline\n${asker.conversation.person}`, line);
          return verdict.kind === 'go' ? await inlineResults(answers, asker, text, count, maxQuestionCharacters) : [];
        });
      } catch (cause) {
        log.error({ err: cause, platform: sender.platform }, 'An inline question could not be answered; no results were shown.');
        return [];
      }
    },
    shown: (answerId, message) => stores.answers.link(message, 'answer', answerId),
    messagesShowing: (answerId) => stores.answers.messagesShowing(answerId),
    about: async (answerId) => {
      const stored = await stores.answers.find(answerId);
      return stored && { question: stored.questions.at(-1) ?? '', language: stored.language };
    },
    idle: () => queue.idle(),
  };
}

/** 12 URL-safe characters of 72 random bits. */
export function newAnswerId(): string {
  return randomBytes(9).toString('base64url');
}

function chatOf({ platform, chat }: Sender): string {
  return `${platform}\n${chat}`;
}

/** Telegram's private chats have the person's own id; on other platforms an aside is for the person alone. */
function othersRead({ platform, chat, user }: Sender): boolean {
  return platform === 'telegram' && chat !== user;
}

/** What needs the model counts against the limits; opening a passage or voting does not. */
function asks(incoming: Incoming): boolean {
  switch (incoming.kind) {
    case 'question':
    case 'edited-question':
      return true;
    case 'command':
      return commandNamed(incoming.name)?.asks === true;
    case 'action':
      return incoming.action.kind === 'ask-suggestion';
    case 'sticker':
    case 'attachment':
      return false;
  }
}

function nothing({ language }: Asker): Reply {
  return { placement: 'silent', language, blocks: [], actions: [] };
}
