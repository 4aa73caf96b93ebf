import type { Span } from '../../corpus/index.js';
import { detectLanguage, normaliseText } from '../../language/index.js';
import { personalNamesIn } from './personal-names.js';
import { wellKnownBodies } from './well-known-bodies.js';

/** A name that a text uses: of a person, a company, a model. */
export interface StatedName extends Span {
  /** As it stands in the text's normalised form, of which `start` and `end` are offsets. */
  readonly text: string;
  /**
   * `latin`: what is written in Latin letters and is a name, or a foreign term in a Chinese text; `opening`: an English sentence's first word,
   * which may be one; `han`: a name in Chinese characters; `organisation`: what ends like one's name (清华大学, 铁路公司); `perhaps`: what is built like
   * a Chinese person's name, but stands where anything may.
   */
  readonly kind: 'latin' | 'opening' | 'han' | 'organisation' | 'perhaps';
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
/** First words of sentences that are certainly no names. */
const plainOpenings = new Set(
  (
    'the a an this that these those it its he she they we you i his her their our my your there here what which who when where why how if in on at by for from with ' +
    'as to of and but or so yet not no yes both each every all some most many more less much few several one two three four five six seven eight nine ten another other ' +
    'because since although though while after before during until unlike like instead rather also only even just then thus however therefore moreover is are was were ' +
    'has have had do does did can could will would should may might must being having'
  ).split(' '),
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
    if (!/^\p{Lu}/u.test(word)) return [];
    if (!/(?:^|[.!?:]["'”’)]*\s+|["“(])$/u.test(text.slice(0, start))) return [{ text: word, start, end, kind: 'latin' }];
    if (plainOpenings.has(lower)) return [];
    // Of a name of several words the first is a name as well; and only people and bodies say and resign.
    const after = text.slice(end);
    const isNamed = /^(?:['’]s)?\s\p{Lu}\p{L}/u.test(after) || (deedOfPeople.test(after) && !/s$/.test(lower));
    return [{ text: word, start, end, kind: isNamed ? 'latin' : 'opening' }];
  });
}

const segmenter = new Intl.Segmenter('zh', { granularity: 'word' });
const organisation =
  /(?:大学|学院|公司|集团|银行|研究院|研究所|实验室|医院|出版社|航空|证券|保险|汽车|基金会|协会|学会|日报|时报|晚报|电视台|通讯社|俱乐部|博物馆|图书馆)$/u;
const unnamed =
  /^(?:[这那该本其各每一两几多某整全另此哪]|什么|其他|其它|所有|许多|很多|不少|一些|部分|母|子|分|总|新|大|小|老|名|著名|知名|科技|互联网|上市|创业|初创|人工智能)*(?:[家所个])?$/u;
/** What foreign names are transcribed with; ordinary words as well, so that it takes three of them. */
const transcribing =
  '[阿埃艾安奥巴贝彼比伯博布查茨达戴丹德登蒂迪杜多恩尔法菲费弗夫福盖戈格古哈海赫霍基吉加杰金卡凯柯科克肯库拉莱兰朗勒雷里丽利列林琳卢鲁伦罗洛马玛麦曼梅蒙米密默姆穆拿纳娜内尼涅诺帕派佩皮珀普奇乔切琴瑞萨塞森沙莎舍什史士斯丝苏索塔泰汤坦特腾图托瓦威韦维温翁沃乌西希夏谢辛休雅亚扬耶伊因英尤约泽扎詹朱兹]';
/** 卡斯帕罗夫, 英特尔: at least three such characters, and one that ordinary words rarely hold. */
const transcribedRun = new RegExp(`${transcribing}{3,}`, 'gu');
/** 威廉·莎士比亚 */
const dotted = new RegExp(`${transcribing}{1,6}(?:[·•]${transcribing}{1,6})+`, 'gu');
/** What transcriptions hold beside those: too common to tell anything where the characters are those of known words. */
const alsoTranscribing =
  /^[爱芭白班保鲍本宾波采策川道邓顿凡范方芬丰佛福甘冈高葛根贡圭果汉豪黑亨洪胡华怀惠简江京久康考夸昆劳楞黎丽连龙鲁略芒毛梅美敏明莫木南宁牛农努欧潘庞蓬平齐恰钱强钦青琼丘泉日荣茹儒若赛桑山尚绍申圣施舒司思孙所素唐铁廷万旺魏文武香欣兴许雄宣雪逊延杨尧叶永于约云赞章珍芝治兹朱祖佐]$/u;
const isTranscribing = new RegExp(`^${transcribing}$`, 'u');
const tellTale = /[斯克尔姆兹弗茨娜莎蒂莱扎戈埃奥曼洛帕朗勒伦穆琳珀涅]/u;
const wellKnown = new RegExp(wellKnownBodies.toSorted((a, b) => b.length - a.length).join('|'), 'gu');

function hanNames(text: string): StatedName[] {
  const names: StatedName[] = [];
  for (const { isCertain, ...person } of personalNamesIn(text)) names.push({ ...person, kind: isCertain ? 'han' : 'perhaps' });
  names.push(...matchesOf(dotted, text, 'han'));
  let before = '';
  for (const { segment, index } of segmenter.segment(text)) {
    const suffix = organisation.exec(segment)?.[0];
    const own = suffix === undefined ? '' : segment.slice(0, -suffix.length);
    const named = own === '' ? before : own;
    if (suffix !== undefined && /^\p{Script=Han}{2,}$/u.test(named) && !unnamed.test(named)) {
      const start = own === '' ? index - named.length : index;
      names.push({ text: text.slice(start, index + segment.length), start, end: index + segment.length, kind: 'organisation' });
    }
    before = segment;
  }
  names.push(...unknownTranscriptions(text));
  names.push(...matchesOf(wellKnown, text, 'han'));
  names.push(...matchesOf(transcribedRun, text, 'han').filter((name) => tellTale.test(name.text)));
  const certain = names.filter(({ kind }) => kind === 'han');
  const isPartOfOne = (name: StatedName): boolean =>
    certain.some(
      (one) => one.start <= name.start && one.end >= name.end && (one.text.length > name.text.length || name.kind === 'perhaps'),
    );
  return names.filter((name) => (name.kind !== 'perhaps' && name.kind !== 'han') || !isPartOfOne(name));
}

function matchesOf(pattern: RegExp, text: string, kind: StatedName['kind']): StatedName[] {
  return Array.from(text.matchAll(pattern), ({ 0: found, index }) => ({ text: found, start: index, end: index + found.length, kind }));
}

/** 惠特菲尔德, 考里科: at least three characters that make no known word, all of which transcriptions are made of. */
function unknownTranscriptions(text: string): StatedName[] {
  const names: StatedName[] = [];
  let run = '';
  let start = 0;
  const end = (): void => {
    if (run.length >= 3)
      names.push({ text: run, start, end: start + run.length, kind: tellTale.test(run) || run.length > 3 ? 'han' : 'perhaps' });
    run = '';
  };
  for (const { segment, index } of segmenter.segment(text)) {
    if (segment.length !== 1 || !(isTranscribing.test(segment) || alsoTranscribing.test(segment))) {
      end();
      continue;
    }
    if (run === '') start = index;
    run += segment;
  }
  end();
  return names;
}
