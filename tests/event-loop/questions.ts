import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createAnswerService, createIntentClassifier, examplesToCompare, readCalibration } from '../../src/answering/index.js';
import { createChat, createMemoryStores, createPersonKeys, createTurnQueue, noLimits } from '../../src/chat/index.js';
import { renderReply as renderForDiscord } from '../../src/discord/render-reply.js';
import { createSubprocessEmbedder, type Embedder } from '../../src/embedding/index.js';
import { createRetriever } from '../../src/retrieval/index.js';
import { renderReply as renderForTelegram } from '../../src/telegram/render-reply.js';
import { pick, randomFrom } from '../../bench/benchmark/random.js';
import { bundledOptions, createBundledEmbedder } from '../embedding/bundled-embedder.js';
import { lengthUpTo, makeText, spoilt, type MadeText } from './hostile-texts.js';
import { indexMadeArticles, type MadeCorpus } from './made-corpus.js';
import { ofTurns, type Input, type Kind } from './measure-kind.js';

const root = join(import.meta.dirname, '..', '..');
const sets = ['o1-questions.jsonl', 'articles-questions.jsonl'];

export interface AskedCorpus extends MadeCorpus {
  readonly embedder: Embedder;
  readonly questions: readonly string[];
}

/** The sample article, those of the evaluation and made ones, embedded by the bundled model, which then runs in a process of its own. */
export async function indexAskedArticles(madeArticles: number, seed: number): Promise<AskedCorpus> {
  const folders = [join(root, 'corpus'), join(root, 'tests', 'evaluation', 'articles')];
  const others: { name: string; text: string }[] = [];
  for (const folder of folders) {
    for (const name of (await readdir(folder)).filter((each) => each !== 'README.md')) {
      others.push({ name, text: await readFile(join(folder, name), 'utf8') });
    }
  }
  const builder = await createBundledEmbedder();
  const corpus = await indexMadeArticles(madeArticles, 20_000, seed, builder, others);
  const lines = (await Promise.all(sets.map((set) => readFile(join(root, 'tests', 'evaluation', set), 'utf8')))).join('\n').split('\n');
  const questions = lines.flatMap((line) => (line.trim() === '' ? [] : [(JSON.parse(line) as { question: string }).question]));
  const embedder = readingByChance(await createSubprocessEmbedder(bundledOptions), seed);
  return { ...corpus, embedder, questions, remove: async () => Promise.all([corpus.remove(), embedder.close()]).then(() => undefined) };
}

/**
 * The model as it is, but for its slowest part: what it reads out of a passage is made up, of the same shape, so that ten thousand questions take
 * minutes, and all that may follow from it comes up.
 */
function readingByChance(embedder: Embedder, seed: number): Embedder {
  const random = randomFrom(seed);
  const charactersPerToken = 2;
  return {
    ...embedder,
    read: async (_question, passages) =>
      passages.map(({ text }) => {
        const tokens = Math.ceil(text.length / charactersPerToken);
        return {
          answers: 16 * random() - 8,
          evidence: Float32Array.from({ length: tokens }, random),
          words: Float32Array.from({ length: tokens }, random),
          tokenEnds: Uint32Array.from({ length: tokens }, (_, at) => Math.min(text.length, charactersPerToken * (at + 1))),
        };
      }),
  };
}

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const maxQuestionCharacters = 1_000;

/** What a reader asks in a private chat, from the chat to the rendered reply, as a bot has it: the model runs in another process. */
export async function createQuestions({ index, embedder, questions, madeOf }: AskedCorpus, seed: number): Promise<Kind> {
  const random = randomFrom(seed);
  const retriever = createRetriever({ embedder, index: () => index });
  await retriever.prepare(index);
  const intents = createIntentClassifier(embedder, examplesToCompare());
  await intents.prepare();
  const answers = createAnswerService({ retriever, index: () => index, calibration: readCalibration(), intents });
  const stores = createMemoryStores();
  const chat = createChat({
    ...{ answers, stores, limits: noLimits, now: Date.now, log: silent, maxQuestionCharacters },
    personKeys: createPersonKeys(Buffer.alloc(32)),
    queue: createTurnQueue({ concurrency: 4, maxWaiting: 10, maxWaitingInChat: 10 }),
  });
  const titles = index.documents().map(({ title, path }) => ({ title, path }));

  const ask = async (text: string, user: string): Promise<void> => {
    const reply = await chat.handle({ kind: 'question', sender: { platform: 'telegram', chat: user, user, isPrivate: true }, text });
    renderForTelegram(reply);
    renderForDiscord(reply);
  };

  const make = (): MadeText => {
    const kind = random();
    if (kind < 0.3) return makeText(lengthUpTo(maxQuestionCharacters, random), random);
    if (kind < 0.35) return makeText(lengthUpTo(20_000, random), random);
    if (kind < 0.45) {
      const { title, path } = pick(titles, random);
      const aspect = pick(['总结一下《$》', 'who wrote $', '$是什么时候写的', 'summarize $', '关于$，文章说了什么？'], random);
      return { form: `about ${madeOf(path)}`, text: aspect.replace('$', () => title) };
    }
    const question = pick(questions, random);
    return kind < 0.65
      ? { form: 'an ordinary question', text: question }
      : spoilt(question, maxQuestionCharacters - question.length, random);
  };

  let asked = 0;
  return {
    name: 'question',
    next(): Input {
      const { form, text } = make();
      // A conversation of five questions, so that follow-ups are among them.
      const user = String(Math.floor(asked++ / 5));
      return { what: `${text.length} characters: ${form}`, hold: () => ofTurns(() => ask(text, user)) };
    },
    close: () => stores.close(),
  };
}
