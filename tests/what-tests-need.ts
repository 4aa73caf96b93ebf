/** Tells the tests that need nothing but their own process from those that start programs or servers, or load the model. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const root = join(import.meta.dirname, '..');

/** What only those import, or what they import does. */
const startsSomething =
  /from '(?:node:child_process|node:http|node:net|pg|ws)'|\b(?:createTransformersEmbedder|composeAnswering|composeEmbedder)\b/;
const imports = /(?:from|import\() ?'(\.[^']+)\.js'/g;

export interface TestFiles {
  /** Need no process, no server and no model. */
  readonly fast: readonly string[];
  readonly others: readonly string[];
}

/** All test files, told apart by what they reach through imports that do not lead into `src`. Paths are relative to the repository. */
export function testFiles(): TestFiles {
  const files = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => join(import.meta.dirname, name));
  const isFast = (file: string): boolean => ![...reachedFrom(file)].some((reached) => startsSomething.test(readFileSync(reached, 'utf8')));
  return { fast: files.filter(isFast).map(fromRoot), others: files.filter((file) => !isFast(file)).map(fromRoot) };
}

function reachedFrom(file: string): ReadonlySet<string> {
  const reached = new Set([file]);
  for (const from of reached) {
    for (const [, path = ''] of readFileSync(from, 'utf8').matchAll(imports)) {
      const imported = join(dirname(from), `${path}.ts`);
      if (!fromRoot(imported).startsWith('src/') && existsSync(imported)) reached.add(imported);
    }
  }
  return reached;
}

function fromRoot(file: string): string {
  return relative(root, file);
}
