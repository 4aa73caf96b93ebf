import OpenAI from 'openai';
import { zodResponseFormat } from 'openai/helpers/zod';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { countPromptTokens, countTokens, faults, type FakeLanguageModel, startFakeLanguageModel } from '../fakes/language-model/index.js';
import { clientOf, modelName, question } from './call.js';

let model: FakeLanguageModel;
let client: OpenAI;

beforeEach(async () => {
  model = await startFakeLanguageModel({ apiKey: 'sk-right' });
  client = clientOf(model, 'sk-right');
});
afterEach(() => model.close());

const asked = { model: modelName, messages: [...question] };

describe('the real OpenAI client against the fake', () => {
  it('lists the models', async () => {
    const names: string[] = [];
    for await (const { id } of client.models.list()) names.push(id);
    expect(names).toEqual(['qwen2.5:7b', 'llama3.2:3b']);
  });

  it('streams a completion, with what it cost', async () => {
    model.respond(() => '因为它先想再答。😀');
    const stream = await client.chat.completions.create({ ...asked, stream: true, stream_options: { include_usage: true } });
    let content = '';
    let usage: OpenAI.CompletionUsage | undefined;
    const finishes: (string | null)[] = [];
    for await (const chunk of stream) {
      content += chunk.choices[0]?.delta.content ?? '';
      finishes.push(...chunk.choices.map(({ finish_reason }) => finish_reason));
      usage = chunk.usage ?? usage;
    }
    expect(content).toBe('因为它先想再答。😀');
    expect(finishes.at(-1)).toBe('stop');
    const [prompt, completion] = [countPromptTokens(question), countTokens(content)];
    expect(usage).toEqual({ prompt_tokens: prompt, completion_tokens: completion, total_tokens: prompt + completion });
  });

  it('gets a whole completion', async () => {
    model.respond(async () => 'It thinks first.');
    const completion = await client.chat.completions.create(asked);
    expect(completion).toMatchObject({
      object: 'chat.completion',
      model: modelName,
      choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'It thinks first.' } }],
      usage: { completion_tokens: countTokens('It thinks first.') },
    });
  });

  it('has its own way of asking for a schema accepted, and parses the answer', async () => {
    model.respond(() => '{"answerable":true,"statements":["a"]}');
    const format = zodResponseFormat(z.object({ answerable: z.boolean(), statements: z.array(z.string()) }), 'answer');
    const completion = await client.chat.completions.parse({ ...asked, response_format: format });
    expect(completion.choices[0]?.message.parsed).toEqual({ answerable: true, statements: ['a'] });
  });

  it('throws its own error for each refusal, with code and param', async () => {
    await expect(clientOf(model, 'sk-wrong').models.list()).rejects.toMatchObject({ status: 401, code: 'invalid_api_key' });
    const unknown = client.chat.completions.create({ ...asked, model: 'gpt-9' });
    await expect(unknown).rejects.toBeInstanceOf(OpenAI.NotFoundError);
    await expect(unknown).rejects.toMatchObject({ status: 404, code: 'model_not_found' });
    const hot = client.chat.completions.create({ ...asked, temperature: 3 });
    await expect(hot).rejects.toMatchObject({ status: 400, code: 'decimal_above_max_value', param: 'temperature' });
  });

  it('finds the request that it aborts recorded as aborted', async () => {
    model.fail(faults.stallAfter(3));
    const stream = await client.chat.completions.create({ ...asked, stream: true });
    let content = '';
    for await (const { choices } of stream) {
      content += choices[0]?.delta.content ?? '';
      if (content.length === 3) break;
    }
    await model.until(() => model.requests[0]?.ended === 'aborted-by-client');
    expect(model.underWay).toBe(0);
  });

  it('tries again where it may, and each try is recorded', async () => {
    model.fail(faults.internalError);
    const patient = new OpenAI({ baseURL: model.baseUrl, apiKey: 'sk-right', maxRetries: 1, logLevel: 'off' });
    await patient.chat.completions.create(asked);
    expect(model.completions.map(({ status, ended }) => ({ status, ended }))).toEqual([
      { status: 500, ended: 'completed' },
      { status: 200, ended: 'completed' },
    ]);
  });
});
