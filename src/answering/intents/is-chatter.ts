import type { Judgement } from '../judge.js';
import type { ChatterTopic } from './examples.js';
import type { Intent } from './classify-intent.js';

/**
 * How like an example of chatter a message has to be, by how far the articles may be trusted to answer it: "Does he have a girlfriend?" is like
 * "Do you have a girlfriend?", and may be asked of an article that tells. At these 5 of 547 questions of the evaluation sets are taken for chatter (docs/evaluation.md).
 */
const leastLikeness: Readonly<Record<Judgement, number>> = { answer: 0.55, caution: 0.5, refuse: 0.5 };
/** The share of the votes, likewise. */
const leastShare: Readonly<Record<Judgement, number>> = { answer: 0.8, caution: 0.5, refuse: 0.5 };

/** What the message says to the bot; undefined where it is asked of the articles. */
export function chatterTopicOf(intent: Intent | undefined, judgement: Judgement): ChatterTopic | undefined {
  if (intent?.kind !== 'chatter' || intent.share < leastShare[judgement]) return undefined;
  return intent.likeness >= leastLikeness[judgement] ? intent.topic : undefined;
}
