import type { Span } from '../../corpus/index.js';
import { wordsOf } from '../../language/index.js';
import { clausesOf } from './clauses.js';
import { latinNamesIn } from './names-in.js';
import { isSameNumber } from './compare-numbers.js';
import { numbersIn } from './numbers-in.js';
import { opposites } from './opposites.js';

/** A statement that has the source's names and numbers, but not with each other. */
export interface BindingConflict {
  readonly what: string;
  readonly kind: 'comparison' | 'number-of-another';
}

export interface NamedClause extends Span {
  readonly text: string;
  /** Names in Latin letters, lower case, where they stand in the clause. */
  readonly names: readonly { readonly name: string; readonly at: number }[];
}

/** @param statement and quotation normalised (see `language`) */
export function bindingConflict(statement: string, quotation: string): BindingConflict | undefined {
  const shared = sharedNames(statement, quotation);
  const own = namedClauses(statement, shared);
  const theirs = namedClauses(quotation, undefined);
  return comparisonConflict(own, theirs) ?? numberConflict(statement, own, quotation, theirs);
}

function sharedNames(statement: string, quotation: string): ReadonlySet<string> {
  const there = new Set(latinNames(quotation).map(({ name }) => name));
  return new Set(
    latinNames(statement)
      .map(({ name }) => name)
      .filter((name) => there.has(name)),
  );
}

/** Of a name of several words each is one: who is meant by the last alone is meant by all of them. */
function latinNames(text: string): { name: string; at: number }[] {
  return latinNamesIn(text).map(({ text: name, start }) => ({ name: name.toLowerCase(), at: start }));
}

export function namedClauses(text: string, only: ReadonlySet<string> | undefined): NamedClause[] {
  const names = latinNames(text).filter(({ name }) => only === undefined || only.has(name));
  return clausesOf(text).map(({ start, end }) => ({
    start,
    end,
    text: text.slice(start, end),
    names: names.filter(({ at }) => at >= start && at < end).map(({ name, at }) => ({ name, at: at - start })),
  }));
}

/** Who is ahead of whom in a matter. */
interface Comparison {
  readonly matter: string;
  readonly ahead: ReadonlySet<string>;
  readonly behind: ReadonlySet<string>;
}

const comparingWord = /比(?!如|较|例|赛|喻|作)|(?<![\p{L}])than(?![\p{L}])|(?<=(?:times|twice) as \p{L}{2,20} )as(?!\p{L})/iu;
const passive = /被|(?<![\p{L}])by(?![\p{L}])/iu;
const winning = 'winning';

/** @returns the comparisons of a clause; empty where it compares nothing, or nothing that has a name */
export function comparisonsOf({ text, names }: NamedClause): Comparison[] {
  if (names.length === 0) return [];
  const comparing = comparingWord.exec(text)?.index;
  const matters = comparing === undefined ? opposites.filter(({ matter }) => matter === winning) : opposites;
  return matters.flatMap(({ matter, plus, minus }) =>
    [plus, minus].flatMap((pattern, side) => {
      const word = text.search(pattern);
      const place = matter === winning ? word : comparing;
      if (word < 0 || place === undefined) return [];
      const left = new Set(names.filter(({ at }) => at < place).map(({ name }) => name));
      const right = new Set(names.filter(({ at }) => at > place).map(({ name }) => name));
      const isTurned = (side === 1) !== (matter === winning && passive.test(text));
      return [isTurned ? { matter, ahead: right, behind: left } : { matter, ahead: left, behind: right }];
    }),
  );
}

/** The words on either side of 比 or than, up to the one that says in what. */
interface ComparedWords {
  readonly matter: string;
  readonly ahead: ReadonlySet<string>;
  readonly behind: ReadonlySet<string>;
}

function comparedWordsOf({ text }: NamedClause): ComparedWords[] {
  const comparing = comparingWord.exec(text);
  if (comparing === null) return [];
  const after = comparing.index + comparing[0].length;
  return opposites.flatMap(({ matter, plus, minus }) =>
    [plus, minus].flatMap((pattern, side) => {
      const word = text.search(pattern);
      if (word < 0) return [];
      const left = new Set(wordsOf(text.slice(0, word < comparing.index ? word : comparing.index)));
      const right = new Set(wordsOf(text.slice(after, word > after ? word : undefined)));
      return [side === 1 ? { matter, ahead: right, behind: left } : { matter, ahead: left, behind: right }];
    }),
  );
}

/** The same words, mostly on the other sides: 出口的增长比本地消费快, where it is 本地消费的增长比出口快. Tells only within one language. */
function areTurned(own: ComparedWords, there: ComparedWords): boolean {
  const straight = common(own.ahead, there.ahead) + common(own.behind, there.behind);
  const crossed = common(own.ahead, there.behind) + common(own.behind, there.ahead);
  return own.matter === there.matter && crossed > straight;
}

function common(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  return [...a].filter((word) => b.has(word)).length;
}

function comparisonConflict(own: readonly NamedClause[], theirs: readonly NamedClause[]): BindingConflict | undefined {
  const there = theirs.flatMap(comparisonsOf);
  for (const clause of own) {
    for (const { matter, ahead, behind } of comparisonsOf(clause)) {
      const same = there.filter((other) => other.matter === matter);
      const agrees = same.some((other) => meet(ahead, other.ahead) || meet(behind, other.behind));
      const turned = same.some((other) => meet(ahead, other.behind) || meet(behind, other.ahead));
      if (turned && !agrees) return { what: clause.text.trim(), kind: 'comparison' };
    }
    const words = theirs.flatMap(comparedWordsOf);
    if (comparedWordsOf(clause).some((compared) => words.some((other) => areTurned(compared, other)))) {
      return { what: clause.text.trim(), kind: 'comparison' };
    }
  }
  return undefined;
}

/** Matters in which the statement compares the same two the same way round, be it in the opposite words: A is cheaper than B, B 比 A 贵. */
export function mattersComparedAlike(statement: string, quotation: string): ReadonlySet<string> {
  const there = namedClauses(quotation, undefined).flatMap(comparisonsOf);
  const own = namedClauses(statement, sharedNames(statement, quotation)).flatMap(comparisonsOf);
  return new Set(
    own
      .filter(({ matter, ahead, behind }) =>
        there.some((other) => other.matter === matter && meet(ahead, other.ahead) && meet(behind, other.behind)),
      )
      .map(({ matter }) => matter),
  );
}

/** The number stands in clauses about another name only. */
function numberConflict(
  statement: string,
  own: readonly NamedClause[],
  quotation: string,
  theirs: readonly NamedClause[],
): BindingConflict | undefined {
  const there = numbersIn(quotation);
  for (const number of numbersIn(statement)) {
    if (number.isLoose) continue;
    const names = clauseAt(own, number.start)?.names ?? [];
    const holding = there
      .filter((other) => isSameNumber(number, other))
      .map(({ start }) => clauseAt(theirs, start)?.names.map(({ name }) => name) ?? []);
    if (names.length === 0 || holding.length === 0) continue;
    const belongs = holding.some((others) => others.length === 0 || names.some(({ name }) => others.includes(name)));
    if (!belongs) return { what: statement.slice(number.start, number.end), kind: 'number-of-another' };
  }
  return undefined;
}

function clauseAt(clauses: readonly NamedClause[], at: number): NamedClause | undefined {
  return clauses.find(({ start, end }) => at >= start && at < end);
}

function meet(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return [...a].some((name) => b.has(name));
}
