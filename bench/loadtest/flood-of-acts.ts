import { startBotProcess } from './bot-process.js';
import { createLedger, pause, quantile } from './ledger.js';
import { floodKinds, type Asked, type FloodKind, type PlatformServer } from './platform.js';
import type { Result } from './result.js';
import type { Workplace } from './workplace.js';

export interface FloodOfActsOptions {
  /** How many acts of each kind come from one group. */
  readonly acts: number;
  /** How many questions the others ask while it is quiet, and again during each flood. */
  readonly questions: number;
}

/** So many that none reaches what a chat may ask. */
const rooms = 60;
const askEveryMs = 100;
const mostTimes = 2;

export interface FloodOfActs {
  readonly kind: FloodKind;
  readonly asked: number;
  readonly answered: number;
  /** The 95th percentile of how long others wait for their answers. */
  readonly quietMs: number;
  readonly floodMs: number;
  /** What the bot wrote into the flooding group. */
  readonly messages: number;
}

/** How long others wait for their answers while one group floods the real program, limits and all, against how long they wait otherwise. */
export async function floodOfActs(place: Workplace, server: PlatformServer, options: FloodOfActsOptions): Promise<readonly Result[]> {
  const floods = await measureFloodsOfActs(place, server, options);
  return floods.map(({ kind, asked, answered, quietMs, floodMs, messages }) => ({
    test: `${options.acts} ${kind} from one group, ${server.name}`,
    reach: "others' p95 no more than 2 times the quiet one",
    measured:
      `${(floodMs / quietMs).toFixed(1)} times: ${floodMs.toFixed(0)} ms during the flood, ${quietMs.toFixed(0)} ms without; ` +
      `${messages} messages into the flooding group; ${answered} of ${asked} questions of others answered`,
    isReached: answered === asked && floodMs <= mostTimes * quietMs,
  }));
}

export async function measureFloodsOfActs(
  place: Workplace,
  server: PlatformServer,
  { acts, questions }: FloodOfActsOptions,
): Promise<readonly FloodOfActs[]> {
  const bot = startBotProcess(place.folder, { ...place.environment, ...server.environment });
  await bot.until(server.listens());
  const ledger = createLedger(server);

  /** From rooms of its own each time, so that limits play no part. */
  const askAround = async (meanwhile: () => void = () => undefined): Promise<readonly Asked[]> => {
    const others = Array.from({ length: rooms }, () => server.openRoom());
    const asked: Asked[] = [];
    for (let index = 0; index < questions; index++) {
      meanwhile();
      const room = others[index % rooms];
      if (room !== undefined) asked.push(ledger.add(room.ask(place.questions[index % place.questions.length] ?? '')));
      await pause(askEveryMs);
      ledger.update();
    }
    await ledger.settle(0, 60_000);
    return asked;
  };
  const p95 = (asked: readonly Asked[]): number => quantile(ledger.latencies(asked), 0.95);

  await askAround();
  const found: FloodOfActs[] = [];
  for (const kind of floodKinds) {
    const group = server.openFloodingGroup();
    await group.prepare(place.questions[0] ?? '');
    const quietMs = p95(await askAround());
    const atOnce = Math.ceil(acts / questions);
    const during = await askAround(() => {
      for (let act = 0; act < atOnce; act++) group.pour(kind);
    });
    const answered = during.filter(({ id }) => ledger.answerTo(id) !== undefined).length;
    found.push({ kind, asked: during.length, answered, quietMs, floodMs: p95(during), messages: group.messageCount });
  }
  await bot.stop();
  return found;
}
