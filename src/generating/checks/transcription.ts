import { pinyin } from 'pinyin-pro';

/**
 * How names are written in other letters. A Chinese one is spelled: Zhang Qi is 张奇, and nothing else. A foreign one is transcribed, which keeps its
 * consonants, most of them, in order (Altman, 奥特曼; Hinton, 辛顿), while vowels come and go.
 */

const readings = new Map<string, readonly string[]>();

/** How a character is read, in plain letters; ü is written u, v or yu. */
function readingsOf(character: string): readonly string[] {
  const known = readings.get(character);
  if (known !== undefined) return known;
  const all = pinyin(character, { toneType: 'none', type: 'array', multiple: true, nonZh: 'removed' });
  const spelled = [
    ...new Set(all.flatMap((reading) => (reading.includes('ü') ? ['u', 'v', 'yu'].map((u) => reading.replace('ü', u)) : [reading]))),
  ];
  readings.set(character, spelled);
  return spelled;
}

const diacritics: Readonly<Record<string, string>> = { ø: 'o', œ: 'oe', æ: 'ae', ß: 'ss', ł: 'l', đ: 'd', ı: 'i' };

function plainLetters(word: string): string {
  return word
    .toLowerCase()
    .replace(/[øœæßłđı]/gu, (letter) => diacritics[letter] ?? letter)
    .normalize('NFD')
    .replace(/[^a-z]/g, '');
}

/** Chinese names that English spells in its own old ways, in pinyin. */
const customary: ReadonlyMap<string, string> = new Map(
  Object.entries({
    peking: 'beijing',
    canton: 'guangzhou',
    tsinghua: 'qinghua',
    nanking: 'nanjing',
    taipei: 'taibei',
    kaohsiung: 'gaoxiong',
    taichung: 'taizhong',
    macau: 'aomen',
    tibet: 'xizang',
    yangtze: 'changjiang',
  }),
);

/** Whether a university's short name is in the text: Peking, 北大. */
export function hasUniversity(place: string, text: string): boolean {
  const plain = pinyinOf(place);
  return Array.from(text.matchAll(/(\p{Script=Han})大(?=$|[\P{L}的和与及])/gu)).some(([, first = '']) =>
    readingsOf(first).some((reading) => reading !== '' && plain.startsWith(reading)),
  );
}

function pinyinOf(word: string): string {
  const plain = plainLetters(word);
  return customary.get(plain) ?? plain;
}

/** Where in the characters the letters end that begin at `from`; undefined where they are not spelled so. */
function spelledUpTo(letters: string, characters: readonly string[], from: number): number | undefined {
  if (letters === '') return from;
  for (const reading of readingsOf(characters[from] ?? '')) {
    if (reading === '' || !letters.startsWith(reading)) continue;
    const end = spelledUpTo(letters.slice(reading.length), characters, from + 1);
    if (end !== undefined) return end;
  }
  return undefined;
}

/**
 * Where the words are spelled in Chinese characters, the surname first or last; two characters at least.
 * @param text UTF-16 offsets into it are returned
 */
export function spelledIn(words: readonly string[], text: string): { readonly start: number; readonly end: number } | undefined {
  const plain = words.map(pinyinOf);
  const surname = plain.at(-1) ?? '';
  const orders = plain.length === 1 ? [surname] : [plain.join(''), surname + plain.slice(0, -1).join('')];
  const characters = text.split('');
  for (let start = 0; start < characters.length; start++) {
    for (const letters of orders) {
      const end = letters === '' ? undefined : spelledUpTo(letters, characters, start);
      if (end !== undefined && end - start >= 2) return { start, end };
    }
  }
  return undefined;
}

const syllable =
  '(?:zh|ch|sh|[bpmfdtnlgkhjqxzcsryw])?(?:iang|iong|uang|ang|eng|ong|ing|iao|ian|uai|uan|ai|ei|ao|ou|an|en|ia|ie|iu|in|ua|uo|ui|un|ue|er|[aoeiuv])';
const chineseName = new RegExp(`^(?:${syllable}) (?:${syllable}){1,2}$`);
const chineseNameLast = new RegExp(`^(?:${syllable}){2} (?:${syllable})$`);

/** Whether a name is a Chinese one in pinyin, which is spelled or stands for somebody else: Zhang Qi, Yifu Lin. */
export function isPinyinName(words: readonly string[]): boolean {
  const plain = words.map(plainLetters).join(' ');
  return words.length === 2 && (chineseName.test(plain) || chineseNameLast.test(plain));
}

/** `P` b p, `T` d t, `K` g k, `S` sibilants, `L` l r, `F` f v w; vowels are themselves. Longer spellings stand before shorter ones. */
const sounds: readonly (readonly [RegExp, string])[] = [
  [/^(?:tsch|sch|tch|sh|zh|ch|ts|tz|cz|dz|dj|dg)/, 'S'],
  [/^(?:ph|pf)/, 'F'],
  [/^(?:gh(?=t)|h(?=$|[lmnrt]))/, ''],
  [/^(?:th|dt|tt|dd|[dt])/, 'T'],
  [/^x/, 'KS'],
  [/^(?:c(?=[eiy])|ss|zz|[szj])/, 'S'],
  [/^(?:ck|qu|cc|kk|gg|gh|kh|[gkcq])/, 'K'],
  [/^mm?/, 'M'],
  [/^(?:nn|ng(?![aeiouy])|n)/, 'N'],
  [/^(?:ll|rr|rh|[lr])/, 'L'],
  [/^(?:bb|pp|[bp])/, 'P'],
  [/^(?:ff|[fvw])/, 'F'],
  [/^h/, 'H'],
  [/^(?:ea|ee|ie|i|y)/, 'i'],
  [/^(?:oo|ou|u)/, 'u'],
  [/^(?:au|aw|o)/, 'o'],
  [/^e/, 'e'],
  [/^a/, 'a'],
];

function soundsOf(letters: string): string {
  let heard = '';
  let rest = letters;
  while (rest !== '') {
    const [pattern, sound] = sounds.find(([spelling]) => spelling.test(rest)) ?? [/^./u, ''];
    heard += sound;
    rest = rest.replace(pattern, '');
  }
  return heard;
}

/** Pinyin's own use of letters: q and x are sibilants, y and w begin a vowel, 儿 stands for l and r. */
function soundsOfSyllable(syllable: string): string {
  return soundsOf(
    syllable
      .replace(/^(?:[qx]|c(?!h))/, 's')
      .replace(/^yi/, 'i')
      .replace(/^wu/, 'u')
      .replace(/^er$/, 'el')
      .replace(/ng$/, 'n'),
  );
}

const isVowel = (sound: string): boolean => /[aeiou]/.test(sound);
const weightOf = (sound: string): number => (isVowel(sound) ? 0.5 : 1);

/** Sounds that are transcribed as one another now and then, and the cost of it. */
const exchanges: Readonly<Record<string, number>> = { HK: 0.3, HS: 0.4, FP: 0.4, MN: 0.3, KS: 0.5, ST: 0.6, FH: 0.4 };

function costOfExchange(a: string, b: string): number {
  if (a === b) return 0;
  if (isVowel(a) && isVowel(b)) return 0.2;
  return exchanges[[a, b].sort().join('')] ?? 1;
}

/** Of a sound that the transcription leaves out, as it often does l and r. */
function costOfLoss(sound: string): number {
  if (isVowel(sound)) return 0.25;
  return sound === 'L' || sound === 'H' ? 0.4 : 0.8;
}

/** Of one that it puts in, to make syllables. */
function costOfGain(sound: string): number {
  return isVowel(sound) ? 0.2 : 0.9;
}

/**
 * How much the stretch of a Chinese text that comes nearest sounds like a name: 1 is all of it, and a chance likeness in a dozen characters is
 * about .6. Sellers' algorithm over sounds, with stretches of whole characters.
 *
 * @param isWhole the name has to sound like the whole text
 */
export function likenessTo(name: string, text: string, isWhole = false): number {
  const own = soundsOf(plainLetters(name));
  const syllables = pinyin(text, { toneType: 'none', type: 'array', nonZh: 'removed' }).map(soundsOfSyllable);
  const theirs = syllables.join('');
  if (own === '' || theirs === '') return 0;
  let at = 0;
  const cuts = new Set([0, ...syllables.map((syllable) => (at += syllable.length))]);
  const isStart = (place: number): boolean => (isWhole ? place === 0 : cuts.has(place));
  let costs = Array.from({ length: theirs.length + 1 }, (_, place) => (isStart(place) ? 0 : Infinity));
  if (isWhole)
    for (let place = 1; place < costs.length; place++) costs[place] = (costs[place - 1] ?? 0) + costOfGain(theirs[place - 1] ?? '');
  for (const sound of own) {
    const next = [(costs[0] ?? 0) + costOfLoss(sound)];
    for (let place = 1; place < costs.length; place++) {
      const there = theirs[place - 1] ?? '';
      next.push(
        Math.min(
          (costs[place - 1] ?? 0) + costOfExchange(sound, there),
          (costs[place] ?? 0) + costOfLoss(sound),
          (next[place - 1] ?? 0) + costOfGain(there),
        ),
      );
    }
    costs = next;
  }
  const ends = isWhole ? costs.slice(-1) : costs.filter((_, place) => cuts.has(place));
  const weight = Array.from(own).reduce((sum, sound) => sum + weightOf(sound), 0);
  return Math.max(0, 1 - Math.min(...ends) / weight);
}
