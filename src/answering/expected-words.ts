import type { Span } from '../corpus/index.js';
import { normaliseText, wordsOf } from '../language/index.js';

/** The kind of words that a question asks for. */
export type ExpectedKind = 'time' | 'number' | 'name' | 'reason' | 'definition';

/** What a question asks for: the kind of words, and the words that cannot be the answer because the question contains them. */
export interface Expectation {
  readonly kind: ExpectedKind;
  readonly pattern: RegExp;
  /** The question as matched, lower case. */
  readonly said: string;
  readonly saidWords: ReadonlySet<string>;
}

/** In order: "how long ago" asks for a time before it asks for a number. */
const askedFor: readonly (readonly [Exclude<ExpectedKind, 'definition'>, RegExp])[] = [
  ['time', /什么时候|何时|哪(?:一)?[年月天日]|几[年月日号点]|多久(?:之?前)|\bwhen\b|\b(?:what|which) (?:year|month|day|date)\b/i],
  [
    'number',
    /多少|几[个人位倍次种名家]|多[久长大高快贵远]|百分|\bhow (?:many|much|long|large|big|old|fast|often)\b|\bwhat (?:percentage|share|amount|number)\b/i,
  ],
  [
    'name',
    /谁|哪位|哪(?:一)?(?:个|家)?(?:人|公司|机构|大学|教授|学校|团队)|叫什么|名字|\bwho(?:m|se)?\b|\bwhich (?:\w+ )?(?:person|company|professor|university|researcher|scientist)s?\b|\bname\b/i,
  ],
  ['reason', /为什么|为何|为啥|怎么会|原因|\bwhy\b|\breasons?\b|\bhow come\b/i],
];

/** A number that stands by itself: not the digits of o1, GPT-4o or 3.5-turbo. */
const digits = String.raw`(?<![A-Za-z\d.-])\d+(?:[,.]\d+)*(?![A-Za-z\d]|-[A-Za-z])`;
const chineseDigits = '[零〇一二两三四五六七八九十百千万亿]';
const unit = '(?:美元|元|人|名|位|个|家|倍|秒|分钟|小时|天|年|岁|次|种|篇|项|座|条|米|公里|平方公里|公斤|吨|度|参数)';
const patterns: Readonly<Record<Exclude<ExpectedKind, 'definition'>, RegExp>> = {
  time: new RegExp(
    String.raw`(?:去年|今年|前年|明年|本月|上月|(?:${digits}|${chineseDigits}{4})年)(?:${digits}月)?(?:${digits}日)?|${digits}月(?:${digits}日)?|\b(?:January|February|March|April|May|June|July|August|September|October|November|December)\b(?: \d{1,2},?)?(?: \d{4})?|\b(?:1[5-9]|20)\d{2}\b|${digits}世纪`,
    'gu',
  ),
  number: new RegExp(
    String.raw`(?:约|近|超过|至少|仅需?|达)?${digits}(?:\s?(?:[%％‰]|percent|million|billion|seconds?|minutes?|hours?|days?|years?|times)|[万亿千百]*余?${unit}?)|${chineseDigits}+[余多]?${unit}|百分之${chineseDigits}+`,
    'giu',
  ),
  name: /\p{Lu}[\p{L}.'’]+(?:[ ·-]\p{Lu}[\p{L}.'’]*)+|(?<=教授|博士|先生|女士|作者 ?[|｜:：] ?|记者|科学家|研究员|总裁|创始人|院长|校长)\p{Script=Han}{2,3}?(?=[^\p{Script=Han}]|$|就|认为|表示|说|称|指出|在|的)|(?<=[\p{Script=Han}])\p{Script=Han}{1,4}·\p{Script=Han}{1,6}/gu,
  reason:
    /(?:因为|由于|得益于|源于|归因于|原因|是为了|以便|从而|所以|因此|使得|导致|because|due to|owing to|thanks to|reason|therefore)[^，,。；;！!？?\n]*/giu,
};

const definitionQuestions = [
  /^(?:请问)?(?:什么(?:是|叫做?)|何谓|何为)(?<term>[^？?，,]{1,30})[？?]?$/,
  /^(?<term>[^？?，,]{1,30}?)(?:到底|究竟)?(?:是什么(?:意思|东西|概念)?|是指什么|指的?是什么|什么意思)[？?]?$/,
  /^(?:what(?:'s| is| are| does)|define|explain) (?:an? |the )?(?<term>[^?]{1,40}?)(?: mean| stand for)?\??$/i,
];

/** What the question asks for, where its wording tells. */
export function expectationOf(question: string): Expectation | undefined {
  const said = normaliseText(question).toLowerCase();
  const saidWords = new Set(wordsOf(question));
  const term = definitionQuestions
    .map((pattern) => pattern.exec(normaliseText(question).trim())?.groups?.['term']?.trim())
    .find((found) => found !== undefined);
  for (const [kind, pattern] of askedFor) {
    if (pattern.test(said)) return { kind, pattern: patterns[kind], said, saidWords };
  }
  return term === undefined ? undefined : { kind: 'definition', pattern: definitionOf(term), said, saidWords };
}

/** A term followed by what it is: 思维链是…, 强化学习(RL)…是指…, X is a …, 人类反馈强化学习(RLHF). */
function definitionOf(term: string): RegExp {
  const escaped = term.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(
    String.raw`${escaped}(?:[(（][^)）]*[)）])?(?:是(?!否)|指|即|为|, (?:an?|the) | is an? | is the | means | refers to )|[(（][^)）]*${escaped}[)）]|${escaped}[(（]`,
    'giu',
  );
}

/** Where the text has words of that kind that the question does not contain; in order. */
export function expectedSpans({ kind, pattern, said, saidWords }: Expectation, text: string): Span[] {
  return Array.from(text.matchAll(pattern), (match) => ({ words: match[0], start: match.index, end: match.index + match[0].length }))
    .filter(({ words }) => words.trim() !== '')
    .filter(({ words }) => kind === 'definition' || kind === 'reason' || !isInQuestion(words, said, saidWords))
    .map(({ start, end }) => ({ start, end }));
}

function isInQuestion(words: string, said: string, saidWords: ReadonlySet<string>): boolean {
  return said.includes(normaliseText(words).toLowerCase()) || wordsOf(words).every((word) => saidWords.has(word));
}
