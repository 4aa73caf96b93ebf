import { sentencesOf } from '../corpus/index.js';
import { detectLanguage, type Language } from '../language/index.js';
import { dependenceOf } from './understand-question.js';

export interface SourceTexts {
  readonly paragraphs: readonly string[];
  readonly headings: readonly string[];
}

/** What a person is called in an article, before a verb of saying. */
const speaker =
  /(?<title>教授|博士|科学家|研究员|负责人|CEO|CTO|创始人|主席|总裁|[“”"、,，。;；:：\s]|^)(?<name>\p{Lu}\p{Ll}[\p{L}’'-]*(?: \p{Lu}(?:\.|[\p{L}’'-]+)){1,2}|(?<=教授|博士|研究员)\p{Script=Han}{2,3}?)\s?(?:就|则|也|还)?(?:表示|认为|透露|指出|解释|强调|称|said|says|argues|believes|explains|told)/gu;
/** A term that the article defines: 思维链是…, “X is a …”. */
const defined =
  /(?:^|[。！？,，:：])(?:简单来说[,，])?(?<term>[\p{Script=Han}]{2,5}|[A-Z][A-Za-z0-9 -]{1,24})(?:是指|指的是|是在| is an? )/gu;
/** Expanded abbreviations: 强化学习(Reinforcement Learning,RL). */
const abbreviated =
  /(?<term>[\p{Script=Han}]{2,8})[(（](?<english>[A-Z][A-Za-z-]+(?: [A-Z]?[A-Za-z-]+)+)?[,，]?\s?(?<short>[A-Z]{2,6})[)）]/gu;
/** A name or term in Latin letters that does not merely open a sentence: after a word, a comma or a Chinese character. */
const latinTerm = /(?<=[\p{Ll}\p{N},，、\p{Script=Han}] ?)\p{Lu}[\p{Script=Latin}\d·-]*(?: \p{Lu}[\p{Script=Latin}\d·-]*){0,2}/gu;
/** Capitalised, and no name of anything that one would ask about: months, days, money, units. */
const calendar =
  /^(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*\b|^(?:Mr|Ms|Mrs|Dr|Prof|I)\b|^[A-Z]+s?$/u;
/** A question that an article puts itself: short enough to be put by a reader, too. */
const ownQuestion = { shortest: 6, longest: { 'zh-Hans': 32, 'zh-Hant': 32, en: 90 } } as const;
const asking = /什么|为何|为什么|怎么|如何|哪|谁|多少|几|是否|吗|\b(?:what|why|how|who|when|where|which|is|are|can|does|do|did|will)\b/iu;

interface Terms {
  readonly speakers: readonly string[];
  readonly defined: readonly string[];
  readonly named: readonly string[];
  readonly claims: readonly string[];
  /** Questions that the sources put themselves, and answer. */
  readonly asked: readonly string[];
}

/** Questions that the sources may answer, in that language (traditional Chinese in simplified characters), the most telling first. */
export function questionsAbout(sources: SourceTexts, language: Language): string[] {
  const { speakers, defined: concepts, named, claims, asked } = termsOf(sources);
  const own = asked.filter((question) => (detectLanguage(question) === 'en') === (language === 'en'));
  const kinds =
    language === 'en'
      ? [
          own.filter((question) => question.length <= ownQuestion.longest.en),
          concepts.filter(isLatin).map((term) => `What is ${term}?`),
          speakers.filter(isLatin).map((name) => `What does ${name} think?`),
          named.map((term) => `What does the article say about ${term}?`),
        ]
      : [
          own.filter((question) => question.length <= ownQuestion.longest[language]),
          concepts.map((term) => `什么是${term}？`),
          claims.map((claim) => `为什么说${claim}？`),
          speakers.map((name) => `${name}怎么看？`),
          named.map((term) => `文章里是怎么说${term}的？`),
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
    named: mostFrequent(Array.from(text.matchAll(latinTerm), ([term]) => term.trim())).filter(
      (term, _, all) => term.length > 3 && !calendar.test(term) && !all.some((other) => other !== term && other.split(' ').includes(term)),
    ),
    asked: [...headings, ...paragraphs.flatMap(sentencesIn)].filter(isOwnQuestion).map(asQuestion),
    claims: headings
      .flatMap((heading) => heading.split(/[,，:：;；]/))
      .map((claim) => claim.trim())
      .filter((claim) => claim.length >= 4 && /依然|仍|将|正在|成为|超过|下降|上升|带来|改变|影响|导致/.test(claim)),
  };
}

function sentencesIn(paragraph: string): string[] {
  return sentencesOf(paragraph)
    .map(({ start, end }) => paragraph.slice(start, end).trim())
    .filter((sentence) => /[?？]$/u.test(sentence));
}

/** One that can be asked without what stands before it, and is said by nobody: no quotation, no speaker before a colon. */
function isOwnQuestion(text: string): boolean {
  return text.length >= ownQuestion.shortest && asking.test(text) && !/[“”"「」：:\n]/u.test(text) && dependenceOf(text) === 'not';
}

function asQuestion(text: string): string {
  return /[?？]$/u.test(text) ? text : `${text}${detectLanguage(text) === 'en' ? '?' : '？'}`;
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
