import type { ArticleFigures } from './measure-articles.js';
import type { CorpusFigures } from './measure-corpus-questions.js';
import { systemNames } from './systems.js';

/** Figures of a set of articles as Markdown. */
export function describeArticleFigures(name: string, figures: ArticleFigures): string {
  const ranking = systemNames.map((system) => {
    const { recallAt1, recallAt5, meanReciprocalRank } = figures.bySystem[system];
    return [system, decimal(recallAt1), decimal(recallAt5), decimal(meanReciprocalRank)];
  });
  return [
    `## ${name}: ${String(figures.questions)} questions, ${String(figures.passages)} passages\n`,
    table(['paragraph found by', 'R@1', 'R@5', 'MRR'], ranking),
    table(
      ['answers', ''],
      [
        ['the expected words stand in the first quotation', percent(figures.answerInFirstQuotation)],
        ['… in the quotations shown', percent(figures.answerInQuotations)],
        ['citations an answer', decimal(figures.meanCitations)],
        ['refused, though answerable', percent(figures.refused)],
        ['answered with a caution, though answerable', percent(figures.cautioned)],
      ],
    ),
  ].join('\n');
}

/** Figures of questions about the corpus as Markdown. */
export function describeCorpusFigures(name: string, figures: CorpusFigures, explain: boolean): string {
  const evidence = systemNames.map((system) => {
    const { at1, at3, at5 } = figures.bySystem[system];
    return [system, percent(at1), percent(at3), percent(at5)];
  });
  return [
    `## ${name}: ${String(figures.questions)} questions, ${String(figures.answerable)} of them answerable\n`,
    table(['evidence among the best passages of', '1', '3', '5'], evidence),
    table(
      ['answers', ''],
      [
        ['evidence in the first citation', percent(figures.inFirstCitation)],
        ['evidence in the citations shown', percent(figures.inCitations)],
        ['citations an answer', decimal(figures.meanCitations)],
        ['right document first', percent(figures.rightDocumentFirst)],
        ['answerable questions refused', percent(figures.refused)],
        ['answerable questions answered with a caution', percent(figures.cautioned)],
        ['off-topic questions refused', percent(figures.offTopicRefused)],
        ['near misses answered without a caution', percent(figures.nearMissesWithoutCaution)],
        ['small talk recognised', percent(figures.smallTalkRecognised)],
        ['quotations verbatim at their offsets', percent(figures.verbatim)],
        ['milliseconds a question (median / p95)', `${figures.medianMs.toFixed(0)} / ${figures.p95Ms.toFixed(0)}`],
        ...(figures.writtenByModel > 0 ? [['answers in the model’s words', percent(figures.writtenByModel)]] : []),
      ],
    ),
    ...(explain
      ? [
          table(
            ['evidence not in the first citation, lost at', 'questions'],
            Object.entries(figures.losses).map(([loss, count]) => [loss, String(count)]),
          ),
          'Not as they should be:\n',
          ...figures.misses.map((miss) => `- ${miss}`),
        ]
      : []),
  ].join('\n');
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return `${[line(head), line(head.map((_, at) => (at === 0 ? '---' : '---:'))), ...rows.map(line)].join('\n')}\n`;
}

export function percent(share: number): string {
  return Number.isNaN(share) ? 'none asked' : `${(share * 100).toFixed(1)}%`;
}

export function decimal(value: number): string {
  return value.toFixed(3);
}
