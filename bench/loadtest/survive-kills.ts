import type { Platform } from '../../src/chat/index.js';
import { startBotProcess } from './bot-process.js';
import { readKeptRows, type KeptRows } from './kept-rows.js';
import { createLedger, pause, type Ledger } from './ledger.js';
import type { Asked, PlatformServer } from './platform.js';
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
/** While it listens, so that there is something in every state when the kill comes; and more seldom in between, when much of it is lost or waits. */
const askEveryMs = 40;
const askMeanwhileEveryMs = 400;
/** One life in so many ends at any moment of its start; the others once it listens, where there is more to lose. */
const endsWhileStarting = 5;
const firstStartTakesMs = 1500;
const livesOnMs = 800;
const settleWithinMs = 120_000;
const lookEveryMs = 200;

/** What came of the questions to one platform. */
interface Outcome {
  readonly platform: Platform;
  readonly asked: number;
  /** Of those, the ones that the program was bound to answer. */
  readonly accepted: number;
  readonly lost: number;
  /** Answers that came again although the program had noted the first. */
  readonly twice: number;
  /** Answers that came again, because the program was killed after the platform took the first and before that was noted. */
  readonly twiceUnnoted: number;
  readonly outOfOrder: number;
}

/** kill -9 of the real program at random moments while questions come in, and a new start each time on the same store. */
export async function surviveKills(place: Workplace, server: PlatformServer, options: KillOptions): Promise<Result> {
  const { random, onProgress } = options;
  const deadline = performance.now() + options.withinMs;
  let kills = 0;
  const ledger = createLedger(server);
  const chats = Array.from({ length: rooms }, () => server.openRoom());
  let isListening = false;
  let ticks = 0;
  const asking = setInterval(() => {
    if (!isListening && ++ticks % (askMeanwhileEveryMs / askEveryMs) !== 0) return;
    const room = chats[Math.floor(random() * chats.length)];
    const question = place.questions[Math.floor(random() * place.questions.length)];
    if (room !== undefined && question !== undefined) ledger.add(room.ask(question));
  }, askEveryMs);
  const start = () => startBotProcess(place.folder, { ...place.environment, ...server.environment });
  let startTakesMs = firstStartTakesMs;
  try {
    while (kills < options.kills && performance.now() < deadline) {
      const began = performance.now();
      const bot = start();
      if (kills % endsWhileStarting === endsWhileStarting - 1) await pause(random() * startTakesMs);
      else {
        await bot.until(server.listens());
        startTakesMs = performance.now() - began;
        isListening = true;
        await pause(random() * livesOnMs);
      }
      await bot.kill();
      isListening = false;
      ledger.update();
      kills++;
      onProgress?.(kills);
    }
  } finally {
    clearInterval(asking);
  }
  const last = start();
  await last.until(server.listens());
  const isSettled = await settle(place, server, ledger);
  // What is under way, and may be to come twice, is brought to its end.
  await last.stop();
  ledger.update();

  const kept = await readKeptRows(place);
  const outcomes = server.platforms.map((platform) => outcomeOn(platform, { server, ledger, kept }));
  return {
    test: `${kills} kills (\`kill -9\`) at random moments, ${server.name}`,
    reach: 'no accepted question lost, store opens every time',
    measured: `store opened ${kills + 1} of ${kills + 1} times; ${outcomes.map(sentenceOn).join('; ')}`,
    isReached: kills === options.kills && isSettled && outcomes.every(({ lost, twice, outOfOrder }) => lost + twice + outOfOrder === 0),
  };
}

/** @returns whether every question that the program was bound to answer was answered in time */
async function settle(place: Workplace, server: PlatformServer, ledger: Ledger): Promise<boolean> {
  const deadline = performance.now() + settleWithinMs;
  for (;;) {
    ledger.update();
    const { unanswered } = ledger.balance();
    if (!unanswered.some((asked) => server.isPromised(asked))) {
      const kept = await readKeptRows(place);
      if (!unanswered.some((asked) => isAccepted(asked, server, kept))) return true;
    }
    if (performance.now() > deadline) return false;
    await pause(lookEveryMs);
  }
}

function isAccepted(asked: Asked, server: PlatformServer, kept: KeptRows): boolean {
  return server.isPromised(asked) || kept.accepted.has(asked.id);
}

interface Books {
  readonly server: PlatformServer;
  readonly ledger: Ledger;
  readonly kept: KeptRows;
}

function outcomeOn(platform: Platform, { server, ledger, kept }: Books): Outcome {
  const { asked, answered, unanswered, repeated, outOfOrder } = ledger.balance((each) => each.platform === platform);
  const lost = unanswered.filter((each) => isAccepted(each, server, kept)).length;
  // Where the platform recognises what is sent again, nothing may come twice.
  const noted = repeated.filter(({ shownIn }) => server.recognisesRepeats(platform) || kept.isNoted(shownIn)).length;
  return { platform, asked, accepted: answered + lost, lost, twice: noted, twiceUnnoted: repeated.length - noted, outOfOrder };
}

function sentenceOn({ platform, asked, accepted, lost, twice, twiceUnnoted, outOfOrder }: Outcome): string {
  const unheard = asked === accepted ? '' : ` (${asked - accepted} more were asked while nobody listened)`;
  const unnoted =
    twiceUnnoted === 0 ? '' : ` (${twiceUnnoted} more where the kill came between the platform's taking the answer and its noting)`;
  return `${platform}: ${accepted - lost} of ${accepted} accepted questions answered${unheard}, ${twice} twice${unnoted}, ${outOfOrder} out of order`;
}
