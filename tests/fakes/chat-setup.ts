import {
  createChat,
  createMemoryStores,
  createPersonKeys,
  createTurnQueue,
  noLimits,
  type Chat,
  type ChatDependencies,
  type DeliveryOptions,
  type Log,
  type Stores,
} from '../../src/chat/index.js';
import { createScriptedAnswerService, type ScriptedAnswerService, type Script } from './scripted-answer-service.js';

export interface ChatSetup {
  readonly chat: Chat;
  /** What an adapter is given. */
  readonly delivery: DeliveryOptions;
  readonly answers: ScriptedAnswerService;
  readonly stores: Stores;
  readonly clock: { at: number };
  /** What was logged, as one string an entry. */
  readonly logged: readonly string[];
}

/** A chat on the scripted answer service and stores in memory, with a clock that stands still. */
export function setUpChat(script: Script = {}, changes: Partial<ChatDependencies> = {}): ChatSetup {
  const clock = { at: Date.UTC(2025, 0, 1) };
  const logged: string[] = [];
  const write = (details: object, message: string): void => {
    logged.push(`${message} ${JSON.stringify(details)}`);
  };
  const log: Log = { info: write, warn: write, error: write };
  const answers = createScriptedAnswerService(script);
  const stores = changes.stores ?? createMemoryStores();
  const personKeys = createPersonKeys(new Uint8Array(32).fill(7));
  const limits = changes.limits ?? noLimits;
  let ids = 0;
  const chat = createChat({
    answers,
    stores,
    personKeys,
    limits,
    queue: createTurnQueue({ concurrency: 4, maxWaiting: 1000, maxWaitingInChat: 1000 }),
    now: () => clock.at,
    newId: () => `answer-${++ids}`,
    log,
    maxQuestionCharacters: 500,
    ...changes,
  });
  const delivery = { chat, deliveries: stores.deliveries, personKeys, limits, log };
  return { chat, delivery, answers, stores, clock, logged };
}
