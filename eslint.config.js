import eslint from '@eslint/js';
import boundaries from 'eslint-plugin-boundaries';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

/**
 * Which rooms of src/ a room may import, always through their index.ts. Dependencies point downwards only (docs/architecture.md).
 * `types`: rooms that main.ts hands in, so that only their types may be named. A new room has to be entered here.
 */
const rooms = {
  language: { values: [], types: [] },
  corpus: { values: ['language'], types: [] },
  embedding: { values: ['language'], types: [] },
  'search-index': { values: ['corpus', 'language'], types: ['embedding', 'operations'] },
  retrieval: { values: ['search-index', 'embedding', 'corpus', 'language'], types: [] },
  answering: { values: ['retrieval', 'search-index', 'embedding', 'corpus', 'language'], types: [] },
  generating: {
    values: ['answering', 'retrieval', 'corpus', 'language', 'language-model'],
    types: ['embedding', 'search-index', 'operations'],
  },
  'language-model': { values: [], types: ['operations'] },
  chat: { values: ['answering', 'corpus', 'language'], types: ['operations'] },
  console: { values: ['chat', 'answering', 'language', 'operations'], types: [] },
  telegram: { values: ['chat', 'answering', 'language', 'operations'], types: [] },
  http: { values: ['chat', 'answering', 'language', 'operations'], types: [] },
  discord: { values: ['chat', 'answering', 'language'], types: ['operations'] },
  ingest: { values: ['corpus', 'embedding', 'search-index', 'language'], types: ['operations'] },
  storage: { values: ['language'], types: ['chat', 'answering', 'language-model', 'operations'] },
  reporting: { values: ['chat', 'language'], types: ['answering', 'embedding', 'search-index'] },
  operations: { values: [], types: [] },
};

const noDefaultExport = {
  selector: 'ExportDefaultDeclaration, ExportSpecifier[exported.name="default"]',
  message: 'Export by name.',
};

const environmentMessage = 'Read the environment in src/config.ts only, and hand the value in.';

export default defineConfig(
  { ignores: ['data/', 'coverage/', 'models/', 'corpus/'] },
  eslint.configs.recommended,
  {
    // Text from outside is cleaned here: regular expressions have to name control characters.
    rules: { 'no-control-regex': 'off' },
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'all' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: 'only-allowed-literals' }],
      // A port is asynchronous even where one implementation of it has nothing to wait for.
      '@typescript-eslint/require-await': 'off',
      // Taking a text apart by code points is this program's trade.
      '@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],
    },
  },
  {
    files: ['src/**/*.ts', 'scripts/**/*.ts', 'bench/**/*.ts'],
    plugins: { boundaries },
    settings: {
      'boundaries/elements': [
        { type: 'config', pattern: 'src/config*.ts', mode: 'full' },
        {
          type: 'main',
          pattern: '{src/{main,compose,compose-model,events,observe,readiness,retention}.ts,scripts/**,bench/**}',
          mode: 'full',
        },
        ...Object.keys(rooms).map((room) => ({ type: room, pattern: `src/${room}`, mode: 'folder' })),
      ],
      'boundaries/include': ['src/**/*', 'scripts/**/*', 'bench/**/*'],
      'import/resolver': { typescript: { project: import.meta.dirname } },
    },
    rules: {
      'boundaries/element-types': [
        'error',
        {
          default: 'disallow',
          message: '${file.type} must not import ${dependency.type}: dependencies point one way (docs/architecture.md).',
          rules: [
            { from: 'main', allow: ['*'] },
            { from: 'config', allow: ['config'] },
            ...Object.entries(rooms).flatMap(([from, { values, types }]) => [
              { from, allow: values },
              { from, allow: types, importKind: 'type' },
            ]),
          ],
        },
      ],
      'boundaries/entry-point': [
        'error',
        {
          default: 'disallow',
          message: 'Import ${dependency.type} through its index.ts.',
          rules: [
            { target: Object.keys(rooms), allow: 'index.ts' },
            { target: ['main', 'config'], allow: '**' },
          ],
        },
      ],
      'boundaries/no-unknown': 'error',
      'boundaries/no-unknown-files': 'error',
      'no-restricted-syntax': ['error', noDefaultExport],
      'no-restricted-properties': ['error', { object: 'process', property: 'env', message: environmentMessage }],
      'no-restricted-imports': [
        'error',
        ...['node:process', 'process'].map((name) => ({ name, importNames: ['default', 'env'], message: environmentMessage })),
      ],
    },
  },
  { files: ['src/**/*.ts'], ignores: ['src/console/**'], rules: { 'no-console': 'error' } },
  { files: ['src/config.ts'], rules: { 'no-restricted-properties': 'off' } },
  // In a test a value that is missing after all fails the test, which is what it is for.
  { files: ['tests/**/*.ts'], rules: { '@typescript-eslint/no-non-null-assertion': 'off' } },
  { files: ['**/*.js'], languageOptions: { globals: { process: 'readonly' } } },
);
