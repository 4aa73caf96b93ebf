import { describe, expect, it } from 'vitest';
import { createPauses } from '../../src/telegram/pauses.js';

function setUp() {
  let now = 0;
  const pauses = createPauses({ now: () => now });
  return { pauses, wait: (ms: number): void => void (now += ms) };
}

const groups = ['a', 'b', 'c', 'd'];

describe('a pause that Telegram asks for', () => {
  it('is that of the flooded groups, however often they are refused, and nobody else’s', () => {
    const { pauses, wait } = setUp();
    for (let minute = 0; minute < 30; minute++) {
      for (let message = 0; message < 20; message++) {
        for (const group of groups) pauses.passed(group);
        wait(500);
      }
      for (const group of groups) pauses.pause(group, 40);
      expect(pauses.left('somebody else')).toBe(0);
      expect(pauses.left('a')).toBe(40_000);
      wait(40_000);
      // Refused at once again, before anything was sent.
      for (const group of groups) pauses.pause(group, 10);
      expect(pauses.left('somebody else')).toBe(0);
      wait(10_000);
    }
  });

  it('is that of a few chats that gave no cause', () => {
    const { pauses } = setUp();
    for (let chat = 0; chat < 8; chat++) pauses.pause(String(chat), 30);
    expect(pauses.left('somebody else')).toBe(0);
  });

  it('is the bot’s when chat after chat is refused that was sent next to nothing', () => {
    const { pauses, wait } = setUp();
    for (let chat = 0; chat < 12; chat++) pauses.pause(String(chat), 30);
    expect(pauses.left('somebody else')).toBe(30_000);
    wait(30_000);
    expect(pauses.left('somebody else')).toBe(0);
  });

  it('is not the bot’s while most others’ calls go through', () => {
    const { pauses, wait } = setUp();
    for (let chat = 0; chat < 100; chat++) {
      pauses.pause(String(chat), 30);
      pauses.passed(`other ${chat}`);
      pauses.passed(`another ${chat}`);
      wait(100);
    }
    expect(pauses.left('somebody else')).toBe(0);
  });
});
