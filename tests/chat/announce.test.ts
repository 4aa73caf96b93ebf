import { describe, expect, it } from 'vitest';
import { createAnnounce } from '../../src/chat/delivery/announce.js';
import { createManualClock } from '../fakes/manual-clock.js';

const never = new AbortController().signal;

describe('what says that an answer is being worked on', () => {
  it('waits from the first response on, however long that takes', async () => {
    const clock = createManualClock();
    const announce = createAnnounce(clock);
    let acknowledged: () => void = () => undefined;
    const from = new Promise<void>((resolve) => {
      acknowledged = resolve;
    });
    let shown = 0;
    const working = { from, afterMs: 4_000, show: () => void shown++ };
    void announce(new Promise(() => undefined), { typing: undefined, working, seen: never });
    await clock.advance(10_000);
    expect(shown).toBe(0);
    acknowledged();
    await clock.advance(3_000);
    expect(shown).toBe(0);
    await clock.advance(1_500);
    expect(shown).toBe(1);
  });

  it('types once in a place, again and again, until the work is done or the reader sees it', async () => {
    const clock = createManualClock();
    const announce = createAnnounce(clock);
    const seen = new AbortController();
    let typed = 0;
    const typing = { key: 'chat', repeatMs: 1_000, show: async () => void typed++ };
    for (let question = 0; question < 3; question++) {
      void announce(new Promise(() => undefined), { typing, working: undefined, seen: seen.signal });
    }
    await clock.advance(3_000);
    expect(typed).toBe(3);
    seen.abort();
    await clock.advance(5_000);
    expect(typed).toBe(3);
  });
});
