import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { testFiles } from './tests/what-tests-need.js';

/** What takes longest, first: a file of minutes that starts last would keep one core idle. */
const slowest = [
  'reliability/',
  'ingest/',
  'program.test',
  'injections/',
  'document-reader',
  'floors',
  'postgres',
  'load.test',
  'think-through',
];

class SlowestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification): number => {
      const at = slowest.findIndex((part) => moduleId.includes(part));
      return at < 0 ? slowest.length : at;
    };
    return (await super.sort(files)).toSorted((a, b) => place(a) - place(b));
  }
}

const { fast, others } = testFiles();

export default defineConfig({
  test: {
    projects: [
      // What starts nothing leaves nothing behind: its files share a process, which loads what they import once (a third of their time).
      { extends: true, test: { name: 'fast', include: [...fast], isolate: false } },
      { extends: true, test: { name: 'whole', include: [...others] } },
    ],
    // Processes, not threads: onnxruntime, hnswlib and better-sqlite3 are native and not all of them live well in a worker thread.
    pool: 'forks',
    // One more than the cores of a small machine: many tests wait for timers and for programs that start.
    maxWorkers: 3,
    testTimeout: 20_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 10_000 } },
    // A test that was left out is a test that passes for the wrong reason.
    allowOnly: false,
    sequence: { sequencer: SlowestFirst },
  },
});
