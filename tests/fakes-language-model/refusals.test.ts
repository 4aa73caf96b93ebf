import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FakeLanguageModel, startFakeLanguageModel } from '../fakes/language-model/index.js';
import { modelName, post, question, refusal, request } from './call.js';

let model: FakeLanguageModel;

beforeAll(async () => {
  model = await startFakeLanguageModel({ contextTokens: 200 });
});
afterAll(() => model.close());

describe('the request as such', () => {
  it.each([
    ['GET', '/chat/completions', 405, 'method_not_supported'],
    ['POST', '/models', 405, 'method_not_supported'],
    ['POST', '/completions', 404, null],
    ['GET', '/models/qwen2.5:7b', 404, null],
    ['POST', '//chat/completions', 404, null],
  ])('%s %s is answered with %i', async (method, path, status, code) => {
    const response = await fetch(model.baseUrl + path, { method });
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ error: { type: 'invalid_request_error', param: null, code } });
  });

  it('says which method would have been right', async () => {
    expect((await fetch(`${model.baseUrl}/chat/completions`)).headers.get('allow')).toBe('POST');
  });

  it.each(['', '{"model":', 'null', '[]', '"text"'])('a body of %j is refused', async (body) => {
    const response = await post(model, body);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { message: expect.stringContaining('JSON body of your request') as string } });
  });

  it('a body in another encoding is refused', async () => {
    const body = Buffer.from(JSON.stringify(request()).replace('Why', '\u00e9'), 'latin1');
    const response = await fetch(`${model.baseUrl}/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    expect(response.status).toBe(400);
  });

  it('a body that is not called JSON is refused', async () => {
    expect((await post(model, request(), { headers: { 'content-type': 'text/plain' } })).status).toBe(415);
  });

  it('takes JSON with a charset named', async () => {
    expect((await post(model, request(), { headers: { 'content-type': 'application/json; charset=utf-8' } })).status).toBe(200);
  });
});

describe('the key', () => {
  it.each([
    [undefined, null],
    ['Bearer sk-wrong', 'invalid_api_key'],
    ['sk-right', null],
  ])('Authorization: %s is not let in', async (authorization, code) => {
    const locked = await startFakeLanguageModel({ apiKey: 'sk-right' });
    const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
    for (const response of [await post(locked, request(), { headers }), await fetch(`${locked.baseUrl}/models`, { headers })]) {
      expect(response.status).toBe(401);
      expect(await response.json()).toMatchObject({ error: { code } });
    }
    await locked.close();
  });

  it('does not repeat the wrong key', async () => {
    const locked = await startFakeLanguageModel({ apiKey: 'sk-right' });
    const response = await post(locked, request(), { headers: { authorization: 'Bearer sk-secret-of-another' } });
    expect(await response.text()).not.toContain('secret');
    await locked.close();
  });

  it('does not matter where none is set', async () => {
    expect((await fetch(`${model.baseUrl}/models`)).status).toBe(200);
  });
});

describe('what the request says', () => {
  it.each<[object, string, string | null]>([
    [{ model: undefined }, 'model', 'missing_required_parameter'],
    [{ model: 7 }, 'model', 'invalid_type'],
    [{ messages: undefined }, 'messages', 'missing_required_parameter'],
    [{ messages: 'hello' }, 'messages', 'invalid_type'],
    [{ messages: [] }, 'messages', 'empty_array'],
    [{ messages: [{ content: 'a' }] }, 'messages[0].role', 'invalid_value'],
    [{ messages: [...question, { role: 'robot', content: 'a' }] }, 'messages[1].role', 'invalid_value'],
    [{ messages: [{ role: 'developer', content: 'a' }] }, 'messages[0].role', 'invalid_value'],
    [{ messages: [{ role: 'user' }] }, 'messages[0].content', 'missing_required_parameter'],
    [{ messages: [{ role: 'user', content: [{ type: 'text', text: 'a' }] }] }, 'messages[0].content', 'invalid_type'],
    [{ messages: [{ role: 'user', content: 'a', purpose: 'b' }] }, 'messages[0].purpose', 'unknown_parameter'],
    [{ stream: 'yes' }, 'stream', 'invalid_type'],
    [{ stream_options: { include_usage: true } }, 'stream_options', null],
    [{ stream: true, stream_options: { usage: true } }, 'stream_options.usage', 'unknown_parameter'],
    [{ max_tokens: 0 }, 'max_tokens', 'integer_below_min_value'],
    [{ max_tokens: 1.5 }, 'max_tokens', 'invalid_type'],
    [{ max_tokens: '100' }, 'max_tokens', 'invalid_type'],
    [{ max_completion_tokens: -1 }, 'max_completion_tokens', 'integer_below_min_value'],
    [{ max_tokens: 5, max_completion_tokens: 5 }, 'max_tokens', null],
    [{ temperature: 2.1 }, 'temperature', 'decimal_above_max_value'],
    [{ temperature: -1 }, 'temperature', 'decimal_below_min_value'],
    [{ temperature: 'warm' }, 'temperature', 'invalid_type'],
    [{ top_p: 2 }, 'top_p', 'decimal_above_max_value'],
    [{ seed: 0.5 }, 'seed', 'invalid_type'],
    [{ n: 2 }, 'n', 'integer_above_max_value'],
    [{ response_format: 'json' }, 'response_format', 'invalid_type'],
    [{ response_format: { type: 'xml' } }, 'response_format.type', 'invalid_value'],
    [{ max_tokens: 190 }, 'messages', 'context_length_exceeded'],
  ])('%j is refused for %s (%s)', async (changes, param, code) => {
    expect(await refusal(model, changes)).toMatchObject({ status: 400, error: { type: 'invalid_request_error', param, code } });
  });

  it.each([[{ think: false }], [{ keep_alive: '5m' }], [{ reasoning_effort: 'low' }], [{ enable_thinking: false }], [{ top_k: 40 }]])(
    '%j is for one kind of endpoint only',
    async (changes) => {
      const message = `Unrecognized request argument supplied: ${Object.keys(changes).join()}`;
      expect(await refusal(model, changes)).toMatchObject({ status: 400, error: { message, param: null, code: null } });
    },
  );

  it('knows no model but its own', async () => {
    expect(await refusal(model, { model: 'qwen2.5' })).toMatchObject({ status: 404, error: { code: 'model_not_found' } });
  });

  it('counts the whole prompt against the context', async () => {
    const messages = [...question, { role: 'user', content: '字'.repeat(200) }];
    expect(await refusal(model, { messages })).toMatchObject({ error: { code: 'context_length_exceeded' } });
  });

  it('takes what every endpoint takes', async () => {
    const taken = {
      ...{ temperature: 0, top_p: 1, seed: 7, n: 1, user: 'a', frequency_penalty: -2, presence_penalty: 2, max_tokens: 20 },
      ...{ stream: false, response_format: { type: 'text' } },
      messages: [{ role: 'system', content: '' }, ...question, { role: 'assistant', content: '{}' }, ...question],
    };
    expect(await refusal(model, taken)).toMatchObject({ status: 200, model: modelName });
  });

  it('takes null for what is left out', async () => {
    const nothing = { stream: null, max_tokens: null, temperature: null, response_format: null, stream_options: null };
    expect((await refusal(model, nothing)).status).toBe(200);
  });

  it('remembers refused requests, too', async () => {
    await refusal(model, { temperature: 9 });
    expect(model.requests.at(-1)).toMatchObject({
      ...{ method: 'POST', path: '/v1/chat/completions', status: 400, ended: 'completed' },
      body: { temperature: 9 },
      headers: { 'content-type': 'application/json' },
    });
  });
});
