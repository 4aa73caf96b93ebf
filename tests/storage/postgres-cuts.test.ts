import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Stores } from '../../src/chat/index.js';
import { createStores } from '../../src/storage/create-stores.js';
import type { OpenStores } from '../../src/storage/index.js';
import { defaultPostgresTimeouts, openPostgres } from '../../src/storage/open-postgres.js';
import { runOnce } from '../../src/storage/retry.js';
import { createSealing } from '../../src/storage/sealing.js';
import { startTcpProxy, type TcpProxy } from '../fakes/tcp-proxy.js';
import { answered, quotes } from '../fakes/scripted-answer-service.js';
import { closeBots, setUpBot } from '../telegram/set-up.js';
import { createPostgresWorld, type PostgresWorld } from './postgres-world.js';
import { endpointOf, findPostgres, type PostgresServer, throughPort } from './private-postgres.js';
import { allRows, annaInGroup, loggedQuestion, message, storedAnswer, update } from './samples.js';
import { testSecret } from './store-world.js';

const sealing = createSealing(testSecret);
const found = await findPostgres();

if ('missing' in found) {
  describe('a PostgreSQL store whose connections are cut', () => {
    it('is left out for a reason that is told', () => {
      console.log(`PostgreSQL is left out: ${found.missing}.`);
      expect(found.missing).not.toBe('');
    });
  });
} else {
  const { server } = found;
  afterAll(() => server.stop());
  describeCuts(server);
}

/** A server that hangs is noticed sooner than in production. */
const timeouts = { ...defaultPostgresTimeouts, connectMs: 1_000, statementMs: 1_000, silenceMs: 300 };

/** Everything that a question keeps. */
async function keepQuestion(stores: Stores, id: string): Promise<void> {
  const person = `person-${id}`;
  const conversation = { ...annaInGroup, person };
  await stores.deliveries.accept(update(id, { person }));
  await stores.answers.save(storedAnswer(id, { conversation }));
  await stores.conversations.append(conversation, { question: 'why?', answerId: id, at: 1_000 });
  await stores.questions.append(loggedQuestion({ person, answerId: id, at: 1_000 }));
  await stores.answers.link(message(id), 'question', id);
  await stores.answers.link(message(`shown-${id}`), 'answer', id);
  await stores.languages.put(person, 'en');
  await stores.feedback.put({ answerId: id, person, vote: 'up', at: 1_000 });
  await stores.deliveries.complete('telegram', id, 2_000);
}

/** Keeps questions, several at once, until told to stop; gives the ids of those that are kept. */
function keepQuestions(stores: Stores, atOnce: number) {
  const kept: string[] = [];
  const failures: unknown[] = [];
  let next = 0;
  let isOver = false;
  const worker = async (): Promise<void> => {
    while (!isOver) {
      const id = String(++next);
      try {
        await keepQuestion(stores, id);
        kept.push(id);
      } catch (error) {
        failures.push(error);
      }
    }
  };
  const working = Promise.all(Array.from({ length: atOnce }, worker));
  return {
    kept,
    stop: async () => {
      isOver = true;
      await working;
      expect(failures).toEqual([]);
    },
  };
}

/** Every row of every question once. */
async function expectKept(stores: Stores, ids: readonly string[]): Promise<void> {
  const rows = new Map<string, number>();
  for (const { table } of await allRows(stores)) rows.set(table, (rows.get(table) ?? 0) + 1);
  const each = ids.length;
  expect(Object.fromEntries(rows)).toEqual({
    turns: each,
    answers: each,
    message_links: 2 * each,
    feedback: each,
    question_log: each,
    language_choices: each,
    deliveries: each,
  });
  expect(await stores.deliveries.owed('telegram')).toEqual([]);
}

function describeCuts(server: PostgresServer): void {
  describe('a PostgreSQL store whose connections are cut', { timeout: 120_000 }, () => {
    let world: PostgresWorld;
    let proxy: TcpProxy;
    let stores: OpenStores;

    const openHere = async (): Promise<OpenStores> => {
      const backend = await openPostgres(throughPort(world.url, proxy.port), true, sealing, () => undefined, timeouts);
      return createStores(backend, { sealing });
    };
    beforeEach(async () => {
      world = await createPostgresWorld(server);
      proxy = await startTcpProxy(endpointOf(world.url));
      stores = await openHere();
    });
    afterEach(async () => {
      await closeBots();
      await proxy.mend();
      await stores.close();
      await proxy.close();
      await world.dispose();
    });

    /** Ends every session of the store's, so many times while it works. */
    const terminate = async (times: number): Promise<number> => {
      const client = new pg.Client({ connectionString: server.url('postgres') });
      await client.connect();
      let ended = 0;
      for (let time = 0; time < times; time++) {
        const { rowCount } = await client.query(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND application_name = 'footnote'`,
          [new URL(world.url).pathname.slice(1)],
        );
        ended += rowCount ?? 0;
        await sleep(Math.random() * 60);
      }
      await client.end();
      return ended;
    };

    it('loses nothing and writes nothing twice while the server ends its sessions, a hundred times', async () => {
      const questions = keepQuestions(stores, 8);
      const ended = await terminate(100);
      await questions.stop();
      expect(ended).toBeGreaterThan(30);
      await expectKept(stores, questions.kept);
    });

    it('does so while connections are reset, through the network, a hundred times', async () => {
      const questions = keepQuestions(stores, 8);
      for (let time = 0; time < 100; time++) {
        proxy.reset();
        await sleep(Math.random() * 60);
      }
      await questions.stop();
      expect(proxy.connections).toBeGreaterThan(20);
      await expectKept(stores, questions.kept);
    });

    it('waits for a server that refuses connections for some seconds, and for one that is silent', async () => {
      const questions = keepQuestions(stores, 8);
      for (const outage of [() => proxy.refuse(), async () => proxy.hang(), () => proxy.refuse(), async () => proxy.hang()]) {
        await sleep(100);
        const before = questions.kept.length;
        await outage();
        await sleep(2_500);
        await proxy.mend();
        while (questions.kept.length < before + 20) await sleep(50);
      }
      await questions.stop();
      await expectKept(stores, questions.kept);
    });

    it('finds new connections at once when those in its pool have died without a word', async () => {
      await Promise.all(Array.from({ length: 20 }, (_, id) => keepQuestion(stores, `before-${id}`)));
      proxy.hang();
      await proxy.mend();
      // All of the pool's connections hang. One wait finds that out for all of them.
      const began = performance.now();
      await keepQuestion(stores, 'after');
      expect(performance.now() - began).toBeLessThan(3 * (timeouts.statementMs + timeouts.silenceMs));
    });

    it('erases a person all or nothing, again where erasing was cut', async () => {
      for (let round = 0; round < 15; round++) {
        await Promise.all(Array.from({ length: 10 }, (_, id) => keepQuestion(stores, `${round}-${id}`)));
        const cutting = terminate(8);
        for (let id = 0; id < 10; id++) await stores.forget(`person-${round}-${id}`);
        await cutting;
      }
      const left = (await allRows(stores)).filter(({ table }) => table !== 'deliveries');
      expect(left).toEqual([]);
    });

    it('purges and exports through cuts', async () => {
      await Promise.all(Array.from({ length: 60 }, (_, id) => keepQuestion(stores, String(id))));
      const cutting = terminate(30);
      let rows: unknown[] = [];
      for (let round = 0; round < 10; round++) rows = [...(await allRows(stores))];
      await stores.purge(1_000_000);
      await cutting;
      expect(rows).toHaveLength(60 * 8);
      expect((await allRows(stores)).filter(({ table }) => table !== 'language_choices')).toEqual([]);
    });

    it('says after a while that the server cannot be reached, and does not try for ever', async () => {
      const backend = await openPostgres(throughPort(world.url, proxy.port), true, sealing, () => undefined, timeouts);
      const impatient = createStores({ ...backend, retry: runOnce }, { sealing });
      await proxy.refuse();
      await expect(impatient.languages.put('somebody', 'en')).rejects.toThrow(/cannot be reached.*tries again by itself/);
      await impatient.close();
    });

    it('closes while the server is silent', async () => {
      await keepQuestion(stores, '1');
      proxy.hang();
      const waiting = stores.languages.find('somebody').catch((error: unknown) => error);
      await stores.close();
      expect(String(await waiting)).toMatch(/cannot be (used|reached)|destroyed|pool/);
      await proxy.mend();
      stores = await openHere();
    });

    it('lets a bot answer every question once, in order, through cuts of every kind', async () => {
      const asked = 12;
      const readers = 10;
      const script = Object.fromEntries(
        Array.from({ length: asked }, (_, index) => [
          `第${index}问`,
          answered([quotes.cost], { statements: [{ text: `第${index}问的回答。`, citations: [1], emphasis: [] }] }),
        ]),
      );
      const { telegram } = await setUpBot({ script: { answers: script }, stores, adapter: { random: () => 0 } });
      const people = Array.from({ length: readers }, () => telegram.user());
      const chats = people.map((person) => telegram.privateChat(person));
      const cutting = (async () => {
        for (let round = 0; round < 4; round++) {
          await terminate(10);
          proxy.reset();
          await proxy.refuse();
          await sleep(300);
          await proxy.mend();
        }
      })();
      for (let index = 0; index < asked; index++) {
        for (const [at, person] of people.entries()) person.sendText(chats[at]!, `第${index}问`);
        await sleep(100);
      }
      await telegram.until(() => chats.every((chat) => telegram.botMessages(chat).length >= asked), { timeoutMs: 60_000 });
      await cutting;
      await telegram.until(() => telegram.pendingUpdates.length === 0, { timeoutMs: 10_000 });
      for (const chat of chats) {
        const order = telegram.botMessages(chat).map(({ text }) => Number(/第(\d+)问/.exec(text ?? '')?.[1]));
        expect(order).toEqual(Array.from({ length: asked }, (_, index) => index));
      }
    });
  });
}
