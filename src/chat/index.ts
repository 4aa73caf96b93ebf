/**
 * Chat: what every adapter shares, written once: commands, conversations, replies as plain data, splitting, limits, turns, texts.
 * Knows no platform's markup or protocol; an adapter turns updates into Incoming, calls the chat, and renders the Reply.
 */
export { createAcceptance, WriteTimeoutError, type Acceptance, type AcceptanceDependencies, type Taken } from './acceptance.js';
export { decodeAction, encodeAction, type Action } from './action.js';
export type { AnswerGiven, OnProgress } from './asking.js';
export type { GroupQuestions, QuestionGroup } from './administering.js';
export { createAnswerIds, newAnswerId, type AnswerIdOf } from './answer-ids.js';
export { createChat, type Chat, type ChatDependencies, type HandleOptions } from './chat.js';
export { AdapterSetupError, type AdapterHealth, type AdapterObserver, type ChatAdapter } from './chat-adapter.js';
export { createChatLines, type ChatLines } from './chat-lines.js';
export { backoffMs, systemClock, type Clock } from './clock.js';
export { languageNamed, languageOfTag } from './client-language.js';
export { createDraftPace, type DraftPace, type PaceRules } from './draft-pace.js';
export { commandNamed, commandsOffered, type Command } from './commands.js';
export { defaultConversationRules, type ConversationRules } from './conversations.js';
export type { Incoming, Sender } from './incoming.js';
export type { InlineResult } from './inline-results.js';
export {
  createLimits,
  defaultLimitRules,
  noLimits,
  type LimitedKind,
  type LimitRules,
  type Limits,
  type OwedRules,
  type Verdict,
} from './limits.js';
export type { Log } from './log.js';
export { createMemoryStores } from './memory-stores.js';
export { createPacedDrafts, type FinishedDrafts, type PacedDrafts, type PacedDraftsOptions, type Shown } from './paced-drafts.js';
export { createPersonKeys, type PersonKeys } from './person-key.js';
export { runsText, toPlainText } from './plain-text.js';
export { citationsOf, renderAnswer, renderWelcome, type RenderOptions } from './render-answer.js';
export { renderOpenedPassage, renderSources } from './render-passage.js';
export {
  notice,
  plain,
  runsOf,
  sliceRuns,
  textOf,
  type Placement,
  type QuotationBlock,
  type Reply,
  type ReplyAction,
  type ReplyBlock,
  type Run,
} from './reply.js';
export { splitBlocks, type Fits } from './split-blocks.js';
export type {
  AcceptedUpdate,
  AnswerStore,
  ConversationKey,
  ConversationStore,
  DeliveryStore,
  Feedback,
  FeedbackReason,
  FeedbackStore,
  Ground,
  LanguageStore,
  LoggedQuestion,
  MessageAddress,
  PersonKey,
  Platform,
  QuestionLog,
  StoredAnswer,
  StoredRow,
  Stores,
  Turn,
  Vote,
  WritableStores,
} from './stores.js';
export { commandNames, textsFor, type CommandName, type Texts } from './texts/index.js';
export { createTurnQueue, QueueFullError, type TurnQueue, type TurnQueueOptions } from './turn-queue.js';
export { volumesOf, type Volumes } from './volumes.js';
