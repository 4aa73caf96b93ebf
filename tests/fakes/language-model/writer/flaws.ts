import type { Statement } from './honest-statements.js';
import type { AnswerTask } from './read-prompt.js';
import { pick } from './seeded.js';

/** What goes wrong in a single statement; `obeys-injection` is about a whole answer, and comes only where there is an injection. */
export const flawNames = [
  'misquote-slightly',
  'misquote-wholly',
  'wrong-passage',
  'invented-number',
  'invented-name',
  'negated',
  'off-topic',
  'quote-from-question',
  'obeys-injection',
] as const;
export type FlawName = (typeof flawNames)[number];
export type StatementFlaw = Exclude<FlawName, 'obeys-injection'>;

export interface FlawShare {
  readonly flaw: FlawName;
  /** Of the statements (of the injections, for `obeys-injection`), in [0, 1]. */
  readonly share: number;
}

/** Which flaw befalls a statement whose draw in [0, 1) is `draw`, if any. */
export function drawFlaw(flaws: readonly FlawShare[], draw: number): StatementFlaw | undefined {
  let upTo = 0;
  for (const { flaw, share } of flaws) {
    if (flaw === 'obeys-injection') continue;
    upTo += share;
    if (draw < upTo) return flaw;
  }
  return undefined;
}

/** @throws RangeError for shares that cannot be */
export function checkShares(flaws: readonly FlawShare[]): void {
  const total = flaws.filter(({ flaw }) => flaw !== 'obeys-injection').reduce((sum, { share }) => sum + share, 0);
  if (total > 1 + 1e-9 || flaws.some(({ share }) => share < 0 || share > 1))
    throw new RangeError(`The shares of flaws have to be between 0 and 1 each and together; they are ${total} together.`);
}

/**
 * The statement with the flaw; `undefined` where it would be none.
 * @param share where there is a choice, in [0, 1)
 */
export function spoil(statement: Statement, flaw: StatementFlaw, task: AnswerTask, share: number): Statement | undefined {
  const { passage, quote, text } = statement;
  switch (flaw) {
    case 'misquote-slightly':
      return { passage, quote: misspell(quote, share), text };
    case 'misquote-wholly':
      return { passage, quote: pick(inventedQuotes[scriptOf(quote)], share), text };
    case 'wrong-passage':
      return { passage: wrongPassage(statement, task, share), quote, text };
    case 'invented-number':
      return { passage, quote, text: inventNumber(text, `${quote} ${task.question} ${task.understoodAs}`, share) };
    case 'invented-name':
      return { passage, quote, text: inventName(text, share) };
    case 'negated':
      return { passage, quote, text: negate(text) };
    case 'off-topic':
      return { passage, quote, text: pick(offTopic[scriptOf(text)], share) };
    case 'quote-from-question':
      // A question of a single word may well be quoted from the article.
      return task.passages.some((one) => one.text.includes(task.question)) ? undefined : { passage, quote: task.question, text };
  }
}

type Script = 'han' | 'latin';

function scriptOf(text: string): Script {
  return /\p{Script=Han}/u.test(text) ? 'han' : 'latin';
}

const inventedQuotes: Readonly<Record<Script, readonly string[]>> = {
  han: ['多位业内人士早已预料到这样的变化，只是没有人愿意公开承认。', '报告的最后一章把上述结果归功于长期的耐心与充足的预算。'],
  latin: ['Several insiders had long expected such a change, though none of them would say so in public.'],
};

const offTopic: Readonly<Record<Script, readonly string[]>> = {
  han: ['手冲咖啡的水温不宜过高，否则味道会发苦。', '秋天的银杏叶会由边缘慢慢变黄。'],
  latin: ['Pour-over coffee turns bitter when the water is too hot.', 'The leaves of a ginkgo turn yellow from their edges in autumn.'],
};

const inventedNames = ['Harold Finchley', 'Marta Quillfeather', '欧阳望舒', '司徒砚秋'];

/** One or two characters of the middle become others, which a repair can undo. */
function misspell(quote: string, share: number): string {
  const characters = [...quote];
  const places = (wanted: RegExp): number[] =>
    characters.flatMap((character, at) => (at > 0 && at < characters.length - 1 && wanted.test(character) ? [at] : []));
  const han = places(/\p{Script=Han}/u);
  const letters = han.length > 0 ? han : places(/\p{Ll}/u);
  if (letters.length === 0) return quote.slice(0, -1);
  const changed = [pick(letters, share), ...(letters.length > 20 && share > 0.5 ? [pick(letters, 1 - share)] : [])];
  for (const at of changed) characters[at] = another(characters[at] ?? '');
  return characters.join('');
}

function another(character: string): string {
  if (/\p{Script=Han}/u.test(character)) return character === '之' ? '其' : '之';
  return character === 'e' ? 'a' : 'e';
}

function wrongPassage({ passage, quote }: Statement, { passages }: AnswerTask, share: number): number {
  const others = passages.filter(({ number, text }) => number !== passage && !text.includes(quote)).map(({ number }) => number);
  return others.length > 0 ? pick(others, share) : Math.max(passage, ...passages.map(({ number }) => number)) + 1;
}

function inventNumber(text: string, known: string, share: number): string {
  let number = 137 + Math.floor(share * 800);
  while (known.includes(String(number))) number++;
  // Not the digits of a name, such as o1 or GPT-4o.
  const replaced = text.replace(/(?<![A-Za-z\d.-])\d+(?:\.\d+)?(?![A-Za-z\d.-])/u, String(number));
  if (replaced !== text) return replaced;
  return scriptOf(text) === 'han' ? text.replace(/。?$/u, `，共有${number}项。`) : text.replace(/\.?$/u, `, ${number} in all.`);
}

function inventName(text: string, share: number): string {
  const name = pick(inventedNames, share);
  return scriptOf(text) === 'han' ? `据${name}所说，${text}` : `According to ${name}, ${text}`;
}

/** A negation is taken away where there is one, and put in where not. */
const negations: readonly (readonly [RegExp, string])[] = [
  [/不是/u, '是'],
  [/沒有|没有/u, '有'],
  [/不会|不會/u, '会'],
  [/不能/u, '能'],
  [/(?<![就但还也又可都])是(?!否)/u, '不是'],
  [/可以/u, '不可以'],
  [/能够|能夠/u, '不能够'],
  [/\b(is|are|was|were|can|will|has|have) not\b/u, '$1'],
  [/\b(is|are|was|were|can|will|has|have)\b/u, '$1 not'],
];

function negate(text: string): string {
  const found = negations.find(([pattern]) => pattern.test(text));
  if (found) return text.replace(found[0], found[1]);
  return scriptOf(text) === 'han' ? `并非${text}` : `It is not true that ${text}`;
}
