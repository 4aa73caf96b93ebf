import { describe, expect, it } from 'vitest';
import { readDocument, type SourceDocument } from '../../src/corpus/index.js';
import { blocksOf } from './blocks-of.js';

const read = (text: string): Promise<SourceDocument> => readDocument(Buffer.from(text), { path: 'a.mdx' });

describe('markup that Markdown does not know', () => {
  it.each([
    ['anchors of headings', '## 标题 {#some-id .class}\n\n正文。', ['heading: 标题', '正文。']],
    [
      'labels and references of a book',
      '## 节\n:label:`sec_x`\n\n如 :numref:`fig_a`所示，见 :cite:`Someone.2020`。\n\n![图](a.png)\n:width:`400px`\n:label:`fig_a`',
      ['heading: 节', '如 所示，见 。'],
    ],
    [
      'tabs of a book',
      ':begin_tab:`mxnet`\n第一种。\n:end_tab:\n\n```{.python .input}\n#@tab mxnet\nx = 1\n```',
      ['第一种。', 'code: x = 1'],
    ],
    [
      'admonitions',
      '::: tip 注意\n正文。\n:::\n\n:::note[标题]\n\n又一段。\n\n:::\n\n:::{warning}\n三。\n:::',
      ['heading: 注意', '正文。', 'heading: 标题', '又一段。', '三。'],
    ],
    ['indented admonitions', '!!! note "标题"\n    正文。\n\n    又一段。\n\n结束。', ['heading: 标题', '正文。', '又一段。', '结束。']],
    ['alerts', '> [!NOTE]\n> 正文。', ['正文。']],
    [
      'imports and components',
      'import Tabs from \'@theme/Tabs\';\nexport const x = 1;\n\n<Tabs groupId="a">\n\n正文。\n\n</Tabs>\n<Foo bar={1} />\n',
      ['正文。'],
    ],
    [
      'shortcodes and Liquid',
      '前{{< youtube abc >}}后。\n\n{{% notice %}}正文。{{% /notice %}}\n\n{% include x.html %}[链接]({{ site.url }}/a)',
      ['前后。', '正文。', '链接'],
    ],
    [
      'comments, tables of contents and badges',
      '<!-- a\ncomment -->\n[TOC]\n\n[![build](https://x.svg)](https://y)\n\n正文。{: .class}\n{: .no_toc}',
      ['正文。{: .class}'],
    ],
  ])('is left out: %s', async (_, text, blocks) => {
    expect(blocksOf(await read(text))).toEqual(blocks);
  });

  it.each([
    ['in a code span', '写 `{{< ref >}}` 或 `:label:` 即可。', ['写 {{< ref >}} 或 :label: 即可。']],
    [
      'in a code block',
      '```md\n## T {#id}\n::: tip\n{{< x >}}\nimport a from "b"\n<Foo />\n```',
      ['code: ## T {#id}\n::: tip\n{{< x >}}\nimport a from "b"\n<Foo />'],
    ],
    ['in indented code', '代码：\n\n    {{< x >}}\n    ::: tip', ['代码：', 'code: {{< x >}}\n::: tip']],
    [
      'where it is text',
      '!!! really important 这样写\n\n时间 12:30 与 {x} 与 $\\frac{{a}}{b}$',
      ['!!! really important 这样写', '时间 12:30 与 {x} 与 $\\frac{{a}}{b}$'],
    ],
  ])('stays %s', async (_, text, blocks) => {
    expect(blocksOf(await read(text))).toEqual(blocks);
  });

  it.each([
    '{{< '.repeat(4000),
    '{% a '.repeat(4000),
    ':label:`'.repeat(4000),
    '`'.repeat(9) + ' ` a'.repeat(4000),
    `import ${'a '.repeat(4000)}`,
    `<Foo ${'a='.repeat(4000)}`,
    `## T ${'{#a '.repeat(4000)}`,
  ])('is looked for in good time, whatever is written', async (text) => {
    const started = performance.now();
    await read(`正文。\n\n${text}`);
    expect(performance.now() - started).toBeLessThan(15_000);
  });
});
