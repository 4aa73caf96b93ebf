import { describe, expect, it } from 'vitest';
import { readDocument, type SourceDocument } from '../../src/corpus/index.js';
import { blocksOf, markedBlocksOf } from './blocks-of.js';

const read = (html: string | Uint8Array, contentType?: string): Promise<SourceDocument> =>
  readDocument(Buffer.from(html), { path: 'pages/page.html', ...(contentType !== undefined && { contentType }) });

const first = '这是第一段，讲述了许多事情。'.repeat(10);
const second = '这是第二段，讲述了更多的事情。'.repeat(12);

function page(body: string, head = ''): string {
  return `<!doctype html><html lang="en"><head><title>新模型发布_某网</title>${head}</head><body>
    <nav><a href="/">首页</a> <a href="/news">新闻</a></nav>
    <article><h1>新模型发布</h1><p>${first}</p>${body}<p>${second}</p></article>
    <footer>版权所有 某网</footer><script>document.write('x')</script></body></html>`;
}

describe('a web page', () => {
  it('is its article, with headings, lists, tables and preformatted text, without the page around it', async () => {
    const document = await read(
      page(`<h2>第二<em>节</em></h2><ul><li>项目一</li><li>项目二</li></ul><ol start="3"><li>甲</li><li>乙</li></ol>
        <table><tr><th>名</th><th>数</th></tr><tr><td>甲</td><td><b>2</b></td></tr></table><pre>a
  b</pre><p>一行<br>另一行</p><p hidden>看不见</p>`),
    );
    expect(blocksOf(document)).toEqual([
      'heading: 新模型发布',
      first,
      'heading: 第二节',
      'item: 项目一',
      'item: 项目二',
      'item: 3. 甲',
      'item: 4. 乙',
      'row: 名\t数',
      'row: 甲\t2',
      'code: a\n  b',
      '一行',
      '另一行',
      second,
    ]);
  });

  it('says of headings their level, of tables which row is the header', async () => {
    const marked = markedBlocksOf(
      await read(page('<h3>小节</h3><table><tr><th>名</th><th>数</th></tr><tr><th>甲</th><td>2</td></tr></table>')),
    );
    expect(marked).toContainEqual({ text: '新模型发布', kind: 'heading', level: 1 });
    expect(marked).toContainEqual({ text: '小节', kind: 'heading', level: 3 });
    expect(marked).toContainEqual({ text: '名\t数', kind: 'row', isTableHeader: true });
    expect(marked).toContainEqual({ text: '甲\t2', kind: 'row' });
  });

  it('has its list items whole, whatever they are set with', async () => {
    const list =
      '<ol><li><p>甲</p><p>甲的第二段</p><ul><li><b>粗体</b></li></ul></li><li><h4>小节</h4>乙</li><li></li><li>丙<br>第二行</li></ol>';
    expect(blocksOf(await read(`<p>开头：</p>${list}<p>结尾。</p>`))).toEqual([
      '开头：',
      'item: 1. 甲',
      '甲的第二段',
      'item: 粗体',
      'heading: 2. 小节',
      '乙',
      'item: 4. 丙',
      '第二行',
      '结尾。',
    ]);
  });

  it('keeps the lines of preformatted text, also where each is an element', async () => {
    const code = '<pre><code>if (a) {<br>  <span>b</span>();<br/>}\n</code></pre>';
    expect(blocksOf(await read(`<p>看代码。</p>${code}`))).toEqual(['看代码。', 'code: if (a) {\n  b();\n}']);
  });

  it('says its title, author, site and address', async () => {
    const head =
      '<meta property="og:site_name" content="某网"><meta name="author" content="王五"><link rel="canonical" href="https://example.com/x">';
    expect(await read(page('', head))).toMatchObject({
      title: '新模型发布',
      authors: ['王五'],
      publisher: '某网',
      sourceUrl: 'https://example.com/x',
      language: 'zh-Hans',
    });
  });

  it('has headings also where its author only set a line in bold', async () => {
    const document = await read(page('<p><strong>粗体的小标题</strong></p><p><b>一整句粗体的话。</b></p>'));
    expect(blocksOf(document)).toContain('heading: 粗体的小标题');
    expect(blocksOf(document)).toContain('一整句粗体的话。');
  });

  it('is read in the encoding that it declares', async () => {
    const bytes = Buffer.concat([
      Buffer.from('<html><head><meta charset="big5"></head><body><p>'),
      Buffer.from([0xa7, 0x41, 0xa6, 0x6e]),
      Buffer.from('</p></body></html>'),
    ]);
    expect((await read(bytes)).text).toBe('你好');
  });

  it('may be a fragment', async () => {
    expect(blocksOf(await read('<p>Just a\n  fragment.</p><p>Two &amp; more.</p>'))).toEqual(['Just a fragment.', 'Two & more.']);
  });

  it('without any text is refused', async () => {
    await expect(read('<html><body><script>x()</script></body></html>')).rejects.toThrow(/holds no text/u);
  });

  it('nested beyond sense is refused or read, in good time', async () => {
    const started = performance.now();
    expect((await read(`${'<div>'.repeat(1000)}deep text`)).text).toBe('deep text');
    await expect(read(`${'<div>'.repeat(20_000)}deep text`)).rejects.toThrow(/too deeply nested/u);
    expect(performance.now() - started).toBeLessThan(5000);
  });
});

describe('an article from an address', () => {
  it('is read by the type that its server names', async () => {
    const document = await readDocument(Buffer.from('# Title\n\nSome text.'), {
      path: 'https://example.com/posts/why%20o1?x=1',
      fetchedFrom: 'https://www.example.com/posts/why-o1',
      contentType: 'text/markdown; charset=utf-8',
    });
    expect(document).toMatchObject({
      path: 'https://example.com/posts/why%20o1?x=1',
      title: 'Title',
      sourceUrl: 'https://www.example.com/posts/why-o1',
    });
  });

  it('is named after the end of its address where it has no title', async () => {
    const origin = { path: 'https://example.com/posts/why%20o1.txt', contentType: 'text/plain' };
    expect((await readDocument(Buffer.from('Some text.'), origin)).title).toBe('why o1');
    expect((await readDocument(Buffer.from('Some text.'), { ...origin, path: 'https://example.com/' })).title).toBe('example.com');
  });

  it('is Markdown also where its server calls it plain text', async () => {
    const document = await readDocument(Buffer.from('# Title\n\nSome *text*.'), {
      path: 'https://example.com/a.md',
      contentType: 'text/plain',
    });
    expect(document.text).toBe('Title\n\nSome text.');
  });
});
