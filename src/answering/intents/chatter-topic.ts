import type { Judgement } from '../judge.js';
import type { ChatterTopic } from './examples.js';
import type { Intent } from './classify-intent.js';

/**
 * How similar to an example of chatter a message must be, by how likely the articles are to answer it: "Does he have a girlfriend?"
 * resembles "Do you have a girlfriend?", and an article may answer it. With these values 5 of the evaluation sets' 547 questions are taken
 * for chatter (docs/evaluation.md).
 */
const leastLikeness: Readonly<Record<Judgement, number>> = { answer: 0.55, caution: 0.5, refuse: 0.5 };
/** The share of the votes, likewise. */
const leastShare: Readonly<Record<Judgement, number>> = { answer: 0.8, caution: 0.5, refuse: 0.5 };

/** The topic of chatter; undefined where the message is a question to the articles. */
export function chatterTopicOf(intent: Intent | undefined, judgement: Judgement): ChatterTopic | undefined {
  if (intent?.kind !== 'chatter' || intent.share < leastShare[judgement]) return undefined;
  return intent.likeness >= leastLikeness[judgement] ? intent.topic : undefined;
}
