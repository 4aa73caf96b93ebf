import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FakeLanguageModel, startFakeLanguageModel, type SupportedFormat } from '../fakes/language-model/index.js';
import { refusal, type Refusal } from './call.js';

let endpoints: Readonly<Record<SupportedFormat, FakeLanguageModel>>;

beforeAll(async () => {
  endpoints = {
    json_schema: await startFakeLanguageModel(),
    json_object: await startFakeLanguageModel({ supports: 'json_object' }),
    none: await startFakeLanguageModel({ supports: 'none' }),
  };
});
afterAll(() => Promise.all(Object.values(endpoints).map((endpoint) => endpoint.close())));

const string = { type: 'string' };
const object = (properties: object, changes: object = {}): object => ({
  ...{ type: 'object', properties, required: Object.keys(properties), additionalProperties: false },
  ...changes,
});
const good = object({
  answerable: { type: 'boolean' },
  statements: { type: 'array', items: object({ passage: { type: 'integer' }, text: string }) },
});
const schemaFormat = (schema: unknown, changes: object = {}): object => ({
  response_format: { type: 'json_schema', json_schema: { name: 'answer', strict: true, schema, ...changes } },
});
const ask = (supports: SupportedFormat, changes: object): Promise<Refusal> => refusal(endpoints[supports], changes);

describe('what an endpoint can be bound to', () => {
  it.each<[SupportedFormat, string, number]>([
    ['json_schema', 'json_schema', 200],
    ['json_schema', 'json_object', 200],
    ['json_schema', 'text', 200],
    ['json_object', 'json_schema', 400],
    ['json_object', 'json_object', 200],
    ['json_object', 'text', 200],
    ['none', 'json_schema', 400],
    ['none', 'json_object', 400],
    ['none', 'text', 200],
  ])('one for %s answers a request for %s with %i', async (supports, type, status) => {
    const changes = type === 'json_schema' ? schemaFormat(good) : { response_format: { type } };
    expect((await ask(supports, changes)).status).toBe(status);
  });

  it('refuses a schema in the words of DeepSeek', async () => {
    expect((await ask('json_object', schemaFormat(good))).error).toEqual({
      message: 'This response_format type is unavailable now',
      ...{ type: 'invalid_request_error', param: null, code: 'invalid_request_error' },
    });
  });

  it('wants the word JSON said where it is to write JSON', async () => {
    const messages = [{ role: 'user', content: 'Why is o1 slower?' }];
    const response_format = { type: 'json_object' };
    expect(await ask('json_object', { messages, response_format })).toMatchObject({ status: 400, error: { param: 'messages' } });
    const said = [{ role: 'system', content: '请用 Json 回答。' }, ...messages];
    expect((await ask('json_object', { messages: said, response_format })).status).toBe(200);
  });
});

describe('a strict schema', () => {
  it.each<[string, unknown, string]>([
    ['no object', string, 'In context=(), schema must be a JSON Schema of \'type: "object"\', got something else.'],
    ['alternatives at the root', object({}, { anyOf: [] }), "In context=(), 'anyOf' is not permitted at the root."],
    [
      'further properties at the root',
      object({}, { additionalProperties: undefined }),
      "In context=(), 'additionalProperties' is required to be supplied and to be false.",
    ],
    [
      'further properties inside',
      object({ list: { type: 'array', items: object({ a: string }, { additionalProperties: true }) } }),
      "In context=('properties', 'list', 'items'), 'additionalProperties' is required to be supplied and to be false.",
    ],
    [
      'an optional property',
      object({ a: string, b: string }, { required: ['a'] }),
      "In context=(), 'required' is required to be supplied and to be an array including every key in properties. Missing 'b'.",
    ],
    [
      'nothing required',
      object({ a: string }, { required: undefined }),
      "In context=(), 'required' is required to be supplied and to be an array including every key in properties.",
    ],
    [
      'something required that is not there',
      object({ a: string }, { required: ['a', 'b'] }),
      "In context=(), Extra required key 'b' supplied.",
    ],
    ['a property without a type', object({ a: {} }), "In context=('properties', 'a'), schema must have a 'type' key."],
    ['an array of anything', object({ a: { type: 'array' } }), "In context=('properties', 'a'), array schema missing items."],
    ['a length', object({ a: { type: 'string', maxLength: 5 } }), "In context=('properties', 'a'), 'maxLength' is not permitted."],
    ['a default', object({ a: { type: 'string', default: '' } }), "In context=('properties', 'a'), 'default' is not permitted."],
    [
      'a fault in an alternative',
      object({ a: { anyOf: [string, { type: 'object' }] } }),
      "In context=('properties', 'a', 'anyOf', '1'), 'additionalProperties' is",
    ],
    [
      'a fault in a definition',
      object({ a: { $ref: '#/$defs/b' } }, { $defs: { b: {} } }),
      "In context=('$defs', 'b'), schema must have a 'type' key.",
    ],
    ['nesting', nested(6), '6 levels of nesting exceeds limit of 5.'],
    [
      'too many properties',
      object(Object.fromEntries(Array.from({ length: 101 }, (_, at) => [`p${at}`, string]))),
      'at most 100 object properties in total, but got 101.',
    ],
  ])('may not have %s', async (_name, schema, reason) => {
    const { status, error } = await ask('json_schema', schemaFormat(schema));
    expect(error?.message).toContain(reason);
    expect({ status, error }).toMatchObject({ status: 400, error: { param: 'response_format', code: 'invalid_json_schema' } });
  });

  it('may have alternatives, definitions, enumerations and bounds', async () => {
    const schema = object(
      { a: { anyOf: [{ type: 'null' }, { $ref: '#/$defs/b' }] }, c: { enum: ['x', 'y'] }, d: { type: ['integer', 'null'], minimum: 1 } },
      { $defs: { b: object({ e: string }) }, $schema: 'https://json-schema.org/draft/2020-12/schema' },
    );
    expect((await ask('json_schema', schemaFormat(schema))).status).toBe(200);
    expect((await ask('json_schema', schemaFormat(nested(5)))).status).toBe(200);
  });

  it('is held to the rules only where it is called strict', async () => {
    expect((await ask('json_schema', schemaFormat({ type: 'object' }, { strict: false }))).status).toBe(200);
  });

  it.each([
    [{ name: undefined }, 'response_format.json_schema.name', 'missing_required_parameter'],
    [{ name: 'an answer' }, 'response_format.json_schema.name', 'invalid_value'],
    [{ name: 'a'.repeat(65) }, 'response_format.json_schema.name', 'string_above_max_length'],
    [{ schema: undefined }, 'response_format.json_schema.schema', 'missing_required_parameter'],
    [{ schema: [] }, 'response_format.json_schema.schema', 'invalid_type'],
    [{ kind: 'b' }, 'response_format.json_schema.kind', 'unknown_parameter'],
  ])('is refused with %j', async (changes, param, code) => {
    expect(await ask('json_schema', schemaFormat(good, changes))).toMatchObject({ status: 400, error: { param, code } });
  });
});

function nested(levels: number): object {
  return levels === 0 ? object({}) : object({ a: nested(levels - 1) });
}
