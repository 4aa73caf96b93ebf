import { describe, expect, it } from 'vitest';
import { hasLink } from '../../../src/generating/checks/links-in.js';

const domains = [
  ...[
    '例子.中国',
    '例子.公司',
    '例え.コム',
    'кремль.рф',
    'пример.онлайн',
    'مثال.السعودية',
    'उदाहरण.भारत',
    '예시.한국',
    'xn--fsqu00a.xn--fiqs8s',
  ],
  ...[
    'evil.zip',
    'evil.mov',
    'evil.shop',
    'bit.ly',
    't.me',
    'a.b.c.party',
    'sub.例子.中国',
    'EVIL.COM',
    'evil.com.',
    'évil.paris',
    'evil-1.dev',
  ],
  ...['127.0.0.1', '8.8.8.8', '[::1]', '[2001:db8::1]', 'localhost:8080', 'localhost/x', 'www.evil'],
  ...['evil．com', 'ｅｖｉｌ.ｃｏｍ', 'evil․com', 'evil[.]com', 'evil(dot)com', 'evil [dot] com'],
];
const schemes = ['http', 'https', 'ftp', 'sftp', 'tg', 'ton', 'weixin', 'alipays', 'steam', 'discord', 'magnet', 'custom-app+x'];
const schemesAlone = [
  'mailto:someone',
  'tel:123',
  'javascript:alert',
  'data:text/html',
  'tg:resolve',
  'vbscript:x',
  'ms-word:ofe',
  'sms:1',
];
/** What stands before and behind: spaces, Chinese, punctuation, nothing. */
const surroundings: readonly (readonly [string, string])[] = [
  ['', ''],
  ['see ', ' for more'],
  ['请看 ', ' 了解更多'],
  ['（', '）'],
  ['“', '”。'],
  ['见：', '，'],
];

describe('links in a statement', () => {
  it.each(surroundings)('are found between %j and %j', (before, after) => {
    const addresses = [
      ...domains,
      ...domains.map((domain) => `${domain}/path?q=1`),
      ...schemes.map((scheme) => `${scheme}://x/y`),
      ...schemesAlone,
    ];
    for (const address of addresses) expect(hasLink(`${before}${address}${after}`), `${before}${address}${after}`).toBe(true);
  });

  it('are found where Chinese stands directly around them', () => {
    for (const text of ['访问evil.shop查看', '访问例子.中国查看', '见https://evil.example', '打开tg://resolve'])
      expect(hasLink(text), text).toBe(true);
  });

  it.each([
    '模型在3.5秒内回答，得分83.3%。',
    '版本1.2.3发布于2024年。',
    'Node.js是一个平台，GPT-4.5也是。',
    'The U.S. and the U.K. agree, e.g. on A.I., says J.K. Rowling.',
    'OpenAI:发布了o1，比例是3:1。',
    'He paid $3.50 at 9 a.m. and 12:30 p.m.',
    'The data: see the table. About: nothing.',
    '第1.2节说，12.5万人参加了。',
    'Dr. Smith et al. wrote it. It is true.',
    '他说：“好。”然后走了……',
  ])('are not what figures, abbreviations and names are: %s', (text) => {
    expect(hasLink(text)).toBe(false);
  });
});
