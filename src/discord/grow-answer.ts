import { createPacedDrafts, type Clock, type DraftPace, type FinishedDrafts, type Log, type Reply, type Shown } from '../chat/index.js';
import type { SentMessage } from './events.js';
import { questionOf, type Job } from './job.js';
import { nonceOf, type Answerable, type Messages } from './messages.js';
import type { Places } from './places.js';
import { renderReply, type MessageBody } from './render-reply.js';
import type { ShownMessages } from './shown-messages.js';

export interface GrowDependencies {
  readonly messages: Messages;
  readonly shown: ShownMessages;
  readonly places: Pick<Places, 'lacks'>;
  readonly pace: DraftPace;
  readonly clock: Clock;
  readonly log: Log;
  readonly signal: AbortSignal;
}

/** An answer that is shown while it is being made. */
export interface GrowingAnswer {
  /** It has grown. */
  show(reply: Reply): void;
  /** A word that it is being worked on, as long as there is nothing of it to show. */
  showWorking(body: MessageBody): void;
  /** It may be shown from now on. @param again What was owed from before a restart may have been shown. */
  begin(again: boolean): void;
  finish(): Promise<FinishedDrafts<SentMessage>>;
}

/** @param onShown Called when the reader sees that something is being done. */
export type GrowAnswer = (job: Job, onShown: () => void) => GrowingAnswer;

/**
 * Discord takes five edits in five seconds in a channel (it documents no numbers: headers tell them). Four drafts in that time leave room for the
 * answer.
 */
export const draftGapMs = 1_250;

interface Draft {
  readonly body: MessageBody;
  readonly answerId?: string | undefined;
}

export function createGrowAnswer({ messages, shown, places, pace, clock, log, signal }: GrowDependencies): GrowAnswer {
  const post = async (job: Job, { body, answerId }: Draft, again: boolean): Promise<Shown<SentMessage>> => {
    const [earlier] = again ? await shown.showing(answerId, job.channel) : [];
    if (earlier !== undefined) return messages.tryEdit(earlier, body);
    const outcome = await messages.trySend(job.channel, body, nonceOf(job, 0), job.id);
    if (outcome.kind === 'shown') await shown.link(answerId, outcome.place);
    return outcome;
  };

  const setOriginal = async (way: Answerable, { body, answerId }: Draft, isNew: boolean): Promise<Shown<SentMessage>> => {
    const outcome = await messages.trySetOriginal(way, body);
    if (outcome.kind === 'shown' && isNew) await shown.link(answerId, outcome.place);
    return outcome;
  };

  return (job, onShown) => {
    const { way } = job;
    let again = false;
    let hasGrown = false;
    let linked: string | undefined;
    let last: string | undefined;

    const drafts = createPacedDrafts<Draft, SentMessage>({
      clock,
      gapMs: draftGapMs,
      leftMs: () => pace.leftMs(way.kind === 'message' ? job.channel : way.token),
      show: async (draft, place) => {
        const words = JSON.stringify(draft.body);
        if (place !== undefined && words === last) return { kind: 'shown', place };
        const outcome =
          way.kind === 'interaction'
            ? await setOriginal(way, draft, draft.answerId !== linked)
            : await (place === undefined ? post(job, draft, again) : messages.tryEdit(place, draft.body));
        if (outcome.kind === 'shown') {
          linked = draft.answerId;
          last = words;
          onShown();
        }
        return outcome;
      },
      signal,
      log,
    });

    return {
      show: (reply) => {
        hasGrown = true;
        const embeds = way.kind === 'interaction' || !places.lacks(job.channel).includes('EmbedLinks');
        // Of an answer that grows beyond one message, the first is shown while it grows.
        const [body] = renderReply(reply, { question: questionOf(job), embeds, growing: true });
        drafts.show({ body, answerId: reply.answerId });
      },
      showWorking: (body) => {
        if (!hasGrown) drafts.show({ body });
      },
      begin: (isAgain) => {
        again = isAgain;
        drafts.begin();
      },
      finish: () => drafts.finish(),
    };
  };
}
