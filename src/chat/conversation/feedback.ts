import type { Language } from '../../language/index.js';
import type { Asker } from './asking.js';
import { notice, type Reply } from '../replies/reply.js';
import { feedbackReasons, type Feedback, type FeedbackReason, type StoredAnswer, type Stores, type Vote } from '../ports/stores.js';
import { textsFor } from '../texts/index.js';

type FeedbackStores = Pick<Stores, 'feedback' | 'keepIf'>;

/** Takes a vote. The first 👎 of a person asks for the reason, once; 👍 takes back what was said before. */
export async function takeVote(stores: FeedbackStores, answer: StoredAnswer, asker: Asker, vote: Vote, at: number): Promise<Reply> {
  const { language, conversation } = asker;
  const { person } = conversation;
  const before = await stores.feedback.find(answer.id, person);
  const texts = textsFor(language).feedback;
  if (vote === 'down' && before?.vote === 'down') return notice(texts.noted, language, 'aside');
  await keep(stores, asker, { answerId: answer.id, person, vote, at });
  if (vote === 'up') return notice(texts.thanks, language, 'aside');
  return { ...notice(texts.whatWasWrong, language, 'aside'), actions: [reasonActions(answer.id, language)] };
}

export async function takeReason(
  stores: FeedbackStores,
  answer: StoredAnswer,
  asker: Asker,
  reason: { readonly reason: FeedbackReason; readonly comment?: string | undefined },
  at: number,
): Promise<Reply> {
  const { language, conversation } = asker;
  const comment = reason.comment?.trim() ?? '';
  const given = { answerId: answer.id, person: conversation.person, vote: 'down', reason: reason.reason, at } as const;
  await keep(stores, asker, { ...given, ...(comment === '' ? {} : { comment }) });
  return notice(textsFor(language).feedback.noted, language, 'aside');
}

/** Not of an answer that was forgotten meanwhile: a comment may repeat what was asked. */
async function keep(stores: FeedbackStores, { grounds }: Asker, feedback: Feedback): Promise<void> {
  await stores.keepIf([...grounds, { kind: 'answer', id: feedback.answerId }], (writable) => writable.feedback.put(feedback));
}

function reasonActions(answerId: string, language: Language): Reply['actions'][number] {
  const { reasons } = textsFor(language).feedback;
  return feedbackReasons.map((reason) => ({ label: reasons[reason], does: { kind: 'give-reason', answerId, reason } }));
}
