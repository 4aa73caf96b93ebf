import { DiscordApiError } from '../api-error.js';
import type { JsonObject } from '../discord-types.js';

/**
 * Reads a JSON body field by field and collects what is wrong with it, each thing at its path, as Discord does:
 * 400 `{"code":50035,"message":"Invalid Form Body","errors":{"embeds":{"0":{"title":{"_errors":[…]}}}}}`.
 */
export interface Form {
  readonly raw: JsonObject;
  /** Given, and not `null`. */
  has(name: string): boolean;
  text(name: string, limits?: TextLimits): string | undefined;
  integer(name: string, limits?: NumberLimits): number | undefined;
  boolean(name: string): boolean | undefined;
  object<T>(name: string, read: (form: Form) => T, options?: { readonly required?: boolean }): T | undefined;
  list<T>(name: string, read: (item: unknown, form: Form) => T, limits?: ListLimits): T[] | undefined;
  /** As `list`, for a list of objects. */
  objects<T>(name: string, read: (form: Form) => T, limits?: ListLimits): T[] | undefined;
  /** Notes a problem with a field, or (without a name) with the object itself. */
  problem(name: string | undefined, code: string, message: string): void;
}

export interface TextLimits {
  readonly min?: number;
  readonly max?: number;
  readonly required?: boolean;
}
export interface NumberLimits {
  readonly min?: number;
  readonly max?: number;
  readonly choices?: readonly number[];
  readonly required?: boolean;
}
export interface ListLimits {
  readonly min?: number;
  readonly max?: number;
  readonly required?: boolean;
}

interface Problem {
  readonly path: readonly string[];
  readonly code: string;
  readonly message: string;
}

/** @throws DiscordApiError 50035 with everything that is wrong, not just the first thing */
export function readForm<T>(body: unknown, read: (form: Form) => T): T {
  const problems: Problem[] = [];
  const value = read(createForm(asObject(body) ?? {}, [], problems));
  if (problems.length > 0) throw invalidFormBody(problems);
  return value;
}

/** As `readForm`, for a body that is a list of objects: its problems are at "0", "1" and so on. */
export function readFormList<T>(body: unknown, read: (form: Form) => T): T[] {
  const problems: Problem[] = [];
  if (!Array.isArray(body)) problems.push({ path: [], code: 'LIST_TYPE_CONVERT', message: 'Only iterables may be used in a ListType' });
  const items: unknown[] = Array.isArray(body) ? body : [];
  const values = items.map((item, index) => read(createForm(asObject(item) ?? {}, [String(index)], problems)));
  if (problems.length > 0) throw invalidFormBody(problems);
  return values;
}

export function invalidFormBody(problems: readonly Problem[]): DiscordApiError {
  return new DiscordApiError(400, 50035, 'Invalid Form Body', errorTree(problems));
}

export const asObject = (value: unknown): JsonObject | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;

function createForm(raw: JsonObject, path: readonly string[], problems: Problem[]): Form {
  const problem = (name: string | undefined, code: string, message: string): void => {
    problems.push({ path: name === undefined ? path : [...path, name], code, message });
  };
  const given = (name: string, required = false): boolean => {
    const there = raw[name] !== undefined && raw[name] !== null;
    if (!there && required) problem(name, 'BASE_TYPE_REQUIRED', 'This field is required');
    return there;
  };
  const checkLength = (name: string, length: number, { min = 0, max = Infinity }: ListLimits): void => {
    if (length >= min && length <= max) return;
    if (min > 0 && max < Infinity) problem(name, 'BASE_TYPE_BAD_LENGTH', `Must be between ${min} and ${max} in length.`);
    else if (length > max) problem(name, 'BASE_TYPE_MAX_LENGTH', `Must be ${max} or fewer in length.`);
    else problem(name, 'BASE_TYPE_MIN_LENGTH', `Must be ${min} or more in length.`);
  };

  const form: Form = {
    raw,
    has: (name) => given(name),
    problem,
    text(name, limits = {}) {
      if (!given(name, limits.required)) return undefined;
      const value = raw[name];
      if (typeof value !== 'string') {
        problem(name, 'STRING_TYPE_CONVERT', `Could not interpret "${JSON.stringify(value)}" as string.`);
        return undefined;
      }
      // The documentation does not say in which units Discord counts; UTF-16 units are the strictest reading.
      if (limits.required === true && value === '') problem(name, 'BASE_TYPE_REQUIRED', 'This field is required');
      else checkLength(name, value.length, limits);
      return value;
    },
    integer(name, { min, max, choices, required } = {}) {
      if (!given(name, required)) return undefined;
      const value = typeof raw[name] === 'string' && /^-?\d+$/.test(raw[name]) ? Number(raw[name]) : raw[name];
      if (typeof value !== 'number' || !Number.isInteger(value)) {
        problem(name, 'NUMBER_TYPE_COERCE', `Value "${String(raw[name])}" is not int.`);
        return undefined;
      }
      if (choices && !choices.includes(value)) problem(name, 'BASE_TYPE_CHOICES', `Value must be one of {${choices.join(', ')}}.`);
      if (max !== undefined && value > max) problem(name, 'NUMBER_TYPE_MAX', `int value should be less than or equal to ${max}.`);
      if (min !== undefined && value < min) problem(name, 'NUMBER_TYPE_MIN', `int value should be greater than or equal to ${min}.`);
      return value;
    },
    boolean(name) {
      if (!given(name)) return undefined;
      if (typeof raw[name] === 'boolean') return raw[name];
      problem(name, 'BOOLEAN_TYPE_CONVERT', 'Must be either true or false.');
      return undefined;
    },
    object(name, read, { required = false } = {}) {
      if (!given(name, required)) return undefined;
      const value = asObject(raw[name]);
      if (value) return read(createForm(value, [...path, name], problems));
      problem(name, 'MODEL_TYPE_CONVERT', 'Only dictionaries may be used in a ModelType');
      return undefined;
    },
    list(name, read, limits = {}) {
      if (!given(name, limits.required)) return undefined;
      const value: unknown = raw[name];
      if (!Array.isArray(value)) {
        problem(name, 'LIST_TYPE_CONVERT', 'Only iterables may be used in a ListType');
        return undefined;
      }
      checkLength(name, value.length, limits);
      return value.map((item: unknown, index) => read(item, createForm(asObject(item) ?? {}, [...path, name, String(index)], problems)));
    },
    objects: (name, read, limits) =>
      form.list(
        name,
        (item, itemForm) => {
          if (!asObject(item)) itemForm.problem(undefined, 'MODEL_TYPE_CONVERT', 'Only dictionaries may be used in a ModelType');
          return read(itemForm);
        },
        limits,
      ),
  };
  return form;
}

interface ErrorTree {
  [key: string]: ErrorTree | { readonly code: string; readonly message: string }[];
}

function errorTree(problems: readonly Problem[]): JsonObject {
  const root: ErrorTree = {};
  for (const { path, code, message } of problems) {
    let at = root;
    for (const key of path) {
      const next = at[key];
      at = at[key] = next === undefined || Array.isArray(next) ? {} : next;
    }
    const there = at['_errors'];
    at['_errors'] = [...(Array.isArray(there) ? there : []), { code, message }];
  }
  return root;
}
