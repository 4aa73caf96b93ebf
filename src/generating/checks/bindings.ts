import type { Span } from '../../corpus/index.js';
import { wordsOf } from '../../language/index.js';
import { clausesOf } from './clauses.js';
import { latinNamesIn } from './names-in.js';
import { numbersIn, type StatedNumber } from './numbers-in.js';
import { opposites } from './opposites.js';

/** A statement that has the source's names and numbers, but not with each other. */
export interface BindingConflict {
  readonly what: string;
  readonly kind: 'comparison' | 'number-of-another' | 'deed-of-another';
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
  return comparisonConflict(own, theirs) ?? numberConflict(statement, own, quotation, theirs) ?? deedConflict(own, theirs, quotation);
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

/**
 * A number of which the source says something else: the clause that the statement's matches best has another number of that unit, and not this
 * one. Only for clauses with one number, since a statement may put several of the source's clauses into one.
 *
 * @param matches as `StatementMatch.clauses`
 */
export function misplacedNumber(statement: string, quotation: string, matches: readonly (readonly number[])[]): string | undefined {
  const theirs = clausesOf(quotation);
  const there = numbersIn(quotation);
  const own = numbersIn(statement).filter(({ isLoose }) => !isLoose);
  for (const [at, clause] of clausesOf(statement).entries()) {
    const [number, ...others] = own.filter(({ start }) => start >= clause.start && start < clause.end);
    const row = matches[at] ?? [];
    const best = theirs[row.indexOf(Math.max(...row))];
    if (number === undefined || others.length > 0 || best === undefined) continue;
    const beside = there.filter(({ start, isLoose }) => !isLoose && start >= best.start && start < best.end);
    const rivals = beside.filter((other) => number.unit !== undefined && other.unit === number.unit);
    if (rivals.length > 0 && !beside.some((other) => isSameNumber(number, other))) return statement.slice(number.start, number.end);
  }
  return undefined;
}

/**
 * What the source says of somebody else: the statement names one, and the sentence that its clause matches best names others only.
 *
 * @param matches as `StatementMatch.clauses`
 */
export function deedOfAnother(statement: string, quotation: string, matches: readonly (readonly number[])[]): string | undefined {
  const shared = sharedNames(statement, quotation);
  const theirs = namedClauses(quotation, undefined);
  const sentences = sentenceNumbers(theirs, quotation);
  for (const [at, { names }] of namedClauses(statement, shared).entries()) {
    const row = matches[at] ?? [];
    const best = row.indexOf(Math.max(...row));
    if (names.length === 0 || best < 0) continue;
    const there = theirs.filter((_, clause) => sentences[clause] === sentences[best]).flatMap((clause) => clause.names);
    if (there.length > 0 && !there.some(({ name }) => shared.has(name))) return names.map(({ name }) => name).join(' ');
  }
  return undefined;
}

/**
 * The statement's first name is said to have to do with another one, which the quotation mentions only in sentences that begin with somebody
 * else, and in which the first one does not occur.
 */
function deedConflict(own: readonly NamedClause[], theirs: readonly NamedClause[], quotation: string): BindingConflict | undefined {
  const [first] = own.flatMap(({ names }) => names);
  const clause = own.find(({ names }) => names.length > 0);
  if (first === undefined || clause === undefined) return undefined;
  const sentences = sentencesOfClauses(theirs, quotation);
  for (const { name } of clause.names) {
    const holding = sentences.filter((names) => names.includes(name));
    if (name === first.name || holding.length === 0) continue;
    const isOfAnother = holding.every((names) => !names.includes(first.name) && names[0] !== name);
    if (isOfAnother) return { what: `${first.name}, ${name}`, kind: 'deed-of-another' };
  }
  return undefined;
}

/** The names of each sentence, in order. */
function sentencesOfClauses(clauses: readonly NamedClause[], text: string): string[][] {
  const sentences: string[][] = [];
  const numbers = sentenceNumbers(clauses, text);
  clauses.forEach(({ names }, at) => (sentences[numbers[at] ?? 0] ??= []).push(...names.map(({ name }) => name)));
  return sentences;
}

/** For each clause the number of its sentence. */
function sentenceNumbers(clauses: readonly NamedClause[], text: string): number[] {
  let sentence = 0;
  return clauses.map(({ end }) => {
    const own = sentence;
    if (/[。！？.!?]["'”’」』)）]*\s*$/u.test(text.slice(0, end))) sentence++;
    return own;
  });
}

function meet(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return [...a].some((name) => b.has(name));
}

/** How far two readings of one number may be apart: rounding of fractions. */
const closeness = 1e-9;

/** Whether two numbers are the same, as far as their units are known. */
export function isSameNumber(a: StatedNumber, b: StatedNumber): boolean {
  return isSameValue(a, b) && isSameKind(a, b);
}

/** Whether two numbers may count the same: nothing that is known of their units says otherwise. */
export function isSameKind(a: StatedNumber, b: StatedNumber): boolean {
  if (a.unit !== undefined && b.unit !== undefined) return a.unit === b.unit;
  return a.counter === undefined || b.counter === undefined || a.counter === b.counter;
}

export function isSameValue(a: Pick<StatedNumber, 'low' | 'high'>, b: Pick<StatedNumber, 'low' | 'high'>): boolean {
  return isClose(a.low, b.low) && isClose(a.high, b.high);
}

function isClose(a: number, b: number): boolean {
  return Math.abs(a - b) <= closeness * Math.max(1, Math.abs(a), Math.abs(b));
}
