import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';
import { describe, expect, it } from 'vitest';

// Without types: the rules of the house need none, and a file that is not on disk has none.
const eslint = new ESLint({ overrideConfig: [tseslint.configs.disableTypeChecked] });

const houseRules = /^(boundaries\/|no-console$|no-restricted-)/;

/** The rules of the house that the code would break if it stood in that file. */
async function brokenRules(filePath: string, code: string): Promise<string[]> {
  const [result] = await eslint.lintText(code, { filePath });
  const rules = result?.messages.map(({ ruleId, message }) => ruleId ?? message) ?? [];
  return rules.filter((rule) => houseRules.test(rule) || rule.startsWith('Parsing error'));
}

const importValue = (specifier: string) => `import { something } from '${specifier}';\nsomething();\n`;
const importType = (specifier: string) => `import type { Something } from '${specifier}';\nexport type It = Something;\n`;

describe('dependencies point one way', () => {
  it.each([
    ['src/console/new.ts', '../chat/index.js'],
    ['src/telegram/new.ts', '../chat/index.js'],
    ['src/http/new.ts', '../operations/index.js'],
    ['src/chat/new.ts', '../answering/index.js'],
    ['src/answering/new.ts', '../retrieval/index.js'],
    ['src/generating/new.ts', '../answering/index.js'],
    ['src/generating/new.ts', '../language-model/index.js'],
    ['src/retrieval/new.ts', '../search-index/index.js'],
    ['src/search-index/new.ts', '../corpus/index.js'],
    ['src/corpus/new.ts', '../language/index.js'],
    ['src/ingest/new.ts', '../embedding/index.js'],
    ['src/main.ts', './answering/index.js'],
    ['src/main.ts', './config.js'],
    ['scripts/new.ts', '../src/search-index/index.js'],
    ['scripts/new.ts', '../src/config.js'],
    ['bench/new.ts', '../src/search-index/index.js'],
  ])('%s may import %s', async (file, specifier) => {
    expect(await brokenRules(file, importValue(specifier))).toEqual([]);
  });

  it.each([
    ['src/telegram/new.ts', '../retrieval/index.js'],
    ['src/discord/new.ts', '../search-index/index.js'],
    ['src/http/new.ts', '../storage/index.js'],
    ['src/console/new.ts', '../storage/index.js'],
    ['src/chat/new.ts', '../retrieval/index.js'],
    ['src/chat/new.ts', '../console/index.js'],
    ['src/answering/new.ts', '../chat/index.js'],
    ['src/answering/new.ts', '../generating/index.js'],
    ['src/chat/new.ts', '../generating/index.js'],
    ['src/language-model/new.ts', '../generating/index.js'],
    ['src/language-model/new.ts', '../answering/index.js'],
    ['src/retrieval/new.ts', '../answering/index.js'],
    ['src/search-index/new.ts', '../retrieval/index.js'],
    ['src/corpus/new.ts', '../embedding/index.js'],
    ['src/language/new.ts', '../corpus/index.js'],
    ['src/ingest/new.ts', '../answering/index.js'],
    ['src/operations/new.ts', '../language/index.js'],
    ['src/answering/new.ts', '../config.js'],
    ['src/answering/new.ts', '../main.js'],
  ])('%s must not import %s', async (file, specifier) => {
    expect(await brokenRules(file, importValue(specifier))).toContain('boundaries/element-types');
  });

  it.each([
    ['src/storage/new.ts', '../chat/index.js'],
    ['src/chat/new.ts', '../operations/index.js'],
    ['src/ingest/new.ts', '../operations/index.js'],
  ])('%s may import types of %s, and nothing else: main.ts hands it in', async (file, specifier) => {
    expect(await brokenRules(file, importType(specifier))).toEqual([]);
    expect(await brokenRules(file, importValue(specifier))).toContain('boundaries/element-types');
  });
});

describe('a room is entered through its index.ts', () => {
  it.each([
    ['src/corpus/new.ts', '../language/words.js'],
    ['src/main.ts', './language/words.js'],
    ['scripts/new.ts', '../src/language/words.js'],
  ])('not by %s through %s', async (file, specifier) => {
    expect(await brokenRules(file, importValue(specifier))).toEqual(['boundaries/entry-point']);
  });

  it('but within a room files import each other', async () => {
    expect(await brokenRules('src/language/new.ts', importValue('./words.js'))).toEqual([]);
  });
});

describe('the linter also refuses', () => {
  it('a room that nobody has entered in eslint.config.js', async () => {
    expect(await brokenRules('src/helpers/new.ts', 'export const one = 1;\n')).toEqual(['boundaries/no-unknown-files']);
  });

  it('a default export', async () => {
    expect(await brokenRules('src/corpus/new.ts', 'export default 1;\n')).toEqual(['no-restricted-syntax']);
    expect(await brokenRules('src/corpus/new.ts', 'const one = 1;\nexport { one as default };\n')).toEqual(['no-restricted-syntax']);
  });

  it.each([
    ['no-restricted-properties', "export const home = process.env['HOME'];\n"],
    ['no-restricted-properties', 'export const { env } = process;\n'],
    ['no-restricted-imports', "import { env } from 'node:process';\nexport const home = env['HOME'];\n"],
  ])('the environment outside src/config.ts (%s)', async (rule, code) => {
    expect(await brokenRules('src/corpus/new.ts', code)).toEqual([rule]);
    expect(await brokenRules('src/main.ts', code)).toEqual([rule]);
  });

  it('the console outside the terminal adapter', async () => {
    const code = "console.log('hello');\n";
    expect(await brokenRules('src/corpus/new.ts', code)).toEqual(['no-console']);
    expect(await brokenRules('src/console/new.ts', code)).toEqual([]);
    expect(await brokenRules('scripts/new.ts', code)).toEqual([]);
  });
});
