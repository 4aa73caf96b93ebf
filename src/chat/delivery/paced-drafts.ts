import type { Clock } from '../ports/clock.js';
import type { Log } from '../ports/log.js';

/** What came of showing a draft. */
export type DraftOutcome<Place> =
  | { readonly kind: 'shown'; readonly place: Place }
  /** Certainly nothing happened, and a later draft may fare better. `waitMs`: not before then. */
  | { readonly kind: 'not-now'; readonly waitMs?: number }
  /** The platform does not take drafts there. */
  | { readonly kind: 'refused' }
  /** Whether it was done, or will be yet, is not known. */
  | { readonly kind: 'unknown' };

export interface PacedDraftsOptions<Draft, Place> {
  readonly clock: Clock;
  /** Between two drafts of the same answer. */
  readonly gapMs: number;
  /** Milliseconds until the platform takes anything there. */
  readonly leftMs: () => number;
  /** Shows the draft: in `place`, once there is one. Has to settle within seconds, since the answer waits for it. */
  readonly show: (draft: Draft, place: Place | undefined) => Promise<DraftOutcome<Place>>;
  /** Aborted when the program stops. */
  readonly signal: AbortSignal;
  readonly log: Log;
}

/** What there is of drafts when the answer itself is to be shown. */
export interface FinishedDrafts<Place> {
  /** The message that shows a draft, or may. */
  readonly place?: Place | undefined;
  /** A change to it may still be on its way: what is put in its place could be overwritten. */
  readonly isDoubtful: boolean;
}

/** The drafts of one answer. */
export interface PacedDrafts<Draft, Place> {
  /** The latest draft; one that was not shown before is forgotten. Never throws. */
  show(draft: Draft): void;
  /** From here on drafts may be shown; until then they wait for their turn in the chat. */
  begin(): void;
  /** No more drafts. Settles when the one that is under way has come back; never rejects. */
  finish(): Promise<FinishedDrafts<Place>>;
}

/**
 * Shows an answer while it grows: the latest there is, never two at once, no faster than the platform allows. A draft that fails is not shown
 * again, and none is shown late: the answer itself is what counts, and is on its way.
 */
export function createPacedDrafts<Draft, Place>(options: PacedDraftsOptions<Draft, Place>): PacedDrafts<Draft, Place> {
  const { clock, gapMs, leftMs, show, signal, log } = options;
  /** Made when there is something to show: most answers never grow, and are not to pay for those that do. */
  let over: AbortController | undefined;
  let isOver = false;
  const end = (): void => {
    isOver = true;
    over?.abort(endReason);
  };
  let latest: Draft | undefined;
  let place: Place | undefined;
  let hasBegun = false;
  let isDoubtful = false;
  let notBefore = Number.NEGATIVE_INFINITY;
  let isPumping = false;
  let pumped: Promise<void> = Promise.resolve();

  const showNow = async (draft: Draft): Promise<void> => {
    notBefore = clock.now() + gapMs;
    const shown = await outcomeOf(draft);
    switch (shown.kind) {
      case 'shown':
        place = shown.place;
        return;
      case 'not-now':
        notBefore = Math.max(notBefore, clock.now() + (shown.waitMs ?? 0));
        return;
      case 'refused':
        end();
        return;
      case 'unknown':
        isDoubtful = true;
        end();
    }
  };

  const outcomeOf = async (draft: Draft): Promise<DraftOutcome<Place>> => {
    try {
      return await show(draft, place);
    } catch (error) {
      log.warn({ err: error }, 'An answer in the making could not be shown; the answer itself follows.');
      return { kind: 'unknown' };
    }
  };

  const pump = async (): Promise<void> => {
    while (latest !== undefined && !isOver && !signal.aborted) {
      const left = Math.max(leftMs(), notBefore - clock.now());
      if (left > 0) {
        await clock.wait(left, over?.signal);
        continue;
      }
      const draft = latest;
      latest = undefined;
      await showNow(draft);
    }
    isPumping = false;
  };

  const start = (): void => {
    if (!hasBegun || isPumping || latest === undefined) return;
    if (over === undefined) {
      over = new AbortController();
      signal.addEventListener('abort', end);
    }
    isPumping = true;
    pumped = pump();
  };

  return {
    show: (draft) => {
      latest = draft;
      start();
    },
    begin: () => {
      hasBegun = true;
      start();
    },
    finish: async () => {
      end();
      await pumped;
      if (over !== undefined) signal.removeEventListener('abort', end);
      return { place, isDoubtful };
    },
  };
}

/** A reason of our own: without one, an error with its stack is made. */
const endReason = 'over';
