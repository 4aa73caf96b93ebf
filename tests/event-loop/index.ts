/** What one thing that somebody else sends keeps the event loop for, a kind at a time: for `npm run benchmark -- --event-loop` and its test. */
import { createBundledEmbedder } from '../embedding/bundled-embedder.js';
import { createArticles, createBuilds } from './articles.js';
import { indexMadeArticles } from './made-corpus.js';
import type { Kind } from './measure-kind.js';
import { createModelAnswers } from './model-answers.js';
import { createPresses } from './presses.js';
import { createQuestions, indexAskedArticles } from './questions.js';
import { createUpdates } from './updates.js';

export { measureKind, type KindFigures } from './measure-kind.js';

export interface Sizes {
  /** Articles of up to `characters` that presses and questions about articles are about. */
  readonly articles: number;
  readonly characters: number;
  /** Articles that questions are searched in, besides real ones. */
  readonly searchedArticles: number;
  readonly seed: number;
}

export const kindNames = ['update', 'press', 'article', 'build', 'model answer', 'question'] as const;
export type KindName = (typeof kindNames)[number];

/** Makes what the kind needs, measures with it, and takes it away again. */
export async function withKind<Result>(name: KindName, sizes: Sizes, measure: (kind: Kind) => Promise<Result>): Promise<Result> {
  const { articles, characters, searchedArticles, seed } = sizes;
  switch (name) {
    case 'update':
      return measure(createUpdates(seed));
    case 'press':
    case 'article': {
      const corpus = await indexMadeArticles(articles, characters, seed);
      try {
        return await measure((name === 'press' ? createPresses : createArticles)(corpus, seed));
      } finally {
        await corpus.remove();
      }
    }
    case 'build':
      return measure(await createBuilds(await createBundledEmbedder(), seed));
    case 'model answer':
    case 'question': {
      const corpus = await indexAskedArticles(searchedArticles, seed);
      try {
        const kind = await (name === 'question' ? createQuestions : createModelAnswers)(corpus, seed);
        return await measure(kind).finally(() => kind.close());
      } finally {
        await corpus.remove();
      }
    }
  }
}
