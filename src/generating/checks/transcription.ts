import { pinyin } from 'pinyin-pro';

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
