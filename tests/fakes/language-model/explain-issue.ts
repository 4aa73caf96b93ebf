import type { z } from 'zod';
import { type ApiError, badRequest } from './api-error.js';

type Issue = z.core.$ZodIssue;

/** What is wrong with a request in OpenAI's words, with its `param` and `code`; it names one fault at a time. */
export function explainIssue(issue: Issue, body: unknown): ApiError {
  const param = nameOf(issue.path);
  const given = valueAt(body, issue.path);
  switch (issue.code) {
    case 'unrecognized_keys':
      return unrecognised(issue.keys, param);
    case 'invalid_type':
      if (given === undefined && param !== '')
        return badRequest(`Missing required parameter: '${param}'.`, param, 'missing_required_parameter');
      return badRequest(
        `Invalid type for '${param}': expected ${typeNames[issue.expected] ?? issue.expected}, but got ${nameType(given)} instead.`,
        param,
        'invalid_type',
      );
    case 'invalid_value':
      return notAmong(given, issue.values, param);
    case 'invalid_union':
      return notAmong(given, issue.inclusive === false ? [] : (issue.options ?? []), param);
    case 'too_small':
    case 'too_big':
      return outOfRange(issue, given, param);
    case 'invalid_format': {
      const pattern = (issue.pattern ?? '').replace(/^\/|\/[a-z]*$/g, '');
      return badRequest(
        `Invalid '${param}': string does not match pattern. Expected a string that matches the pattern '${pattern}'.`,
        param,
        'invalid_value',
      );
    }
    case 'custom':
    case 'invalid_element':
    case 'invalid_key':
    case 'not_multiple_of':
      return badRequest(issue.message, param === '' ? null : param);
  }
}

const typeNames: Readonly<Record<string, string>> = {
  int: 'an integer',
  number: 'a decimal',
  string: 'a string',
  boolean: 'a boolean',
  array: 'an array',
  object: 'an object',
  record: 'an object',
};

function nameType(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'an integer' : 'a decimal number';
  return typeNames[typeof value] ?? typeof value;
}

/** `messages[0].role` */
function nameOf(path: readonly PropertyKey[]): string {
  return path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
    .join('')
    .replace(/^\./, '');
}

function valueAt(body: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, step) => (typeof value === 'object' && value !== null ? Reflect.get(value, step) : undefined), body);
}

/** Of the whole request OpenAI says "argument" and gives no `param`; further inside it says "parameter". */
function unrecognised(keys: readonly string[], inside: string): ApiError {
  if (inside === '') return badRequest(`Unrecognized request argument${keys.length > 1 ? 's' : ''} supplied: ${keys.join(', ')}`);
  const param = `${inside}.${keys[0] ?? ''}`;
  return badRequest(`Unknown parameter: '${param}'.`, param, 'unknown_parameter');
}

function notAmong(given: unknown, values: readonly unknown[], param: string): ApiError {
  const listed = values.map((value) => `'${String(value)}'`).join(', ');
  return badRequest(`Invalid value: '${String(given)}'. Supported values are: ${listed}.`, param, 'invalid_value');
}

function outOfRange(issue: Extract<Issue, { code: 'too_small' | 'too_big' }>, given: unknown, param: string): ApiError {
  const [side, sign, limit] =
    issue.code === 'too_small' ? (['below minimum', '>=', issue.minimum] as const) : (['above maximum', '<=', issue.maximum] as const);
  if (Array.isArray(given)) {
    const message = `Invalid '${param}': empty array. Expected an array with minimum length ${limit}, but got an empty array instead.`;
    return badRequest(message, param, 'empty_array');
  }
  if (typeof given === 'string') {
    const message = `Invalid '${param}': string too long. Expected a string with maximum length ${limit}, but got a string with length ${given.length} instead.`;
    return badRequest(message, param, 'string_above_max_length');
  }
  const kind = Number.isInteger(given) && param !== 'temperature' && param !== 'top_p' ? 'integer' : 'decimal';
  const message = `Invalid '${param}': ${kind} ${side} value. Expected a value ${sign} ${limit}, but got ${String(given)} instead.`;
  return badRequest(message, param, `${kind}_${issue.code === 'too_small' ? 'below_min' : 'above_max'}_value`);
}
