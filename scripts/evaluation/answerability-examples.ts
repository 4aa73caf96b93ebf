import { signalNames, signalsOf } from '../../src/answering/index.js';
import type { CountingEmbedder } from '../../src/embedding/index.js';
import { createRetriever, plainQuery } from '../../src/retrieval/index.js';
import type { Example } from './fit-logistic.js';
import { indexArticles } from './index-articles.js';
import type { Article } from './read-set.js';

/** Each question of a set twice: as it is, and with the passages of the paragraph that answers it taken away. A set's examples weigh 1 in all. */
export async function answerabilityExamples(articles: readonly Article[], embedder: CountingEmbedder, folder: string): Promise<Example[]> {
  const { index, paragraphOf } = await indexArticles(articles, embedder, folder);
  const retriever = createRetriever({ embedder, index: () => index });
  const examples: { features: number[]; label: boolean }[] = [];
  for (const [article, { questions }] of articles.entries()) {
    for (const { question, paragraph } of questions) {
      const ranking = await retriever.retrieve(plainQuery(question));
      const elsewhere = ranking.candidates.filter(({ passage }) => {
        const place = paragraphOf(passage);
        return place?.article !== article || place.paragraph !== paragraph;
      });
      for (const [candidates, label] of [[ranking.candidates, true] as const, [elsewhere, false] as const]) {
        const signals = signalsOf({ ...ranking, candidates });
        examples.push({ features: signalNames.map((name) => signals[name]), label });
      }
    }
  }
  index.close();
  return examples.map((example) => ({ ...example, weight: 1 / examples.length }));
}
