import { startBotProcess } from './bot-process.js';
import { createLedger, pause } from './ledger.js';
import type { PlatformServer } from './platform.js';
import type { Result } from './result.js';
import type { Workplace } from './workplace.js';

export interface KillOptions {
  readonly kills: number;
  /** After this long there are no further kills: a busy machine starts programs slowly. */
  readonly withinMs: number;
  /** In [0, 1). */
  readonly random: () => number;
  readonly onProgress?: (done: number) => void;
}

const rooms = 40;
const askEveryMs = 200;
/** One life in so many ends at any moment of its start; the others after the first call, where there is more to lose. */
const endsWhileStarting = 5;
const startTakesMs = 1500;
const livesOnMs = 700;
const startWithinMs = 30_000;
const settleWithinMs = 120_000;

/** kill -9 of the real program at random moments while questions come in, and a new start each time on the same store. */
export async function surviveKills(place: Workplace, server: PlatformServer, options: KillOptions): Promise<Result> {
  const { random, onProgress } = options;
  const deadline = performance.now() + options.withinMs;
  let kills = 0;
  const ledger = createLedger(server);
  const chats = Array.from({ length: rooms }, () => server.openRoom());
  const asking = setInterval(() => {
    const room = chats[Math.floor(random() * chats.length)];
    const question = place.questions[Math.floor(random() * place.questions.length)];
    if (room !== undefined && question !== undefined) ledger.add(room.ask(question));
  }, askEveryMs);
  const environment = { ...place.environment, ...server.environment };
  try {
    while (kills < options.kills && performance.now() < deadline) {
      const calls = server.callCount;
      const bot = startBotProcess(place.folder, environment);
      if (kills % endsWhileStarting === 0) await pause(random() * startTakesMs);
      else {
        const latest = performance.now() + startWithinMs;
        while (server.callCount === calls && performance.now() < latest) await pause(5);
        await pause(random() * livesOnMs);
      }
      await bot.kill();
      ledger.update();
      onProgress?.(++kills);
    }
  } finally {
    clearInterval(asking);
  }
  const last = startBotProcess(place.folder, environment);
  const isSettled = await ledger.settle(0, settleWithinMs);
  // A moment for what would come twice.
  await pause(1000);
  ledger.update();
  await last.stop();
  const { asked, answered, twice, twiceUntold, outOfOrder } = ledger.balance();
  const repeated = twice + twiceUntold;
  return {
    test: `${kills} kills (\`kill -9\`) at random moments, ${server.name}`,
    reach: 'no accepted question lost, store opens every time',
    measured:
      `${answered} of ${asked} questions answered, store opened ${kills + 1} of ${kills + 1} times; ` +
      `${repeated} answered twice (delivered, killed before that was noted), ${outOfOrder} out of order`,
    isReached: kills === options.kills && isSettled && answered === asked && outOfOrder === 0,
  };
}
