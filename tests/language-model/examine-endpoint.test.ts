import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ModelError } from '../../src/language-model/index.js';
import { type EndpointFindings, examineEndpoint } from '../../src/language-model/index.js';
import { type FakeLanguageModel, type FakeLanguageModelOptions, faults, startFakeLanguageModel } from '../fakes/language-model/index.js';
import { apiKey } from './set-up.js';

describe('examining an endpoint', () => {
  let endpoint: FakeLanguageModel;
  const start = async (options: FakeLanguageModelOptions = {}): Promise<void> => {
    await endpoint.close();
    endpoint = await startFakeLanguageModel(options);
  };
  beforeEach(async () => {
    endpoint = await startFakeLanguageModel();
  });
  afterEach(() => endpoint.close());

  interface Asked {
    readonly baseUrl?: string;
    readonly apiKey?: string;
    readonly model?: string;
  }
  const examine = (asked: Asked = {}, signal = AbortSignal.timeout(5_000)): Promise<EndpointFindings> =>
    examineEndpoint({ baseUrl: endpoint.baseUrl, model: 'qwen2.5:7b', ...asked }, signal);
  const refusal = (asked?: Asked, signal?: AbortSignal): Promise<ModelError> =>
    examine(asked, signal).then(
      (findings) => Promise.reject(new Error(`It found ${JSON.stringify(findings)}.`)),
      (error: unknown) => (error instanceof ModelError ? error : Promise.reject(new Error(`No ModelError: ${String(error)}`))),
    );

  it('finds the model in the list, and asks it nothing', async () => {
    expect(await examine()).toEqual({ address: endpoint.baseUrl, isModelListed: true, models: 'qwen2.5:7b, llama3.2:3b' });
    expect(endpoint.completions).toEqual([]);
  });

  it('takes a name without a tag for the latest, as Ollama does', async () => {
    await start({ models: ['qwen2.5:latest'] });
    expect((await examine({ model: 'qwen2.5' })).isModelListed).toBe(true);
    expect((await examine({ model: 'qwen2' })).isModelListed).toBe(false);
  });

  it('names what is there instead, the likeliest first', async () => {
    expect(await examine({ model: 'llama3.2:1b' })).toMatchObject({ isModelListed: false, models: 'llama3.2:3b, qwen2.5:7b' });
  });

  it('finds an endpoint without models to be one', async () => {
    await start({ models: [] });
    expect(await examine()).toMatchObject({ isModelListed: false, models: '' });
  });

  it('says where nobody listens', async () => {
    await endpoint.refuseConnections();
    expect(await refusal()).toMatchObject({
      failure: 'unreachable',
      message: expect.stringMatching(/ECONNREFUSED.*is LLM_BASE_URL right/) as string,
    });
  });

  it('tells a key that is missing from one that is wrong, and shows neither', async () => {
    await start({ apiKey });
    expect((await refusal()).message).toMatch(/401.*wants a key: set LLM_API_KEY/);
    const { message } = await refusal({ apiKey: 'sk-of-somebody-else' });
    expect(message).toMatch(/401.*LLM_API_KEY to a key that is valid there/);
    expect(message).not.toContain('somebody-else');
    expect((await examine({ apiKey })).isModelListed).toBe(true);
  });

  it('does not blame the model for an address that is none of an API', async () => {
    const { message } = await refusal({ baseUrl: endpoint.baseUrl.replace('/v1', '') });
    expect(message).toMatch(/lists no models \(404\).*mostly ending in \/v1/);
    expect(message).not.toContain('qwen');
  });

  it('does not take a web page for a list without models', async () => {
    const page = createServer((_, response) => response.setHeader('content-type', 'text/html').end('<html>')).listen(0, '127.0.0.1');
    await once(page, 'listening');
    const address = page.address();
    const baseUrl = `http://127.0.0.1:${String(typeof address === 'object' ? address?.port : undefined)}`;
    expect((await refusal({ baseUrl })).message).toMatch(/not a list of models.*LLM_BASE_URL/);
    page.closeAllConnections();
    page.close();
  });

  it('does not wait for one that says nothing', async () => {
    endpoint.fail(faults.silenceBeforeHeaders(Infinity), { on: 'models' });
    expect(await refusal({}, AbortSignal.timeout(100))).toMatchObject({
      failure: 'timed-out',
      message: expect.stringContaining('does not list its models in time') as string,
    });
  });
});
