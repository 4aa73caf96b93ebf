import { questionWordsOf } from '../language/index.js';
import { plainQuery, type Query } from '../retrieval/index.js';
import { hasOwnWords, dependenceOf } from './understand-question.js';

const asks =
  /什么|谁|多少|哪|几[个人位倍次种年月家]|怎么|怎样|如何|为何|为什么|吗|是否|多[久长大高快贵远]|\b(?:what|who|whom|whose|when|where|why|how|which|is|are|was|were|does|do|did|can|will)\b/i;
const joints = /(?<=[？?；;。])\s*|[，,]\s*(?:and\s+|而且|并且|以及|又|还)?|\s+and\s+(?=(?:what|who|whom|when|where|why|how|which)\b)/i;
const maxParts = 3;
/** 什么时候加入 OpenAI: refers to somebody named before. */
const startsWithWhatIsAsked = /^(?:什么|谁|多少|哪|几|怎么|怎样|如何|为何|为什么)/u;

/**
 * The parts of a double question ("who is he, and when did he join?"), each to be searched alone. A later part that has a topic of its own
 * gets only the names of the earlier part, where it has none ("o1 takes how long, what does it cost?"); any other part gets everything
 * asked before it. Empty for a single question.
 */
export function splitQuestion(question: string): Query[] {
  const parts = question
    .split(joints)
    .map((part) => part.trim())
    .filter((part) => part !== '');
  if (parts.length < 2 || parts.length > maxParts || !parts.every((part) => asks.test(part))) return [];
  return parts.map((part, at) => {
    if (at === 0) return plainQuery(part);
    const earlier = parts.slice(0, at).join(' ');
    const names = namesIn(earlier);
    const isAboutItself = hasOwnWords(part) && dependenceOf(part) !== 'surely' && names.length > 0;
    const namesItsOwn = namesIn(part).length > 0 && !startsWithWhatIsAsked.test(part);
    const before = !isAboutItself ? `${earlier} ` : namesItsOwn ? '' : `${names.join(' ')} `;
    return { text: before + part, contextEnd: before.length };
  });
}

/** Words in Latin letters that are names, as they are written. */
function namesIn(text: string): string[] {
  // A term has no hyphens or dots within.
  const names = new Set(questionWordsOf(text).flatMap(({ term, isName }) => (isName ? [term] : [])));
  return (text.match(/[\p{Script=Latin}\d][\p{Script=Latin}\d.+#-]*/gu) ?? []).filter((word) =>
    names.has(word.toLowerCase().replace(/[.-]/gu, '')),
  );
}

/** A part of a double question that was understood together with earlier questions: the part gets them, too. */
export function inContextOf(whole: Query, part: Query): Query {
  if (whole.contextEnd === 0) return part;
  const context = whole.text.slice(0, whole.contextEnd);
  return { text: context + part.text, contextEnd: context.length + part.contextEnd };
}
