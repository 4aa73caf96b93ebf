import type { JudgedAnswer, Report, ReportedPassage } from './report.js';

/** The common content of both readable forms of a report. */
export interface Section {
  readonly heading: string;
  readonly columns: readonly string[];
  /** How many columns from the left are numbers. */
  readonly numberColumns: number;
  readonly rows: readonly (readonly (string | number)[])[];
  /** Shown where there are no rows. */
  readonly nothing: string;
  /** Shown below the rows. */
  readonly more?: string;
}

/** @param limit rows of each section. */
export function sectionsOf(report: Report, limit: number): readonly Section[] {
  const { unanswered, cited, neverCited, judged, passageCount, citationsOfChangedArticles: changed } = report;
  return [
    { heading: 'Volumes', columns: ['', 'What'], numberColumns: 1, rows: volumeRows(report), nothing: 'Nothing was asked.' },
    {
      heading: 'What the articles could not answer, or not for certain',
      columns: ['Times', 'Question'],
      numberColumns: 1,
      rows: unanswered.slice(0, limit).map(({ question, count }) => [count, oneLine(question)]),
      nothing: 'Every question was answered without a caution.',
      ...moreThan(unanswered.length, limit),
    },
    {
      heading: 'Answers that were voted on',
      columns: ['Up', 'Down', 'Question', 'What was said'],
      numberColumns: 2,
      rows: judged.slice(0, limit).map((each) => [each.up, each.down, oneLine(each.question), remarksOn(each)]),
      nothing: 'Nobody voted.',
      ...moreThan(judged.length, limit),
    },
    {
      heading: 'The most cited passages',
      columns: ['Citations', 'Passage', 'Where'],
      numberColumns: 1,
      rows: cited.slice(0, limit).map((each) => [each.citations, oneLine(each.text), placeOf(each)]),
      nothing: changed === 0 ? 'Nothing was cited.' : `Only articles that have changed since were cited, ${changed} times.`,
      ...moreThan(cited.length, limit, changed === 0 ? '' : ` Articles that have changed since were cited ${changed} times.`),
    },
    {
      heading: `Passages never cited: ${neverCited.length} of ${passageCount}`,
      columns: ['Passage', 'Where'],
      numberColumns: 0,
      rows: neverCited.slice(0, limit).map((each) => [oneLine(each.text), placeOf(each)]),
      nothing: 'Every passage was cited.',
      ...moreThan(neverCited.length, limit),
    },
  ];
}

function volumeRows({ volumes, days }: Report): Section['rows'] {
  const { questions, people, byKind, byPlatform, byLanguage, votes, milliseconds } = volumes;
  if (questions === 0) return [];
  const busiest = days.reduce((most, day) => (day.questions > most.questions ? day : most), { day: '', questions: 0 });
  return [
    [questions, 'messages'],
    [people, 'people'],
    [byKind.answered, 'answered'],
    [byKind.cautious, 'answered with a caution'],
    [byKind['not-in-sources'], 'not in the articles'],
    [byKind.conversation, 'courtesies'],
    ...Object.entries(byPlatform).map(([platform, count]) => [count, `on ${platform}`]),
    ...Object.entries(byLanguage).map(([language, count]) => [count, `in ${language}`]),
    [busiest.questions, `on the busiest day, ${busiest.day}`],
    [votes.up, 'votes up'],
    [votes.down, 'votes down'],
    [Math.round(milliseconds.median), 'ms to find an answer (median)'],
    [Math.round(milliseconds.p95), 'ms for the slowest twentieth'],
  ];
}

function moreThan(count: number, limit: number, also = ''): { readonly more?: string } {
  const rest = count > limit ? `And ${count - limit} more; --limit shows more of them, --format json all.` : '';
  const more = `${rest}${also}`.trim();
  return more === '' ? {} : { more };
}

function remarksOn({ reasons, comments }: JudgedAnswer): string {
  return oneLine([...new Set(reasons), ...comments].join('; '));
}

function placeOf({ title, section }: ReportedPassage): string {
  return section === undefined ? title : `${title} · ${section}`;
}

const longestShown = 100;

function oneLine(text: string): string {
  const characters = [...text.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim()];
  return characters.length <= longestShown ? characters.join('') : `${characters.slice(0, longestShown).join('')}…`;
}

/** The days that a report is of. */
export function spanOf({ since, until }: Report): string {
  return `${since.slice(0, 10)} to ${until.slice(0, 10)}`;
}
