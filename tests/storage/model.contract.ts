import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {
  AcceptedUpdate,
  ConversationKey,
  Feedback,
  LoggedQuestion,
  MessageAddress,
  StoredAnswer,
  Stores,
  Turn,
} from '../../src/chat/index.js';
import { languages } from '../../src/language/index.js';
import { createModel } from './model.js';
import { allRows, answers } from './samples.js';
import type { StoreWorld } from './store-world.js';

type Model = ReturnType<typeof createModel>;
interface Operation {
  readonly name: string;
  readonly run: (stores: Model) => Promise<unknown>;
}

const sequences = 25;

// Few values of each, so that operations meet.
const platform = fc.constantFrom('telegram', 'discord');
const chat = fc.constantFrom('c1', 'c2');
const person = fc.constantFrom('p1', 'p2');
const answerId = fc.constantFrom('a1', 'a2', 'a3');
const time = fc.integer({ min: 0, max: 20 });
const language = fc.constantFrom(...languages);
const anyAnswer = fc.constantFrom(...Object.values(answers));
const text = fc.string({
  unit: fc.oneof(fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }), fc.constantFrom('\0', '\ud800', '\udc00', "'", '问', '😀')),
});
const key: fc.Arbitrary<ConversationKey> = fc.record(
  { platform, chat, topic: fc.constantFrom('', 't'), person },
  { noNullPrototype: true },
);
const address: fc.Arbitrary<MessageAddress> = fc.record(
  { platform, chat, message: fc.constantFrom('1', '2', '3') },
  { noNullPrototype: true },
);
const role = fc.constantFrom('question', 'answer');
const turn: fc.Arbitrary<Turn> = fc.record({ question: text, answerId, at: time }, { noNullPrototype: true });
const stored: fc.Arbitrary<StoredAnswer> = fc.record(
  { id: answerId, conversation: key, questions: fc.array(text, { maxLength: 3 }), answer: anyAnswer, language, at: time },
  { noNullPrototype: true },
);
const vote: fc.Arbitrary<Feedback> = fc.record(
  { answerId, person, vote: fc.constantFrom('up', 'down'), at: time, reason: fc.constantFrom('wrong', 'unclear') },
  { noNullPrototype: true, requiredKeys: ['answerId', 'person', 'vote', 'at'] },
);
const entry: fc.Arbitrary<LoggedQuestion> = fc.record(
  {
    at: time,
    platform,
    person,
    question: text,
    language,
    kind: fc.constantFrom('answered', 'not-in-sources', 'conversation'),
    milliseconds: fc.double({ min: 0.001, max: 1e6, noNaN: true }),
    answerId,
    confidence: fc.constantFrom('high', 'low'),
    topScore: fc.double({ min: 0.001, max: 1, noNaN: true }),
  },
  { noNullPrototype: true, requiredKeys: ['at', 'platform', 'person', 'question', 'language', 'kind', 'milliseconds', 'answerId'] },
);
const accepted: fc.Arbitrary<AcceptedUpdate> = fc.record(
  { platform, id: fc.constantFrom('1', '2', '3'), chat, person, payload: fc.jsonValue(), at: time },
  { noNullPrototype: true, requiredKeys: ['platform', 'id', 'chat', 'payload', 'at'] },
);

function operation<A extends readonly unknown[]>(
  name: string,
  values: { [I in keyof A]: fc.Arbitrary<A[I]> },
  run: (stores: Model, ...values: A) => Promise<unknown>,
): fc.Arbitrary<Operation> {
  return fc
    .tuple<[...A]>(...values)
    .map((chosen) => ({ name: `${name}(${fc.stringify(chosen)})`, run: (stores) => run(stores, ...chosen) }));
}

const operations = fc.oneof(
  operation('recent', [key, fc.integer({ min: -1, max: 3 }), time], (stores, ...values) => stores.conversations.recent(...values)),
  operation('append turn', [key, turn], (stores, ...values) => stores.conversations.append(...values)),
  operation('save', [stored], (stores, answer) => stores.answers.save(answer)),
  operation('link', [address, role, answerId], (stores, ...values) => stores.answers.link(...values)),
  operation('shown in', [address], (stores, message) => stores.answers.answerShownIn(message)),
  operation('asked by', [address], (stores, message) => stores.answers.answerAskedBy(message)),
  operation('vote', [vote], (stores, feedback) => stores.feedback.put(feedback)),
  operation('log', [entry], (stores, logged) => stores.questions.append(logged)),
  operation('choose language', [person, language], (stores, ...values) => stores.languages.put(...values)),
  operation('accept', [accepted], (stores, update) => stores.deliveries.accept(update)),
  operation('complete', [platform, fc.constantFrom('1', '2', '3'), time], (stores, ...values) => stores.deliveries.complete(...values)),
  operation('forget', [person], (stores, who) => stores.forget(who)),
  operation('purge', [time], (stores, before) => stores.purge(before)),
);

/** Everything that can be read through the ports. */
async function readAll(stores: Model): Promise<unknown> {
  const keys = ['telegram', 'discord'].flatMap((where) =>
    ['c1', 'c2'].flatMap((which) =>
      ['', 't'].flatMap((topic) =>
        ['p1', 'p2'].map((who) => ({ platform: where as 'telegram' | 'discord', chat: which, topic, person: who })),
      ),
    ),
  );
  const ids = ['a1', 'a2', 'a3'];
  const people = ['p1', 'p2'];
  return {
    turns: await Promise.all(keys.map((each) => stores.conversations.recent(each, 100, 0))),
    answers: await stores.answers.since(0),
    found: await Promise.all(ids.map((id) => stores.answers.find(id))),
    showing: await Promise.all(ids.map((id) => stores.answers.messagesShowing(id))),
    votes: await stores.feedback.since(0),
    tallies: await Promise.all(ids.map((id) => stores.feedback.tally(id))),
    log: await stores.questions.since(0),
    languages: await Promise.all(people.map((who) => stores.languages.find(who))),
    owed: [await stores.deliveries.owed('telegram'), await stores.deliveries.owed('discord')],
  };
}

/** Any sequence of operations has the same results as on plain lists. */
export function describeAgainstModel(name: string, createWorld: () => Promise<StoreWorld>): void {
  describe(`any sequence of operations on ${name}`, () => {
    let world: StoreWorld;
    let stores: Stores;
    let now = 0;
    beforeAll(async () => {
      world = await createWorld();
      stores = await world.open({ clock: () => now });
    });
    afterAll(async () => {
      await stores.close();
      await world.dispose();
    });

    it('does what plain lists do', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(operations, { minLength: 5, maxLength: 40, size: 'max' }), async (sequence) => {
          await stores.purge(Number.MAX_SAFE_INTEGER);
          expect(await allRows(stores)).toEqual([]);
          const model = createModel(() => now);
          for (const [step, { name: what, run }] of sequence.entries()) {
            now = step % 20;
            expect(await run(stores), what).toStrictEqual(await run(model));
          }
          expect(await readAll(stores)).toStrictEqual(await readAll(model));
        }),
        { numRuns: sequences },
      );
    });
  });
}
