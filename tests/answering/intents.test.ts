import { describe, expect, it } from 'vitest';
import { createIntentClassifier, type ExampleStore } from '../../src/answering/intents/classify-intent.js';
import { examplesToCompare, framesToCompare, readExamples } from '../../src/answering/intents/examples.js';
import { shippedVectors } from '../../src/answering/intents/shipped-vectors.js';
import { chatterTopicOf } from '../../src/answering/intents/chatter-topic.js';
import { createBundledEmbedder } from '../embedding/bundled-embedder.js';
import { createHashEmbedder } from '../fakes/hash-embedder.js';

const examples = [
  { text: 'tell me a joke', frame: 'tell me a joke', label: 'small-talk' },
  { text: 'who are you', frame: 'who are you', label: 'help' },
  { text: 'who wrote this article', frame: 'who wrote this article', label: 'author' },
  { text: 'who wrote the code', frame: 'who wrote the code', label: 'question' },
  { text: 'how long is the bridge', frame: 'how long is the bridge', label: 'question' },
] as const;

describe('a message', () => {
  it.each([
    ['tell me a good joke', { kind: 'chatter', topic: 'small-talk' }],
    ['who wrote this article then', { kind: 'article', aspect: 'author' }],
    ['how long is the old bridge', { kind: 'question' }],
  ])('is what it is most like: %s', async (message, expected) => {
    expect(await createIntentClassifier(createHashEmbedder(), examples).classify(message)).toMatchObject(expected);
  });

  it('has the likeness 1 to the same text', async () => {
    expect((await createIntentClassifier(createHashEmbedder(), examples).classify('who are you')).likeness).toBeCloseTo(1);
  });

  it('has to be the more like chatter, the better the articles answer it', () => {
    const intent = { kind: 'chatter', topic: 'help', likeness: 0.5, share: 0.9 } as const;
    expect(chatterTopicOf(intent, 'refuse')).toBe('help');
    expect(chatterTopicOf(intent, 'answer')).toBeUndefined();
    expect(chatterTopicOf({ ...intent, likeness: 0.3 }, 'refuse')).toBeUndefined();
    expect(chatterTopicOf({ kind: 'question', likeness: 1, share: 1 }, 'refuse')).toBeUndefined();
    expect(chatterTopicOf(undefined, 'refuse')).toBeUndefined();
  });
});

describe('the vectors of the examples', () => {
  function memoryStore(): ExampleStore & { note: unknown } {
    return {
      note: undefined,
      async read() {
        return this.note;
      },
      async write(note) {
        this.note = note;
      },
    };
  }

  it('are made once and kept, as long as the examples stay as they are', async () => {
    const embedded: string[] = [];
    const hash = createHashEmbedder();
    const embedder = {
      ...hash,
      embedQuestion: (text: string) => {
        embedded.push(text);
        return hash.embedQuestion(text);
      },
    };
    const store = memoryStore();
    const first = await createIntentClassifier(embedder, examples, store).classify('tell me a good joke');
    expect(embedded).toHaveLength(examples.length + 1);
    expect(await createIntentClassifier(embedder, examples, store).classify('tell me a good joke')).toEqual(first);
    expect(embedded).toHaveLength(examples.length + 2);
    await createIntentClassifier(embedder, examples.slice(1), store).prepare();
    expect(embedded).toHaveLength(examples.length * 2 + 1);
  });

  it.each([undefined, 'x', { texts: '', vectors: 'AAAA' }])('are made anew where what was kept is %j', async (note) => {
    const store = { ...memoryStore(), note };
    expect(await createIntentClassifier(createHashEmbedder(), examples, store).classify('who are you')).toMatchObject({ topic: 'help' });
  });
});

describe('the vectors that are shipped', () => {
  it.each([
    ['examples', examplesToCompare],
    ['frames', framesToCompare],
  ] as const)('are those of the bundled model and of the %s as they are (npm run embed:examples)', async (set, texts) => {
    const embedder = await createBundledEmbedder();
    const asked: string[] = [];
    const classifier = createIntentClassifier(
      { model: embedder.model, embedQuestion: async (text) => (asked.push(text), embedder.embedQuestion(text)) },
      texts(),
      {
        read: (hash) => shippedVectors(embedder.model.fingerprint, set, hash),
        write: () => Promise.reject(new Error('nothing is left to write')),
      },
    );
    await classifier.prepare();
    expect(asked).toEqual([]);
    const [first] = texts();
    expect((await classifier.classify(first!.text)).likeness).toBeGreaterThan(0.98);
    await embedder.close();
  });
});

it('no text is labelled twice', () => {
  const texts = readExamples().map(({ text }) => text);
  expect(texts.filter((text, at) => texts.indexOf(text) !== at)).toEqual([]);
});
