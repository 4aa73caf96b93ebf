import { describe, expect, it } from 'vitest';
import type { LanguageModel, ModelRequest } from '../../src/language-model/index.js';
import { completeInTime } from '../../src/generating/complete-in-time.js';
import { createTimeLimit } from '../../src/generating/time-limit.js';
import { createScriptedModel } from './scripted-model.js';

const never = new AbortController().signal;
const requestUntil = (signal: AbortSignal): ModelRequest => ({
  ...{ purpose: 'answer', messages: [], shape: { name: 'answer', schema: {} }, maxTokens: 10, signal },
});
const timedOut = expect.objectContaining({ name: 'ModelError', failure: 'timed-out' }) as unknown;

async function textOf(model: LanguageModel, signal: AbortSignal): Promise<string> {
  let text = '';
  for await (const piece of completeInTime(model, requestUntil(signal))) text += piece;
  return text;
}

describe('a completion in time', () => {
  it('is what the model says', async () => {
    expect(await textOf(createScriptedModel({ answer: '为什么？😀' }, { pieceLength: 1 }), never)).toBe('为什么？😀');
  });

  it.each(['silence', 'deaf silence'] as const)('ends with its signal, through %s', async (then) => {
    const over = new AbortController();
    const ended = textOf(createScriptedModel({ answer: { says: '{', then } }), over.signal);
    over.abort();
    await expect(ended).rejects.toEqual(timedOut);
  });

  it('is not begun where the time is up already', async () => {
    await expect(textOf(createScriptedModel({ answer: { says: '', then: 'deaf silence' } }), AbortSignal.abort())).rejects.toEqual(
      timedOut,
    );
  });

  it('ends with its signal while a model that does not heed it goes on talking', async () => {
    const over = new AbortController();
    const talking: LanguageModel = {
      async *complete() {
        for (let said = 0; ; said++) {
          if (said === 3) over.abort();
          if (said > 1000) throw new Error('It is listened to after its time.');
          yield 'x';
        }
      },
    };
    await expect(textOf(talking, over.signal)).rejects.toEqual(timedOut);
  });

  it('that nobody reads on tells the model so', async () => {
    let isLetGo = false;
    const model: LanguageModel = {
      async *complete() {
        try {
          for (;;) yield 'x';
        } finally {
          isLetGo = true;
        }
      },
    };
    for await (const _ of completeInTime(model, requestUntil(never))) break;
    expect(isLetGo).toBe(true);
  });
});

describe('the time for a question', () => {
  it('counts from when it was asked, and is up with a TimeoutError, which the endpoint is judged by', async () => {
    const limit = createTimeLimit(performance.now() - 10_000, 10_005, never);
    await new Promise((resolve) => limit.signal.addEventListener('abort', resolve));
    expect(limit.signal.reason).toMatchObject({ name: 'TimeoutError' });
  });

  it.each(['before', 'after'])('ends at once when the program stops %s it began, and nobody is to blame', (when) => {
    const stopping = new AbortController();
    if (when === 'before') stopping.abort();
    const limit = createTimeLimit(performance.now(), 60_000, stopping.signal);
    stopping.abort();
    expect(limit.signal.aborted).toBe(true);
    expect(limit.signal.reason).not.toMatchObject({ name: 'TimeoutError' });
    limit.end();
  });

  it('leaves nothing behind that keeps the program from ending, or hears it stop', () => {
    const stopping = new AbortController();
    const before = timers();
    const limit = createTimeLimit(performance.now(), 60_000, stopping.signal);
    expect(timers()).toBe(before + 1);
    limit.end();
    stopping.abort();
    expect(limit.signal.aborted).toBe(false);
    expect(timers()).toBe(before);
  });
});

function timers(): number {
  return process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
}
