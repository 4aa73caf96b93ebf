import { describe, expect, it } from 'vitest';
import { DamagedDocumentError, readDocument, splitIntoPassages, type SourceDocument } from '../../src/corpus/index.js';
import { blocksOf } from './blocks-of.js';
import { makePdf, type PlacedText } from './make-pdf.js';

/** Lines of one size, one under the other. */
function column(lines: readonly string[], top: number, size = 10, x = 40): PlacedText[] {
  return lines.map((text, at) => ({ text, x, y: top - at * size * 1.4, size }));
}

const read = (bytes: Uint8Array): Promise<SourceDocument> => readDocument(bytes, { path: 'papers/report.pdf' });

describe('reading a PDF', () => {
  it('puts the lines of a paragraph together, in Chinese without and in English with a space', async () => {
    const document = await read(
      makePdf([
        [
          ...column(['这是第一段的第一行文字，写到这里就到了行的末尾然后', '接着写第二行。'], 500),
          ...column(['The second paragraph begins here and goes on to the', 'next line, where it ends.'], 440),
        ],
      ]),
    );
    expect(blocksOf(document)).toEqual([
      '这是第一段的第一行文字，写到这里就到了行的末尾然后接着写第二行。',
      'The second paragraph begins here and goes on to the next line, where it ends.',
    ]);
    expect(document.blocks.map((block) => block.page)).toEqual([1, 1]);
  });

  it('knows the page of a passage also where its paragraph began on the page before', async () => {
    const document = await read(
      makePdf([
        column(['The first sentence stands on the first page alone. The', 'second sentence begins on the first page and it goes'], 100),
        column(['on to the second. The third sentence stands wholly on', 'the second page.'], 560),
      ]),
    );
    expect(blocksOf(document)).toHaveLength(1);
    const passages = splitIntoPassages(document, { countTokens: (text) => text.length, maxTokens: 90 });
    expect(passages.map(({ page, text }) => `${page ?? 0} ${text}`)).toEqual([
      '1 The first sentence stands on the first page alone.',
      '1 The second sentence begins on the first page and it goes on to the second.',
      '2 The third sentence stands wholly on the second page.',
    ]);
  });

  it('takes lines with bullets for items, and what hangs under their words for their text', async () => {
    const document = await read(
      makePdf([
        [
          ...column(['This is what the release has, and what it does not', 'have, in two points:'], 500),
          ...column(['• The first point is longer than a line can be, so'], 460),
          ...column(['it goes on under its own first word.'], 446, 10, 52),
          ...column(['• The second point is short.'], 432),
        ],
      ]),
    );
    expect(blocksOf(document)).toEqual([
      'This is what the release has, and what it does not have, in two points:',
      'item: • The first point is longer than a line can be, so it goes on under its own first word.',
      'item: • The second point is short.',
    ]);
  });

  it('takes larger letters for headings', async () => {
    const document = await read(
      makePdf([
        [
          { text: '大模型的推理能力', x: 40, y: 560, size: 20 },
          ...column(['正文的第一段写在这里，说了一些事情，一直写到这一行的', '末尾才结束。'], 520),
          { text: '小节标题', x: 40, y: 460, size: 14 },
          ...column(['正文的第二段写在这里，说了一些事情，一直写到这一行的', '末尾才结束。'], 440),
        ],
      ]),
    );
    expect(blocksOf(document).filter((text) => text.startsWith('heading'))).toEqual(['heading: 大模型的推理能力', 'heading: 小节标题']);
    expect(document.title).toBe('大模型的推理能力');
    expect(splitIntoPassages(document, { countTokens: (text) => text.length, maxTokens: 90 }).map((passage) => passage.section)).toEqual([
      undefined,
      '小节标题',
    ]);
  });

  it('takes a hyphen at a line end away, unless the word has one elsewhere', async () => {
    const document = await read(makePdf([column(['A well-known inter-', 'national method that is well-', 'known.'], 500)]));
    expect(document.text).toBe('A well-known international method that is well-known.');
  });

  it('leaves running heads and page numbers out and reports them', async () => {
    const pages = ['alpha', 'beta', 'gamma', 'delta'].map((word, at) => [
      { text: 'Annual Report 2024', x: 40, y: 580, size: 8 },
      ...column([`This is what the page about ${word} says in`, `its two lines of text on ${word}.`], 500),
      { text: `- ${at + 1} -`, x: 200, y: 20, size: 8 },
    ]);
    const document = await read(makePdf(pages));
    expect(blocksOf(document)).toHaveLength(4);
    expect(document.text).not.toContain('Annual Report');
    expect(document.furniture).toEqual(['Annual Report 2024', '- 1 -', '- 2 -', '- 3 -', '- 4 -']);
  });

  it('takes title and author from the file, but not what a word processor writes there', async () => {
    const page = column(['A line of text that is here to be read.'], 500);
    expect(await read(makePdf([page], { title: '模型报告', author: '张三、李四' }))).toMatchObject({
      title: '模型报告',
      authors: ['张三', '李四'],
    });
    expect((await read(makePdf([page], { title: 'Microsoft Word - x.docx' }))).title).toBe('report');
  });

  it('refuses a PDF that is cut off, damaged, or only pictures', async () => {
    const whole = makePdf([column(['Some text.'], 500)]);
    await expect(read(whole.subarray(0, 200))).rejects.toThrow(DamagedDocumentError);
    await expect(read(Buffer.from('%PDF-1.7 and nothing else'))).rejects.toThrow(/damaged or cut off.*save it again/u);
    await expect(read(makePdf([[]]))).rejects.toThrow(/scan.*OCR/u);
  });

  it('leaves the bytes it was given as they were', async () => {
    const bytes = makePdf([column(['Some text.'], 500)]);
    const before = Buffer.from(bytes);
    await read(bytes);
    expect(before.equals(bytes)).toBe(true);
  });
});
