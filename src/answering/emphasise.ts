import type { Span } from '../corpus/index.js';
import { normaliseText, wordsOf } from '../language/index.js';

/** What kind of words a question asks for, where its wording tells. */
type Wanted = 'number' | 'time' | 'name' | 'reason';

const askedFor: readonly (readonly [Wanted, RegExp])[] = [
  ['time', /什么时候|何时|哪(?:一)?[年月天日]|几[年月日号点]|多久之前|\bwhen\b|\b(?:what|which) (?:year|month|day|date)\b/i],
  ['number', /多少|几[个人位倍次种名]|多[久长大高快贵远]|估值|比例|百分|\bhow (?:many|much|long|large|big|old|fast|often)\b|\bwhat (?:percentage|share|amount|number)\b/i],
  ['name', /谁|哪位|哪(?:一)?(?:个|家)?(?:人|公司|机构|大学|教授|学校)|叫什么|名字|\bwho(?:m|se)?\b|\bwhich (?:person|company|professor|university|researcher)\b|\bname\b/i],
  ['reason', /为什么|为何|为啥|怎么会|原因|\bwhy\b|\breason\b|\bhow come\b/i],
];

const digits = String.raw`\d[\d,.]*`;
const chineseDigits = '[零〇一二两三四五六七八九十百千万亿]';
const patterns: Readonly<Record<Wanted, RegExp>> = {
  time: new RegExp(
    String.raw`(?:去年|今年|前年|明年|本月|上月|${digits}年)(?:${digits}月)?(?:${digits}日)?|${digits}月(?:${digits}日)?|\b(?:January|February|March|April|May|June|July|August|September|October|November|December)\b(?: \d{1,2},?)?(?: \d{4})?|\b(?:19|20)\d{2}\b`,
    'gu',
  ),
  number: new RegExp(
    String.raw`(?:约|近|超过|至少|仅需?|达)?${digits}\s?(?:[%％]|[万亿千百]*(?:余)?(?:美元|元|人|名|位|个|家|倍|秒|分钟|小时|天|年|岁|次|种|篇|参数|percent|million|billion|seconds?|minutes?|hours?|days?|years?|times)?)|${chineseDigits}+(?:余|多)?(?:倍|位|名|个|人|家|种|次|年|天|秒|成)`,
    'giu',
  ),
  name: /\p{Lu}[\p{L}.'’]+(?:[ ·-]\p{Lu}[\p{L}.'’]*)+|(?<=教授|博士|先生|女士|作者 ?[|｜:：] ?|记者|科学家|研究员|总裁|创始人|院长|校长)\p{Script=Han}{2,3}(?=[^\p{Script=Han}]|$|就|认为|表示|说|称|指出|在|的)/gu,
  reason: /(?:因为|由于|得益于|源于|归因于|原因(?:是|在于)|是为了|because|due to|owing to|thanks to)[^，,。；;！!？?\n]*/giu,
};

/** A mark on more than this share of a statement marks nothing. */
const maxShare = 0.6;

/**
 * The exact words that answer, where the question's wording tells what kind it asks for: a number, a time, a name, a reason. What the question
 * itself says is not marked.
 *
 * @returns spans of `statement`, in order; empty where nothing can be told
 */
export function emphasise(question: string, statement: string): Span[] {
  const plainQuestion = normaliseText(question).toLowerCase();
  const known = new Set(wordsOf(question));
  for (const [wanted, pattern] of askedFor) {
    if (!pattern.test(question)) continue;
    const spans = [...statement.matchAll(patterns[wanted])]
      .map((match) => ({ text: match[0], start: match.index, end: match.index + match[0].length }))
      .filter(({ text }) => text.trim() !== '' && !saidAlready(text, plainQuestion, known));
    const marked = spans.reduce((sum, { start, end }) => sum + end - start, 0);
    if (spans.length > 0 && marked <= statement.length * maxShare) return spans.map(({ start, end }) => ({ start, end }));
  }
  return [];
}

function saidAlready(text: string, question: string, known: ReadonlySet<string>): boolean {
  return question.includes(normaliseText(text).toLowerCase()) || wordsOf(text).every((word) => known.has(word));
}
