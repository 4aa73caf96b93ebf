import type { Language } from '../language/index.js';
import { notice, type Reply } from './reply.js';
import type { FeedbackReason, FeedbackStore, PersonKey, StoredAnswer, Vote } from './stores.js';
import { textsFor } from './texts/index.js';

/** Takes a vote. The first 👎 of a person asks for the reason, once; 👍 takes back what was said before. */
export async function takeVote(
  store: FeedbackStore,
  answer: StoredAnswer,
  person: PersonKey,
  vote: Vote,
  at: number,
  language: Language,
): Promise<Reply> {
  const before = await store.find(answer.id, person);
  const texts = textsFor(language).feedback;
  if (vote === 'up') {
    await store.put({ answerId: answer.id, person, vote, at });
    return notice(texts.thanks, language, 'aside');
  }
  if (before?.vote === 'down') return notice(texts.noted, language, 'aside');
  await store.put({ answerId: answer.id, person, vote, at });
  return { ...notice(texts.whatWasWrong, language, 'aside'), actions: [reasonActions(answer.id, language)] };
}

export async function takeReason(
  store: FeedbackStore,
  answer: StoredAnswer,
  person: PersonKey,
  reason: { readonly reason: FeedbackReason; readonly comment?: string | undefined },
  at: number,
  language: Language,
): Promise<Reply> {
  const comment = reason.comment?.trim() ?? '';
  await store.put({ answerId: answer.id, person, vote: 'down', reason: reason.reason, ...(comment === '' ? {} : { comment }), at });
  return notice(textsFor(language).feedback.noted, language, 'aside');
}

function reasonActions(answerId: string, language: Language): Reply['actions'][number] {
  const { reasons } = textsFor(language).feedback;
  const order = ['wrong', 'incomplete', 'unclear'] as const satisfies readonly FeedbackReason[];
  return order.map((reason) => ({ label: reasons[reason], does: { kind: 'give-reason', answerId, reason } }));
}
