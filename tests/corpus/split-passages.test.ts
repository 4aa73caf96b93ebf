import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CorpusError, readDocument, splitIntoPassages, type Passage, type SourceDocument } from '../../src/corpus/index.js';
import { packEvenly } from '../../src/corpus/pack-evenly.js';

const read = (text: string): Promise<SourceDocument> => readDocument(Buffer.from(text), { path: 'a.txt' });
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const visibleLength = (text: string): number => [...graphemes.segment(text)].length;
const byCharacters = (maxTokens: number): { countTokens: (text: string) => number; maxTokens: number } => ({
  countTokens: visibleLength,
  maxTokens,
});

/** A document whose text need not have come out of a file: every string of UTF-16 units, lone surrogates too. */
function documentOf(paragraphs: readonly string[]): SourceDocument {
  const text = paragraphs.join('\n');
  let start = 0;
  const blocks = paragraphs.map((paragraph) => {
    const block = { kind: 'paragraph' as const, start, end: start + paragraph.length };
    start = block.end + 1;
    return block;
  });
  return { path: 'a.txt', title: 'a', authors: [], language: 'en', text, blocks, sha256: '', furniture: [] };
}

function texts(passages: readonly Passage[]): string[] {
  return passages.map((passage) => passage.text);
}

const fragment = fc.constantFrom(
  '字',
  '一句话。',
  '，',
  '、',
  'word ',
  'A sentence. ',
  ' ',
  '!',
  '?',
  '；',
  '👨‍👩‍👧',
  '🇨🇳',
  'é',
  '\ud83d',
  '\udc00',
  '1,000',
  '“好。”',
  '——',
);
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.array(fragment, { maxLength: 80 }).map((parts) => parts.join('')),
);
const anyDocument = fc
  .array(anyText, { minLength: 1, maxLength: 4 })
  .map((paragraphs) => documentOf(paragraphs.map((text) => text.replaceAll('\n', ' '))));

describe('passages, whatever the text', () => {
  const everyPassage = (check: (document: SourceDocument, passages: readonly Passage[], maxTokens: number) => void): void => {
    fc.assert(
      fc.property(anyDocument, fc.integer({ min: 1, max: 60 }), (document, maxTokens) => {
        check(document, splitIntoPassages(document, byCharacters(maxTokens)), maxTokens);
      }),
      { numRuns: 150 },
    );
  };

  it('are the text at their offsets, in order and numbered', () => {
    everyPassage((document, passages) => {
      passages.forEach((passage, at) => {
        expect(passage.text).toBe(document.text.slice(passage.start, passage.end));
        expect(passage.ordinal).toBe(at);
        expect(passage.start).toBeGreaterThanOrEqual(passages[at - 1]?.end ?? 0);
        expect(passage.text).toBe(passage.text.trim());
        expect(passage.text).not.toBe('');
      });
    });
  });

  it('are tiled by their sentences', () => {
    everyPassage((_, passages) => {
      for (const passage of passages) {
        expect(passage.sentences.map(({ start, end }) => passage.text.slice(start, end)).join('')).toBe(passage.text);
        for (const { start, end } of passage.sentences) expect(end).toBeGreaterThan(start);
      }
    });
  });

  it('lose nothing but white space and headings, and never cross a heading', () => {
    everyPassage((document, passages) => {
      const blocks = document.blocks.map((block, at) => (at % 2 === 1 ? { ...block, kind: 'heading' as const } : block));
      const withHeadings = splitIntoPassages({ ...document, blocks }, byCharacters(40));
      for (const passage of withHeadings) {
        for (const heading of blocks.filter(({ kind }) => kind === 'heading')) {
          expect(passage.end <= heading.start || passage.start >= heading.end).toBe(true);
        }
      }
      const kept = passages.map((passage) => passage.text).join('');
      expect(kept.replace(/\s/gu, '')).toBe(document.text.replace(/\s/gu, ''));
    });
  });

  it('keep to the budget', () => {
    everyPassage((_, passages, maxTokens) => {
      for (const passage of passages) expect(visibleLength(passage.text)).toBeLessThanOrEqual(maxTokens);
    });
  });

  it('keep to the budget of a tokenizer that needs more for the whole than for its parts', () => {
    const countTokens = (text: string): number => Math.ceil(text.length ** 1.2);
    fc.assert(
      fc.property(anyDocument, fc.integer({ min: 30, max: 200 }), (document, maxTokens) => {
        for (const passage of splitIntoPassages(document, { countTokens, maxTokens }))
          expect(countTokens(passage.text)).toBeLessThanOrEqual(maxTokens);
      }),
      { numRuns: 100 },
    );
  });

  it('are bounded in characters where all of a text is one token to the model', () => {
    const maxTokens = 100;
    const asked: number[] = [];
    const countTokens = (text: string): number => {
      asked.push(text.length);
      return 1;
    };
    const passages = splitIntoPassages(documentOf(['😀'.repeat(200_000)]), { countTokens, maxTokens });
    expect(passages.map(({ text }) => text).join('')).toBe('😀'.repeat(200_000));
    for (const { text } of passages) expect(text.length).toBeLessThanOrEqual(maxTokens * 16);
    // The tokenizer fails with so many letters at once.
    expect(Math.max(...asked)).toBeLessThanOrEqual(maxTokens * 16);
  });

  it('cut no visible character in two', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('👨‍👩‍👧', '🇨🇳', 'é', '字', 'a', '😀'), { minLength: 1, maxLength: 60 }),
        fc.integer({ min: 1, max: 7 }),
        (characters, maxTokens) => {
          const document = documentOf([characters.join('')]);
          const pieces = splitIntoPassages(document, byCharacters(maxTokens)).flatMap((passage) =>
            [...graphemes.segment(passage.text)].map(({ segment }) => segment),
          );
          expect(pieces).toEqual([...graphemes.segment(document.text)].map(({ segment }) => segment));
        },
      ),
    );
  });

  it('come of any bytes, or a refusal that says what to do', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), fc.constantFrom('a.txt', 'a.md', 'a.html'), async (bytes, path) => {
        try {
          splitIntoPassages(await readDocument(bytes, { path }), byCharacters(20));
        } catch (error) {
          expect(error).toBeInstanceOf(CorpusError);
        }
      }),
      { numRuns: 100 },
    );
  });
});

describe('passages of a structured document', () => {
  const markdown = (text: string): Promise<SourceDocument> => readDocument(Buffer.from(text), { path: 'a.md' });
  const split = async (text: string, maxTokens: number): Promise<Passage[]> =>
    splitIntoPassages(await markdown(text), byCharacters(maxTokens));

  it('pack neighbouring paragraphs and items of a section, and never those of two', async () => {
    const passages = await split('# T\n\nOne.\n\n- Two.\n- Three.\n\n## S\n\nFour.\n', 60);
    expect(texts(passages)).toEqual([expect.stringMatching(/^One\.\s+.*Two\.\s+.*Three\.$/su), 'Four.']);
    expect(passages.map(({ section }) => section)).toEqual([undefined, 'S']);
  });

  it('keep a table’s header with its first row, and name it over the rows that follow elsewhere', async () => {
    const [first, second] = await split('| Name | Price |\n|---|---|\n| Apple | 10 |\n| Pear pear pear | 20 |\n', 24);
    expect(first?.text).toContain('Name');
    expect(first?.text).toContain('Apple');
    expect(first?.columns).toBeUndefined();
    expect(second?.text).toContain('Pear');
    expect(second?.columns).toContain('Name');
  });

  it('keep a line that introduces a list with its first item', async () => {
    const passages = await split(`# T\n\n${'Word. '.repeat(6)}\n\nThe reasons:\n\n- It is cheap.\n- It is quick.\n`, 44);
    expect(passages.find(({ text }) => text.includes('The reasons'))?.text).toContain('cheap');
  });

  it('keep short code whole, and cut longer code at lines', async () => {
    const short = await split('```\na = 1\nb = 2\n```\n', 40);
    expect(short.map(({ sentences }) => sentences.length)).toEqual([1]);
    const long = await split(`\`\`\`\n${'let value = 1;\n'.repeat(8)}\`\`\`\n`, 40);
    expect(long.length).toBeGreaterThan(1);
    for (const { text } of long) expect(text).toMatch(/^let value/u);
  });

  it('keep bylines to themselves', async () => {
    const passages = await split('# A long enough title\n\nBy Jane Doe\n\nThe text of the article begins here.\n', 200);
    expect(texts(passages)).toContain('By Jane Doe');
  });
});

describe('passages', () => {
  it('are of about the same length where a paragraph needs two', async () => {
    const document = await read('一二三四五六七八九。'.repeat(6));
    expect(splitIntoPassages(document, byCharacters(50)).map((passage) => passage.sentences.length)).toEqual([3, 3]);
  });

  it('cut a sentence that is too long after its clauses, in even pieces', async () => {
    const document = await read('这里是第一个分句，这里是第二个分句，这里是第三个分句，这里是第四个分句。短句。');
    expect(texts(splitIntoPassages(document, byCharacters(24)))).toEqual([
      '这里是第一个分句，这里是第二个分句，',
      '这里是第三个分句，这里是第四个分句。短句。',
    ]);
  });

  it('do not cut at the comma inside a number', async () => {
    const document = await read('it grew to 1,000,000 over all those years, and then it fell back');
    expect(texts(splitIntoPassages(document, byCharacters(45)))).toEqual([
      'it grew to 1,000,000 over all those years,',
      'and then it fell back',
    ]);
  });

  it('cut what has neither clauses nor words between characters', async () => {
    const document = await read(`${'字'.repeat(50)}。`);
    expect(texts(splitIntoPassages(document, byCharacters(20))).every((text) => text.length <= 20)).toBe(true);
  });

  it('ask the tokenizer for stretches of the text that add up to a few times its length', () => {
    for (const part of ['一句话写在这里。', '字', 'word ', '，短']) {
      const document = documentOf([part.repeat(20_000)]);
      let counted = 0;
      const countTokens = (text: string): number => {
        counted += text.length;
        return text.length;
      };
      splitIntoPassages(document, { countTokens, maxTokens: 120 });
      expect(counted / document.text.length).toBeLessThan(8);
    }
  });

  it.each([0, -1, 1.5, Number.NaN])('cannot have %s tokens at most', async (maxTokens) => {
    const document = await read('一句话写在这里。');
    expect(() => splitIntoPassages(document, byCharacters(maxTokens))).toThrow(/whole number of at least 1/u);
  });
});

describe('packing evenly', () => {
  it('takes the fewest groups, and of those the evenest', () => {
    expect(packEvenly([4, 4, 1], 8)).toEqual([
      { start: 0, end: 1 },
      { start: 1, end: 3 },
    ]);
    expect(packEvenly([], 8)).toEqual([]);
    expect(packEvenly([20, 1, 1], 8)).toEqual([
      { start: 0, end: 1 },
      { start: 1, end: 3 },
    ]);
  });

  it('is a partition that keeps to the limit, whatever the sizes', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(30)), fc.integer({ min: 1, max: 50 }), (sizes, limit) => {
        const groups = packEvenly(sizes, limit);
        expect(groups.flatMap(({ start, end }) => sizes.slice(start, end))).toEqual(sizes);
        for (const { start, end } of groups) {
          if (end - start > 1) expect(sizes.slice(start, end).reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(limit);
        }
      }),
    );
  });
});
