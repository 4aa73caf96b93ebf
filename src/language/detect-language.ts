import { normaliseText } from './normalise-text.js';
import type { Language } from './language.js';

const han = /\p{Script=Han}/gu;
const latinWord = /\p{Script=Latin}[\p{Script=Latin}\p{M}'’-]*/gu;

/** Characters that make a sentence Chinese, and words that make it English, however many names of the other language it contains. */
const chineseFunction = /[的了吗嗎呢吧么麼什谁誰怎哪几幾多少是有在和与與这這那它他她不没沒为為于於]/gu;
const englishFunction =
  /\b(?:a|an|the|is|are|was|were|be|do|does|did|what|who|whom|whose|when|where|why|how|which|and|or|of|to|in|on|for|from|with|about|it|its|this|that|can|could|will|would|should|has|have|had|not|tell|me|you|your)\b/giu;

/** A word within a title or name: Attention *Is* All You Need, University *of* Oxford. */
const withinName = /(?<=\p{Lu}[\p{L}'’]* )\p{L}+(?= \p{Lu})/gu;

/** From this share of characters that simplification changes, a text counts as traditional. Simplified text has almost none. */
const traditionalShare = 0.04;

/** How much of a document is enough to detect its language. */
const sampleCharacters = 4000;

/** The language of a question or a document. A text without letters of either counts as English. */
export function detectLanguage(text: string): Language {
  const sample = text.slice(0, sampleCharacters);
  const hanCount = count(sample, han);
  if (hanCount === 0) return 'en';
  const chinese = count(sample, chineseFunction);
  const english = count(sample.replace(withinName, ''), englishFunction);
  // Two Chinese characters are about one English word; where only English function words occur, the Chinese is a name.
  const isChineseName = chinese === 0 && english > 1;
  if (english > 0 && chinese * 2 < english && (isChineseName || hanCount < 2 * count(sample, latinWord))) return 'en';
  return isTraditional(sample, hanCount) ? 'zh-Hant' : 'zh-Hans';
}

/** Whether the text itself says which language it is in: "GPT-4o?" or "42" do not, and belong to the language of the conversation. */
export function hasOwnLanguage(text: string): boolean {
  return count(text, han) > 0 || count(text, englishFunction) > 0 || /\b\p{Ll}{2,}\b/u.test(text);
}

function isTraditional(text: string, hanCount: number): boolean {
  const composed = [...text.normalize('NFKC')];
  const simplified = [...normaliseText(text)];
  let changed = 0;
  composed.forEach((character, at) => {
    if (simplified[at] !== character) changed++;
  });
  return changed >= Math.max(1, hanCount * traditionalShare);
}

function count(text: string, pattern: RegExp): number {
  let matches = 0;
  for (const _ of text.matchAll(pattern)) matches++;
  return matches;
}
