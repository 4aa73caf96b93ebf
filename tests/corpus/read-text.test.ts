import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { readDocument, splitIntoPassages, type SourceDocument } from '../../src/corpus/index.js';
import { blocksOf, textsOf } from './blocks-of.js';

const read = (text: string, path = 'notes/article.txt'): Promise<SourceDocument> => readDocument(Buffer.from(text), { path });

const long = '这是一段足够长的正文，它讲了一件事情的来龙去脉，也讲了后来的结果，读者读完就会明白。';

describe('the sample article', () => {
  const article = readFile('corpus/openai-o1.txt').then((bytes) => readDocument(bytes, { path: 'openai-o1.txt' }));

  it('has its publisher and author from the byline lines, which stay in the text', async () => {
    const document = await article;
    expect(document).toMatchObject({ title: 'openai-o1', authors: ['梁昌均'], publisher: '搜狐科技', language: 'zh-Hans' });
    expect(textsOf(document, 'byline')).toEqual(['出品 | 搜狐科技', '作者 | 梁昌均']);
  });

  it('has exactly the two section headings that the publisher set', async () => {
    expect(textsOf(await article, 'heading')).toEqual(['Scaling Law依然有效,GPT-5将融入推理技术', '思维链论文预测落地,提出者是华人']);
  });

  it('is otherwise the text as published, without the closing invitation to comment', async () => {
    const document = await article;
    const published = await readFile('corpus/openai-o1.txt', 'utf8');
    expect(document.furniture).toEqual(['发表评论']);
    expect(document.text).toBe(published.replace(/\n发表评论$/u, ''));
    expect(document.blocks).toHaveLength(document.text.split('\n').length);
  });

  it('is cut into passages that name their section', async () => {
    const passages = splitIntoPassages(await article, { countTokens: (text) => text.length, maxTokens: 160 });
    expect(passages[0]?.text).toBe('出品 | 搜狐科技\n作者 | 梁昌均');
    expect(passages[1]?.text).toMatch(/^更强、更慢、更贵,这是OpenAI最新推出的新模型o1的核心特征。\n/u);
    expect(passages.find((passage) => passage.text.includes('32秒'))?.section).toBe('Scaling Law依然有效,GPT-5将融入推理技术');
    expect(passages.at(-1)?.section).toBe('思维链论文预测落地,提出者是华人');
  });
});

describe('headings in plain text', () => {
  it('are short lines that stand alone between paragraphs', async () => {
    const document = await read(`${long}\n问题出在哪里\n${long}\n\nWhat comes next\n\n${long}`);
    expect(textsOf(document, 'heading')).toEqual(['问题出在哪里', 'What comes next']);
  });

  it('may be questions when they are numbered, and may have numbered sub-headings', async () => {
    const document = await read(`${long}\n一、它是什么？\n1. 背景\n${long}\n二、谁做的\n${long}`);
    expect(textsOf(document, 'heading')).toEqual(['一、它是什么？', '1. 背景', '二、谁做的']);
  });

  it.each([
    ['the lines of a poem', '床前明月光\n疑是地上霜\n举头望明月\n低头思故乡'],
    ['the lines of a poem between paragraphs', `${long}\n床前明月光\n疑是地上霜\n举头望明月\n低头思故乡\n${long}`],
    ['the items of a list', `${long}\n苹果\n梨子\n桃子\n${long}`],
    ['the items of a numbered list', `${long}\n1. 苹果\n2. 梨子\n${long}`],
    ['a spoken line', `${long}\n“我不知道”\n${long}`],
    ['a short sentence', `${long}\n真的吗？\n${long}\n他走了。\n${long}`],
    ['a caption', `${long}\n图：会议现场\n${long}\n图1 会议现场\n${long}`],
    ['a line that leads over to a list', `${long}\n包括以下几点：\n${long}`],
    ['the last line', `${long}\n${long}\n完`],
    ['a rule', `${long}\n***\n${long}`],
    [
      'lines of an author who leaves out full stops',
      Array.from({ length: 12 }, (_, at) => `${long}\n第${at}句话没有句号`)
        .join('\n')
        .replaceAll('。', ''),
    ],
  ])('are not %s', async (_, text) => {
    expect(textsOf(await read(text), 'heading')).toEqual([]);
  });
});

describe('encyclopedia paragraphs, one a line', () => {
  const paragraphs = [
    '作者：来源与编辑是《某某》一书的三个部分，此书由某出版社于1987年出版，共印刷三次，至今仍然是该领域的重要参考资料之一。',
    'By 1945 the city had lost most of its inhabitants, and the reconstruction that began in the same year took more than two decades.',
    '某某錦標賽是一項賽事，每年一次舉行，路程為草地1200米；首屆於1993年11月10日舉行，當時是一項三級賽，',
    '分享是一種美德。發表評論的權利受到憲法保護，任何人不得以任何理由加以限制，這是現代社會的基本共識之一。',
    '其中包括<br>以及h(n)（启发式策略）可以是',
  ];

  it.each(['\n', '\n\n', '\r\n'])('lose no line and are taken for nothing else when parted by %j', async (separator) => {
    const document = await read(paragraphs.join(separator));
    expect(blocksOf(document)).toEqual(paragraphs);
    expect(document).toMatchObject({ furniture: [], authors: [], title: 'article' });
  });
});

describe('bylines', () => {
  it.each([
    ['来源：搜狐科技 作者：张三 李四 编辑：王五', ['张三', '李四'], '搜狐科技'],
    ['文｜张三、李四', ['张三', '李四'], undefined],
    ['記者：王小明', ['王小明'], undefined],
    ['出品丨某某研究院', [], '某某研究院'],
    ['By Jane Doe and J. K. Smith | Reuters', ['Jane Doe', 'J. K. Smith'], 'Reuters'],
    ['Written by: Jane Doe', ['Jane Doe'], undefined],
    ['Source: The Example Times', [], 'The Example Times'],
    ['编辑：王五', [], undefined],
  ])('%s', async (line, authors, publisher) => {
    const document = await read(`${line}\n${long}\n${long}`);
    expect(textsOf(document, 'byline')).toEqual([line]);
    expect(document.authors).toEqual(authors);
    expect(document.publisher).toBe(publisher);
  });

  it('prefer the publisher over the source', async () => {
    expect((await read(`来源：某网\n出品：某社\n${long}`)).publisher).toBe('某社');
  });

  it.each([
    'By then it was over',
    'By Design',
    '作者认为这样做是对的',
    '来源不明的消息',
    '编辑：我们为什么要做这件事？',
    'Source code is available.',
  ])('are not lines such as %s', async (line) => {
    expect(textsOf(await read(`${line}\n${long}\n${long}`), 'byline')).toEqual([]);
  });

  it('are not lines in the middle of an article', async () => {
    const body = Array.from({ length: 20 }, () => long).join('\n');
    expect(textsOf(await read(`${body}\n作者：张三\n${body}`), 'byline')).toEqual([]);
  });

  it('stay readable at the end, around furniture that goes', async () => {
    const document = await read(`标题在这里\n作者：张三\n${long}\n${long}\n返回搜狐，查看更多\n责任编辑：李四\n`);
    expect(blocksOf(document)).toEqual(['heading: 标题在这里', 'byline: 作者：张三', long, long, 'byline: 责任编辑：李四']);
    expect(document).toMatchObject({ title: '标题在这里', authors: ['张三'], furniture: ['返回搜狐，查看更多'] });
  });
});

describe('page furniture', () => {
  it.each([
    '发表评论',
    '發表評論',
    '评论(0)',
    '返回搜狐，查看更多',
    '阅读原文',
    '閱讀更多 >>',
    '分享到：微信 微博',
    '点赞 | 收藏 | 分享',
    '扫码关注公众号',
    '下一篇：另一篇文章的标题',
    'Read more',
    'Leave a comment',
    '12 comments',
    'Share this article',
    'Related articles',
    'Advertisement',
    'All rights reserved.',
  ])('"%s" is left out at the end and reported', async (line) => {
    const document = await read(`${long}\n${long}\n${line}\n`);
    expect(document.text).toBe(`${long}\n${long}`);
    expect(document.furniture).toEqual([line]);
  });

  it('is left out at the beginning, too, and offsets still point at the text', async () => {
    const document = await read(`Skip to content\n标题在这里\n分享\n作者：张三\n${long}\n${long}`);
    expect(document.furniture).toEqual(['Skip to content', '分享']);
    expect(blocksOf(document)).toEqual(['heading: 标题在这里', 'byline: 作者：张三', long, long]);
  });

  it.each(['分享这篇文章的人很多', '发表评论的人越来越多', 'Read more books', 'Comments are closed, he said'])(
    'is not "%s"',
    async (line) => {
      expect((await read(`${long}\n${long}\n${line}`)).furniture).toEqual([]);
    },
  );

  it('is text in the middle of an article', async () => {
    expect((await read(`${long}\n发表评论\n${long}`)).furniture).toEqual([]);
  });
});

describe('lists in plain text', () => {
  it.each([
    ['- 苹果\n- 梨子'],
    ['• 苹果\n• 梨子\n• 桃子'],
    ['1. 苹果\n2. 梨子'],
    ['1、苹果是一种水果，它很好吃。\n2、梨子是另一种。\n3、桃子'],
    ['(1) apples\n(2) pears'],
    ['①苹果\n②梨子'],
  ])('are lines with bullets or counting numbers: %j', async (list) => {
    expect(textsOf(await read(`${long}\n${list}\n${long}`), 'item')).toEqual(list.split('\n'));
  });

  it.each([
    ['a single line', '- 苹果'],
    ['numbers that do not count on', '1. 苹果\n3. 梨子'],
    ['numbers with decimals', '1.5 米是他的身高，这是他自己说的。\n2.5 米是他的影子，这是别人说的。'],
    ['years', '1986. The first year.\n1987. The second year.'],
    ['different bullets', '- 苹果\n• 梨子'],
  ])('are not %s', async (_, lines) => {
    expect(textsOf(await read(`${long}\n${lines}\n${long}`), 'item')).toEqual([]);
  });

  it('are not headings that count on', async () => {
    const document = await read(`${long}\n1. 背景\n${long}\n2. 结果\n${long}`);
    expect(textsOf(document, 'item')).toEqual([]);
    expect(textsOf(document, 'heading')).toEqual(['1. 背景', '2. 结果']);
  });
});

describe('plain text', () => {
  it('has its title from a first line that looks like one, else from the file name', async () => {
    expect((await read(`OpenAI发布新模型\n\n${long}\n${long}`)).title).toBe('OpenAI发布新模型');
    expect((await read(`${long}\n${long}`, 'a/某篇 文章.v2.txt')).title).toBe('某篇 文章.v2');
  });

  it('takes lines that were broken at a margin for one paragraph', async () => {
    const wrapped = [
      'This is a paragraph of text that was broken at the margin of seventy\ncolumns by whoever wrote it, as people did on typewriters and in the\nmail. It ends here.',
      'A second paragraph that goes on over more than one line, and that has\nmore than a few words in it.',
    ];
    expect(blocksOf(await read(wrapped.join('\n\n')))).toEqual(wrapped);
  });

  it('keeps every character but the line endings', async () => {
    const document = await read(
      '　　第一段，“引用”…… \r\n\r\n\tSecond\u00a0paragraph — with\u200bmarks, and enough words to be one.\r第三段。',
    );
    expect(document.text).toBe('　　第一段，“引用”…… \n\n\tSecond\u00a0paragraph — with\u200bmarks, and enough words to be one.\n第三段。');
    expect(blocksOf(document)).toEqual([
      '第一段，“引用”……',
      'Second\u00a0paragraph — with\u200bmarks, and enough words to be one.',
      '第三段。',
    ]);
  });

  it.each([
    ['', /is empty.*Put the article's text into it/u],
    [' \n\t\n', /holds no text/u],
    ['发表评论\n', /no text apart from page furniture/u],
  ])('that is %j is refused with what to do', async (text, message) => {
    await expect(read(text)).rejects.toThrow(message);
  });

  it('of another format is refused by name', async () => {
    await expect(read('x', 'a/b.docx')).rejects.toThrow(/does not read files named like b\.docx.*\.txt, \.md, \.html or \.pdf/u);
  });
});
