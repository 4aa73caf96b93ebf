/**
 * Ingest: brings the index folder up to date with the articles: reads, splits, embeds and writes what is new or changed.
 * Decides nothing about how articles are read or stored, and answers no questions.
 */
export { bringUpToDate, stalenessOf } from './bring-up-to-date.js';
export { ingestInSubprocess } from './subprocess-ingest.js';
export { describeReport } from './describe-report.js';
export { createProgressDisplay } from './progress-display.js';
export { ingest, type IngestDependencies, type IngestOptions } from './ingest.js';
export type { IngestProgress, IngestReport } from './ingest-report.js';
export { settingsFor } from './ingest-settings.js';
export { whyStale, type StaleReason } from './why-stale.js';
