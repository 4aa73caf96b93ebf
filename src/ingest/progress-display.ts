import type { Writable } from 'node:stream';
import cliProgress from 'cli-progress';
import type { IngestProgress } from './ingest-report.js';

/** Between lines where there is no terminal to draw on: seldom enough for a log. */
const lineIntervalMs = 5_000;

export interface ProgressDisplay {
  update(progress: IngestProgress): void;
  /** Leaves the terminal as it was. */
  stop(): void;
}

export interface ProgressStream extends Writable {
  readonly isTTY?: boolean;
}

/**
 * Shows how far an ingest is, with passages a second and the time left: a bar on a terminal, now and then a line elsewhere.
 * @param tell takes the lines; written to the stream where it is left out
 */
export function createProgressDisplay(
  stream: ProgressStream,
  now: () => Date,
  tell: (line: string) => void = (line) => stream.write(`${line}\n`),
): ProgressDisplay {
  const startedAt = now().getTime();
  const details = ({ done, total }: IngestProgress): string => {
    const seconds = Math.max(0.001, (now().getTime() - startedAt) / 1000);
    const rate = done / seconds;
    return done === 0 ? '' : `${Math.round(rate)} a second, ${Math.ceil((total - done) / rate)} s left`;
  };
  return stream.isTTY === true ? createBar(stream, details) : createLines(tell, now, details);
}

function createBar(stream: Writable, details: (progress: IngestProgress) => string): ProgressDisplay {
  const format = 'Embedding {bar} {value} of {total} passages  {details}';
  const bar = new cliProgress.SingleBar({ stream, format, hideCursor: true, clearOnComplete: true }, cliProgress.Presets.shades_classic);
  let isStarted = false;
  return {
    update(progress) {
      if (!isStarted) bar.start(progress.total, 0, { details: '' });
      isStarted = true;
      bar.setTotal(progress.total);
      bar.update(progress.done, { details: details(progress) });
    },
    stop() {
      if (isStarted) bar.stop();
    },
  };
}

function createLines(tell: (line: string) => void, now: () => Date, details: (progress: IngestProgress) => string): ProgressDisplay {
  let lastLineAt = now().getTime();
  return {
    update(progress) {
      if (now().getTime() - lastLineAt < lineIntervalMs) return;
      lastLineAt = now().getTime();
      tell(`Embedded ${progress.done} of ${progress.total} passages, ${details(progress)}`);
    },
    stop() {
      // Every line is already complete.
    },
  };
}
