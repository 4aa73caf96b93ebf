import { describe, expect, it } from 'vitest';
import { readDocument, splitIntoPassages } from '../../src/corpus/index.js';
import { readFrontMatter } from '../../src/corpus/front-matter.js';
import { paragraphsOf } from '../../src/corpus/html-paragraphs.js';
import { parseHtml } from '../../src/corpus/html-node.js';
import { linesOfPage, type PdfLine } from '../../src/corpus/pdf-lines.js';
import { paragraphsOfLines } from '../../src/corpus/pdf-paragraphs.js';
import { namesIn } from '../../src/corpus/recognise-byline.js';
import { recogniseHeadings } from '../../src/corpus/recognise-headings.js';
import { flowText } from '../../src/corpus/text-shape.js';

/** So long that a loop within a loop takes many minutes, on any machine; what is linear takes less than a second. */
const long = 1_000_000;
const timeout = 60_000;

describe('text that readers see', { timeout }, () => {
  it('is flowed over any run of white space', () => {
    expect(flowText(`a${' '.repeat(long)}b`)).toBe('a b');
    expect(flowText(`a${'\t\f '.repeat(long)}\n${' \n'.repeat(long)}b`)).toBe('a b');
  });

  it('is flowed over any number of lines', () => {
    expect(flowText('字\n'.repeat(long))).toBe('字'.repeat(long));
    expect(flowText('a \n'.repeat(long))).toBe('a '.repeat(long).trimEnd());
  });

  it('is kept in preformatted text with any run of spaces', () => {
    const [paragraph] = paragraphsOf(parseHtml(`<html><body><pre>\n\na${' '.repeat(long)}b  \n</pre></body></html>`));
    expect(paragraph?.text).toBe(`a${' '.repeat(long)}b`);
  });
});

describe('names', { timeout }, () => {
  it('are read from a list with any run of white space', () => {
    expect(namesIn(`By Jane${' '.repeat(long)}Doe${'\t'.repeat(long)}、 张三${' '.repeat(long)}李四`)).toEqual([
      'Jane Doe',
      '张三',
      '李四',
    ]);
  });

  it('are read from front matter with any run of spaces', () => {
    const { metadata } = readFrontMatter(`---\nauthors: "甲${' '.repeat(long)}乙 、 丙"\n---\n`);
    expect(metadata.authors).toEqual(['甲', '乙', '丙']);
  });
});

describe('what looks like front matter', { timeout }, () => {
  it.each([
    ['a first line of spaces', `---${' '.repeat(long)}x\n---\n`],
    ['dashes without an end', `---\n${'--- x\n'.repeat(long)}`],
    ['one line of dashes', '-'.repeat(long)],
  ])('is told from it: %s', (_, source) => {
    expect(readFrontMatter(source).content).toBe(source);
  });
});

describe('lines', { timeout }, () => {
  it('of plain text are recognised, however many look like headings', () => {
    const lines = Array.from({ length: long / 2 }, (_, at) => ({
      text: at % 3 === 2 ? `${'文'.repeat(10)}。` : '题目',
      settled: false,
      gapAfter: true,
    }));
    expect(recogniseHeadings(lines).size).toBe(0);
  });

  it('are left out as page furniture however many others there are', async () => {
    const document = await readDocument(Buffer.from(`${'文章的一句。\n'.repeat(long / 8)}分享\n点赞\n`), { path: 'a.txt' });
    expect(document.furniture).toEqual(['分享', '点赞']);
  });

  it('without a break are cut into passages', async () => {
    // What people see as one character is not cut, up to a few hundred combining marks.
    const longest = 512;
    for (const unit of ['字', 'a', 'a ', '。」', ' . ', '"', '\u0301']) {
      const document = await readDocument(Buffer.from(`起${unit.repeat(long / 10)}`), { path: 'a.txt' });
      const passages = splitIntoPassages(document, { countTokens: (text) => text.length, maxTokens: 112 });
      expect(passages.every(({ text }) => text.length <= longest)).toBe(true);
    }
  });
});

describe('the lines of a PDF', { timeout }, () => {
  it('are put together of any number of letters', () => {
    const items = Array.from({ length: long / 5 }, (_, at) => ({
      str: 'a',
      transform: [1, 0, 0, 10, at * 5, 700],
      width: 5,
      height: 10,
      hasEOL: false,
    }));
    expect(linesOfPage({ items }, 1)).toMatchObject([{ text: 'a'.repeat(long / 5), left: 0, right: long, y: 700, height: 10 }]);
  });

  it('are put together to a paragraph, however many and however broken', () => {
    const line = (text: string, at: number): PdfLine => ({
      text,
      page: 1 + Math.floor(at / 50),
      left: 0,
      right: 300,
      y: 700 - (at % 50) * 12,
      height: 10,
    });
    const [paragraph, ...others] = paragraphsOfLines([Array.from({ length: long / 5 }, (_, at) => line('ab-', at))]);
    expect(paragraph?.text).toBe(`${'ab'.repeat(long / 5)}-`);
    expect(paragraph?.pageBreaks).toEqual(Array.from({ length: long / 5 / 50 - 1 }, (_, at) => (at + 1) * 100));
    expect(others).toEqual([]);
  });
});
