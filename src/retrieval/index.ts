/**
 * Retrieval: turns a question into candidates, best first.
 * Knows nothing of chats or answers, and never touches the disk.
 */
export type { Candidate, Ranking } from './candidate.js';
export { bestOf, createLateInteraction, weightedScore } from './late-interaction.js';
export { corpusNoiseSchema, generalQuestions } from './corpus-noise.js';
export { matchWords } from './match-words.js';
export { followUpQuery, plainQuery, type Query } from './query.js';
export { readScore } from './read-candidates.js';
export { createRetriever, type Retriever, type NoiseStore } from './retriever.js';
