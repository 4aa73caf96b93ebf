import type { Language } from '../language/index.js';

export interface SourceTexts {
  readonly paragraphs: readonly string[];
  readonly headings: readonly string[];
}

/** What a person is called in an article, before a verb of saying. */
const speaker =
  /(?<title>教授|博士|科学家|研究员|负责人|CEO|CTO|创始人|主席|总裁|[“”"、,，。;；:：\s]|^)(?<name>\p{Lu}\p{Ll}[\p{L}.]*(?: \p{Lu}[\p{L}.]+){1,2}|(?<=教授|博士|研究员)\p{Script=Han}{2,3}?)\s?(?:就|则|也|还)?(?:表示|认为|透露|指出|解释|强调|称|said|says|argues|believes|explains|told)/gu;
/** A term that the article defines: 思维链是…, “X is a …”. */
const defined =
  /(?:^|[。！？,，:：])(?:简单来说[,，])?(?<term>[\p{Script=Han}]{2,5}|[A-Z][A-Za-z0-9 -]{1,24})(?:是指|指的是|是在| is an? )/gu;
/** Expanded abbreviations: 强化学习(Reinforcement Learning,RL). */
const abbreviated =
  /(?<term>[\p{Script=Han}]{2,8})[(（](?<english>[A-Z][A-Za-z-]+(?: [A-Z]?[A-Za-z-]+)+)?[,，]?\s?(?<short>[A-Z]{2,6})[)）]/gu;
/** A name, title or term in Latin letters. */
const latinTerm = /\p{Lu}[\p{Script=Latin}\d·-]*(?: (?:\p{Lu}|[a-z]+ )[\p{Script=Latin}\d·-]*){0,2}/gu;

interface Terms {
  readonly speakers: readonly string[];
  readonly defined: readonly string[];
  readonly named: readonly string[];
  readonly claims: readonly string[];
}

/** Questions that the sources may answer, in that language (traditional Chinese in simplified characters), the most telling first. */
export function questionsAbout(sources: SourceTexts, language: Language): string[] {
  const { speakers, defined: concepts, named, claims } = termsOf(sources);
  const kinds =
    language === 'en'
      ? [
          concepts.filter(isLatin).map((term) => `What is ${term}?`),
          speakers.filter(isLatin).map((name) => `What does ${name} think?`),
          named.map((term) => `What does the article say about ${term}?`),
        ]
      : [
          concepts.map((term) => `什么是${term}？`),
          claims.map((claim) => `为什么说${claim}？`),
          speakers.map((name) => `${name}怎么看？`),
          named.map((term) => `关于${term}，文章说了什么？`),
        ];
  return interleave(kinds);
}

function termsOf({ paragraphs, headings }: SourceTexts): Terms {
  const text = paragraphs.join('\n');
  const groups = (pattern: RegExp, name: string): string[] =>
    Array.from(text.matchAll(pattern), ({ groups: found }) => found?.[name]?.trim() ?? '');
  return {
    speakers: mostFrequent(groups(speaker, 'name')),
    defined: mostFrequent([
      ...groups(abbreviated, 'term').map(withoutLeadingWords),
      ...groups(abbreviated, 'english'),
      ...groups(defined, 'term'),
    ]),
    named: mostFrequent(Array.from(text.matchAll(latinTerm), ([term]) => term.trim())).filter((term) => term.length > 3),
    claims: headings
      .flatMap((heading) => heading.split(/[,，:：;；]/))
      .map((claim) => claim.trim())
      .filter((claim) => claim.length >= 4 && /依然|仍|将|正在|成为|超过|下降|上升|带来|改变|影响|导致/.test(claim)),
  };
}

/** 对强化学习, 强化学习和思维链: what stands before the term in its clause is cut off, as far as single characters can tell. */
function withoutLeadingWords(term: string): string {
  const rest = term.split(/[对把和与是的在将及或]/).at(-1) ?? '';
  return rest.length >= 2 ? rest : '';
}

function isLatin(term: string): boolean {
  return /^[\p{Script=Latin}\p{N}\p{P}\s]+$/u.test(term);
}

/** Distinct, non-empty, the most frequent first; equals in the order of the text. */
function mostFrequent(terms: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const term of terms) if (term !== '') counts.set(term, (counts.get(term) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]).map(([term]) => term);
}

/** One of each list in turn. */
function interleave(lists: readonly (readonly string[])[]): string[] {
  const longest = Math.max(0, ...lists.map((list) => list.length));
  return Array.from({ length: longest }, (_, at) => lists.flatMap((list) => list.slice(at, at + 1))).flat();
}
