import { normaliseText } from '../language/index.js';

/** Words that ask for several things, by closed classes alone: question words, numbers, plural endings. */
const asksForSeveral = [
  /哪些|哪几|哪[两二三四五六七八九十\d]|分别|都(?:有|是)?(?:什么|啥|谁|哪)|有(?:什么|啥)(?!用|意义|意思|区别|不同|差别|关系|好处吗)|列(?:出|举|一下)|包括(?:什么|啥|谁)/,
  /^(?:please )?(?:list|name (?:all|the|some|two|three|four|five|\d))\b/i,
  /\bwhich (?:of the |(?:two|three|four|five|six|other|new) )?(?!is\b|was\b|does\b|has\b|this\b)\p{L}+(?<!s|u)s\b/iu,
  /\bwhat (?:are|were)\b|\bwhat (?:other |(?:two|three|four|five|six) )?(?!is\b|was\b|does\b|has\b)\p{L}+(?<!s|u)s (?:are|were|do|did|does|have|has|can|will)\b/iu,
];

/** Whether the question asks for several things: its answer is complete only with all of them. */
export function isListQuestion(question: string): boolean {
  const asked = normaliseText(question).trim();
  return asksForSeveral.some((pattern) => pattern.test(asked));
}

const comparing =
  /区别|不同|不一样|差别|差异|差距|异同|相比|对比|比较|比起|比|还是|谁|哪|\b(?:vs\.?|versus|differ(?:s|ent|ences?)?|compar(?:e|ed|es|ison)|than|or)(?!\p{L})/iu;
const comparisons = [
  /(?<one>[^,，。?？:：]{1,24}?)\s*(?:和|与|跟|同|比)\s*(?<other>[^,，。?？]{1,24}?)\s*(?=相比|比起来|比|之间|有(?:什么|何|啥|哪些|多)|的?(?:区别|不同|差别|差异|差距|异同)|不一样|谁|哪|(?:更|还|要)?[高低快慢贵多少大小强弱好差长短便])/u,
  /(?<one>[^,，。?？:：\s]{1,24}?)\s*还是\s*(?<other>[^,，。?？更]{1,24})/u,
  /\b(?:differences? between|compar(?:e|ison (?:of|between))) (?<one>.{1,40}?) (?:and|with|to) (?<other>[^?,]{1,40})/iu,
  /(?<one>[^?,\s]+(?: [^?,\s]+)?) (?:vs\.?|versus|compared (?:to|with)) (?<other>[^?,]{1,40})/iu,
  /\b(?:is|are|was|were|does|do|did) (?<one>.{1,40}?) (?:\p{L}+er|more|less)(?: \p{L}+)? than (?<other>[^?,]{1,40})/iu,
];
const around = /^(?:请问|那么|那|关于|the |an? )+|(?:的|呢|吗|之间|各自)+$/giu;

/** The two things that the question compares, as it writes them; `undefined` where it compares none or names only one. */
export function comparedThings(question: string): readonly [string, string] | undefined {
  const asked = normaliseText(question).trim();
  if (!comparing.test(asked)) return undefined;
  for (const pattern of comparisons) {
    const groups = pattern.exec(asked)?.groups;
    const [one, other] = [groups?.['one'], groups?.['other']].map((thing) => (thing ?? '').trim().replace(around, '').trim());
    if (one !== undefined && other !== undefined && one.length > 1 && other.length > 1) return [one, other];
  }
  return undefined;
}
