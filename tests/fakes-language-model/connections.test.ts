import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FakeLanguageModel, faults, startFakeLanguageModel } from '../fakes/language-model/index.js';
import { chunksOf, contentOf, createManualClock, type ManualClock, post, request, streamText } from './call.js';

let model: FakeLanguageModel;
let clock: ManualClock;

beforeEach(async () => {
  clock = createManualClock();
  model = await startFakeLanguageModel({ clock });
  model.respond(() => 'abc');
});
afterEach(() => model.close());

/** The code of the operating system's error beneath a failed fetch. */
async function failureOf(response: Promise<unknown>): Promise<string | undefined> {
  try {
    await response;
    return undefined;
  } catch (error) {
    const cause = error instanceof Error ? error.cause : undefined;
    return cause instanceof Error && 'code' in cause ? String(cause.code) : 'no code';
  }
}

describe('connections', () => {
  it('are refused for a while, and then accepted at the same address', async () => {
    await model.refuseConnections();
    expect(await failureOf(post(model, request()))).toBe('ECONNREFUSED');
    await model.acceptConnections();
    expect((await post(model, request())).status).toBe(200);
    expect(model.requests).toHaveLength(1);
  });

  it('are ended when they are refused from then on', async () => {
    model.fail(faults.stallAfter(1));
    const stream = streamText(model);
    await model.until(() => model.requests[0]?.contentSent === 1);
    await model.refuseConnections();
    await expect(stream).rejects.toThrow();
    expect([model.openConnections, model.requests[0]?.ended]).toEqual([0, 'broken-by-server']);
  });

  it('are reset before an answer', async () => {
    model.fail(faults.reset);
    expect(await failureOf(post(model, request()))).toMatch(/ECONNRESET|UND_ERR_SOCKET/);
    expect(model.requests[0]).toMatchObject({ ended: 'broken-by-server', status: undefined });
  });

  it('are counted while they are open', async () => {
    const sockets = [1, 2].map(() => connect(model.port, '127.0.0.1'));
    await model.until(() => model.openConnections === 2);
    for (const socket of sockets) socket.destroy();
    await model.until(() => model.openConnections === 0);
  });

  it('tell how many requests are under way', async () => {
    model.fail(faults.stallAfter(1), { times: 2 });
    const giveUp = new AbortController();
    await Promise.all([1, 2].map(() => post(model, request({ stream: true }), { signal: giveUp.signal })));
    expect(model.underWay).toBe(2);
    giveUp.abort();
    await model.until(() => model.underWay === 0);
  });

  it('can be given their port', async () => {
    const { port } = model;
    await model.close();
    model = await startFakeLanguageModel({ port });
    expect(model.baseUrl).toBe(`http://127.0.0.1:${port}/v1`);
    expect((await fetch(`${model.baseUrl}/models`)).status).toBe(200);
  });
});

describe('silence', () => {
  it('before the headers ends when its time is over', async () => {
    model.fail(faults.silenceBeforeHeaders(30_000));
    const text = streamText(model);
    await model.until(() => clock.waiting() === 1);
    clock.advance(29_999);
    expect(model.requests[0]?.status).toBeUndefined();
    clock.advance(1);
    expect(contentOf(chunksOf(await text))).toBe('abc');
  });

  it('after the headers comes with the headers', async () => {
    model.fail(faults.silenceAfterHeaders(30_000));
    const response = await post(model, request({ stream: true }));
    expect(response.status).toBe(200);
    await model.until(() => clock.waiting() === 1);
    expect(model.requests[0]?.contentSent).toBe(0);
    clock.advance(30_000);
    expect(contentOf(chunksOf(await response.text()))).toBe('abc');
  });

  it.each([faults.silenceBeforeHeaders(Number.POSITIVE_INFINITY), faults.silenceAfterHeaders(Number.POSITIVE_INFINITY)])(
    'may last as long as the client does ($when)',
    async (fault) => {
      model.fail(fault);
      const giveUp = new AbortController();
      const response = post(model, request({ stream: true }), { signal: giveUp.signal }).then((answered) => answered.text());
      await model.until(() => model.requests[0]?.faults.length === 1);
      giveUp.abort();
      await expect(response).rejects.toThrow();
      await model.until(() => model.requests[0]?.ended === 'aborted-by-client');
      expect(model.requests[0]?.contentSent).toBe(0);
    },
  );

  it('lies between the characters that drip, those of a code fence, too', async () => {
    const content = '```json\nabc\n```';
    model.fail([faults.drip(100), faults.codeFence]);
    const text = streamText(model);
    for (let sent = 0; sent < content.length; sent++) {
      await model.until(() => clock.waiting() === 1);
      expect(model.requests[0]?.contentSent).toBe(sent);
      clock.advance(100);
    }
    const pieces = chunksOf(await text).flatMap(({ choices }) => choices[0]?.delta.content || []);
    expect(pieces).toEqual(Array.from(content));
  });
});

describe('too many requests', () => {
  const ask = async (): Promise<Response> => await post(model, request());

  it('says how many seconds to wait, and notices who does not', async () => {
    model.fail(faults.tooManyRequests(20));
    const refused = await ask();
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '20']);
    expect(await refused.json()).toMatchObject({ error: { code: 'rate_limit_exceeded' } });
    clock.advance(15_000);
    expect((await ask()).headers.get('retry-after')).toBe('5');
    expect(model.impatientRequests).toEqual([{ earlyByMs: 5000 }]);
    clock.advance(5000);
    expect((await ask()).status).toBe(200);
  });

  it('says when to come back', async () => {
    model.fail(faults.tooManyRequests(new Date(clock.now() + 60_000)));
    expect((await ask()).headers.get('retry-after')).toBe('Thu, 01 Jan 2026 00:01:00 GMT');
    expect((await ask()).status).toBe(429);
    clock.advance(60_000);
    expect((await ask()).status).toBe(200);
  });

  it('says nothing of the time, and lets anyone try again', async () => {
    model.fail(faults.tooManyRequests());
    const refused = await ask();
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, null]);
    expect((await ask()).status).toBe(200);
  });

  it('is over when the faults are cleared', async () => {
    model.fail(faults.tooManyRequests(20));
    await ask();
    model.clearFaults();
    expect((await ask()).status).toBe(200);
  });
});

describe('waiting for the client', () => {
  it('says what was waited for and what came instead', async () => {
    model.fail(faults.internalError);
    await (await post(model, request())).text();
    await model.until(() => model.requests[0]?.ended);
    const waiting = model.until(() => model.requests.length > 1, { timeoutMs: 20, what: 'a second try' });
    await expect(waiting).rejects.toThrow(
      'Waited 20 ms in vain for a second try. The last requests: POST /v1/chat/completions: 500, completed (refused).',
    );
  });
});
