import { EventSourceParserStream } from 'eventsource-parser/stream';
import { afterEach, describe, expect, it } from 'vitest';
import { statementByStatement } from '../fakes/growth.js';
import { answered, quotes } from '../fakes/scripted-answer-service.js';
import { closeApis, setUpApi, token } from './set-up.js';

afterEach(closeApis);

const question = '为什么要修复灯塔？';
const asked = { question, conversation: 'c1' };
const stream = { accept: 'text/event-stream' };

interface Answer {
  readonly answerId: string;
  readonly text: string;
  readonly language: string;
  readonly quotations: readonly { readonly number: number; readonly text: string; readonly place: string }[];
  readonly passages: readonly number[];
  readonly suggestions: readonly string[];
}

const json = async (response: Response): Promise<Answer> => (await response.json()) as Answer;

interface Event {
  readonly event?: string | undefined;
  readonly data: string;
}

function eventsOf({ body }: Response): AsyncIterable<Event> {
  return body!.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream());
}

describe('POST /ask', () => {
  it('answers with the sources’ words, where they stand, and what can be opened', async () => {
    const { ask } = await setUpApi();
    const response = await ask(asked);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toContain('application/json');
    const answer = await json(response);
    expect(answer.text).toContain(quotes.reason);
    expect(answer.passages).toEqual([1, 2]);
    expect(answer.quotations[0]).toMatchObject({ number: 1, text: quotes.reason });
    expect(answer.quotations[0]?.place).toContain('灯塔重新亮起');
  });

  it('understands a follow-up in the same conversation, and none of another one', async () => {
    const { ask, answers } = await setUpApi();
    await ask({ question: '修复花了多久？', conversation: 'c1' });
    await ask({ question, conversation: 'c1' });
    await ask({ question, conversation: 'c2' });
    expect(answers.asked.map(({ conversation }) => conversation.questions)).toEqual([[], ['修复花了多久？'], []]);
  });

  it('refuses honestly, with the nearest passages', async () => {
    const { ask } = await setUpApi();
    const answer = await json(await ask({ question: '明天会下雨吗？', conversation: 'c1' }));
    expect(answer.text).toContain('文章里没有');
    expect(answer.passages.length).toBeGreaterThan(0);
  });

  it('streams the answer while it grows, and then the whole of it', async () => {
    const answer = answered([quotes.reason, quotes.cost]);
    const growth = statementByStatement(answer);
    const { ask } = await setUpApi({ answers: { [question]: answer }, growing: { [question]: growth.growing } });
    const response = await ask(asked, stream);
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    const events: Event[] = [];
    for await (const event of eventsOf(response)) {
      events.push(event);
      growth.grow();
    }
    expect(events[0]).toMatchObject({ event: 'progress' });
    expect(events[0]?.data).toContain(quotes.reason);
    expect(events[0]?.data).not.toContain(quotes.cost);
    expect(events.at(-1)).toMatchObject({ event: 'answer' });
    expect(events.at(-1)?.data).toContain(quotes.cost);
    expect(events.filter(({ event }) => event === 'answer')).toHaveLength(1);
  });

  it('thinks where that is asked for, in the language of the client where the question tells none', async () => {
    const { ask, answers } = await setUpApi({ canThink: true });
    const { language } = await json(await ask({ question: '', conversation: 'c1', language: 'en-GB' }));
    expect(language).toBe('en');
    await ask({ ...asked, thorough: true });
    expect(answers.asked.at(-1)?.options.effort).toBe('thorough');
  });
});

describe('GET /passages', () => {
  it('opens a passage in its context', async () => {
    const { ask, call } = await setUpApi();
    const { answerId } = await json(await ask(asked));
    const opened = await call(`/passages?answer=${answerId}&number=1&conversation=c1`);
    expect(opened.status).toBe(200);
    expect((await json(opened)).text).toContain('如果没有灯塔，船只只能等到天亮。');
  });

  it.each([
    ['of an answer that there is not', 'answer=nothing&number=1'],
    ['with a number that is not cited', 'answer=ANSWER&number=99'],
  ])('%s is 404', async (_, query) => {
    const { ask, call } = await setUpApi();
    const { answerId } = await json(await ask(asked));
    const response = await call(`/passages?${query.replace('ANSWER', answerId)}&conversation=c1`);
    expect(response.status).toBe(404);
    expect(await response.json()).toHaveProperty('error');
  });
});

describe('what is refused', () => {
  it.each([
    ['no token', undefined],
    ['a wrong token', 'Bearer another-token-of-the-tests'],
    ['the token and more', `Bearer ${token}x`],
    ['another scheme', `Basic ${token}`],
  ])('%s: 401, before anything else', async (_, authorization) => {
    const { address, answers } = await setUpApi();
    const headers = authorization === undefined ? {} : { authorization };
    for (const path of ['/ask', '/passages']) {
      const response = await fetch(`${address}${path}`, { headers });
      expect(response.status).toBe(401);
      expect(response.headers.get('www-authenticate')).toBe('Bearer');
    }
    expect(answers.asked).toEqual([]);
  });

  it.each([
    [{ question: 7, conversation: 'c1' }, 400],
    [{ question }, 400],
    [{ ...asked, conversation: '../c1' }, 400],
    [{ ...asked, conversation: '' }, 400],
    [{ ...asked, more: true }, 400],
    [{ ...asked, question: '灯'.repeat(10_000) }, 413],
  ])('a body that is not as documented: %#', async (body, status) => {
    const { ask, answers } = await setUpApi();
    expect((await ask(body)).status).toBe(status);
    expect(answers.asked).toEqual([]);
  });

  it('what is no JSON, says that it is none, or comes by another method', async () => {
    const { call } = await setUpApi();
    const post = (body: string, type: string): Promise<Response> =>
      call('/ask', { method: 'POST', body, headers: { 'content-type': type } });
    expect((await post('{"question"', 'application/json')).status).toBe(400);
    expect((await post(JSON.stringify(asked), 'text/plain')).status).toBe(415);
    expect((await call('/ask')).status).toBe(405);
    expect((await call('/passages', { method: 'POST' })).status).toBe(405);
    expect((await call('/passages?answer=a&number=1')).status).toBe(400);
  });

  it('more than a conversation may ask: 429, with JSON and as a stream', async () => {
    const { ask } = await setUpApi({}, { windowSeconds: 60, perPerson: 1, perChat: 10 });
    expect((await ask(asked)).status).toBe(200);
    for (const headers of [{}, stream, {}]) {
      const response = await ask(asked, headers);
      expect(response.status).toBe(429);
      expect(await response.json()).toHaveProperty('error');
    }
    expect((await ask({ ...asked, conversation: 'c2' })).status).toBe(200);
  });

  it('more than may be owed to a conversation: 503', async () => {
    const rules = { windowSeconds: 60, perPerson: 100, perChat: 100, owed: { perPerson: 1, perChat: 1 } };
    const { ask } = await setUpApi({ before: () => new Promise((resolve) => void setTimeout(resolve, 300)) }, rules);
    const statuses = await Promise.all([1, 2, 3].map(async () => (await ask(asked)).status));
    expect(statuses.toSorted()).toEqual([200, 503, 503]);
  });

  it('an answer that fails: 503, and an error at the end of a stream that has begun', async () => {
    const fails = await setUpApi({ before: () => Promise.reject(new Error('no model')) });
    expect((await fails.ask(asked)).status).toBe(503);
  });
});

describe('a client that leaves', () => {
  it('holds nothing up', async () => {
    const { ask, adapter, answers, stores } = await setUpApi({ before: () => new Promise((resolve) => void setTimeout(resolve, 100)) });
    const leaving = new AbortController();
    const left = ask(asked).catch(() => undefined);
    leaving.abort();
    await left;
    await adapter.stop(2_000);
    expect(answers.asked).toHaveLength(1);
    expect(await stores.deliveries.owed('http')).toEqual([]);
  });
});
