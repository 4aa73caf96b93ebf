/**
 * Chat: what every adapter shares, written once: commands, conversations, replies as plain data, splitting, limits, turns, texts.
 * Knows no platform's markup or protocol; an adapter turns updates into Incoming, calls the chat, and renders the Reply.
 */
export { createAcceptance, WriteTimeoutError, type Acceptance, type AcceptanceDependencies, type Taken } from './delivery/acceptance.js';
export { decodeAction, encodeAction, type Action } from './replies/action.js';
export type { AnswerGiven, OnProgress } from './conversation/asking.js';
export type { GroupQuestions, QuestionGroup } from './conversation/administering.js';
export { asError } from './ports/as-error.js';
export { createAnswerIds, type AnswerIdOf } from './conversation/answer-ids.js';
export { createChat, type Chat, type ChatDependencies, type HandleOptions } from './conversation/chat.js';
export { AdapterSetupError, type AdapterHealth, type AdapterObserver, type ChatAdapter } from './ports/chat-adapter.js';
export { clipped, clippedLine } from './replies/clipped.js';
export { backoffMs, systemClock, type Clock } from './ports/clock.js';
export { defaultLanguage, languageOfClient } from './conversation/client-language.js';
export * from './delivery/index.js';
export { commandNamed, commandsOffered, type Command } from './conversation/commands.js';
export { type ConversationRules } from './conversation/conversations.js';
export { incomingSchema, type Incoming, type Sender } from './conversation/incoming.js';
export { asksQuestion, chatOf } from './conversation/requests.js';
export type { InlineResult } from './conversation/inline-results.js';
export {
  createLimits,
  defaultLimitRules,
  noLimits,
  type LimitedKind,
  type LimitRules,
  type Limits,
  type OwedRules,
  type Verdict,
} from './conversation/limits.js';
export type { Log } from './ports/log.js';
export { createMemoryStores } from './ports/memory-stores.js';
export { createPacedDrafts, type FinishedDrafts, type PacedDrafts, type PacedDraftsOptions } from './delivery/paced-drafts.js';
export { createPersonKeys, type PersonKeys } from './conversation/person-key.js';
export { toPlainText } from './replies/plain-text.js';
export { citationsOf, renderAnswer, renderWelcome, type RenderOptions } from './replies/render-answer.js';
export { renderOpenedPassage, renderSources } from './replies/render-passage.js';
export {
  notice,
  plain,
  sliceRuns,
  textOf,
  type Placement,
  type QuotationBlock,
  type Reply,
  type ReplyAction,
  type ReplyBlock,
  type Run,
  type ThreadRequest,
} from './replies/reply.js';
export { splitBlocks, type Fits } from './replies/split-blocks.js';
export { feedbackReasons } from './ports/stores.js';
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
} from './ports/stores.js';
export { commandNames, textsFor, type CommandName, type Texts } from './texts/index.js';
export { createTurnQueue, QueueFullError, type TurnQueue, type TurnQueueOptions } from './conversation/turn-queue.js';
export { showsGap, volumesOf, type Volumes } from './conversation/volumes.js';
