import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createLimits } from '../../src/chat/conversation/limits.js';

const rules = { windowSeconds: 60, perPerson: 2, perChat: 3 };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const asking = (person: string, chat: string) => ({ kind: 'question', person, chat }) as const;

describe('the limits on questions', () => {
  it('let a person ask as often as the rules say, then tell once, then stay silent', async () => {
    const limits = createLimits(rules);
    const kinds: string[] = [];
    for (let asked = 0; asked < 5; asked++) kinds.push((await limits.take(asking('p', 'c'))).kind);
    expect(kinds).toEqual(['go', 'go', 'tell', 'told', 'told']);
  });

  it('say how long to wait, and mean it', async () => {
    const limits = createLimits(rules);
    await limits.take(asking('p', 'c'));
    await limits.take(asking('p', 'c'));
    vi.advanceTimersByTime(20_500);
    expect(await limits.take(asking('p', 'c'))).toEqual({ kind: 'tell', by: 'person', retrySeconds: 40 });
    vi.advanceTimersByTime(40_000);
    expect(await limits.take(asking('p', 'c'))).toEqual({ kind: 'go' });
  });

  it('tell again in the next window', async () => {
    const limits = createLimits(rules);
    for (let window = 0; window < 2; window++) {
      await limits.take(asking('p', 'c'));
      await limits.take(asking('p', 'c'));
      expect((await limits.take(asking('p', 'c'))).kind).toBe('tell');
      vi.advanceTimersByTime(61_000);
    }
  });

  it('hold for a whole chat, too, and leave other chats alone', async () => {
    const limits = createLimits(rules);
    for (const person of ['a', 'b', 'c']) expect((await limits.take(asking(person, 'group'))).kind).toBe('go');
    expect((await limits.take(asking('d', 'group'))).kind).toBe('tell');
    expect((await limits.take(asking('d', 'elsewhere'))).kind).toBe('go');
  });

  it('do not use up the chat’s share for what is refused to one person', async () => {
    const limits = createLimits(rules);
    for (let asked = 0; asked < 10; asked++) await limits.take(asking('flood', 'group'));
    expect((await limits.take(asking('quiet', 'group'))).kind).toBe('go');
  });

  it('let something be told once in a window', async () => {
    const limits = createLimits(rules);
    expect(await limits.notifyOnce('p', 'busy')).toBe(true);
    expect(await limits.notifyOnce('p', 'busy')).toBe(false);
    expect(await limits.notifyOnce('q', 'busy')).toBe(true);
    vi.advanceTimersByTime(61_000);
    expect(await limits.notifyOnce('p', 'busy')).toBe(true);
  });
});

describe('the limits on everything else', () => {
  const kinds = ['question', 'message', 'aside', 'inline'] as const;

  it.each(kinds)('hold for %s, too', async (kind) => {
    const limits = createLimits({ ...rules, perChat: 100 });
    const verdicts: string[] = [];
    for (let asked = 0; asked < 20; asked++) verdicts.push((await limits.take({ kind, person: 'p', chat: 'c' })).kind);
    expect(verdicts.filter((each) => each === 'tell')).toHaveLength(1);
    expect(verdicts.at(-1)).toBe('told');
  });

  it('count each kind for itself, so that a vote does not cost a question', async () => {
    const limits = createLimits(rules);
    for (let pressed = 0; pressed < 20; pressed++) await limits.take({ kind: 'aside', person: 'p', chat: 'c' });
    expect((await limits.take(asking('p', 'c'))).kind).toBe('go');
  });
});

describe('the limits in a chat of several people', () => {
  const group = (person: string, kind: 'question' | 'message' = 'question') => ({ kind, person, chat: 'group', messagesPerMinute: 20 });

  it('let less be asked for than the platform lets be sent there, and half of it by one person', async () => {
    const limits = createLimits();
    const answered = async (people: readonly string[]): Promise<number> => {
      let count = 0;
      for (const person of people) if ((await limits.take(group(person))).kind === 'go') count++;
      return count;
    };
    expect(await answered(Array<string>(30).fill('flood'))).toBe(7);
    expect(await answered(Array.from({ length: 30 }, (_, index) => `reader ${index}`))).toBe(7);
  });

  it('leave room for every word about them: no more messages than the platform takes, whatever a crowd does', async () => {
    const limits = createLimits();
    let messages = 0;
    for (let round = 0; round < 20; round++) {
      for (let person = 0; person < 50; person++) {
        const verdict = await limits.take(group(`reader ${person}`, round % 2 === 0 ? 'question' : 'message'));
        if (verdict.kind !== 'told') messages++;
      }
    }
    expect(messages).toBeLessThanOrEqual(20);
  });

  it('say whose limit it is', async () => {
    const limits = createLimits({ ...rules, perChat: 1 });
    await limits.take(group('a'));
    expect(await limits.take(group('b'))).toMatchObject({ kind: 'tell', by: 'chat' });
    expect(await limits.take(group('c'))).toMatchObject({ kind: 'told', by: 'chat' });
  });
});
