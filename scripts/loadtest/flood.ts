import { startBotHere } from './bot-here.js';
import { createLedger, pause, quantile } from './ledger.js';
import type { Asked, PlatformServer } from './platform.js';
import type { Result } from './result.js';
import type { Workplace } from './workplace.js';

export interface FloodOptions {
  /** How many questions the others ask while it is quiet, and again while one chat floods. */
  readonly questions: number;
}

const rooms = 30;
const askEveryMs = 100;
/** The flooding chat never has fewer questions waiting; a chat may have 200. */
const floodWaiting = 150;
const mostTimes = 2;

/** How long others wait for their answers while one chat has always questions waiting, against how long they wait otherwise. */
export async function flood(place: Workplace, server: PlatformServer, { questions }: FloodOptions): Promise<Result> {
  const bot = await startBotHere(place, server);
  const ledger = createLedger(server);
  const others = Array.from({ length: rooms }, () => server.openRoom());
  const flooding = server.openRoom();
  const flooded: Asked[] = [];

  const askAround = async (count: number): Promise<readonly Asked[]> => {
    const asked: Asked[] = [];
    for (let index = 0; index < count; index++) {
      const room = others[index % rooms];
      if (room !== undefined) asked.push(ledger.add(room.ask(place.questions[index % place.questions.length] ?? '')));
      await pause(askEveryMs);
      ledger.update();
    }
    return asked;
  };
  const pour = (): void => {
    ledger.update();
    let waiting = flooded.filter(({ id }) => ledger.answerTo(id) === undefined).length;
    for (; waiting < floodWaiting; waiting++)
      flooded.push(ledger.add(flooding.ask(place.questions[waiting % place.questions.length] ?? '')));
  };

  await askAround(Math.ceil(questions / 5));
  const quiet = await askAround(questions);
  await ledger.settle(0, 60_000);
  pour();
  const pouring = setInterval(pour, askEveryMs);
  const during = await askAround(questions);
  clearInterval(pouring);
  await ledger.settle(0, 120_000);
  await bot.stop();

  const [quietMs, floodMs] = [quantile(ledger.latencies(quiet), 0.95), quantile(ledger.latencies(during), 0.95)];
  const { answered, asked } = ledger.balance();
  return {
    test: `a flood from one chat, ${server.name}`,
    reach: "others' p95 no more than 2 times the quiet one",
    measured:
      `${(floodMs / quietMs).toFixed(1)} times: ${floodMs.toFixed(0)} ms with ${floodWaiting} questions of one chat always waiting ` +
      `(${flooded.length} in all), ${quietMs.toFixed(0)} ms without; ${answered} of ${asked} answered`,
    isReached: answered === asked && floodMs <= mostTimes * quietMs,
  };
}
