import { describe, expect, it } from 'vitest';
import { kindNames, measureKind, withKind } from './index.js';

/**
 * Many times what each may take on a quiet machine (250 ms), since this one may be a slow and busy one; work that grows with the square of its
 * input takes minutes. `npm run benchmark -- --event-loop` looks for the worst of 10,000.
 */
const generousMs = 4_000;
const inputs = 100;
const sizes = { articles: 40, characters: 200_000, searchedArticles: 3, seed: 5 };

describe('one thing that somebody sends', () => {
  it.each(kindNames)(
    '%s: keeps the event loop for moments only, whatever it is',
    async (name) => {
      const { worstMs, worst } = await withKind(name, sizes, (kind) => measureKind(kind, inputs));
      expect(worstMs, worst).toBeLessThan(generousMs);
    },
    300_000,
  );
});
