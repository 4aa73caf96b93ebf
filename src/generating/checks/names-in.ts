import type { Span } from '../../corpus/index.js';
import { detectLanguage, isChineseName, isFunctionWord, normaliseText } from '../../language/index.js';
import { englishNumberWords } from './numerals.js';
import { personalNamesIn } from './personal-names.js';

/** A name that a text uses: of a person, a company, a model. */
export interface StatedName extends Span {
  /** As it stands in the text's normalised form, of which `start` and `end` are offsets. */
  readonly text: string;
  /**
   * `latin`: what is written in Latin letters and is a name, or a foreign term in a Chinese text; `opening`: an English sentence's first word,
   * which may be one; `han`: a name in Chinese characters; `known`: one that the dictionary has (谷歌, 清华大学, but also 中国); `perhaps`: what is
   * built like a Chinese person's name, but stands where anything may.
   */
  readonly kind: 'latin' | 'opening' | 'han' | 'known' | 'perhaps';
}

/** A word in Latin letters, up to a year that was written without a space (Chen2018年). */
export const latinWord =
  /[\p{Script=Latin}\d](?:(?!(?<=\p{Script=Latin})(?:19|20)\d\d年)(?:[\p{Script=Latin}\p{M}\d]|[-.'’·&](?=[\p{Script=Latin}\d])|\+))*/gu;
const letter = /\p{Script=Latin}/u;
/** GPT, DeepMind, o1, 4o: nobody writes ordinary words so. */
const unusualSpelling = /\p{Lu}.*\p{Lu}|\p{Ll}\p{Lu}|\p{L}\d|\d\p{L}/u;
const measured = /^\d[\d.,]*(?:k|mn?|bn?|tn|s|x|st|nd|rd|th|-[\p{Ll}-]+)$/iu;

/** Capitals that English gives to what are no names, and words that stand in names without telling whose they are. */
const noName = new Set(
  (
    'i monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december ' +
    'mr mrs ms dr prof professor sir the of and in on for a an'
  ).split(' '),
);
/** What many names share: it takes the other words to tell one from another. */
export const sharedByNames = new Set(
  'university college institute school academy laboratory lab labs company corporation corp inc ltd group team bank press center centre department foundation street river city state county island'.split(
    ' ',
  ),
);
const deedOfPeople =
  /^,?\s(?:also |later |once |first |then |has |had |is said to have |was )*(?:says?|said|adds?|added|thinks?|thought|believes?|believed|argues?|argued|claims?|claimed|told|tells|notes|noted|explains|explained|warns|warned|hopes|hoped|expects|expected|praises|praised|criticises|criticised|joined|left|resigned|founded|graduated|wrote|designed|discovered|invented|directed|married|met|died|born|studied|worked|lives|lived)\b/u;

/** The names that a text uses, in order. Numbers are not among them, but names with digits are. */
export function namesIn(text: string): StatedName[] {
  const normalised = normaliseText(text);
  return inOrder([...latinNamesIn(text), ...hanNames(normalised)]);
}

/** Those in Latin letters alone, which take no look at every word. */
export function latinNamesIn(text: string): StatedName[] {
  const normalised = normaliseText(text);
  return inOrder(detectLanguage(text) === 'en' ? englishNames(normalised) : latinTerms(normalised));
}

function inOrder(names: readonly StatedName[]): StatedName[] {
  return names.toSorted((a, b) => a.start - b.start || b.end - a.end);
}

function wordsWithin(text: string): { word: string; start: number; end: number }[] {
  return Array.from(text.matchAll(latinWord), (match) => {
    const word = match[0].replace(/['’]s$/u, '');
    return { word, start: match.index, end: match.index + word.length };
  }).filter(({ word }) => letter.test(word) && !measured.test(word));
}

/** In a Chinese text, whatever is written in Latin letters. */
function latinTerms(text: string): StatedName[] {
  return wordsWithin(text).flatMap(({ word, start, end }) =>
    noName.has(word.toLowerCase()) || (word.length === 1 && !/\p{Lu}/u.test(word))
      ? []
      : [{ text: word, start, end, kind: 'latin' as const }],
  );
}

/** In an English text, words with a capital that do not open a sentence, and words that are spelt as no ordinary one is. */
function englishNames(text: string): StatedName[] {
  return wordsWithin(text).flatMap(({ word, start, end }): StatedName[] => {
    const lower = word.toLowerCase();
    if (noName.has(lower)) return [];
    if (unusualSpelling.test(word)) return [{ text: word, start, end, kind: 'latin' }];
    // Whoever is credited is somebody, however it is written.
    if (/\baccording to $/iu.test(text.slice(0, start)) && !isFunctionWord(lower)) return [{ text: word, start, end, kind: 'latin' }];
    if (!/^\p{Lu}/u.test(word)) return [];
    if (!/(?:^|[.!?:]["'”’)]*\s+|["“(])$/u.test(text.slice(0, start))) return [{ text: word, start, end, kind: 'latin' }];
    if (isFunctionWord(lower) || englishNumberWords.includes(lower)) return [];
    // Of a name of several words the first is a name as well; and only people and bodies say and resign.
    const after = text.slice(end);
    const isNamed = /^(?:['’]s)?\s\p{Lu}\p{L}/u.test(after) || (deedOfPeople.test(after) && !/s$/.test(lower));
    return [{ text: word, start, end, kind: isNamed ? 'latin' : 'opening' }];
  });
}

const segmenter = new Intl.Segmenter('zh', { granularity: 'word' });
/** Of the words that a name is made of, and of its characters. */
const mostWords = 4;
const mostCharacters = 8;
/** What foreign names are transcribed with; ordinary words as well, so that it takes three of them. */
const transcribing =
  '[阿埃艾安奥巴贝彼比伯博布查茨达戴丹德登蒂迪杜多恩尔法菲费弗夫福盖戈格古哈海赫霍基吉加杰金卡凯柯科克肯库拉莱兰朗勒雷里丽利列林琳卢鲁伦罗洛马玛麦曼梅蒙米密默姆穆拿纳娜内尼涅诺帕派佩皮珀普奇乔切琴瑞萨塞森沙莎舍什史士斯丝苏索塔泰汤坦特腾图托瓦威韦维温翁沃乌西希夏谢辛休雅亚扬耶伊因英尤约泽扎詹朱兹]';
/** 卡斯帕罗夫, 英特尔: at least three such characters, and one that ordinary words rarely hold. */
const transcribedRun = new RegExp(`${transcribing}{3,}`, 'gu');
/** 威廉·莎士比亚 */
const dotted = new RegExp(`${transcribing}{1,6}(?:[·•]${transcribing}{1,6})+`, 'gu');
const tellTale = /[斯克尔姆兹弗茨娜莎蒂莱扎戈埃奥曼洛帕朗勒伦穆琳珀涅]/u;

function hanNames(text: string): StatedName[] {
  const transcribed = [...matchesOf(dotted, text), ...matchesOf(transcribedRun, text).filter((name) => tellTale.test(name.text))];
  const names = [...transcribed, ...knownNames(text), ...personalNamesIn(text).map((name) => ({ ...name, kind: 'perhaps' as const }))];
  return names.filter((name) => !transcribed.some((one) => one !== name && one.start <= name.start && one.end >= name.end));
}

/** The longest names of the dictionary that begin and end where words do. */
function knownNames(text: string): StatedName[] {
  const ends = Array.from(segmenter.segment(text), ({ segment, index }) => index + segment.length);
  const names: StatedName[] = [];
  let upTo = 0;
  [0, ...ends].forEach((start, at) => {
    if (start < upTo) return;
    const found = ends
      .slice(at, at + mostWords)
      .filter((end) => end - start <= mostCharacters && isChineseName(text.slice(start, end)))
      .at(-1);
    if (found === undefined) return;
    names.push({ text: text.slice(start, found), start, end: found, kind: 'known' });
    upTo = found;
  });
  return names;
}

function matchesOf(pattern: RegExp, text: string): StatedName[] {
  return Array.from(text.matchAll(pattern), ({ 0: found, index }) => ({
    text: found,
    start: index,
    end: index + found.length,
    kind: 'han',
  }));
}
