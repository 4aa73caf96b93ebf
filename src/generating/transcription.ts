import { pinyin } from 'pinyin-pro';

/**
 * How names sound, roughly: enough to tell that 奥特曼 may be Altman and 辛顿 Hinton, and that neither is Finchley. A transcription keeps the
 * consonants, most of them, in order; vowels come and go.
 */
type Phone = string;

/** What is written with these letters sounds like one of these classes; the longest first. `P` b p, `T` d t, `K` g k, `S` sibilants, `L` l r, `F` f v w, vowels. */
const spellings: readonly (readonly [RegExp, Phone])[] = [
  [/^(?:tsch|sch|tch|tzsch|sh|zh|ch|ts|tz|cz|dz|dj|dg)/, 'S'],
  [/^(?:ph|pf)/, 'F'],
  [/^(?:gh(?=t)|h(?=$|[lmnrt]))/, ''],
  [/^(?:th|dt|tt|dd|[dt])/, 'T'],
  [/^x/, 'KS'],
  [/^(?:c(?=[eiy])|ss|zz|[szj])/, 'S'],
  [/^(?:ck|qu|cc|kk|gg|gh|kh|[gkcq])/, 'K'],
  [/^(?:mm|m)/, 'M'],
  [/^(?:nn|ng(?![aeiouy])|n)/, 'N'],
  [/^(?:ll|rr|rh|[lr])/, 'L'],
  [/^(?:bb|pp|[bp])/, 'P'],
  [/^(?:ff|[fvw])/, 'F'],
  [/^h/, 'H'],
  [/^(?:ea|ee|ie|i|y)/, 'i'],
  [/^(?:oo|ou|u)/, 'u'],
  [/^(?:o|au|aw)/, 'o'],
  [/^e/, 'e'],
  [/^a/, 'a'],
];

function phonesOf(letters: string): Phone[] {
  const phones: Phone[] = [];
  let rest = letters;
  while (rest !== '') {
    const found = spellings.find(([pattern]) => pattern.test(rest));
    const taken = found?.[0].exec(rest)?.[0] ?? rest[0] ?? '';
    phones.push(...(found?.[1] ?? ''));
    rest = rest.slice(taken.length);
  }
  return phones;
}

/** In Latin letters without marks, as they are spelt: é as e, ø as o. */
export function plainLetters(word: string): string {
  return word
    .toLowerCase()
    .replace(/[øœßłđ]/gu, (letter) => ({ ø: 'o', œ: 'oe', ß: 'ss', ł: 'l', đ: 'd' })[letter] ?? letter)
    .normalize('NFD')
    .replace(/[^a-z]/g, '');
}

const isVowel = (phone: Phone): boolean => /[aeiou]/.test(phone);

/** Classes that stand for one another now and then, and at what cost. */
const near: Readonly<Record<string, number>> = {
  HK: 0.3, HS: 0.4, FP: 0.4, MN: 0.3, KS: 0.5, ST: 0.6, FH: 0.4, 
};

function exchange(a: Phone, b: Phone): number {
  if (a === b) return 0;
  if (isVowel(a) && isVowel(b)) return 0.2;
  if (isVowel(a) !== isVowel(b)) return 1;
  return near[[a, b].sort().join('')] ?? 1;
}
/** A phone of the name that its transcription leaves out: l and r often are (奥特曼). */
function leftOut(phone: Phone): number {
  if (isVowel(phone)) return 0.25;
  return phone === 'L' || phone === 'H' ? 0.4 : 0.8;
}
/** A phone that the transcription puts in. */
function putIn(phone: Phone): number {
  return isVowel(phone) ? 0.2 : 0.9;
}

interface Syllables {
  readonly phones: readonly Phone[];
  /** Before which phones a character begins, and after the last one. */
  readonly boundaries: ReadonlySet<number>;
  readonly charOf: readonly number[];
}

export function syllablesOf(han: string): Syllables {
  const phones: Phone[] = [];
  const boundaries = new Set([0]);
  const charOf: number[] = [];
  pinyin(han, { toneType: 'none', type: 'array' }).forEach((syllable, at) => {
    const own = phonesOf(syllable.replace(/^x/, 's').replace(/^q/, 's').replace(/^c(?!h)/, 's').replace(/^yi/, 'i').replace(/^wu/, 'u').replace(/ng$/, 'n').replace(/^er$/,'el').replace(/^([jqxy])u/, '$1i'));
    for (const phone of own) { phones.push(phone); charOf.push(at); }
    boundaries.add(phones.length);
  });
  return { phones, boundaries, charOf };
}

/** In (-∞, 1]: how much the stretch of the Chinese text that is nearest sounds like the word; and where it stands. */
export function likeness(word: string, { phones, boundaries, charOf }: Syllables): { likeness: number; start: number; end: number } {
  const name = phonesOf(plainLetters(word));
  let best = { likeness: -1, start: 0, end: 0 };
  if (name.length === 0) return best;
  const weight = name.reduce((s, p) => s + (isVowel(p) ? 0.5 : 1), 0);
  // Row by row over the name; a cell holds the cost and where the stretch starts.
  let cost = Array.from({ length: phones.length + 1 }, (_, at) => (boundaries.has(at) ? 0 : Infinity));
  let from = Array.from({ length: phones.length + 1 }, (_, at) => at);
  for (const phone of name) {
    const nextCost: number[] = [(cost[0] ?? 0) + leftOut(phone)];
    const nextFrom: number[] = [0];
    for (let at = 1; at <= phones.length; at++) {
      const there = phones[at - 1] ?? '';
      const options: [number, number][] = [
        [(cost[at - 1] ?? 0) + exchange(phone, there), from[at - 1] ?? 0],
        [(cost[at] ?? 0) + leftOut(phone), from[at] ?? 0],
        [(nextCost[at - 1] ?? 0) + putIn(there), nextFrom[at - 1] ?? 0],
      ];
      const [c, f] = options.reduce((a, b) => (b[0] < a[0] ? b : a));
      nextCost.push(c); nextFrom.push(f);
    }
    cost = nextCost; from = nextFrom;
  }
  cost.forEach((value, at) => {
    const start = from[at] ?? 0;
    if (!boundaries.has(at) || at <= start) return;
    const l = 1 - value / weight;
    if (l > best.likeness) best = { likeness: l, start: charOf[start] ?? 0, end: (charOf[at - 1] ?? 0) + 1 };
  });
  return best;
}
