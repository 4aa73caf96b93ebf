import { describe, expect, it } from 'vitest';
import { readDocument, type SourceDocument } from '../../src/corpus/index.js';
import { blocksOf, markedBlocksOf } from './blocks-of.js';

const read = (text: string): Promise<SourceDocument> => readDocument(Buffer.from(text), { path: 'guide/article.rst' });

describe('reStructuredText', () => {
  it('is read as its readers see it', async () => {
    const document = await read(
      `.. _top:

标题在此
========

.. contents::
   :depth: 2

第一段有 **粗体**、*斜体*、\`\`code *x*\`\` 和 \`链接 <https://example.com>\`_，
续行。见 :ref:\`second\`、:doc:\`另一篇 <other>\` 与 Python_ [1]_，变量 member_ 照写。

.. This is a comment
   over two lines.

.. _second:

第二节
------

.. note:: 注意这里。

   还有一段。

代码如下::

    def f():
        return 1

    f()

.. code-block:: c++
   :linenos:

   int main() {
     return 0;
   }

.. image:: a.png
   :alt: picture

.. [1] 脚注。
.. _Python: https://python.org
`,
    );
    expect(blocksOf(document)).toEqual([
      'heading: 标题在此',
      '第一段有 粗体、斜体、code *x* 和 链接，续行。见 第二节、另一篇 与 Python ，变量 member_ 照写。',
      'heading: 第二节',
      '注意这里。',
      '还有一段。',
      '代码如下:',
      'code: def f():\n    return 1\n\nf()',
      'code: int main() {\n  return 0;\n}',
      '脚注。',
    ]);
    expect(document).toMatchObject({ title: '标题在此', language: 'zh-Hans' });
  });

  it('has the levels of its headings from the order in which their styles come', async () => {
    const document = await read('====\nBook\n====\n\nPart\n====\n\nChapter\n-------\n\nText.\n\nPart two\n========\n\nMore text.\n');
    expect(markedBlocksOf(document).filter(({ kind }) => kind === 'heading')).toEqual([
      { text: 'Book', kind: 'heading', level: 1 },
      { text: 'Part', kind: 'heading', level: 2 },
      { text: 'Chapter', kind: 'heading', level: 3 },
      { text: 'Part two', kind: 'heading', level: 2 },
    ]);
  });

  it('has lists, nested ones and definitions', async () => {
    const list =
      '开头：\n\n* 甲\n  续行\n\n  - 甲一\n  - 甲二\n\n* 乙::\n\n    code\n\n1. 一\n#. 二\n\n(a) x\n\n术语\n  解释。\n\n:版本: 2.36\n\n| 第一行\n| 第二行\n';
    expect(blocksOf(await read(list))).toEqual([
      '开头：',
      'item: 甲续行',
      'item: 甲一',
      'item: 甲二',
      'item: 乙:',
      'code: code',
      'item: 1. 一',
      'item: #. 二',
      'item: (a) x',
      'heading: 术语',
      '解释。',
      'item: 版本: 2.36',
      '第一行',
      '第二行',
    ]);
  });

  it.each([
    [
      'grid',
      '+------+----+\n| 名   | 数 |\n+======+====+\n| 甲   | 2  |\n| 乙   |    |\n+------+----+\n| 丙   | 3  |\n+------+----+\n',
      '甲乙\t2',
    ],
    ['simple', '====  ====\n名    数\n====  ====\n甲    2\n丙    3\n====  ====\n', '甲\t2'],
    ['list', '.. list-table::\n   :header-rows: 1\n\n   * - 名\n     - 数\n   * - 甲\n     - 2\n   * - 丙\n     - 3\n', '甲\t2'],
    ['comma-separated', '.. csv-table::\n   :header: 名,数\n\n   "甲",2\n   丙,3\n', '甲\t2'],
  ])('has tables: %s', async (_, table, second) => {
    expect(markedBlocksOf(await read(`正文。\n\n${table}\n结束。\n`))).toEqual([
      { text: '正文。', kind: 'paragraph' },
      { text: '名\t数', kind: 'row', isTableHeader: true },
      { text: second, kind: 'row' },
      { text: '丙\t3', kind: 'row' },
      { text: '结束。', kind: 'paragraph' },
    ]);
  });

  it('has its metadata from the fields and comments at its head', async () => {
    const pelican = await read(
      'My title\n########\n\n:date: 2010-10-03 10:20\n:modified: 2010-10-05\n:tags: thats, awesome\n:author: Jane Doe\n\nText of it.\n',
    );
    expect(pelican).toMatchObject({
      title: 'My title',
      date: '2010-10-03',
      updated: '2010-10-05',
      tags: ['thats', 'awesome'],
      authors: ['Jane Doe'],
    });
    expect(await read('.. title: A post\n.. date: 2012-03-30\n\nText of it.\n')).toMatchObject({
      title: 'A post',
      date: '2012-03-30',
      text: 'Text of it.',
    });
  });

  it.each([
    ['a term without definition', 'A. Einstein was a man.\nHe thought.', ['A. Einstein was a man. He thought.']],
    ['a rule', 'Before.\n\n-----\n\nAfter.', ['Before.', 'After.']],
    ['marks that are none', 'a * b * c and 2 ** 3, x_y_z, `open', ['a * b * c and 2 ** 3, x_y_z, `open']],
    ['escapes', '粗\\ **体**\\ 字 \\*not\\*', ['粗体字 *not*']],
    ['an unknown directive', '.. mystery:: a\n\n   Its text.\n\nMore.', ['Its text.', 'More.']],
    ['a quotation', 'Before.\n\n   Quoted text.\n\nAfter.', ['Before.', 'Quoted text.', 'After.']],
  ])('reads %s', async (_, text, blocks) => {
    expect(blocksOf(await read(text))).toEqual(blocks);
  });

  it.each([
    '- '.repeat(5000) + 'x',
    '`'.repeat(20_000) + 'x',
    '**a '.repeat(5000),
    `${'|a '.repeat(5000)}|`,
    '+-+\n'.repeat(3000) + 'x',
    `${':a:'.repeat(5000)} x`,
    Array.from({ length: 2000 }, (_, at) => ' '.repeat(at) + 'x').join('\n'),
    '=  =\n\n'.repeat(3000) + 'x',
  ])('written to exhaust its reader is read all the same', async (text) => {
    expect((await read(text)).text.length).toBeGreaterThan(0);
  });
});
