import { isSameNumber, isSameValue } from './bindings.js';
import { numbersIn, type StatedNumber } from './numbers-in.js';

/**
 * A number of the statement that nothing bears out; `undefined` where there is none. Borne out is what the quotation states; what only the
 * question states is, where the quotation has no other number of that unit: a question may be wrong ("is it ten times as much?").
 * All texts normalised (see `language`).
 */
export function unsupportedNumber(statement: string, quotation: string, question: string): string | undefined {
  const there = numbersIn(quotation);
  const asked = numbersIn(question);
  const unsupported = numbersIn(statement).find((number) => {
    if (number.isLoose || there.some((other) => bearsOut(other, number)) || counts(quotation, number)) return false;
    return !asked.some((other) => isSameNumber(number, other)) || contradicts(there, number);
  });
  return unsupported === undefined ? undefined : statement.slice(unsupported.start, unsupported.end);
}

/** 一项, one of: no measure of anything. */
function bearsOut(there: StatedNumber, number: StatedNumber): boolean {
  return isSameNumber(number, there) && !(there.isLoose && there.unit === undefined && number.unit !== undefined);
}

const enumeration = /[^,。;:、\s](?:[^,。;:、]*、)+[^,。;:、]+/gu;
const openEnd = /等|其他|之类/u;

/** Whether a small number only counts what the quotation enumerates: 三大特徵 for 更强、更慢、更贵. */
function counts(quotation: string, { low, high, unit }: StatedNumber): boolean {
  if (low !== high || low > 9 || (unit !== undefined && unit !== 'people')) return false;
  return Array.from(quotation.matchAll(enumeration)).some(([items]) => {
    const parts = items.split('、');
    const last = parts.at(-1) ?? '';
    return !openEnd.test(last) && parts.length + (/[和与及]/u.test(last.slice(1, -1)) ? 1 : 0) === low;
  });
}

function contradicts(there: readonly StatedNumber[], number: StatedNumber): boolean {
  return there.some((other) => other.unit === number.unit && !other.isLoose && !isSameValue(number, other));
}
