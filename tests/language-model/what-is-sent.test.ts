import { once } from 'node:events';
import { createServer } from 'node:http';
import { describe, expect, it } from 'vitest';
import { faults } from '../fakes/language-model/index.js';
import { apiKey, request, setUpModel, whole, failureOf } from './set-up.js';

describe('what an endpoint is sent', () => {
  it('is the messages and how they are to be answered, and nothing of who asks or what asks', async () => {
    const { model, endpoint } = await setUpModel();
    const { messages } = request();
    await whole(model, { person: 'key-of-anna' });
    const [sent] = endpoint.requests;
    expect(sent?.body).toMatchObject({ messages });
    expect(Object.keys(sent?.body ?? {}).sort()).toEqual([
      'max_tokens',
      'messages',
      'model',
      'response_format',
      'stream',
      'stream_options',
      'temperature',
    ]);
    expect(JSON.stringify([sent?.headers, sent?.body])).not.toContain('anna');
    expect(sent?.headers['user-agent']).toBe('footnote');
    expect(Object.keys(sent?.headers ?? {}).filter((name) => name.startsWith('x-'))).toEqual([]);
  });

  it('is the key, which its refusals do not show', async () => {
    const { model, endpoint } = await setUpModel({ apiKey }, { apiKey });
    endpoint.fail(faults.refused(401, `Incorrect key ${apiKey}`));
    const { message } = await failureOf(model);
    expect(endpoint.requests[0]?.headers.authorization).toBe(`Bearer ${apiKey}`);
    expect(message).not.toContain(apiKey);
  });

  it('is sent nowhere else, though the endpoint says that it has moved', async () => {
    const { endpoint } = await setUpModel();
    const moved = createServer((_, response) => response.writeHead(307, { location: `${endpoint.baseUrl}/chat/completions` }).end());
    moved.listen(0, '127.0.0.1');
    await once(moved, 'listening');
    const address = moved.address();
    const baseUrl = `http://127.0.0.1:${String(typeof address === 'object' ? address?.port : undefined)}`;
    const { model } = await setUpModel({ baseUrl, apiKey });
    expect(await failureOf(model)).toMatchObject({ failure: 'refused', message: expect.stringContaining('LLM_BASE_URL') as string });
    expect(endpoint.requests).toEqual([]);
    moved.closeAllConnections();
    moved.close();
  });
});
