import { clausesOf } from './clauses.js';
import { comparisonsOf, namedClauses, type NamedClause } from './bindings.js';
import { numbersIn, type StatedNumber } from './numbers-in.js';
import { durations, moneys, type NumberUnit } from './number-units.js';

/** Of which units the matter's numbers are, and whether who is ahead has the greater one. */
const measuredBy: ReadonlyMap<string, { readonly units: ReadonlySet<NumberUnit | undefined>; readonly aheadIsGreater: boolean }> = new Map([
  ['speed', { units: durations, aheadIsGreater: false }],
  ['length', { units: durations, aheadIsGreater: true }],
  ['price', { units: moneys, aheadIsGreater: true }],
]);

interface Measured {
  readonly name: string;
  readonly number: StatedNumber;
}

/**
 * A comparison of the statement that the quotation's numbers contradict, though it compares nothing in words: GPT-4o is slower, where o1 takes 32
 * seconds and GPT-4o 3. Both normalised.
 */
export function miscalculatedComparison(statement: string, quotation: string): string | undefined {
  const measured = measuredNames(quotation);
  for (const clause of namedClauses(statement, new Set(measured.map(({ name }) => name)))) {
    for (const { matter, ahead, behind } of comparisonsOf(clause)) {
      const measure = measuredBy.get(matter);
      if (measure === undefined) continue;
      const of = (names: ReadonlySet<string>): Measured[] =>
        measured.filter(({ name, number }) => names.has(name) && measure.units.has(number.unit));
      const pairs = of(ahead).flatMap((one) =>
        of(behind)
          .filter(({ number }) => number.unit === one.number.unit)
          .map((other) => ({ one, other })),
      );
      const isTurned = pairs.some(({ one, other }) =>
        measure.aheadIsGreater ? one.number.high < other.number.low : one.number.low > other.number.high,
      );
      if (isTurned) return clause.text.trim();
    }
  }
  return undefined;
}

/** Names with the number that stands in the same clause, where there is one of each. */
function measuredNames(quotation: string): Measured[] {
  const numbers = numbersIn(quotation).filter(({ isLoose }) => !isLoose);
  const named: readonly NamedClause[] = namedClauses(quotation, undefined);
  return clausesOf(quotation).flatMap(({ start, end }, at) => {
    const inside = numbers.filter((number) => number.start >= start && number.start < end);
    const [number] = inside;
    const names = named[at]?.names ?? [];
    return number === undefined || inside.length > 1 ? [] : names.map(({ name }) => ({ name, number }));
  });
}
