/** Texts as readers, articles and models write them, and as nobody but an attacker does; the same ones for a seed. */
import { pick } from '../../bench/benchmark/random.js';

export interface MadeText {
  /** Of what it is made, for whoever reads the figures. */
  readonly form: string;
  readonly text: string;
}

type Random = () => number;

const chinese =
  '推理成本 比 上一代 模型 贵 三四倍 ， 但是 OpenAI 没有 说明 原因 。 研究 人员 认为 ， 思维链 在 2022年 由 谷歌 提出 ； 他 说 ：“ 这 不是 终点 ” 。 那么 为什么 作者 表示 其他 方法 更 好 ？ 第一 步 百分之五 增长 了 一点五亿 美元 《 论文 》'.split(
    ' ',
  );
const traditional = '為什麼 這個 模型 的 應答 時間 變長 了 ？ 專家 指出 ， 強化學習 需要 更多 運算 。'.split(' ');
const english =
  'The model costs three to four times more than its predecessor, but nobody at OpenAI has said why. Dr. J. K. Smith of the U.S. argued, "It is not the end." In 2022 about 1.5 million users (5.3%) asked: what is a chain of thought? None did.'.split(
    ' ',
  );

/** What a text can be made of: words in any order, or one thing over and over. */
const pieces: Readonly<Record<string, readonly string[]>> = {
  'Chinese prose': chinese,
  'traditional Chinese': traditional,
  'English prose': english.map((word) => `${word} `),
  'mixed prose': [...chinese, ...english.map((word) => ` ${word} `), '\n\n'],
  'Chinese without a full stop': chinese.filter((word) => !/[。？；]/u.test(word)),
  'one letter': ['a'],
  'one character': ['的'],
  'letters without a space': Array.from('abcdefghijklmnopqrstuvwxyz'),
  'characters without a space': Array.from('天地玄黄宇宙洪荒日月盈昃辰宿列张'),
  'capital letters and full stops': ['A.', 'B. ', 'U.S.', 'Ph.D. ', 'J. '],
  spaces: [' ', '\u3000', '\t', '\u00a0'],
  'line breaks': ['\n'],
  'short lines': ['a\n', '是\n', '- \n', '1.\n'],
  'empty lines': ['\n\n', '\r\n', ' \n'],
  digits: Array.from('0123456789'),
  numbers: ['1,000', '3.14', '五百二十', '两万亿', '2022年', '5%', '½', '²', 'Ⅷ', '１２', '1e9', '百分之三', ' one hundred ', ' '],
  dates: ['2024-09-13', '9月13日', 'Sept. 12, 2024', '昨天', '上周', 'two weeks ago ', ' '],
  'full stops': ['.', '。', '…', '...'],
  punctuation: Array.from(',，、;；:：!！?？-—–·'),
  'question marks': ['?', '？', '!?'],
  'quotation marks': ['"', '“', '”', "'", '‘', '「', '」', '『', '《', '》'],
  'opening brackets': ['(', '（', '[', '【', '{', '<', '《'],
  'balanced brackets': ['(', ')', '[', ']', '（', '）'],
  'opening tags': ['<', '<a ', '<b>', '<!--', '<![CDATA[', '<style', '<script>', '</'],
  entities: ['&amp;', '&', '&lt', '&#x1F600;', '&#'],
  emphasis: ['*', '**', '_', '__', '~~', '`', 'a**b', ' *a'],
  'nested quotations': ['> ', '>'],
  'list marks': ['- ', '* ', '1. ', '\n- ', '\n  - ', '\n1) '],
  links: ['[a](b)', '![', '](', '[[', 'https://example.org/a', ' www.例子.中国 ', 'a@b.co ', 't.me/x '],
  addresses: ['http://', 'a.b.c.', 'x.com/', '例子.中国', '@', '//'],
  mentions: ['@everyone ', '<@123456789>', '@footnote_bot ', '#tag ', '/ask ', '@here'],
  tables: ['| a ', '|', '---|', '\n|', '| 1.5 | 2 |\n'],
  code: ['```', '    x = 1\n', '`a`', '~~~\n'],
  'escape characters': ['\\', '\u001b[31m', '\\u0041', '%00'],
  emoji: ['😀', '👨‍👩‍👧‍👦', '🏳️‍🌈', '👍🏽', '1️⃣', '🇨🇳', '\ufe0f'],
  flags: ['🇨', '🇳', '🇺', '🇸'],
  'combining marks': ['\u0301', '\u0323', '\u20dd', 'e\u0301'],
  'a heap of marks': ['\u0335'],
  'right to left': ['مرحبا ', 'שלום ', '\u202e', '\u2067', 'a'],
  'zero width': ['\u200b', '\u200d', '\u2060', '\ufeff', '\u00ad', 'a'],
  controls: ['\u0000', '\u0007', '\u0085', '\u2028', 'a'],
  'halves of characters': ['\ud83d', '\ude00', 'a'],
  'Korean letters': ['\u1100', '\u1161', '\u11a8'],
  'Thai and Devanagari': ['ภาษาไทย', 'क्षि', 'हिन्दी ', '\u094d'],
  'full width': Array.from('ＡＢＣ１２３（）'),
  'compatibility characters': ['㍿', '㋿', 'ﷺ', 'ﬃ', '①', '㎏', '⑴'],
  names: ['Constructor ', 'Sam Altman', '山姆·奥特曼', '、', ' and ', '王小明', '和', "O'Neil-Smith ", '__proto__ ', 'hasOwnProperty '],
  comparisons: ['A比B', '比', '更', '高于', ' more than ', ' less than ', '不如', '贵三倍'],
  denials: ['不', '没有', '并非', ' not ', " n't", 'never ', '无'],
  questions: ['为什么', '什么是', 'who ', 'what is the difference between ', '和', '的区别', '吗', '？'],
  abbreviations: ['e.g. ', 'etc. ', 'No. 5 ', 'Fig. ', 'vs. '],
  'nested JSON': ['{"a":', '[', '"', ':', ',', '}', ']', 'null'],
};
export const forms = Object.keys(pieces);

/** Lengths of all orders of magnitude, the long ones as often as the short ones. */
export function lengthUpTo(most: number, random: Random): number {
  return Math.max(1, Math.round(most ** random()));
}

function madeOf(form: string, length: number, random: Random): string {
  const choice = pieces[form] ?? [];
  // One piece over and over is what loops within loops suffer most from.
  const only = random() < 0.3 ? pick(choice, random) : undefined;
  const parts: string[] = [];
  for (let made = 0; made < length;) {
    const part = only ?? pick(choice, random);
    parts.push(part);
    made += part.length;
  }
  return parts.join('').slice(0, length);
}

/** One form, or up to four one after the other; at most so many UTF-16 units. */
export function makeText(length: number, random: Random): MadeText {
  const count = random() < 0.6 ? 1 : 2 + Math.floor(random() * 3);
  const chosen = Array.from({ length: count }, () => pick(forms, random));
  const text = chosen.map((form) => madeOf(form, Math.ceil(length / count), random)).join('');
  return { form: [...new Set(chosen)].join(' + '), text: text.slice(0, length) };
}

/** A text with another put into it, or in place of a part of it. */
export function spoilt(text: string, most: number, random: Random): MadeText {
  const made = makeText(lengthUpTo(most, random), random);
  const at = Math.floor(random() * (text.length + 1));
  const until = random() < 0.5 ? at : Math.floor(at + random() * (text.length - at + 1));
  return { form: `prose with ${made.form}`, text: text.slice(0, at) + made.text + text.slice(until) };
}
