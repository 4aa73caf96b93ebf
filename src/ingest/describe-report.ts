import type { IngestReport } from './ingest-report.js';

/** At most this many names are listed, with the count of all. */
const namesShown = 5;

/** The report as lines for a terminal or a log. */
export function describeReport(report: IngestReport): string {
  const {
    added,
    changed,
    removed,
    unchanged,
    refused,
    furniture,
    warnings,
    duplicates,
    documentCount,
    passageCount,
    embeddedPassages,
    seconds,
  } = report;
  const outcome = report.isNewBuild ? 'A new build is served' : 'Nothing to do: the index is up to date';
  const counts = [
    ['added', added],
    ['changed', changed],
    ['removed', removed],
    ['unchanged', unchanged],
  ] as const;
  return [
    `${outcome} (${report.build}).`,
    ...counts.map(
      ([name, paths]) => `  ${name.padEnd(10)}${String(paths.length).padStart(6)}${name === 'unchanged' ? '' : namesOf(paths)}`,
    ),
    ...furniture.map(
      ({ path, lines }) => `  left out of ${path} as page furniture: ${lines.map((line) => JSON.stringify(line)).join(', ')}`,
    ),
    ...warnings.flatMap((warned) => warned.warnings.map((warning) => `  warning ${warned.path}: ${warning}`)),
    ...duplicates.map(({ path, duplicateOf }) => `  ${path} has the same text as ${duplicateOf}, which is cited in its place`),
    ...(report.ignored.length === 0 ? [] : [`  not articles by their names: ${report.ignored.length}${namesOf(report.ignored)}`]),
    ...refused.map(({ path, reason }) => `  refused ${path}: ${reason}`),
    `  ${plural(documentCount, 'document')}, ${plural(passageCount, 'passage')}, ${embeddedPassages} of them embedded now; ${seconds.toFixed(1)} s`,
  ].join('\n');
}

function namesOf(paths: readonly string[]): string {
  if (paths.length === 0) return '';
  const more = paths.length > namesShown ? ` and ${paths.length - namesShown} more` : '';
  return `  ${paths.slice(0, namesShown).join(', ')}${more}`;
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
