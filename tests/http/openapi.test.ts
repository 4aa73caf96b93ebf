import { readFile } from 'node:fs/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { quotes } from '../fakes/scripted-answer-service.js';
import { closeApis, setUpApi } from './set-up.js';

afterEach(closeApis);

const jsonSchema = z.record(z.string(), z.json());
const response = z.object({ $ref: z.string().optional(), content: z.record(z.string(), z.object({ schema: jsonSchema })).optional() });
const operation = z.object({
  parameters: z.array(z.object({ name: z.string(), required: z.boolean().default(false), schema: jsonSchema })).default([]),
  requestBody: z.object({ content: z.record(z.string(), z.object({ schema: jsonSchema })) }).optional(),
  responses: z.record(z.string(), response),
});
const document = z
  .object({
    paths: z.record(z.string(), z.record(z.string(), operation)),
    components: z.object({ schemas: z.record(z.string(), jsonSchema) }),
  })
  .parse(parse(await readFile(new URL('../../docs/openapi.yaml', import.meta.url), 'utf8')));

/** A schema of the document as something that values can be held against. */
function checkerOf(schema: z.infer<typeof jsonSchema>): z.ZodType {
  const resolved = JSON.stringify({ ...schema, $defs: document.components.schemas }).replaceAll('#/components/schemas/', '#/$defs/');
  return z.fromJSONSchema(z.record(z.string(), z.json()).parse(JSON.parse(resolved)));
}

const named = (name: string): z.ZodType => checkerOf({ $ref: `#/components/schemas/${name}` });
const question = { question: '为什么要修复灯塔？', conversation: 'c1' };

describe('docs/openapi.yaml', () => {
  it('names the paths and methods that there are', async () => {
    const { call } = await setUpApi();
    for (const [path, methods] of Object.entries(document.paths)) {
      for (const method of ['GET', 'POST', 'PUT', 'DELETE']) {
        const { status } = await call(path, { method });
        if (method.toLowerCase() in methods) expect(status, `${method} ${path}`).not.toBe(405);
        else expect(status, `${method} ${path}`).toBe(405);
      }
    }
  });

  it('describes what is answered: to a question, a refusal, and for a passage', async () => {
    const { ask, call } = await setUpApi();
    const answer = named('Answer');
    const answered: unknown = await (await ask(question)).json();
    expect(answer.safeParse(answered).error).toBeUndefined();
    expect(answer.safeParse(await (await ask({ ...question, question: '明天会下雨吗？' })).json()).error).toBeUndefined();
    const { answerId } = z.object({ answerId: z.string() }).parse(answered);
    const opened: unknown = await (await call(`/passages?answer=${answerId}&number=1&conversation=c1`)).json();
    expect(answer.safeParse(opened).error).toBeUndefined();
    expect(JSON.stringify(opened)).toContain(quotes.reason);
    // A document that allows anything describes nothing.
    expect(answer.safeParse({ ...z.looseObject({}).parse(answered), more: 1 }).success).toBe(false);
    expect(answer.safeParse({}).success).toBe(false);
  });

  it.each([
    question,
    { ...question, language: 'zh-TW', thorough: true },
    { ...question, thorough: 'yes' },
    { ...question, conversation: 'a b' },
    { ...question, conversation: 'x'.repeat(101) },
    { ...question, language: 'zh_TW' },
    { ...question, more: 1 },
    { conversation: 'c1' },
    { question: 1, conversation: 'c1' },
    [],
  ])('says of a body whether it is taken: %j', async (body) => {
    const { ask } = await setUpApi();
    const { status } = await ask(body);
    expect(status).toBe(named('Question').safeParse(body).success ? 200 : 400);
  });

  it('says of a query whether it is taken', async () => {
    const { call } = await setUpApi();
    const { parameters } = document.paths['/passages']!['get']!;
    const good: Readonly<Record<string, string>> = { answer: 'a1', number: '1', conversation: 'c1' };
    const queries = [
      good,
      { ...good, answer: 'x'.repeat(17) },
      { ...good, number: 'one' },
      { ...good, language: '!' },
      { answer: 'a1', number: '1' },
    ];
    for (const query of queries) {
      const isTaken = parameters.every(({ name, required, schema }) =>
        query[name] === undefined ? !required : checkerOf(schema).safeParse(query[name]).success,
      );
      const { status } = await call(`/passages?${new URLSearchParams(query).toString()}`);
      expect(status, JSON.stringify(query)).toBe(isTaken ? 404 : 400);
    }
  });

  it('lists the status of every refusal, each with a sentence', async () => {
    const { ask, call } = await setUpApi({}, { windowSeconds: 60, perPerson: 1, perChat: 1 });
    const refusals = [
      await ask([]),
      await call('/ask', { headers: { authorization: 'Bearer wrong' } }),
      await call('/ask'),
      await ask({ ...question, question: 'x'.repeat(20_000) }),
      await call('/ask', { method: 'POST', body: '{}' }),
      ...[await ask(question), await ask(question)].slice(1),
    ];
    const { responses } = document.paths['/ask']!['post']!;
    for (const refusal of refusals) {
      expect(Object.keys(responses)).toContain(String(refusal.status));
      expect(named('Error').safeParse(await refusal.json()).error).toBeUndefined();
    }
    const seen = refusals.map(({ status }) => String(status));
    expect(Object.keys(responses).filter((status) => !['200', '503', ...seen].includes(status))).toEqual([]);
  });
});
