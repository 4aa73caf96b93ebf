/**
 * Retrieval: turns a question into candidates, best first.
 * Knows nothing of chats or answers, and never touches the disk.
 */
export type { Candidate, Ranking } from './candidate.js';
export { bestOf, createLateInteraction, weightedScore } from './late-interaction.js';
export { plainQuery, type Query } from './query.js';
export { createRetriever, type Retriever, type RetrieverDependencies } from './retriever.js';
