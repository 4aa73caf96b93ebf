import { describe, expect, it } from 'vitest';
import { readDocument, type SourceDocument } from '../../src/corpus/index.js';
import { textsOf } from './blocks-of.js';
import { makePdf } from './make-pdf.js';

const long = '这是一段足够长的正文，它讲了一件事情的来龙去脉，也讲了后来的结果，读者读完就会明白。';
const read = (text: string, path = 'notes/article.txt'): Promise<SourceDocument> => readDocument(Buffer.from(text), { path });

describe('a date in front matter', () => {
  it.each([
    ['2024-03-05', '2024-03-05'],
    ['2024/3/5', '2024-03-05'],
    ['2024.03.05 10:20', '2024-03-05'],
    ['"2024-03-05T23:30:00-08:00"', '2024-03-05'],
    ['2024年3月5日', '2024-03-05'],
    ['2024年3月', '2024-03'],
    ['2024-03', '2024-03'],
    ['2024', '2024'],
    ['20240305', '2024-03-05'],
    ['March 5, 2024', '2024-03-05'],
    ['Mar. 5th 2024', '2024-03-05'],
    ['5 March 2024', '2024-03-05'],
    ['Tue, 05 Mar 2024 10:00:00 GMT', '2024-03-05'],
    ['March 2024', '2024-03'],
    ['2024-02-29', '2024-02-29'],
  ])('%s is %s', async (written, date) => {
    expect((await read(`---\ndate: ${written}\n---\nText.`, 'a.md')).date).toBe(date);
  });

  it.each(['03/04/2024', '3-4-2024', '2024-02-30', '2024-13-01', '24-03-05', 'yesterday', '1', '0000-01-01', 'TBD'])(
    '%s is none',
    async (written) => {
      expect((await read(`---\ndate: ${written}\n---\nText.`, 'a.md')).date).toBeUndefined();
    },
  );
});

describe('a dated byline', () => {
  it.each([
    ['作者：张三 2019-04-24', { date: '2019-04-24', authors: ['张三'] }],
    ['2019-04-24 10:23 来源：某网 作者：张三', { date: '2019-04-24', authors: ['张三'], publisher: '某网' }],
    ['By Jane Doe, March 3 2024', { date: '2024-03-03', authors: ['Jane Doe'] }],
    ['By Jane Doe | March 3, 2024 | 5 min read', { date: '2024-03-03', authors: ['Jane Doe'] }],
    ['By Jane Doe and John Roe — Published on 3 March 2024', { date: '2024-03-03', authors: ['Jane Doe', 'John Roe'] }],
    ['发布于 2019年4月24日', { date: '2019-04-24' }],
    ['发布时间：2019-04-24 08:00 作者：张三 阅读：1234次', { date: '2019-04-24', authors: ['张三'] }],
    ['编辑于 2019-04-24', { updated: '2019-04-24' }],
    ['发布于 2019-04-24，更新于 2019-05-01', { date: '2019-04-24', updated: '2019-05-01' }],
    ['Published: 2024-03-03 · Last updated: 2024-04-01', { date: '2024-03-03', updated: '2024-04-01' }],
    ['March 3, 2024', { date: '2024-03-03' }],
    ['2019-04-24', { date: '2019-04-24' }],
  ])('%s', async (line, expected) => {
    const document = await read(`标题在这里\n${line}\n${long}\n${long}`);
    expect(document).toMatchObject(expected);
    expect(textsOf(document, 'byline')).toEqual([line]);
  });

  it.each([
    '2019-04-24 发布会在北京举行',
    '会议时间 2019-04-24 至 2019-04-26 在上海',
    'The release of March 3, 2024 brought changes',
    '03/04/2024',
    '版本 1.2.3 2019-04-24 说明',
  ])('is not %s', async (line) => {
    const document = await read(`${long}\n${line}\n${long}\n${long}`);
    expect(textsOf(document, 'byline')).toEqual([]);
    expect(document.date).toBeUndefined();
  });

  it('is not a date that stands alone further down', async () => {
    expect((await read(`${`${long}\n`.repeat(6)}2019-04-24\n${long}`)).date).toBeUndefined();
  });

  it('gives way to front matter', async () => {
    expect((await read(`---\ndate: 2020-01-01\n---\n发布于 2019-04-24\n\n${long}`, 'a.md')).date).toBe('2020-01-01');
  });

  it('names the author whom a line introduces', async () => {
    expect((await read(`作者简介：冯某（花名：某某），资深专家，在某公司工作多年。\n${long}\n${long}`)).authors).toEqual(['冯某']);
    expect((await read(`文｜李某（花名：向某 ）\n${long}`)).authors).toEqual(['李某（花名：向某 ）']);
  });
});

describe('names of files and folders', () => {
  it.each([
    ['2019-04-24-title.md', { date: '2019-04-24' }],
    ['posts/weekly-20201127.md', { date: '2020-11-27' }],
    ['2024/05/title.md', { date: '2024-05' }],
    ['blog/2024/05/03/title.md', { date: '2024-05-03' }],
    ['issue-250.md', { number: '250' }],
    ['issue_007/index.md', { number: '7' }],
    ['第250期.md', { number: '250' }],
    ['SomeWeekly250.md', { number: '250' }],
  ])('%s', async (path, expected) => {
    expect(await read(long, path)).toMatchObject(expected);
  });

  it.each(['20241399.md', 'v1.2.3.md', '2024/title.md', 'a-1234567890.md', 'gpt4.md', '12/05/title.md'])(
    '%s says nothing',
    async (path) => {
      const document = await read(long, path);
      expect([document.date, document.number]).toEqual([undefined, undefined]);
    },
  );

  it.each([
    ['# 《周刊》第 69 期', '69'],
    ['# Some Weekly, Issue #12', '12'],
    ['# There are no 5 reasons', undefined],
    ['# Python 2.7 is here', undefined],
  ])('the title %j has a say, too', async (heading, number) => {
    expect((await read(`${heading}\n\n${long}`, 'Python27.md')).number).toBe(number);
  });
});

describe('a PDF', () => {
  it('is dated by its information dictionary', async () => {
    const bytes = makePdf([[{ text: 'Some text of an article.', x: 40, y: 500, size: 10 }]], {
      created: "D:20240303120000+08'00'",
      keywords: 'models, o1',
    });
    expect(await readDocument(bytes, { path: 'a.pdf' })).toMatchObject({ date: '2024-03-03', tags: ['models', 'o1'] });
  });
});

describe('a web page', () => {
  const page = (head: string, body = ''): Promise<SourceDocument> =>
    read(
      `<!doctype html><html><head><title>T</title>${head}</head><body><article><h1>T</h1>${body}<p>${long.repeat(5)}</p></article></body></html>`,
      'a.html',
    );

  it.each([
    [
      'Open Graph',
      '<meta property="article:published_time" content="2024-03-03T10:00:00Z"><meta property="article:modified_time" content="2024-04-01"><meta property="article:tag" content="x"><meta property="article:tag" content="y"><meta name="author" content="Jane Doe">',
    ],
    [
      'JSON-LD',
      '<script type="application/ld+json">{"@graph":[{"@type":"WebPage"},{"@type":"NewsArticle","datePublished":"2024-03-03","dateModified":"2024-04-01","author":[{"name":"Jane Doe"}]}]}</script><meta name="keywords" content="x, y">',
    ],
  ])('says in its %s when and by whom it was published', async (_, head) => {
    expect(await page(head)).toMatchObject({ date: '2024-03-03', updated: '2024-04-01', authors: ['Jane Doe'], tags: ['x', 'y'] });
  });

  it('is dated by its <time>, if that is not one of many', async () => {
    expect((await page('', '<time datetime="2024-03-03">yesterday</time>')).date).toBe('2024-03-03');
    expect((await page('', '<time datetime="2024-03-03">a</time><time datetime="2024-03-04">b</time>')).date).toBeUndefined();
    expect((await page('', '<time>2024-05-01</time><time itemprop="datePublished" datetime="2024-03-03">a</time>')).date).toBe(
      '2024-03-03',
    );
  });

  it('whose data about itself is broken is read without', async () => {
    expect(
      (await page('<script type="application/ld+json">{"datePublished":</script><meta name="date" content="03/04/2024">')).date,
    ).toBeUndefined();
  });
});
