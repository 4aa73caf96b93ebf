import type { Lead } from './answer.js';
import { claimOf } from './claim.js';

/** Decides whether a text affirms or denies a claim; `undefined` where that is uncertain. */
export interface ClaimJudge {
  /** @throws EmbeddingError */
  weigh(claim: string, evidence: string, question: string): Promise<'affirmed' | 'denied' | undefined>;
}

/**
 * What to say before the answer: yes or no, where the question asks for it; that the sources say otherwise, where they deny what it
 * assumes.
 */
export async function leadOf(question: string, answering: string, judge: ClaimJudge): Promise<Lead | undefined> {
  const claim = claimOf(question);
  if (claim === undefined) return undefined;
  const weighed = await judge.weigh(claim.text, answering, question);
  if (claim.kind === 'assumed') return weighed === 'denied' ? 'otherwise' : undefined;
  return weighed === undefined ? undefined : weighed === 'affirmed' ? 'yes' : 'no';
}
