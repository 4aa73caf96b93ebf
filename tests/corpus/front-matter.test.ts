import { describe, expect, it } from 'vitest';
import { readDocument, type SourceDocument } from '../../src/corpus/index.js';
import { blocksOf } from './blocks-of.js';

const read = (text: string, path = 'posts/article.md'): Promise<SourceDocument> => readDocument(Buffer.from(text), { path });
const withYaml = (yaml: string): Promise<SourceDocument> => read(`---\n${yaml}\n---\nText.`);

describe('front matter', () => {
  it('says title, date, authors, tags and number', async () => {
    const yaml =
      'title: 周刊\ndate: 2020-11-27T02:00:00+08:00\nlastmod: "2021-01-02"\nauthor: 张三、李四\ntags: [甲, 乙]\ncategories: 丙，甲\nissue: 250';
    expect(await withYaml(yaml)).toMatchObject({
      title: '周刊',
      date: '2020-11-27',
      updated: '2021-01-02',
      authors: ['张三', '李四'],
      tags: ['甲', '乙', '丙'],
      number: '250',
      text: 'Text.',
    });
  });

  it.each([
    ['TOML', '+++\ntitle = "A title"\ndate = 2024-03-05T09:00:00+08:00\nauthors = ["Jane Doe"]\n[params]\nx = 1\n+++\n'],
    ['JSON between fences', '---json\n{ "title": "A title", "date": "2024-03-05", "authors": [{ "name": "Jane Doe" }] }\n---\n'],
    ['a JSON object', '{\n  "title": "A title",\n  "date": "2024-03-05",\n  "author": "Jane Doe"\n}\n'],
    ['YAML with CRLF and lines before it', '\r\n---\r\ntitle: A title\r\ndate: 2024-03-05\r\nauthor:\r\n  - name: Jane Doe\r\n---\r\n'],
  ])('may be %s', async (_, source) => {
    const document = await read(`${source}\nText.`);
    expect(document).toMatchObject({ title: 'A title', date: '2024-03-05', authors: ['Jane Doe'], text: 'Text.' });
    expect(document.warnings).toBeUndefined();
  });

  it.each(['date', 'pubDate', 'publishDate', 'published', 'published_at', 'publish-date', 'Date', 'created'])(
    'has its date under %s',
    async (key) => {
      expect((await withYaml(`${key}: 2024-03-05`)).date).toBe('2024-03-05');
    },
  );

  it.each(['lastmod', 'updated', 'modified', 'last_updated', 'lastUpdated', 'updated_at'])(
    'has the day of change under %s',
    async (key) => {
      expect(await withYaml(`date: 2024-03-05\n${key}: 2024-04-01`)).toMatchObject({ date: '2024-03-05', updated: '2024-04-01' });
    },
  );

  it.each([
    ['author: Jane Doe and John Roe', ['Jane Doe', 'John Roe']],
    ['author: Jane Doe <jane@example.com>', ['Jane Doe']],
    ['authors: [Jane Doe, John Roe]', ['Jane Doe', 'John Roe']],
    ['authors:\n  - name: Jane Doe\n    url: https://example.com\n  - John Roe', ['Jane Doe', 'John Roe']],
    ['author: { name: Jane Doe }', ['Jane Doe']],
    ['author: ""', []],
    ['author:', []],
  ])('names its authors: %j', async (yaml, authors) => {
    expect((await withYaml(`title: x\n${yaml}`)).authors).toEqual(authors);
  });

  it.each([
    ['title: 新模型: 更强', 2, { title: '新模型: 更强' }],
    ['title: "新模型" 更强', 2, {}],
    ['title: A\ntags: [a, b', 3, { title: 'A' }],
    ['title: "A\nauthor: Jane Doe', 2, { authors: ['Jane Doe'] }],
    ['author: @jane\ndate: 2024-03-05', 2, { date: '2024-03-05', authors: ['@jane'] }],
    ['title: A\n\tdate: x\nauthor: Jane Doe', 3, { authors: ['Jane Doe'] }],
    ['title: A\nsource: ftp://example.com', 3, { title: 'A' }],
    ['title: A\ndate: 03/04/2024', 3, { title: 'A' }],
    ['title: A\nauthors: {a: b}', 3, { title: 'A' }],
  ])('with a mistake costs no more than what it is in, and is reported with its line: %j', async (yaml, line, kept) => {
    const document = await withYaml(yaml);
    expect(document).toMatchObject({ ...kept, text: 'Text.' });
    expect(document.warnings?.join('\n')).toContain(`Line ${line} of the front matter`);
  });

  it('with a mistake in TOML or JSON keeps the article, too', async () => {
    const toml = await read('+++\ntitle = "A"\ndate = 2024-13-45\nauthor = "Jane Doe"\n+++\nText.');
    expect(toml).toMatchObject({ title: 'A', authors: ['Jane Doe'], text: 'Text.' });
    expect(toml.warnings?.[0]).toMatch(/Line 3 of the front matter/u);
    const json = await read('---json\n{ "title": "A", }\n---\nText.');
    expect(json.text).toBe('Text.');
    expect(json.warnings).toHaveLength(1);
  });

  it('that refers to itself without end costs itself, not the program', async () => {
    const bomb = [
      'a: &a [x, x, x, x, x, x, x, x, x]',
      ...Array.from(
        'bcdefghi',
        (name, at) => `${name}: &${name} [${Array.from({ length: 9 }, () => `*${'abcdefgh'[at] ?? ''}`).join(', ')}]`,
      ),
    ];
    const document = await withYaml(`title: A\n${bomb.join('\n')}`);
    expect(document).toMatchObject({ title: 'A', text: 'Text.' });
    expect(document.warnings).not.toHaveLength(0);
  });

  it.each(['---\n\nText between rules.\n\n---\n\nMore.', '---\n\nText after a rule.', '{ not: json }\n\nText.', '+++\n\nText.'])(
    'is not what only looks like it: %j',
    async (text) => {
      expect((await read(text)).blocks.length).toBeGreaterThan(0);
      expect((await read(text)).text).toContain('Text');
      expect((await read(text)).warnings).toBeUndefined();
    },
  );

  it('may be empty', async () => {
    expect(blocksOf(await read('---\n---\nText.'))).toEqual(['Text.']);
  });
});
