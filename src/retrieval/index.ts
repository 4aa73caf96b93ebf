/**
 * Retrieval: turns a question into candidates, best first.
 * Knows nothing of chats or answers, and never touches the disk.
 */
export type { Candidate, CandidateReading, Ranking } from './candidate.js';
export { bestOf, createLateInteraction, weightedScore } from './late-interaction.js';
export { corpusNoiseSchema, generalQuestions, type CorpusNoise } from './corpus-noise.js';
export { matchWords, type MatchedWords, type WordMatch } from './match-words.js';
export { followUpQuery, plainQuery, type Query } from './query.js';
export { readScore } from './read-candidates.js';
export {
  createRetriever,
  type RetrieveOptions,
  type Retriever,
  type NoiseStore,
  type PreparingRetriever,
  type RetrieverDependencies,
} from './retriever.js';
