import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findApproximately } from '../../../src/generating/checks/approximate-match.js';
import { locateQuotation, weightOf } from '../../../src/generating/checks/locate-quotation.js';
import { cutText, mixedText } from '../../language/made-up-texts.js';

const lighthouse = {
  text: '灯塔于1871年建成,高 42.5 米。“它是海湾里唯一的灯塔。”看守人李明说。The lamp was built by Chance Brothers, and cost £3,400.',
};
const harbour = { text: '港口每天有14 million吨货物进出,而旧码头仅能停靠3艘船。管理处并未说明原因。' };
const passages = [lighthouse, harbour];
const wordsOf = (quote: string, claimed = 0): string | undefined => {
  const found = locateQuotation(quote, passages, claimed);
  return found && passages[found.passage]!.text.slice(found.start, found.end);
};

describe('a quotation', () => {
  it('is found as it stands, in the passage that the model names', () => {
    expect(locateQuotation('灯塔于1871年建成,高 42.5 米', passages, 0)).toEqual({ passage: 0, start: 0, end: 19, how: 'exact' });
  });

  it('is found whatever became of white space, width, case, script and the shapes of punctuation', () => {
    for (const quote of ['燈塔於１８７１年建成，高42.5米。', '「它是海湾里唯一的灯塔」', 'the LAMP was\nbuilt by  chance brothers']) {
      expect(locateQuotation(quote, passages, 0), quote).toMatchObject({ passage: 0, how: 'exact' });
    }
  });

  it('is found in another passage than the model says, whose number is then that one', () => {
    expect(locateQuotation('旧码头仅能停靠3艘船', passages, 0)).toMatchObject({ passage: 1, how: 'renumbered' });
    expect(locateQuotation('旧码头仅能停靠3艘船', passages, 9)).toMatchObject({ passage: 1, how: 'renumbered' });
  });

  it('that is slightly wrong is repaired to the words of the source, its numbers and its denials included', () => {
    expect(wordsOf('港口每天有24 million吨货物进出,而旧码头只能停靠3艘船', 1)).toBe('港口每天有14 million吨货物进出,而旧码头仅能停靠3艘船');
    expect(wordsOf('旧码头仅能停靠3艘船。管理处已经说明原因', 1)).toBe('旧码头仅能停靠3艘船。管理处并未说明原因');
    expect(locateQuotation('旧码头仅能停靠3艘船。管理处已经说明原因', passages, 1)).toMatchObject({ how: 'repaired' });
  });

  it('never begins or ends within a word or a number', () => {
    expect(wordsOf('4 million吨货物进出,而旧码头', 1)).toBe('14 million吨货物进出,而旧码头');
    expect(wordsOf('lamp was built by Chance Broth')).toBe('lamp was built by Chance Brothers');
    expect(wordsOf('built by Chance Brothers, and cost £3')).toBe('built by Chance Brothers, and cost £3,400');
  });

  it('that the source does not have is not found', () => {
    expect(wordsOf('这座灯塔是全世界最高的灯塔之一,每年有许多游客')).toBeUndefined();
    expect(wordsOf('The keeper left the island after the storm of 1902')).toBeUndefined();
  });

  it('that is a name or a word shows nothing', () => {
    for (const quote of ['李明', 'Chance Brothers', '看守人李明说', '', '……', '“”']) expect(wordsOf(quote), quote).toBeUndefined();
  });

  it('may leave something out between two parts that stand in this order', () => {
    expect(wordsOf('灯塔于1871年建成…它是海湾里唯一的灯塔')).toBe('灯塔于1871年建成,高 42.5 米。“它是海湾里唯一的灯塔');
    expect(wordsOf('灯塔于1871年建成 [...] 它是海湾里唯一的灯塔')).toBe('灯塔于1871年建成,高 42.5 米。“它是海湾里唯一的灯塔');
    expect(wordsOf('它是海湾里唯一的灯塔……灯塔于1871年建成')).toBeUndefined();
    expect(wordsOf('灯塔于1871年建成……旧码头仅能停靠3艘船')).toBeUndefined();
  });

  it('does not join parts that stand far apart', () => {
    const far = [{ text: `灯塔于1871年建成。${'海风吹过空无一人的沙滩。'.repeat(30)}它是海湾里唯一的灯塔。` }];
    expect(locateQuotation('灯塔于1871年建成……它是海湾里唯一的灯塔', far, 0)).toBeUndefined();
  });

  it('of any length and any characters is answered, and what is found is a slice with whole characters', () => {
    fc.assert(
      fc.property(cutText, fc.array(mixedText, { maxLength: 3 }), fc.integer({ min: -1, max: 4 }), (quote, texts, claimed) => {
        const found = locateQuotation(
          quote,
          texts.map((text) => ({ text })),
          claimed,
        );
        if (found === undefined) return;
        const { passage, start, end } = found;
        expect(0 <= start && start < end && end <= texts[passage]!.length).toBe(true);
        for (const at of [start, end])
          expect(/^[\uDC00-\uDFFF]/.test(texts[passage]!.slice(at)) && at > 0 && /[\uD800-\uDBFF]/.test(texts[passage]![at - 1]!)).toBe(
            false,
          );
      }),
      { numRuns: 500 },
    );
    expect(locateQuotation('ﷺ'.repeat(1000), passages, 0)).toBeUndefined();
    expect(locateQuotation('灯'.repeat(100_000), passages, 0)).toBeUndefined();
  });

  it('that is any stretch of the source, long enough, is found, and covers that stretch where the source has it once', () => {
    const text = lighthouse.text + harbour.text;
    fc.assert(
      fc.property(fc.nat(text.length), fc.nat(text.length), (a, b) => {
        const [from, to] = [Math.min(a, b), Math.max(a, b)];
        const quote = text.slice(from, to);
        fc.pre(weightOf(quote) >= 8 && !/[…]|\.{3}/.test(quote));
        const found = locateQuotation(quote, [{ text }], 0)!;
        const letters = quote.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '');
        expect(text.slice(found.start, found.end)).toContain(letters);
        expect(found.how).toBe('exact');
      }),
    );
  });
});

describe('the nearest stretch of a text', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 9 });

  /** Every stretch, one by one. */
  function leastDistance(pattern: string, text: string): number {
    let least = Infinity;
    for (let start = 0; start <= text.length; start++) {
      for (let end = start; end <= text.length; end++) least = Math.min(least, editDistance(pattern, text.slice(start, end)));
    }
    return least;
  }

  it('has the least edit distance of all, and is found where that is within the bound', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 6 }),
        letters,
        fc.nat(4),
        (pattern, text, bound) => {
          const least = leastDistance(pattern, text);
          const found = findApproximately(pattern, text, bound);
          // The empty stretch is at the pattern's own length; nothing is quoted by it.
          if (least > bound || text === '') return;
          if (least === pattern.length) return;
          expect(found?.distance).toBe(least);
          expect(editDistance(pattern, text.slice(found!.start, found!.end))).toBe(least);
        },
      ),
      { numRuns: 2000 },
    );
  });
});

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    row = next;
  }
  return row[b.length]!;
}
