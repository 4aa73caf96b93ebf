import { setTimeout as sleep } from 'node:timers/promises';
import { createAnswerService, readCalibration } from '../../src/answering/index.js';
import type { AnsweringParts } from '../../src/compose.js';
import { composeModel } from '../../src/compose-model.js';
import { createFakeWriter, startFakeLanguageModel } from '../../tests/fakes/language-model/index.js';
import { median, percentile } from './figures.js';

/** What an answer in a language model's words takes besides the model's own time: retrieval, the call, reading, checks. Milliseconds. */
export interface AddedTime {
  readonly answers: number;
  /** Of the model, from the request's arrival to the last piece of its completion. */
  readonly modelP50: number;
  readonly addedP50: number;
  readonly addedP95: number;
  /** Added time / the model's own, of each answer. */
  readonly shareP50: number;
}

/** Sixty-odd tokens a second, as a small model on a graphics card writes. */
const pieceCharacters = 3;
const pieceMs = 15;
/** Every so many of the questions: at the model's pace all of them would take minutes. */
const everyNth = 4;

/** The endpoint is in this process, so that what it costs besides waiting is counted as added: an upper bound. */
export async function measureAddedTime(
  { retriever, index, embedder }: Pick<AnsweringParts, 'retriever' | 'index' | 'embedder'>,
  questions: readonly string[],
): Promise<AddedTime> {
  const endpoint = await startFakeLanguageModel();
  const writer = createFakeWriter();
  let ownMs = 0;
  endpoint.respond(async function* (request) {
    const began = performance.now();
    const written = await writer.respond(request);
    if (typeof written !== 'string') throw new TypeError('The writer of the tests writes text.');
    for (let at = 0; at < written.length; at += pieceCharacters) {
      await sleep(pieceMs);
      // Before it is sent: what comes after is ours.
      ownMs = performance.now() - began;
      yield written.slice(at, at + pieceCharacters);
    }
  });
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const limits = { timeoutSeconds: 60, callsPerHour: 1, concurrency: 1, logPrompts: false };
  const model = await composeModel({ baseUrl: endpoint.baseUrl, model: 'qwen2.5:7b', ...limits }, { embedder, log });
  const answers = createAnswerService({ retriever, index, calibration: readCalibration(), composer: model.composer });
  try {
    const times: { readonly own: number; readonly added: number }[] = [];
    for (const question of questions.filter((_, at) => at % everyNth === 0)) {
      ownMs = 0;
      const began = performance.now();
      const answer = await answers.ask(question, { questions: [] });
      const whole = performance.now() - began;
      if (answer.kind === 'answered' && answer.writtenBy === 'model') times.push({ own: ownMs, added: whole - ownMs });
    }
    // The first warms up.
    const [, ...counted] = times;
    const added = counted.map((time) => time.added);
    return {
      answers: counted.length,
      modelP50: median(counted.map(({ own }) => own)),
      addedP50: median(added),
      addedP95: percentile(added, 0.95),
      shareP50: median(counted.map((time) => time.added / time.own)),
    };
  } finally {
    await model.close();
    await endpoint.close();
  }
}
