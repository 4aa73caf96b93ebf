import { badRequest } from './bot-api-error.js';

/** Readers for JSON inside parameters, refusing in the words of Telegram's own JSON reader. */

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function stringField(object: JsonObject, name: string, context = ''): string | undefined {
  const value = object[name];
  if (value === undefined || value === null) return undefined;
  // Telegram takes a number where it wants a string, and nothing else.
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string') throw badRequest(`${context}Field "${name}" must be of type String`);
  return value;
}

export function requiredString(object: JsonObject, name: string, context = ''): string {
  const value = stringField(object, name, context);
  if (value === undefined) throw badRequest(`${context}Can't find field "${name}"`);
  return value;
}

export function integerField(object: JsonObject, name: string, context = ''): number | undefined {
  const value = object[name];
  if (value === undefined || value === null) return undefined;
  const number = typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isInteger(number)) throw badRequest(`${context}Field "${name}" must be a valid Number`);
  return number;
}

export function booleanField(object: JsonObject, name: string, context = ''): boolean | undefined {
  const value = object[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'boolean') throw badRequest(`${context}Field "${name}" must be of type Boolean`);
  return value;
}
