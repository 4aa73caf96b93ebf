/**
 * Retrieval: turns a question into candidates, best first.
 * Knows nothing of chats and answers, and never touches the disk.
 */
export type { Candidate, Ranking } from './candidate.js';
export { bestOf, createLateInteraction, weightedScore } from './late-interaction.js';
export { generalQuestions } from './corpus-noise.js';
export { matchWords } from './match-words.js';
export { followUpQuery, plainQuery, type Query } from './query.js';
export { readScore } from './read-candidates.js';
export { createNoiseStore } from './noise-store.js';
export { createRetriever, type Retriever } from './retriever.js';
