import type { Language } from '../../language/index.js';
import type { Clock } from '../ports/clock.js';
import type { Log } from '../ports/log.js';
import type { Reply } from '../replies/reply.js';
import { createPacedDrafts, type DraftOutcome, type FinishedDrafts } from './paced-drafts.js';
import type { PlatformPort, SentMessage } from './platform-port.js';
import type { ShownMessages } from './shown-messages.js';

/** A reply that is shown while it is being made. */
export interface GrowingReply {
  readonly show: (reply: Reply) => void;
  /** Says that it is being worked on, as long as there is nothing of it to show. */
  showWorking(): void;
  /** It may be shown from now on. */
  begin(): void;
  finish(): Promise<FinishedDrafts<SentMessage>>;
}

export interface GrowOptions<Address, Part> {
  readonly port: PlatformPort<Address, Part>;
  readonly address: Address;
  readonly language: Language;
  readonly shown: ShownMessages;
  /** What was owed from before a restart may have been shown. */
  readonly again: boolean;
  /** Called when the reader sees that something is being done. */
  readonly onShown: () => void;
  readonly clock: Clock;
  readonly log: Log;
  readonly signal: AbortSignal;
}

export function createGrowingReply<Address, Part>(options: GrowOptions<Address, Part>): GrowingReply {
  const { port, address, language, shown, again, onShown, clock, log, signal } = options;
  let hasGrown = false;
  let last: string | undefined;

  /** Where a draft goes first: into the message that waits for it, or where the answer was shown before. */
  const firstPlace = async ({ placement, answerId }: Partial<Reply>): Promise<SentMessage | undefined> => {
    const slot = port.slot?.(address, 'message');
    if (slot !== undefined) return slot;
    if (!again && placement !== 'in-place') return undefined;
    return (await shown.showing(answerId)).find((each) => port.isAt?.(each, address) !== false);
  };

  const show = async (draft: Draft<Part>, place: SentMessage | undefined): Promise<DraftOutcome<SentMessage>> => {
    const part = draft.part();
    const rendered = JSON.stringify(part);
    if (part === undefined || (place !== undefined && rendered === last))
      return place === undefined ? { kind: 'not-now' } : { kind: 'shown', place };
    const target = place ?? (await firstPlace(draft.reply));
    const outcome = await (target === undefined ? port.sendDraft(address, part) : port.editDraft(target, part, address));
    if (outcome.kind === 'shown') {
      await shown.link(draft.reply.answerId, outcome.place);
      last = rendered;
      onShown();
    }
    return outcome;
  };

  const drafts = createPacedDrafts<Draft<Part>, SentMessage>({
    clock,
    gapMs: port.draftGapMs(address),
    leftMs: () => port.draftWaitMs(address),
    show,
    signal,
    log,
  });

  return {
    show: (reply) => {
      hasGrown = true;
      // Of an answer that grows beyond one message, the first is shown while it grows.
      drafts.show({ reply, part: () => port.render(reply, address, { isGrowing: true })[0] });
    },
    showWorking: () => {
      if (!hasGrown) drafts.show({ reply: {}, part: () => port.working?.(address, language)?.part });
    },
    begin: () => drafts.begin(),
    finish: () => drafts.finish(),
  };
}

/** Rendered when it is shown: most drafts are overtaken by the next. */
interface Draft<Part> {
  readonly reply: Partial<Reply>;
  readonly part: () => Part | undefined;
}
