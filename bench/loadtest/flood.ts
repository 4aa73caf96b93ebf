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

export interface FloodFigures {
  readonly asked: number;
  readonly answered: number;
  readonly ofFlood: number;
  /** The 95th percentile of how long others wait for their answers. */
  readonly quietMs: number;
  readonly floodMs: number;
  /** How many answers to the flood came, at the most, between somebody else's question and its answer. */
  readonly mostAnswersBetween: number;
}

/** How long others wait for their answers while one chat has always questions waiting, against how long they wait otherwise. */
export async function flood(place: Workplace, server: PlatformServer, options: FloodOptions): Promise<Result> {
  const { asked, answered, ofFlood, quietMs, floodMs, mostAnswersBetween } = await measureFlood(place, server, options);
  return {
    test: `a flood from one chat, ${server.name}`,
    reach: "others' p95 no more than 2 times the quiet one",
    measured:
      `${(floodMs / quietMs).toFixed(1)} times: ${floodMs.toFixed(0)} ms with ${floodWaiting} questions of one chat always waiting ` +
      `(${ofFlood} in all), ${quietMs.toFixed(0)} ms without; at most ${mostAnswersBetween} of the flood's answers before somebody else's; ` +
      `${answered} of ${asked} answered`,
    isReached: answered === asked && floodMs <= mostTimes * quietMs,
  };
}

export async function measureFlood(place: Workplace, server: PlatformServer, { questions }: FloodOptions): Promise<FloodFigures> {
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

  const floodsAnswers = flooded.flatMap(({ id }) => ledger.answerTo(id)?.atMs ?? []);
  const between = during.map(({ id, atMs }) => {
    const end = ledger.answerTo(id)?.atMs ?? Infinity;
    return floodsAnswers.filter((at) => at > atMs && at < end).length;
  });
  const { answered, asked } = ledger.balance();
  return {
    asked,
    answered,
    ofFlood: flooded.length,
    quietMs: quantile(ledger.latencies(quiet), 0.95),
    floodMs: quantile(ledger.latencies(during), 0.95),
    mostAnswersBetween: Math.max(...between),
  };
}
