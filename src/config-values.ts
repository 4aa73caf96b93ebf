/** The kinds of values that variables have: how each is read, and how an error names it. */
import { z } from 'zod';

/** A kind of value: how it is read, and how an error names it. */
export interface Kind<Schema extends z.ZodType> {
  readonly schema: Schema;
  readonly expected: string;
}

export const kind = <Schema extends z.ZodType>(schema: Schema, expected: string): Kind<Schema> => ({ schema, expected });

export const optional = <Schema extends z.ZodType>({ schema, expected }: Kind<Schema>): Kind<z.ZodOptional<Schema>> =>
  kind(schema.optional(), expected);

export const matching = (pattern: RegExp, expected: string) => kind(z.string().regex(pattern), expected);

export const folder = () => kind(z.string(), 'the path of a folder');

export const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number)
    .pipe(z.int().min(min).max(max));
export const count = (min: number, max: number) => kind(wholeNumber(min, max), `a whole number from ${min} to ${max}`);
export const whole = (unit: string, min: number, max: number) => kind(wholeNumber(min, max), `whole ${unit} from ${min} to ${max}`);

export const oneOf = <const Values extends readonly string[]>(values: Values) => kind(z.enum(values), `one of ${values.join(', ')}`);

const withoutTrailingSlash = (address: string) => address.replace(/\/+$/, '');
export const httpAddress = () =>
  kind(z.url({ protocol: /^https?$/ }).transform(withoutTrailingSlash), 'an address that begins with http:// or https://');

/** A stray percent sign is what people forget to encode. */
export function hasReadablePassword(address: string): boolean {
  if (!URL.canParse(address)) return false;
  try {
    decodeURIComponent(new URL(address).password);
    return true;
  } catch (error) {
    if (error instanceof URIError) return false;
    throw error;
  }
}

/** Ids stay text: Telegram's have outgrown 32 bits, and nobody calculates with them. */
export const ids = (pattern: RegExp, expected: string) =>
  kind(
    z
      .string()
      .transform((list) => list.split(',').map((entry) => entry.trim()))
      .transform((entries) => entries.filter((entry) => entry !== ''))
      .pipe(z.array(z.string().regex(pattern)).min(1)),
    expected,
  );
export const orNone = <Schema extends z.ZodType<readonly string[]>>({ schema, expected }: Kind<Schema>) =>
  kind(
    schema.optional().transform((entries) => entries ?? []),
    expected,
  );
