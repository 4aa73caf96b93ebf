import type { AnswerService } from '../../src/answering/index.js';
import { startBotProcess } from './bot-process.js';
import { createLedger, type Ledger } from './ledger.js';
import type { Asked, PlatformServer } from './platform.js';
import type { Result } from './result.js';
import type { Workplace } from './workplace.js';

export interface RushOptions {
  readonly questions: number;
  readonly chats: number;
}

const struckShare = 0.05;
const leastShareOfService = 0.75;
/** Discord takes the first response to an interaction within three seconds. */
const longestAcknowledgementMs = 3_000;
const settleWithinMs = 300_000;

/** Many questions at once to the real program: first with faults, to see what is lost; then without, to see how fast it is. */
export async function answerRush(place: Workplace, server: PlatformServer, options: RushOptions): Promise<readonly Result[]> {
  const bot = startBotProcess(place.folder, { ...place.environment, ...server.environment });
  await bot.until(server.listens());
  // The first answers of a process are slower: nothing is compiled yet.
  const ledger = createLedger(server);
  const ask = (size: RushOptions): Promise<Rush> => rush(place, server, ledger, size);
  await ask({ questions: Math.ceil(options.questions / 10), chats: 20 });
  const { callCount, struckCount } = server;
  server.strike(struckShare);
  const struck = await ask(options);
  server.calm();
  const calls = server.callCount - callCount;
  const failedShare = (server.struckCount - struckCount) / calls;
  const before = await perSecondOfService(place, options.questions / 2);
  const calm = await ask(options);
  const after = await perSecondOfService(place, options.questions / 2);
  await bot.stop();

  // Now, since what comes twice may come long after.
  ledger.update();
  const { asked, answered, repeated, outOfOrder } = ledger.balance(({ id }) => struck.ids.has(id));
  // Where the platform recognises what is sent again, nothing may come twice.
  const twice = repeated.filter(({ wasTold, shownIn }) => wasTold || server.recognisesRepeats(shownIn.platform)).length;
  const service = (before + after) / 2;
  const ofService = calm.perSecond / service;
  return [
    {
      test: `${options.questions} questions from ${options.chats} chats, faults on 5% of calls, ${server.name}`,
      reach: 'all answered, none twice, order kept',
      measured:
        `${answered} of ${asked} answered in ${struck.seconds.toFixed(1)} s, ${twice} twice, ${outOfOrder} out of order ` +
        `(${repeated.length - twice} more after a connection that broke once the message was taken; ${server.impatientCount} calls before their time; ` +
        `${(failedShare * 100).toFixed(1)}% of ${calls} calls failed)`,
      isReached: struck.isSettled && answered === asked && twice === 0 && outOfOrder === 0 && server.impatientCount === 0,
    },
    {
      test: `throughput of the whole path over the answer service alone, ${server.name}`,
      reach: 'at least 75%',
      measured:
        `${(ofService * 100).toFixed(0)}%: ${calm.perSecond.toFixed(0)} answers a second delivered, ` +
        `${service.toFixed(0)} by the service alone (${before.toFixed(0)} before, ${after.toFixed(0)} after)`,
      isReached: ofService >= leastShareOfService,
    },
    ...acknowledgementRow(server, calm),
  ];
}

function acknowledgementRow({ name }: PlatformServer, { acknowledgedAfterMs }: Rush): readonly Result[] {
  if (acknowledgedAfterMs.length === 0) return [];
  const slowest = Math.max(...acknowledgedAfterMs);
  return [
    {
      test: `commands in the same rush, without faults, ${name}`,
      reach: 'all acknowledged within 3 s',
      measured: `${acknowledgedAfterMs.length} commands, the slowest after ${(slowest / 1000).toFixed(1)} s`,
      isReached: slowest < longestAcknowledgementMs,
    },
  ];
}

interface Rush {
  readonly ids: ReadonlySet<string>;
  /** Of what had to be acknowledged. */
  readonly acknowledgedAfterMs: readonly number[];
  readonly isSettled: boolean;
  readonly seconds: number;
  readonly perSecond: number;
}

async function rush(place: Workplace, server: PlatformServer, ledger: Ledger, { questions, chats }: RushOptions): Promise<Rush> {
  const rooms = Array.from({ length: chats }, () => server.openRoom());
  const asked: Asked[] = [];
  const started = performance.now();
  for (let index = 0; index < questions; index++) {
    const room = rooms[index % chats];
    if (room !== undefined) asked.push(ledger.add(room.ask(place.questions[index % place.questions.length] ?? '')));
  }
  const isSettled = await ledger.settle(0, settleWithinMs);
  const seconds = (performance.now() - started) / 1000;
  const acknowledgedAfterMs = asked.flatMap((question) => server.acknowledgedAfterMs(question) ?? []);
  return { ids: new Set(asked.map(({ id }) => id)), acknowledgedAfterMs, isSettled, seconds, perSecond: questions / seconds };
}

async function perSecondOfService(
  { answering, questions }: Pick<Workplace, 'questions'> & { answering: { answers: AnswerService } },
  count: number,
) {
  const started = performance.now();
  for (let index = 0; index < count; index++) await answering.answers.ask(questions[index % questions.length] ?? '', { questions: [] });
  return (count * 1000) / (performance.now() - started);
}
