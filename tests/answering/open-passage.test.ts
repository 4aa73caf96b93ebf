import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Citation } from '../../src/answering/index.js';
import { contextCharacters, openPassage } from '../../src/answering/open-passage.js';
import { indexCorpus, type IndexedCorpus } from '../evaluation/indexed-article.js';
import { createHashEmbedder } from '../fakes/hash-embedder.js';

const paragraphs = [
  '北岸灯塔停了十二年，去年重新亮起。',
  '守塔人林海说，修复一共花了三年。他今年六十岁。',
  '新的灯用太阳能供电，每天的电费不到两元。',
];

/** One line of 60,000 characters with the quoted sentence in its middle, between two of 3,000. */
const longParagraphs = [
  `开头的话。${'前面的段落很长。'.repeat(375)}`,
  `${'灯塔的历史很长。'.repeat(3750)}守塔人一共有七位。${'灯塔的故事很多。'.repeat(3750)}`,
  `${'后面的段落也长。'.repeat(375)}最后的话。`,
];

let corpus: IndexedCorpus;
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'footnote-open-'));
  await writeFile(join(folder, 'long.md'), `# 很长的文章\n\n${longParagraphs.join('\n\n')}\n`);
  await writeFile(join(folder, 'lighthouse.md'), `# 灯塔重新亮起\n\n${paragraphs.join('\n\n')}\n`);
  corpus = await indexCorpus(folder, createHashEmbedder());
});
afterAll(async () => {
  await corpus.remove();
  await rm(folder, { recursive: true, force: true });
});

function cite(quote: string, changes: Partial<Citation> = {}, file = 'lighthouse.md'): Citation {
  const { path, sha256, title } = corpus.index.document(file)!;
  const start = corpus.index.documentText(path)!.indexOf(quote);
  return { number: 1, quote, document: path, documentSha256: sha256, title, start, end: start + quote.length, ...changes };
}

describe('openPassage', () => {
  it('shows the paragraph with its neighbours, and where in it the quotation stands', () => {
    const opened = openPassage(cite('修复一共花了三年。'), corpus.index);
    expect(opened).toMatchObject({ before: paragraphs[0], text: paragraphs[1], after: paragraphs[2], changed: false });
    expect(opened.text.slice(opened.quotation.start, opened.quotation.end)).toBe('修复一共花了三年。');
  });

  it('shows of a long paragraph the sentences around the quotation, and nothing of its neighbours', () => {
    const opened = openPassage(cite('守塔人一共有七位。', {}, 'long.md'), corpus.index);
    expect(opened.text.slice(opened.quotation.start, opened.quotation.end)).toBe('守塔人一共有七位。');
    expect(opened.text).toMatch(/^(?:灯塔的历史很长。)+守塔人一共有七位。(?:灯塔的故事很多。)+$/u);
    expect(opened.text.length).toBeGreaterThan(contextCharacters);
    expect(opened.text.length).toBeLessThanOrEqual(2 * contextCharacters + '守塔人一共有七位。'.length);
    expect(opened).toMatchObject({ before: '', after: '', isCut: { before: true, after: true } });
  });

  it('shows of a long neighbour what is near, whole sentences only', () => {
    const opened = openPassage(cite('灯塔的历史很长。', {}, 'long.md'), corpus.index);
    expect(opened.before).toMatch(/^(?:前面的段落很长。)+$/u);
    expect(opened.before.length).toBeLessThanOrEqual(contextCharacters);
    expect(opened.isCut).toEqual({ before: true, after: true });
  });

  it('says that nothing was cut where all of it is shown', () => {
    expect(openPassage(cite('修复一共花了三年。'), corpus.index).isCut).toEqual({ before: false, after: false });
    expect(openPassage(cite('修复一共花了三年。', { documentSha256: 'f'.repeat(64) }), corpus.index).isCut).toEqual({
      before: false,
      after: false,
    });
  });

  it('has nothing before the first paragraph (its heading is no neighbour) and nothing after the last', () => {
    expect(openPassage(cite(paragraphs[0]!), corpus.index)).toMatchObject({ before: '', text: paragraphs[0], after: paragraphs[1] });
    expect(openPassage(cite(paragraphs[2]!), corpus.index)).toMatchObject({ before: paragraphs[1], text: paragraphs[2], after: '' });
  });

  it.each([
    ['the source has changed', { documentSha256: 'f'.repeat(64) }],
    ['the source is no longer there', { document: 'gone.txt' }],
    ['the quotation is in no paragraph', { start: 100_000, end: 100_010 }],
  ])('shows what was quoted where %s', (_, changes) => {
    const quote = '修复一共花了三年。';
    expect(openPassage(cite(quote, changes), corpus.index)).toMatchObject({
      before: '',
      text: quote,
      after: '',
      quotation: { start: 0, end: quote.length },
      changed: true,
    });
  });

  it('keeps the place that the citation names', () => {
    const place = { section: '为什么要修', page: 3, sourceUrl: 'https://example.org/lighthouse' };
    expect(openPassage(cite('去年重新亮起', place), corpus.index)).toMatchObject({
      ...place,
      title: corpus.index.document('lighthouse.md')!.title,
    });
    expect(openPassage(cite('去年重新亮起'), corpus.index)).not.toHaveProperty('page');
  });
});
