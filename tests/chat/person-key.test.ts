import { describe, expect, it } from 'vitest';
import { createPersonKeys } from '../../src/chat/conversation/person-key.js';

const keys = createPersonKeys(new Uint8Array(32).fill(1));

describe('a person’s key', () => {
  it('is the same for the same person, and another on another platform', () => {
    expect(keys('telegram', '42')).toBe(keys('telegram', '42'));
    expect(keys('telegram', '42')).not.toBe(keys('discord', '42'));
    expect(keys('telegram', '42')).not.toBe(keys('telegram', '43'));
  });

  it('does not show the id, and depends on the secret', () => {
    expect(keys('telegram', '1234567890')).not.toContain('1234567890');
    expect(createPersonKeys(new Uint8Array(32).fill(2))('telegram', '42')).not.toBe(keys('telegram', '42'));
  });

  it('is not made with a secret that can be guessed', () => {
    expect(() => createPersonKeys(new Uint8Array(4))).toThrow(/at least 16/);
  });
});
