import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { countTokens, type FakeLanguageModel, startFakeLanguageModel } from '../fakes/language-model/index.js';
import { chunksOf, contentOf, dataOf, modelName, post, request, streamText } from './call.js';

let model: FakeLanguageModel;

beforeEach(async () => {
  model = await startFakeLanguageModel();
});
afterEach(() => model.close());

const usageWanted = { stream_options: { include_usage: true } };

describe('a streamed completion', () => {
  it('is the role, the content, the finish, the usage where it was asked for, and [DONE]', async () => {
    model.respond(() => 'Hi');
    const data = dataOf(await streamText(model, usageWanted));
    const common = { id: 'chatcmpl-1', object: 'chat.completion.chunk', model: modelName, system_fingerprint: null };
    const choice = (delta: object, finish_reason: string | null): object => ({ index: 0, delta, logprobs: null, finish_reason });
    expect(data.at(-1)).toBe('[DONE]');
    expect(data.slice(0, -1).map((one) => JSON.parse(one) as unknown)).toMatchObject([
      { ...common, choices: [choice({ role: 'assistant', content: '' }, null)], usage: null },
      { ...common, choices: [choice({ content: 'H' }, null)], usage: null },
      { ...common, choices: [choice({ content: 'i' }, null)], usage: null },
      { ...common, choices: [choice({}, 'stop')], usage: null },
      { ...common, choices: [], usage: { completion_tokens: 1 } },
    ]);
  });

  it('says nothing of usage unless asked', async () => {
    expect(chunksOf(await streamText(model)).filter((chunk) => 'usage' in chunk || chunk.choices.length === 0)).toEqual([]);
  });

  it('is called an event stream, and not kept', async () => {
    const response = await post(model, request({ stream: true }));
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(response.headers.get('cache-control')).toBe('no-cache');
    await response.text();
  });

  it('comes in pieces that cut words and escapes', async () => {
    const text = JSON.stringify({ quote: 'He said "think".\nThen: 思维链😀😀\n'.repeat(3) });
    model.respond(() => text);
    const chunks = chunksOf(await streamText(model));
    expect(contentOf(chunks)).toBe(text);
    const pieces = chunks.map(({ choices }) => choices[0]?.delta.content ?? '');
    expect(pieces.some((piece) => piece.endsWith('\\'))).toBe(true);
    expect(pieces.filter((piece) => /\p{Surrogate}/u.test(piece))).toEqual([]);
  });

  it('comes in writes that cut characters, which are nonetheless whole in the end', async () => {
    model.respond(() => '思维链让模型先想再答。');
    const response = await post(model, request({ stream: true }));
    const reads: Uint8Array[] = [];
    for await (const read of response.body ?? []) reads.push(read as Uint8Array);
    const isCut = (read: Uint8Array): boolean => new TextDecoder().decode(read).includes('\uFFFD');
    expect(reads.filter(isCut).length).toBeGreaterThan(5);
    expect(contentOf(chunksOf(Buffer.concat(reads).toString('utf8')))).toBe('思维链让模型先想再答。');
  });

  it('comes as the responder writes it where that writes in pieces', async () => {
    let goOn = (): void => undefined;
    const halfway = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    model.respond(async function* () {
      yield 'first half, ';
      await halfway;
      yield 'second half';
    });
    const response = post(model, request({ stream: true }));
    await model.until(() => model.requests[0]?.contentSent === 'first half, '.length);
    goOn();
    const pieces = chunksOf(await (await response).text()).flatMap(({ choices }) => choices[0]?.delta.content || []);
    expect(pieces).toEqual(['first half, ', 'second half']);
  });

  it('stops the responder when the client goes away', async () => {
    let wasStopped = false;
    model.respond(async function* () {
      try {
        for (;;) {
          yield 'more ';
          await new Promise((resolve) => void setTimeout(resolve, 1));
        }
      } finally {
        wasStopped = true;
      }
    });
    const client = new AbortController();
    await post(model, request({ stream: true }), { signal: client.signal });
    await model.until(() => (model.requests[0]?.contentSent ?? 0) > 0);
    client.abort();
    await model.until(() => wasStopped && model.requests[0]?.ended === 'aborted-by-client');
  });
});

describe('the length of a completion', () => {
  it.each(['max_tokens', 'max_completion_tokens'])('is cut where %s are spent, and says so', async (name) => {
    model.respond(() => '一二三四五六七八九十');
    const chunks = chunksOf(await streamText(model, { [name]: 4, ...usageWanted }));
    expect(contentOf(chunks)).toBe('一二三四');
    expect(chunks.at(-2)?.choices[0]?.finish_reason).toBe('length');
    expect(chunks.at(-1)?.usage?.completion_tokens).toBe(4);
  });

  it('is not cut where it fits exactly', async () => {
    model.respond(() => '一二三四');
    const chunks = chunksOf(await streamText(model, { max_tokens: 4 }));
    expect(chunks.at(-1)?.choices[0]?.finish_reason).toBe('stop');
  });

  it('is counted by characters for Chinese, and by fours for letters', () => {
    expect([
      countTokens(''),
      countTokens('思维链'),
      countTokens('abcd'),
      countTokens('abcde'),
      countTokens('o1思考'),
      countTokens('，。'),
    ]).toEqual([0, 3, 1, 2, 3, 2]);
  });
});

describe('a responder', () => {
  it('sees the request that was taken', async () => {
    const seen: string[] = [];
    model.respond(({ messages, max_tokens }) => {
      seen.push(`${messages.at(-1)?.content ?? ''} ${String(max_tokens)}`);
      return '';
    });
    await streamText(model, { max_tokens: 9 });
    expect(seen).toEqual(['Why is o1 slower? Answer in JSON. 9']);
  });

  it('may write nothing', async () => {
    model.respond(() => '');
    const chunks = chunksOf(await streamText(model));
    expect(chunks.map(({ choices }) => choices[0]?.finish_reason)).toEqual([null, 'stop']);
  });

  it('that throws breaks the stream, and is not kept from the test', async () => {
    const broken = await startFakeLanguageModel();
    broken.respond(() => {
      throw new Error('no such answer');
    });
    await expect(streamText(broken)).rejects.toThrow();
    await expect(broken.close()).rejects.toThrow('no such answer');
  });
});
