import { createAnswerService, readCalibration, type AnswerServiceDependencies } from '../../src/answering/index.js';
import type { CountingEmbedder } from '../../src/embedding/index.js';
import { createRetriever, plainQuery } from '../../src/retrieval/index.js';
import { indexArticles, type Place } from './index-articles.js';
import type { Article } from './read-set.js';
import { rankBySystem, systemNames, type SystemName } from './systems.js';

export interface RankFigures {
  readonly recallAt1: number;
  readonly recallAt5: number;
  readonly meanReciprocalRank: number;
}

export interface ArticleFigures {
  readonly questions: number;
  readonly passages: number;
  readonly bySystem: Readonly<Record<SystemName, RankFigures>>;
  /** Share of questions whose answer stands in the first quotation, or in any that is shown. */
  readonly answerInFirstQuotation: number;
  readonly answerInQuotations: number;
  readonly meanCitations: number;
  readonly refused: number;
  readonly cautioned: number;
}

/** How often the paragraph that holds the answer comes first among all paragraphs of the set. */
export async function measureArticles(
  articles: readonly Article[],
  {
    embedder,
    folder,
    ...writing
  }: Pick<AnswerServiceDependencies, 'composer'> & {
    readonly embedder: CountingEmbedder;
    readonly folder: string;
  },
): Promise<ArticleFigures> {
  const { index, paragraphsOf } = await indexArticles(articles, embedder, folder);
  const retriever = createRetriever({ embedder, index: () => index });
  const answers = createAnswerService({ retriever, index: () => index, calibration: readCalibration(), ...writing });
  const ranks = new Map<SystemName, number[]>(systemNames.map((name) => [name, []]));
  const counts = { first: 0, any: 0, citations: 0, refused: 0, cautioned: 0 };

  for (const [article, { questions }] of articles.entries()) {
    for (const { question, paragraph, answers: expected, answerable } of questions) {
      if (!answerable) continue;
      const { bySystem } = await rankBySystem(plainQuery(question), { embedder, retriever, index });
      for (const name of systemNames) {
        ranks.get(name)?.push(rankOf({ article, paragraph }, bySystem[name].map(paragraphsOf)));
      }
      const answer = await answers.ask(question, { questions: [] });
      if (answer.kind === 'not-in-sources') counts.refused++;
      if (answer.kind !== 'answered') continue;
      const holds = answer.citations.map(({ quote }) => expected.some((text) => quote.includes(text)));
      if (answer.confidence === 'low') counts.cautioned++;
      if (holds[0] === true) counts.first++;
      if (holds.includes(true)) counts.any++;
      counts.citations += answer.citations.length;
    }
  }
  index.close();
  const total = ranks.get('product')?.length ?? 0;
  const figures = (name: SystemName): RankFigures => rankFigures(ranks.get(name) ?? []);
  return {
    questions: total,
    passages: index.passageCount,
    bySystem: {
      BM25: figures('BM25'),
      'pooled vectors': figures('pooled vectors'),
      'late interaction': figures('late interaction'),
      product: figures('product'),
    },
    answerInFirstQuotation: counts.first / total,
    answerInQuotations: counts.any / total,
    meanCitations: counts.citations / Math.max(1, total - counts.refused),
    refused: counts.refused / total,
    cautioned: counts.cautioned / total,
  };
}

/** @param ranks from 1; 0 where it was not found */
function rankFigures(ranks: readonly number[]): RankFigures {
  const share = (passes: (rank: number) => boolean): number => ranks.filter(passes).length / ranks.length;
  return {
    recallAt1: share((rank) => rank === 1),
    recallAt5: share((rank) => rank >= 1 && rank <= 5),
    meanReciprocalRank: ranks.reduce((sum, rank) => sum + (rank === 0 ? 0 : 1 / rank), 0) / ranks.length,
  };
}

/** Which of the passages is the first with something of the paragraph; those of paragraphs that better ones hold do not count. 0 for none. */
function rankOf(wanted: Place, passages: readonly (readonly Place[])[]): number {
  const seen = new Set<string>();
  let rank = 0;
  for (const places of passages) {
    const names = places.map(({ article, paragraph }) => `${String(article)}/${String(paragraph)}`);
    if (names.every((name) => seen.has(name))) continue;
    rank++;
    if (names.includes(`${String(wanted.article)}/${String(wanted.paragraph)}`)) return rank;
    for (const name of names) seen.add(name);
  }
  return 0;
}
