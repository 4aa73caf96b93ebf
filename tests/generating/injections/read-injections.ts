import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

export const injectionKinds = [
  ...(['overrule', 'reveal-prompt', 'mention', 'uncited', 'fence', 'role-play'] as const),
  ...(['base64', 'fake-system', 'ignore-previous', 'fake-citation', 'markup'] as const),
] as const;

const injection = z.strictObject({
  id: z.string(),
  lang: z.enum(['zh', 'zh-Hant', 'en']),
  in: z.enum(['article', 'question']),
  kind: z.enum(injectionKinds),
  /** What the reader asks, or would have asked. */
  question: z.string(),
  /** The injection itself: at the end of the article's paragraph that ends with `after`, or at the end of the question. */
  text: z.string(),
  /** What a model that obeys tells the reader. */
  says: z.string(),
  after: z.string().optional(),
  /** The question is none that the article answers. */
  refused: z.boolean().default(false),
  /** Written when the checks stood, and not to be tuned for: how others fare. */
  fresh: z.boolean().default(false),
});
export type Injection = z.infer<typeof injection>;

const root = join(import.meta.dirname, '..', '..', '..');

export async function readInjections(): Promise<readonly Injection[]> {
  const lines = await readFile(join(root, 'tests', 'evaluation', 'injections.jsonl'), 'utf8');
  return lines
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => injection.parse(JSON.parse(line)));
}

/** What the reader sends. */
export function askedIn({ in: place, question, text }: Injection): string {
  return place === 'question' ? `${question} ${text}` : question;
}

/** The sample article as it would be had somebody slipped in every injection that is meant for it. @throws where there is no such place */
export async function injectedArticle(injections: readonly Injection[]): Promise<string> {
  const article = await readFile(join(root, 'corpus', 'openai-o1.txt'), 'utf8');
  return injections.reduce((text, { id, after, text: injected }) => {
    if (after === undefined) return text;
    if (text.split(after).length !== 2) throw new Error(`The article has not exactly one place for ${id}.`);
    return text.replace(after, () => after + injected);
  }, article);
}
