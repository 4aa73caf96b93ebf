import { createGenerativeComposer } from '../../src/generating/index.js';
import type { LanguageModel } from '../../src/language-model/index.js';
import { createTimeSlices } from '../../src/language-model/time-slices.js';
import { pick, randomFrom } from '../../bench/benchmark/random.js';
import { compositionOf } from '../generating/article.js';
import { createScriptedModel } from '../generating/scripted-model.js';
import { lengthUpTo, makeText, spoilt } from './hostile-texts.js';
import { ofTurns, type Input, type Kind } from './measure-kind.js';
import type { AskedCorpus } from './questions.js';

/** Questions whose passages the made answers are about. */
const questionsAnswered = 12;
/** What may be read of a statement, and a little more. */
const longestSentence = 4_500;
const mostStatements = 35;

/** Pieces as the endpoint's client hands them on: it lets others have their turn. */
function paced(model: LanguageModel): LanguageModel {
  return {
    async *complete(request) {
      const slice = createTimeSlices();
      for await (const piece of model.complete(request)) {
        yield piece;
        await slice();
      }
    },
  };
}

/** A language model's streamed answer, through the checks to what is shown. */
export async function createModelAnswers(corpus: AskedCorpus, seed: number): Promise<Kind> {
  const random = randomFrom(seed);
  const { embedder, questions } = corpus;
  const given: Awaited<ReturnType<typeof compositionOf>>[] = [];
  for (const question of questions) {
    if (given.length === questionsAnswered) break;
    const composition = await compositionOf(corpus, question).catch(() => undefined);
    if (composition !== undefined) given.push(composition);
  }

  const sentence = (own: string): { form: string; text: string } => {
    const kind = random();
    if (kind < 0.25) return { form: 'words of the passage', text: own };
    const length = lengthUpTo(longestSentence, random);
    return kind < 0.7 ? spoilt(own, length, random) : makeText(length, random);
  };

  const write = (passages: readonly string[]): { form: string; text: string } => {
    if (random() < 0.1) return makeText(lengthUpTo(100_000, random), random);
    const forms = new Set<string>();
    const statements = Array.from({ length: lengthUpTo(mostStatements, random) }, () => {
      const passage = Math.floor(random() * passages.length);
      const own = passages[passage] ?? '';
      const [quote, text] = [sentence(own), sentence(own)];
      forms.add(quote.form).add(text.form);
      return { passage: passage + 1, quote: random() < 0.5 ? own.slice(0, 200) : quote.text, text: text.text };
    });
    return {
      form: `${statements.length} statements, ${[...forms].slice(0, 3).join('; ')}`,
      text: JSON.stringify({ answerable: true, statements }),
    };
  };

  return {
    name: 'model answer',
    next(): Input {
      const { cite, composition } = pick(given, random);
      const { form, text } = write(composition.ranking.candidates.slice(0, 8).map(({ passage }) => passage.text));
      const pieceLength = lengthUpTo(5_000, random);
      return {
        what: `${text.length} characters in pieces of ${pieceLength}: ${form}`,
        hold: () => {
          const model = paced(createScriptedModel({ answer: text }, { pieceLength }));
          const composer = createGenerativeComposer({ model, embedder, timeoutMs: 60_000, stopping: new AbortController().signal })(cite);
          return ofTurns(() => composer.compose({ ...composition, askedAtMs: performance.now() }));
        },
      };
    },
    close: async () => undefined,
  };
}
