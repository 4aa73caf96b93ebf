import { join } from 'node:path';
import { maxQuestionCharacters } from '../../src/answering/index.js';
import { createAnswerIds, createChat, createPersonKeys, createTurnQueue, noLimits } from '../../src/chat/index.js';

import { openStores, personSecret } from '../../src/storage/index.js';
import type { PlatformServer } from './platform.js';
import type { Workplace } from './workplace.js';

/** As main.ts has it. */
const queueBounds = { concurrency: 4, maxWaiting: 3000, maxWaitingInChat: 200 };

/** The bot in this process, put together as main.ts does, but without limits on how much a chat may ask: a flood shall reach the queue. */
export async function startBotHere({ folder, answering, log }: Workplace, server: PlatformServer): Promise<{ stop(): Promise<void> }> {
  const secret = await personSecret(join(folder, 'data'));
  const stores = await openStores({ kind: 'sqlite', file: join(folder, 'here.sqlite') }, { secret });
  const personKeys = createPersonKeys(secret);
  const chat = createChat({
    answers: answering.answers,
    stores,
    personKeys,
    limits: noLimits,
    queue: createTurnQueue(queueBounds),
    now: Date.now,
    log,
    maxQuestionCharacters,
    answerIdOf: createAnswerIds(secret),
  });
  const bots = server.createAdapters({ chat, stores, limits: noLimits, personKeys, log });
  await Promise.all(bots.map((bot) => bot.start()));
  return {
    stop: async () => {
      await Promise.all(bots.map((bot) => bot.stop(10_000)));
      await stores.close();
    },
  };
}
