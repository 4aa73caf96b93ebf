/**
 * Chat: what every adapter shares, written once: commands, conversations, replies as plain data, splitting, limits, turns, texts.
 * Knows no platform's markup or protocol; an adapter turns updates into Incoming, calls the chat, and renders the Reply.
 */
export { createAcceptance, WriteTimeoutError, type Acceptance, type AcceptanceDependencies, type Taken } from './delivery/acceptance.js';
export { decodeAction, encodeAction, type Action } from './action.js';
export type { AnswerGiven, OnProgress } from './asking.js';
export type { GroupQuestions, QuestionGroup } from './administering.js';
export { asError } from './as-error.js';
export { createAnswerIds, newAnswerId, type AnswerIdOf } from './answer-ids.js';
export { createChat, type Chat, type ChatDependencies, type HandleOptions } from './chat.js';
export { AdapterSetupError, type AdapterHealth, type AdapterObserver, type ChatAdapter } from './chat-adapter.js';
export { clipped, clippedLine } from './clipped.js';
export { backoffMs, systemClock, type Clock } from './clock.js';
export { defaultLanguage, languageNamed, languageOfClient, languageOfTag } from './client-language.js';
export * from './delivery/index.js';
export { commandNamed, commandsOffered, type Command } from './commands.js';
export { defaultConversationRules, type ConversationRules } from './conversations.js';
export { incomingSchema, type Incoming, type Sender } from './incoming.js';
export { asksQuestion, chatOf } from './requests.js';
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
export { createPacedDrafts, type FinishedDrafts, type PacedDrafts, type PacedDraftsOptions } from './delivery/paced-drafts.js';
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
  type ThreadRequest,
} from './reply.js';
export { splitBlocks, type Fits } from './split-blocks.js';
export { feedbackReasons } from './stores.js';
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
export { showsGap, volumesOf, type Volumes } from './volumes.js';
