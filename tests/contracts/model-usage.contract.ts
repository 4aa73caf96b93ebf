import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ModelUsageStore } from '../../src/language-model/index.js';

export interface ModelUsageWorld {
  readonly usage: ModelUsageStore;
  dispose(): Promise<void>;
}

/** What every implementation of `ModelUsageStore` does. */
export function describeModelUsage(name: string, createWorld: () => Promise<ModelUsageWorld>): void {
  describe(`what a language model has cost, on ${name}`, () => {
    let world: ModelUsageWorld;
    beforeEach(async () => {
      world = await createWorld();
    });
    afterEach(() => world.dispose());

    it('is nothing on a day without a call', async () => {
      expect(await world.usage.tokensOf('2026-11-25')).toBe(0);
    });
    it('is the sum of a day, apart from other days', async () => {
      for (const tokens of [450, 1, 30]) await world.usage.add('2026-11-25', tokens);
      await world.usage.add('2026-11-26', 7);
      expect(await world.usage.tokensOf('2026-11-25')).toBe(481);
      expect(await world.usage.tokensOf('2026-11-26')).toBe(7);
    });
    it('misses no call of many that end at once', async () => {
      await Promise.all(Array.from({ length: 50 }, (_, tokens) => world.usage.add('2026-11-25', tokens)));
      expect(await world.usage.tokensOf('2026-11-25')).toBe(1_225);
    });
    it('counts beyond what 32 bits hold', async () => {
      for (let call = 0; call < 3; call++) await world.usage.add('2026-11-25', 2_000_000_000);
      expect(await world.usage.tokensOf('2026-11-25')).toBe(6_000_000_000);
    });
  });
}
