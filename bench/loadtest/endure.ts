import { startBotProcess } from './bot-process.js';
import { createLedger, pause } from './ledger.js';
import type { PlatformServer } from './platform.js';
import type { Result } from './result.js';
import type { Workplace } from './workplace.js';

export interface EndureOptions {
  readonly minutes: number;
  readonly onProgress?: (minute: number, megabytes: number) => void;
}

/** Enough open questions that the bot is never idle, few enough that none is refused. */
const openAtOnce = 100;
/** A Telegram group may ask fifteen a minute; each room gets less, so that limits play no part. */
const questionsARoom = 12;
const measureEveryMs = 1000;
const mostGrowth = 1.05;
const megabyte = 1024 * 1024;

/** Questions at full speed for a while, always from new people, and after a few from a new chat; memory is read every second. */
export async function endure(place: Workplace, server: PlatformServer, { minutes, onProgress }: EndureOptions): Promise<Result> {
  const bot = startBotProcess(place.folder, { ...place.environment, ...server.environment });
  const ledger = createLedger(server);
  const resident: number[] = [];
  let asked = 0;
  let room = server.openRoom();
  const ask = (): void => {
    if (++asked % questionsARoom === 0) room = server.openRoom();
    ledger.add(room.ask(place.questions[asked % place.questions.length] ?? ''));
  };
  await bot.until(server.listens());
  ask();
  await ledger.settle(0, 60_000);

  const started = performance.now();
  const elapsed = (): number => performance.now() - started;
  while (elapsed() < minutes * 60_000) {
    ledger.update();
    while (ledger.openCount < openAtOnce) ask();
    if (elapsed() >= resident.length * measureEveryMs) {
      resident.push((await bot.residentBytes()) / megabyte);
      if (resident.length % 60 === 0) onProgress?.(resident.length / 60, resident.at(-1) ?? 0);
    }
    await pause(5);
  }
  const isSettled = await ledger.settle(0, 60_000);
  await bot.stop();

  const third = Math.floor(resident.length / 3);
  const middle = mean(resident.slice(third, 2 * third));
  const last = mean(resident.slice(2 * third));
  const { answered, asked: total } = ledger.balance();
  const growth = `${last >= middle ? '+' : ''}${((last / middle - 1) * 100).toFixed(1)}%`;
  return {
    test: `questions at full speed, resident memory, ${server.name}`,
    reach: 'last third no more than 5% over the middle third',
    measured:
      `${growth}: first third ${mean(resident.slice(0, third)).toFixed(0)} MB, middle ${middle.toFixed(0)} MB, last ${last.toFixed(0)} MB; ` +
      `${answered} of ${total} questions answered, ${minutes} minutes`,
    isReached: isSettled && answered === total && last <= middle * mostGrowth,
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
