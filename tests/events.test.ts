import { describe, expect, it } from 'vitest';
import { createTurnQueue, QueueFullError, type AdapterHealth, type ChatAdapter } from '../src/chat/index.js';
import { createLogger, createMetrics, createRequestContext } from '../src/operations/index.js';
import { createEventRecorder } from '../src/events.js';
import { observeQueue, observeStores } from '../src/observe.js';
import { createReadiness } from '../src/readiness.js';
import type { PassageIndex } from '../src/search-index/index.js';
import { setUpChat, type ChatSetup } from './fakes/chat-setup.js';

interface Logged {
  readonly msg: string;
  readonly request?: string;
}

function setUp() {
  const lines: Logged[] = [];
  const requests = createRequestContext();
  const log = createLogger({
    level: 'info',
    format: 'json',
    destination: { write: (line) => lines.push(JSON.parse(line) as Logged) },
    secrets: [],
    currentRequest: () => requests.current(),
  });
  const metrics = createMetrics();
  const emit = createEventRecorder({ metrics, log });
  const readiness = createReadiness(metrics, () => 100_000);
  const value = async (series: string): Promise<number> => {
    const { text } = await metrics.read();
    return Number(
      text
        .split('\n')
        .find((line) => line.startsWith(`${series} `))
        ?.slice(series.length + 1),
    );
  };
  return { lines, requests, log, metrics, emit, readiness, value };
}

function watchedChat(watched: ReturnType<typeof setUp>, maxWaiting = 10): ChatSetup {
  const { emit, requests, log } = watched;
  const plain = setUpChat();
  return setUpChat(
    {},
    {
      stores: observeStores(plain.stores, emit),
      queue: observeQueue(createTurnQueue({ concurrency: 1, maxWaiting, maxWaitingInChat: maxWaiting }), emit, requests),
      observe: (given) => emit({ kind: 'question-answered', ...given }),
      log,
    },
  );
}

const sender = (chat: string) => ({ platform: 'telegram', chat, user: 'u' }) as const;
const adapter = (name: string, health: AdapterHealth): ChatAdapter => ({
  name,
  start: async () => undefined,
  stop: async () => undefined,
  health: () => health,
  ended: Promise.resolve(),
});

describe('events', () => {
  it('counts what the language model is asked, costs and writes, and tells whether it is paused', async () => {
    const { emit, readiness, value } = setUp();
    emit({ kind: 'model-called', purpose: 'rewrite', outcome: 'timed-out', seconds: 10 });
    emit({ kind: 'tokens-spent', prompt: 700, completion: 30 });
    emit({ kind: 'statement-checked', outcome: 'number', offered: { passage: 1, quote: '', text: '' } });
    readiness.running.model = { isPaused: () => true };
    expect(await value('footnote_model_calls_total{purpose="rewrite",outcome="timed-out"}')).toBe(1);
    expect(await value('footnote_model_tokens_total{kind="prompt"}')).toBe(700);
    expect(await value('footnote_model_tokens_total{kind="completion"}')).toBe(30);
    expect(await value('footnote_statements_total{outcome="number"}')).toBe(1);
    expect(await value('footnote_model_paused')).toBe(1);
  });

  it('counts questions by platform, kind and language, and times their stages', async () => {
    const watched = setUp();
    const { chat } = watchedChat(watched);
    await chat.handle({ kind: 'question', sender: sender('a'), text: '修复花了多久？' });
    expect(await watched.value('footnote_questions_total{platform="telegram",kind="answered",language="zh-Hans"}')).toBe(1);
    expect(await watched.value('footnote_stage_seconds_count{stage="answer"}')).toBe(1);
    expect(await watched.value('footnote_stage_seconds_count{stage="wait"}')).toBe(1);
    expect(watched.lines).toMatchObject([{ msg: 'Answered a question.', kind: 'answered', language: 'zh-Hans' }]);
  });

  it('says nothing of what was asked, nor of who asked', async () => {
    const watched = setUp();
    const { chat } = watchedChat(watched);
    await chat.handle({ kind: 'question', sender: { ...sender('chat-of-somebody'), user: 'somebody' }, text: '修复花了多久？' });
    const all = JSON.stringify(watched.lines) + (await watched.metrics.read()).text;
    expect(all).not.toMatch(/修复|somebody/);
  });

  it('counts a vote once, with the reason that comes after it', async () => {
    const watched = setUp();
    const setup = watchedChat(watched);
    const { answerId = '' } = await setup.chat.handle({ kind: 'question', sender: sender('a'), text: '修复花了多久？' });
    await setup.chat.handle({ kind: 'action', sender: sender('a'), action: { kind: 'vote', answerId, vote: 'down' } });
    await setup.chat.handle({ kind: 'action', sender: sender('a'), action: { kind: 'give-reason', answerId, reason: 'wrong' } });
    expect(await watched.value('footnote_feedback_total{vote="down"}')).toBe(1);
  });

  it('shows the queue, and counts what it refused', async () => {
    const watched = setUp();
    const { emit, requests, readiness } = watched;
    const queue = observeQueue(createTurnQueue({ concurrency: 1, maxWaiting: 1, maxWaitingInChat: 1 }), emit, requests);
    readiness.running.queue = queue;
    let finish: () => void = () => undefined;
    const first = queue.run('a', () => new Promise<void>((resolve) => (finish = resolve)));
    const second = queue.run('b', async () => undefined);
    await expect(queue.run('c', async () => undefined)).rejects.toBeInstanceOf(QueueFullError);
    expect(await watched.value('footnote_queue_depth')).toBe(2);
    expect(await watched.value('footnote_refused_busy_total')).toBe(1);
    finish();
    await Promise.all([first, second, queue.fewerThan(1)]);
    expect(await watched.value('footnote_queue_depth')).toBe(0);
  });

  it('times a message from when it was accepted until it is dealt with, under its id', async () => {
    const watched = setUp();
    const { deliveries } = observeStores(setUpChat().stores, watched.emit);
    await deliveries.accept({ platform: 'telegram', id: '77', chat: 'c', payload: {}, at: 1 });
    await deliveries.accept({ platform: 'telegram', id: '77', chat: 'c', payload: {}, at: 1 });
    await deliveries.complete('telegram', '77', 2);
    await deliveries.complete('telegram', '77', 3);
    expect(await watched.value('footnote_stage_seconds_count{stage="whole"}')).toBe(1);
    expect(watched.lines).toMatchObject([{ msg: 'Finished a message.', request: 'telegram:77' }]);
  });

  it('logs each request’s lines under its own id, also those that had to wait for another one', async () => {
    const watched = setUp();
    const { chat } = watchedChat(watched);
    const ask = (id: string): Promise<unknown> =>
      watched.requests.during(id, () => chat.handle({ kind: 'question', sender: sender('a'), text: `修复花了多久？${id}` }));
    await Promise.all([ask('telegram:1'), ask('telegram:2'), ask('telegram:3')]);
    expect(watched.lines.map(({ request }) => request)).toEqual(['telegram:1', 'telegram:2', 'telegram:3']);
  });
});

describe('readiness', () => {
  const manifest = { createdAt: new Date(90_000).toISOString(), passageCount: 27, documentCount: 1 };
  const index = { manifest, passageCount: 27 } as PassageIndex;
  const ready = async (watched: ReturnType<typeof setUp>): Promise<boolean> => (await watched.readiness.checks()).every(({ ok }) => ok);

  it('begins with the model and the index, and ends with every platform connected', async () => {
    const watched = setUp();
    expect(await ready(watched)).toBe(false);
    watched.readiness.running.index = () => index;
    expect(await ready(watched)).toBe(false);
    expect(await watched.value('footnote_index_age_seconds')).toBe(10);

    const connected = { state: 'connected', since: 0 } as const;
    watched.readiness.running.adapters = [
      adapter('telegram', connected),
      adapter('discord', { state: 'reconnecting', since: 0, detail: 'No way through.' }),
    ];
    expect(await watched.readiness.checks()).toContainEqual({ name: 'discord', ok: false, detail: 'reconnecting: No way through.' });
    expect(await watched.value('footnote_platform_connected{platform="discord"}')).toBe(0);

    watched.readiness.running.adapters = [adapter('telegram', connected), adapter('discord', connected)];
    expect(await ready(watched)).toBe(true);
  });

  it('is missing while what is asked does not answer, fails, or answers again', async () => {
    const watched = setUp();
    let asked = 0;
    let answer: () => Promise<unknown> = () => new Promise(() => undefined);
    watched.readiness.addProbe('store', () => {
      asked++;
      return answer();
    });
    const store = async () => (await watched.readiness.checks()).find(({ name }) => name === 'store');
    const [first, second] = await Promise.all([store(), store()]);
    expect(first).toEqual({ name: 'store', ok: false, detail: 'It has not answered within 2 s.' });
    // Nothing piles up before what hangs.
    expect([second, asked]).toEqual([first, 1]);

    const other = setUp();
    other.readiness.addProbe('store', () => answer());
    const others = async () => (await other.readiness.checks()).find(({ name }) => name === 'store');
    answer = () => Promise.reject(new Error('The disk is gone.'));
    expect(await others()).toEqual({ name: 'store', ok: false, detail: 'The disk is gone.' });
    answer = async () => undefined;
    expect(await others()).toEqual({ name: 'store', ok: true });
  });
});
