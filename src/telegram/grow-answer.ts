import { type Clock, createDraftPace, createPacedDrafts, type FinishedDrafts, type Log, type Reply, type Shown } from '../chat/index.js';
import type { Messages, SentMessage, Target } from './messages.js';
import type { PatientCalls } from './patient-calls.js';
import { renderReply } from './render-reply.js';
import type { ShownMessages } from './shown-messages.js';

export interface GrowDependencies {
  readonly messages: Messages;
  readonly calls: Pick<PatientCalls, 'pauseLeftMs'>;
  readonly shown: ShownMessages;
  readonly paces: ChatPaces;
  readonly clock: Clock;
  readonly log: Log;
  readonly signal: AbortSignal;
}

/** An answer that is shown while it is being made. */
export interface GrowingAnswer {
  /** It has grown. */
  show(reply: Reply): void;
  /** It is the chat's turn. @param again What was owed from before a restart may have been shown, wholly or in part. */
  begin(again: boolean): void;
  finish(): Promise<FinishedDrafts<SentMessage>>;
}

/** @param onShown Called when the reader sees that something is being done. */
export type GrowAnswer = (target: Target, onShown: () => void) => GrowingAnswer;

/**
 * Bots FAQ, "My bot is hitting limits": in one chat no more than a message a second, in a group no more than twenty a minute. Edits count like
 * messages: in groups twenty a minute, too, as grammY's guide on flood limits has it from the server's author. Drafts stay below both, so that
 * there is room for the answers.
 */
const privateGapMs = 1_200;
const groupGapMs = 4_000;
const groupWindow = { most: 12, ms: 60_000 };

/** What may be sent where: drafts ask it, and everything that is sent counts. */
export interface ChatPaces {
  leftMs(chat: number): number;
  sent(chat: number): void;
}

export function createChatPaces(now: () => number): ChatPaces {
  const inPrivate = createDraftPace({ gapMs: privateGapMs }, now);
  const inGroups = createDraftPace({ gapMs: privateGapMs, window: groupWindow }, now);
  const paceOf = (chat: number) => (isGroup(chat) ? inGroups : inPrivate);
  return {
    leftMs: (chat) => paceOf(chat).leftMs(String(chat)),
    sent: (chat) => paceOf(chat).sent(String(chat)),
  };
}

/** Private chats have the numbers of people, which are positive. */
function isGroup(chat: number): boolean {
  return chat < 0;
}

export function createGrowAnswer({ messages, calls, shown, paces, clock, log, signal }: GrowDependencies): GrowAnswer {
  return (target, onShown) => {
    let again = false;
    let lastHtml: string | undefined;

    /** Where it is shown already: from before a restart, or as the answer to the question before it was edited. */
    const earlier = async ({ placement, answerId }: Reply): Promise<SentMessage | undefined> =>
      again || placement === 'in-place' ? (await shown.showing(answerId))[0] : undefined;

    const drafts = createPacedDrafts<Reply, SentMessage>({
      clock,
      gapMs: isGroup(target.chat) ? groupGapMs : privateGapMs,
      leftMs: () => Math.max(paces.leftMs(messages.currentChat(target.chat)), calls.pauseLeftMs(messages.currentChat(target.chat))),
      show: async (reply, place) => {
        // Of an answer that grows beyond one message, the first is shown while it grows.
        const [part] = renderReply(reply).parts;
        if (place !== undefined && part.html === lastHtml) return { kind: 'shown', place };
        const outcome = await showIn(reply, part, place ?? (await earlier(reply)));
        if (outcome.kind === 'shown') {
          lastHtml = part.html;
          onShown();
        }
        return outcome;
      },
      signal,
      log,
    });

    const showIn = async (
      reply: Reply,
      part: ReturnType<typeof renderReply>['parts'][0],
      place: SentMessage | undefined,
    ): Promise<Shown<SentMessage>> => {
      if (place !== undefined) return messages.tryEdit(place, part);
      const outcome = await messages.trySend(target, part);
      if (outcome.kind === 'shown') await shown.link(reply.answerId, outcome.place);
      return outcome;
    };

    return {
      show: (reply) => drafts.show(reply),
      begin: (isAgain) => {
        again = isAgain;
        drafts.begin();
      },
      finish: () => drafts.finish(),
    };
  };
}
