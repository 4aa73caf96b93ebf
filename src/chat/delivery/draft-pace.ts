/** How often a platform lets messages be sent or changed in one place. */
export interface PaceRules {
  /** Between any two of them. */
  readonly gapMs: number;
  /** Of so many within a time drafts may be the last: what is beyond them is left to answers. Left out: the gap is all there is. */
  readonly window?: { readonly most: number; readonly ms: number };
}

/** Knows what was sent and changed where, so that drafts leave room: answers themselves never wait for it. */
export interface DraftPace {
  /** Milliseconds until a draft may be shown there; 0 when it may be now. */
  leftMs(place: string): number;
  /** Something was sent or changed there, a draft or not. */
  sent(place: string): void;
}

/** Of more places than this, those are forgotten in which nothing counts any more. */
const rememberedPlaces = 1000;

export function createDraftPace({ gapMs, window = { most: 1, ms: gapMs } }: PaceRules, now: () => number): DraftPace {
  /** When something was sent, as far as it still counts, oldest first. */
  const places = new Map<string, readonly number[]>();
  const horizonMs = Math.max(gapMs, window.ms);

  const counting = (place: string): readonly number[] => (places.get(place) ?? []).filter((at) => at > now() - horizonMs);

  const forgetOld = (): void => {
    for (const place of places.keys()) if (counting(place).length === 0) places.delete(place);
  };

  return {
    leftMs: (place) => {
      const times = counting(place);
      const gapEnds = (times.at(-1) ?? Number.NEGATIVE_INFINITY) + gapMs;
      const windowEnds = (times.at(-window.most) ?? Number.NEGATIVE_INFINITY) + window.ms;
      return Math.max(0, gapEnds - now(), windowEnds - now());
    },
    sent: (place) => {
      places.set(place, [...counting(place), now()]);
      if (places.size > rememberedPlaces) forgetOld();
    },
  };
}
