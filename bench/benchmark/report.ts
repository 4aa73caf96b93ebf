/** The benchmark's figures as Markdown. */
import { cpus, totalmem } from 'node:os';
import { format, resolveConfig } from 'prettier';
import type { AddedTime } from './added-time.js';
import type { AnswerTimes } from './answer-times.js';
import type { ColdStart } from './cold-start.js';
import type { CosineRange, CosineRanges } from './cosines.js';
import type { KindFigures } from '../../tests/event-loop/index.js';
import { median } from './figures.js';
import type { IngestSpeed } from './ingest-speed.js';
import type { ScaleFigures } from './scale.js';

export interface ArticleFigures {
  readonly answers: AnswerTimes;
  readonly added: AddedTime;
  readonly ingest: IngestSpeed;
  readonly coldStarts: readonly ColdStart[];
}

export type Section = 'article' | 'scale' | 'event-loop';

export function articleSection({ answers, added, ingest, coldStarts }: ArticleFigures): string {
  const starts = coldStarts.map(({ milliseconds }) => milliseconds);
  const resident = coldStarts.flatMap(({ memory }) => (memory === undefined ? [] : [memory.now]));
  const peak = coldStarts.flatMap(({ memory }) => (memory === undefined ? [] : [memory.peak]));
  return [
    machine(),
    '',
    '| | figure | reach |',
    '|---|---|---|',
    `| time to answer, p50 / p95 | ${ms(answers.p50)} / ${ms(answers.p95)} ms | |`,
    `| bare forward pass of the same questions, p50 / p95 | ${ms(answers.bareP50)} / ${ms(answers.bareP95)} ms | |`,
    `| answer p50 / forward pass p50 | ${(answers.p50 / answers.bareP50).toFixed(2)} | at most 3 |`,
    `| an answer in a language model's words, besides the model's own ${seconds(added.modelP50)} s, p50 / p95 | ${ms(added.addedP50)} / ${ms(added.addedP95)} ms, ${(added.shareP50 * 100).toFixed(1)}% | 20 ms or 5% |`,
    `| ingest, the whole of it | ${ingest.passagesPerSecond.toFixed(0)} passages/s | |`,
    `| bare forward passes of the same passages | ${ingest.barePassagesPerSecond.toFixed(0)} passages/s | |`,
    `| ingest time / forward passes | ${(ingest.barePassagesPerSecond / ingest.passagesPerSecond).toFixed(2)} | |`,
    `| cold start to the first answer, median (lowest to highest) of ${starts.length} | ${seconds(median(starts))} s (${seconds(Math.min(...starts))} to ${seconds(Math.max(...starts))}) | 1.5 s |`,
    `| resident memory after the answer / at its highest | ${memoryOf(resident)} / ${memoryOf(peak)} | 450 MB |`,
    '',
    `${answers.questions} questions, ${answers.rounds} rounds; ${added.answers} answers of a model; ${ingest.passages} passages.`,
  ].join('\n');
}

export function scaleSection(figures: readonly ScaleFigures[], { real, madeUp }: CosineRanges): string {
  const row = (name: string, cell: (each: ScaleFigures) => string, reach = ''): string =>
    `| ${[name, ...figures.map(cell), reach].join(' | ')} |`;
  return [
    machine(),
    '',
    row('passages', ({ passages }) => passages.toLocaleString('en'), 'reach'),
    `|${'---|'.repeat(figures.length + 2)}`,
    row('build, texts and vectors given', ({ buildSeconds }) => `${buildSeconds.toFixed(1)} s`),
    row('open', ({ openMs }) => `${openMs.toFixed(0)} ms`),
    row('retrieval beside the forward pass, p50', ({ searchP50 }) => `${ms(searchP50)} ms`),
    row('retrieval beside the forward pass, p95', ({ searchP95 }) => `${ms(searchP95)} ms`, 'below 15 ms at 100,000'),
    row('recall@10 of the pooled vectors against exact search', ({ recall }) => recall.toFixed(3), '.97 at 100,000'),
    row('on disk', ({ diskBytes }) => megabytes(diskBytes)),
    row('resident, a process that only searches', ({ residentBytes }) =>
      residentBytes === undefined ? 'not known' : megabytes(residentBytes),
    ),
    '',
    `Cosine of two passages picked at random (5th, 50th, 95th percentile): real ${rangeOf(real)}; made up ${rangeOf(madeUp)}.`,
  ].join('\n');
}

/** Of each kind of input, how long one kept the event loop. */
export function eventLoopSection(figures: readonly KindFigures[], seed: number, date: string): string {
  return [
    `${machine()} ${date}, seed ${seed}.`,
    '',
    '| kind | inputs | median | p99 | worst, repeated alone | the worst |',
    '|---|---|---|---|---|---|',
    ...figures.map(({ name, inputs, medianMs, p99Ms, worstMs, worst }) => {
      const cells = [name, inputs.toLocaleString('en'), `${ms(medianMs)} ms`, `${ms(p99Ms)} ms`, `${ms(worstMs)} ms`, worst];
      return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
    }),
  ].join('\n');
}

/**
 * The document with one section's figures renewed.
 * @throws RangeError when the two comments that they stand between are not there
 */
export async function withSection(document: string, section: Section, content: string): Promise<string> {
  const [opening, closing] = [`<!-- ${section} -->`, `<!-- /${section} -->`];
  const start = document.indexOf(opening);
  const end = document.indexOf(closing, start);
  if (start === -1 || end === -1) throw new RangeError(`The document must hold the lines ${opening} and ${closing}.`);
  const text = `${document.slice(0, start + opening.length)}\n\n${content}\n\n${document.slice(end)}`;
  return format(text, { ...(await resolveConfig('docs/benchmarks.md', { editorconfig: true })), filepath: 'docs/benchmarks.md' });
}

function machine(): string {
  const processors = cpus();
  const gigabytes = Math.round(totalmem() / 1e9);
  return `${processors.length} × ${processors[0]?.model ?? 'an unknown processor'}, ${gigabytes} GB, Node ${process.versions.node}, ${process.platform}.`;
}

function ms(milliseconds: number): string {
  return milliseconds.toFixed(milliseconds < 10 ? 2 : 1);
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(2);
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(0)} MB`;
}

function memoryOf(bytes: readonly number[]): string {
  return bytes.length === 0 ? 'not known' : megabytes(median(bytes));
}

function rangeOf(range: CosineRange): string {
  return range.map((value) => value.toFixed(2)).join(', ');
}
