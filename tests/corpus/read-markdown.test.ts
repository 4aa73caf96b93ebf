import { describe, expect, it } from 'vitest';
import { readDocument, type SourceDocument } from '../../src/corpus/index.js';
import { blocksOf, markedBlocksOf } from './blocks-of.js';

const read = (text: string): Promise<SourceDocument> => readDocument(Buffer.from(text), { path: 'posts/文章.md' });

describe('Markdown', () => {
  it('is read as its readers see it', async () => {
    const document = await read(
      [
        '# 标题 **在此**',
        '第一段有**粗体**、*斜体*、~~删除~~和[链接](https://example.com)，以及 `code`\n软换行。',
        'English soft\nbreak. ![a picture](x.png)With a hard  \nbreak and a note[^1] &amp; H<sub>2</sub>O.',
        '## 小节',
        '1. 一\n2. 二\n   - 子项',
        '| 名 | 数 |\n|---|---|\n| 甲 | **2** |',
        '```js\nconst a = 1;\n\nrun(a);\n```',
        '<div>块 <b>里</b><script>no()</script></div>',
        '---',
        '> 引用。',
        '[^1]: 脚注。',
      ].join('\n\n'),
    );
    expect(blocksOf(document)).toEqual([
      'heading: 标题 在此',
      '第一段有粗体、斜体、删除和链接，以及 code 软换行。',
      'English soft break. With a hard',
      'break and a note & H2O.',
      'heading: 小节',
      'item: 1. 一',
      'item: 2. 二',
      'item: 子项',
      'row: 名\t数',
      'row: 甲\t2',
      'code: const a = 1;\n\nrun(a);',
      '块 里',
      '引用。',
      '脚注。',
    ]);
    expect(document).toMatchObject({ title: '标题 在此', language: 'zh-Hans', authors: [] });
  });

  it('says of headings their level, of tables which row is the header', async () => {
    const document = await read('# 标题\n\n### 小节\n\n| 名 | 数 |\n|---|---|\n| 甲 | 2 |\n\n节\n---\n');
    expect(markedBlocksOf(document)).toEqual([
      { text: '标题', kind: 'heading', level: 1 },
      { text: '小节', kind: 'heading', level: 3 },
      { text: '名\t数', kind: 'row', isTableHeader: true },
      { text: '甲\t2', kind: 'row' },
      { text: '节', kind: 'heading', level: 2 },
    ]);
  });

  it('has the items of a list in order, nested ones, and what stands within an item, too', async () => {
    const list = '- 甲\n  1. 甲一\n\n     还有。\n  2. 甲二\n- \n- 1) 乙\n- ```\n  code  \n    indented\n  ```\n- [x] 丙  \n  第二行';
    expect(blocksOf(await read(`${list}\n\n结束。`))).toEqual([
      'item: 甲',
      'item: 1. 甲一',
      '还有。',
      'item: 2. 甲二',
      'item: 1. 乙',
      'code: code  \n  indented',
      'item: 丙',
      '第二行',
      '结束。',
    ]);
  });

  it('keeps code as it is, be it marked by a fence or by its indentation', async () => {
    const code = 'def f():\n\treturn 1  # x\n\n\n    {}';
    const indented = code.replace(/^/gmu, '    ');
    expect(blocksOf(await read(`代码：\n\n\`\`\`{.python .input}\n${code}\n\`\`\`\n\n再看：\n\n${indented}\n`))).toEqual([
      '代码：',
      `code: ${code}`,
      '再看：',
      `code: ${code}`,
    ]);
  });

  it('takes nothing in code or in a table for a byline, a title or page furniture', async () => {
    const document = await read('```\n作者：张三\n```\n\n| 发表评论 | |\n|---|---|\n| 阅读原文 | |\n\n    发表评论\n');
    expect(blocksOf(document)).toEqual(['code: 作者：张三', 'row: 发表评论', 'row: 阅读原文', 'code: 发表评论']);
    expect(document).toMatchObject({ title: '文章', authors: [], furniture: [] });
  });

  it('has its metadata from the front matter, before anything in the text', async () => {
    const document = await read(
      '---\ntitle: "新模型: o1"\nauthors: [张三, 李四]\npublisher: 某报\nlanguage: zh-TW\nsource: https://example.com/a\ntags: [x]\n---\n# 别的标题\n\n作者：王五\n\n正文。',
    );
    expect(document).toMatchObject({
      title: '新模型: o1',
      authors: ['张三', '李四'],
      publisher: '某报',
      language: 'zh-Hant',
      sourceUrl: 'https://example.com/a',
      text: '别的标题\n\n作者：王五\n\n正文。',
    });
  });

  it('takes a single author, several in one line, and values that YAML makes numbers and dates of', async () => {
    expect((await read('---\nauthor: Jane Doe, John Roe\ntitle: 1984\n---\nText.')).authors).toEqual(['Jane Doe', 'John Roe']);
    expect((await read('---\ntitle: 1984\n---\nText.')).title).toBe('1984');
    expect((await read('---\ntitle: 2024-09-13\n---\nText.')).title).toBe('2024-09-13');
    expect(await read('---\ntitle:\nlanguage: xx\n---\nText here.')).toMatchObject({ title: '文章', language: 'en' });
  });

  it('never runs code in front matter', async () => {
    const marker = 'footnoteFrontMatterRan';
    for (const fence of ['---js', '---javascript', '--- js']) {
      await read(`${fence}\nglobalThis.${marker} = true\n---\nText.`);
    }
    await read(`---\ntitle: !!js/function "function () { globalThis.${marker} = true }"\n---\nText.`);
    expect(marker in globalThis).toBe(false);
  });

  it('may begin with a rule', async () => {
    expect(blocksOf(await read('---\n\nText after a rule.\n\nMore of it.'))).toEqual(['Text after a rule.', 'More of it.']);
  });

  it('that is nested beyond sense is refused and not fatal', async () => {
    await expect(read(`${'> '.repeat(10_000)}text`)).rejects.toThrow(/too deeply nested/u);
  });
});

describe('what stands over its passages', () => {
  const long = 'word '.repeat(10_000).trim();
  const read = (text: string) => readDocument(Buffer.from(text), { path: 'a.md' });

  it('is no heading where it is longer than any heading: it is text, and found as such', async () => {
    const { blocks, text } = await read(`# Title\n\nFirst.\n\n## ${long}\n\nSecond.\n`);
    const longBlock = blocks.find(({ start, end }) => end - start > 1_000);
    expect(longBlock).toMatchObject({ kind: 'paragraph' });
    expect(text.slice(longBlock!.start, longBlock!.end)).toContain(long);
  });

  it('is no header of a table where it is longer than any', async () => {
    const { blocks } = await read(`# Title\n\n| ${long} | b |\n|---|---|\n| 1 | 2 |\n`);
    expect(blocks.filter(({ isTableHeader }) => isTableHeader === true)).toEqual([]);
    expect(blocks.filter(({ kind }) => kind === 'row')).toHaveLength(2);
  });

  it('is a title of bounded length, whatever the front matter says', async () => {
    const { title } = await read(`---\ntitle: ${long}\n---\nFirst sentence of it.\n`);
    expect(title.length).toBeLessThanOrEqual(1_000);
  });
});
