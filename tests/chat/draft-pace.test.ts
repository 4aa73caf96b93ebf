import { describe, expect, it } from 'vitest';
import { createDraftPace } from '../../src/chat/index.js';

describe('the pace of drafts', () => {
  it('leaves a gap after whatever was sent there, and none after what was sent elsewhere', () => {
    let now = 0;
    const pace = createDraftPace({ gapMs: 1000 }, () => now);
    expect(pace.leftMs('a')).toBe(0);
    pace.sent('a');
    now = 300;
    expect(pace.leftMs('a')).toBe(700);
    expect(pace.leftMs('b')).toBe(0);
    now = 1000;
    expect(pace.leftMs('a')).toBe(0);
  });

  it('keeps to so many within a time, whoever sent them', () => {
    let now = 0;
    const pace = createDraftPace({ gapMs: 1000, window: { most: 3, ms: 60_000 } }, () => now);
    for (now of [0, 10_000, 20_000]) pace.sent('group');
    now = 30_000;
    expect(pace.leftMs('group')).toBe(30_000);
    now = 60_000;
    expect(pace.leftMs('group')).toBe(0);
  });
});
