import { createAnswerIds, createLimits, createPersonKeys } from '../../src/chat/index.js';
import { openStores } from '../../src/storage/index.js';
import { createTelegramAdapter } from '../../src/telegram/index.js';
import { setUpChat } from '../fakes/chat-setup.js';
import { statementByStatement } from '../fakes/growth.js';
import { answered, quotes } from '../fakes/scripted-answer-service.js';

/** A process with a bot whose answers grow by a sentence and then no more: to be killed in the middle of one. */
const [apiRoot = '', token = '', file = '', question = ''] = process.argv.slice(2);
const secret = new Uint8Array(32).fill(7);
const answer = answered([quotes.duration, quotes.cost]);

const stores = await openStores({ kind: 'sqlite', file }, { secret });
const { chat } = setUpChat(
  { answers: { [question]: answer }, growing: { [question]: statementByStatement(answer).growing } },
  { stores, answerIdOf: createAnswerIds(secret) },
);
const bot = createTelegramAdapter({
  token,
  apiRoot,
  admins: [],
  chat,
  deliveries: stores.deliveries,
  personKeys: createPersonKeys(secret),
  limits: createLimits(),
  log: { info: () => undefined, warn: () => undefined, error: () => undefined },
});
await bot.start();
await bot.ended;
