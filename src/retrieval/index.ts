/**
 * Retrieval: turns a question into candidates, best first.
 * Knows nothing of chats or answers, and never touches the disk.
 */
export type { Candidate } from './candidate.js';
