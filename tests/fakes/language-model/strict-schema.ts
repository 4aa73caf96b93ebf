import { z } from 'zod';

const schemaObject = z.record(z.string(), z.unknown());
type Schema = z.infer<typeof schemaObject>;

/** OpenAI's first limits, and Azure's to this day. */
const maxDepth = 5;
const maxProperties = 100;

/** Keywords of JSON Schema that strict mode does not know ("Structured outputs: supported schemas"; lengths of strings only since lately, and not everywhere). */
const notPermitted = new Set([
  ...['allOf', 'oneOf', 'not', 'if', 'then', 'else', 'dependentRequired', 'dependentSchemas'],
  ...['patternProperties', 'propertyNames', 'unevaluatedProperties', 'minProperties', 'maxProperties'],
  ...['uniqueItems', 'contains', 'minContains', 'maxContains', 'unevaluatedItems', 'prefixItems', 'minLength', 'maxLength', 'default'],
]);

interface Place {
  readonly path: readonly string[];
  /** How many objects and arrays stand around it. */
  readonly depth: number;
}

/** The first thing that OpenAI's strict mode refuses in a schema, in its words; `undefined` where it takes it. */
export function findStrictFault(schema: unknown): string | undefined {
  const root = schemaObject.safeParse(schema);
  if (!root.success || root.data['type'] !== 'object')
    return at([], 'schema must be a JSON Schema of \'type: "object"\', got something else.');
  if ('anyOf' in root.data) return at([], "'anyOf' is not permitted at the root.");
  const properties = countProperties(root.data);
  if (properties > maxProperties) return at([], `Expected at most ${maxProperties} object properties in total, but got ${properties}.`);
  return faultWithin(root.data, { path: [], depth: 0 });
}

function faultWithin(value: unknown, place: Place): string | undefined {
  const { path } = place;
  const parsed = schemaObject.safeParse(value);
  if (!parsed.success) return at(path, 'schema must be an object.');
  const schema = parsed.data;
  const unknown = Object.keys(schema).find((keyword) => notPermitted.has(keyword));
  if (unknown !== undefined) return at(path, `'${unknown}' is not permitted.`);
  if (!['type', '$ref', 'anyOf', 'enum', 'const'].some((keyword) => keyword in schema)) return at(path, "schema must have a 'type' key.");
  if (place.depth > maxDepth) return at(path, `${place.depth} levels of nesting exceeds limit of ${maxDepth}.`);
  return faultOfObject(schema, path) ?? faultOfArray(schema, path) ?? faultOfParts(schema, place);
}

function faultOfObject(schema: Schema, path: Place['path']): string | undefined {
  if (![schema['type']].flat().includes('object')) return undefined;
  if (schema['additionalProperties'] !== false) return at(path, "'additionalProperties' is required to be supplied and to be false.");
  const names = Object.keys(schemaObject.catch({}).parse(schema['properties']));
  const required = z.array(z.string()).safeParse(schema['required']);
  const missing = names.find((name) => !required.data?.includes(name));
  const demand = "'required' is required to be supplied and to be an array including every key in properties.";
  if (!required.success) return at(path, demand);
  if (missing !== undefined) return at(path, `${demand} Missing '${missing}'.`);
  const extra = required.data.find((name) => !names.includes(name));
  return extra === undefined ? undefined : at(path, `Extra required key '${extra}' supplied.`);
}

function faultOfArray(schema: Schema, path: Place['path']): string | undefined {
  return [schema['type']].flat().includes('array') && !('items' in schema) ? at(path, 'array schema missing items.') : undefined;
}

function faultOfParts(schema: Schema, { path, depth }: Place): string | undefined {
  for (const [steps, part] of partsOf(schema)) {
    const fault = faultWithin(part, { path: [...path, ...steps], depth: steps[0] === 'anyOf' || steps[0] === '$defs' ? depth : depth + 1 });
    if (fault !== undefined) return fault;
  }
  return undefined;
}

/** The schemas directly inside a schema, with the way to each. */
function partsOf(schema: Schema): readonly (readonly [readonly string[], unknown])[] {
  const named = (keyword: string): [string[], unknown][] =>
    Object.entries(schemaObject.catch({}).parse(schema[keyword])).map(([name, part]) => [[keyword, name], part]);
  const alternatives = z.array(z.unknown()).catch([]).parse(schema['anyOf']);
  return [
    ...named('properties'),
    ...('items' in schema ? [[['items'], schema['items']] as const] : []),
    ...alternatives.map((part, index) => [['anyOf', String(index)], part] as const),
    ...named('$defs'),
  ];
}

function countProperties(schema: unknown): number {
  const parsed = schemaObject.safeParse(schema);
  if (!parsed.success) return 0;
  return partsOf(parsed.data).reduce((sum, [steps, part]) => sum + (steps[0] === 'properties' ? 1 : 0) + countProperties(part), 0);
}

/** OpenAI writes the way into a schema as Python writes a tuple of strings. */
function at(path: Place['path'], fault: string): string {
  const [only] = path;
  const context = path.length === 1 ? `('${only ?? ''}',)` : `(${path.map((step) => `'${step}'`).join(', ')})`;
  return `In context=${context}, ${fault}`;
}
