import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createLimits } from '../../src/chat/limits.js';

const rules = { windowSeconds: 60, perPerson: 2, perChat: 3 };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('the limits on questions', () => {
  it('let a person ask as often as the rules say, then tell once, then stay silent', async () => {
    const limits = createLimits(rules);
    const kinds: string[] = [];
    for (let asked = 0; asked < 5; asked++) kinds.push((await limits.take('p', 'c')).kind);
    expect(kinds).toEqual(['go', 'go', 'tell', 'told', 'told']);
  });

  it('say how long to wait, and mean it', async () => {
    const limits = createLimits(rules);
    await limits.take('p', 'c');
    await limits.take('p', 'c');
    vi.advanceTimersByTime(20_500);
    expect(await limits.take('p', 'c')).toEqual({ kind: 'tell', retrySeconds: 40 });
    vi.advanceTimersByTime(40_000);
    expect(await limits.take('p', 'c')).toEqual({ kind: 'go' });
  });

  it('tell again in the next window', async () => {
    const limits = createLimits(rules);
    for (let window = 0; window < 2; window++) {
      await limits.take('p', 'c');
      await limits.take('p', 'c');
      expect((await limits.take('p', 'c')).kind).toBe('tell');
      vi.advanceTimersByTime(61_000);
    }
  });

  it('hold for a whole chat, too, and leave other chats alone', async () => {
    const limits = createLimits(rules);
    for (const person of ['a', 'b', 'c']) expect((await limits.take(person, 'group')).kind).toBe('go');
    expect((await limits.take('d', 'group')).kind).toBe('tell');
    expect((await limits.take('d', 'elsewhere')).kind).toBe('go');
  });

  it('do not use up the chat’s share for what is refused to one person', async () => {
    const limits = createLimits(rules);
    for (let asked = 0; asked < 10; asked++) await limits.take('flood', 'group');
    expect((await limits.take('quiet', 'group')).kind).toBe('go');
  });

  it('let something be told once in a window', async () => {
    const limits = createLimits(rules);
    expect(await limits.tellOnce('p', 'busy')).toBe(true);
    expect(await limits.tellOnce('p', 'busy')).toBe(false);
    expect(await limits.tellOnce('q', 'busy')).toBe(true);
    vi.advanceTimersByTime(61_000);
    expect(await limits.tellOnce('p', 'busy')).toBe(true);
  });
});
