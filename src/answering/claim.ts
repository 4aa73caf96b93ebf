import { detectLanguage, normaliseText } from '../language/index.js';

/** The statement that a yes-or-no question asks about (`asked`), or that a question for a reason assumes (`assumed`). */
export interface Claim {
  readonly kind: 'asked' | 'assumed';
  readonly text: string;
}

/** A question that also asks for something else gets no yes or no. */
const asksForThings =
  /谁|哪|多少|几[个人位倍次种年月日点家天岁]|什么|啥|怎么|怎样|多[久长大高快贵远]|还是|\b(?:who|whom|whose|what|which|where|when|how|or)\b/iu;

const chineseTags = /[?？!！。\s]+$|(?:是|对|真)(?:吗|么|不对?|吧)[?？\s]*$/gu;
/** 能不能 → 能, 是不是 → (nothing), 有没有 → 有: the question's form becomes the statement's. */
const chineseChoices: readonly (readonly [RegExp, string])[] = [
  [/是不是|是否|有没有(?=\p{Script=Han}{2,}了)/gu, ''],
  [/有没有|有无/gu, '有'],
  [/(会|能|可|要|该|想|用|算|行|好|贵|快|多|大|高)不\1/gu, '$1'],
];
const chineseEnd = /(?:了没有?|没有|吗|嘛|么|吧|不)$/u;
const chineseReason = /(?:到底|究竟)?(?:为什么|为何|为啥|凭什么|怎么会)(?:会|要|还|就)?/u;
const politeness = /^(?:请问|那么?|所以|是说|真的)[,，\s]*|真的/gu;

const auxiliary = '(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|may|might|must|should)';
const englishAsked = new RegExp(`^(?:so |and |but )*(?<auxiliary>${auxiliary})(?<denied>n't)? (?<rest>.+)$`, 'iu');
const englishAssumed = new RegExp(`^(?:so |and |but )*(?:why|how come)(?: (?<auxiliary>${auxiliary})(?<denied>n't)?)? (?<rest>.+)$`, 'iu');

/** `undefined` where the question asks for anything but yes or no, or a reason. */
export function claimOf(question: string): Claim | undefined {
  const text = normaliseText(question).trim().replace(/[’]/gu, "'");
  return detectLanguage(text) === 'en' ? englishClaim(text.replace(/[?!.\s]+$/u, '')) : chineseClaim(text);
}

function chineseClaim(question: string): Claim | undefined {
  const plain = question.replace(chineseTags, '').replace(politeness, '').trim();
  if (chineseReason.test(plain)) {
    const rest = plain
      .replace(chineseReason, '')
      .replace(/[呢啊呀]$/u, '')
      .trim();
    return asksForThings.test(rest) || rest.length < 3 ? undefined : { kind: 'assumed', text: rest };
  }
  const stated = chineseChoices.reduce((text, [choice, said]) => text.replace(choice, said), plain);
  const isAsked = stated !== plain || chineseEnd.test(plain) || plain.length < question.replace(/[?？!！。\s]+$/u, '').length;
  const text = stated
    .replace(/了(?:没有?)$/u, '了')
    .replace(/(?<!没)(?:吗|嘛|么|吧)$/u, '')
    .replace(/(?<=[\p{L}\p{N}]{2})不$/u, '')
    .trim();
  return !isAsked || asksForThings.test(text) || text.length < 3 ? undefined : { kind: 'asked', text };
}

function englishClaim(question: string): Claim | undefined {
  const assumed = englishAssumed.exec(question)?.groups;
  const found = assumed ?? englishAsked.exec(question)?.groups;
  const rest = found?.['rest'];
  if (rest === undefined || asksForThings.test(rest)) return undefined;
  return { kind: assumed === undefined ? 'asked' : 'assumed', text: found?.['denied'] === undefined ? rest : `not ${rest}` };
}
