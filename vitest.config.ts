import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    // Processes, not threads: onnxruntime, hnswlib and better-sqlite3 are native and not all of them live well in a worker thread.
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 60_000,
    // A test that was left out is a test that passes for the wrong reason.
    allowOnly: false,
  },
});
