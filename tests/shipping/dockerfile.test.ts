import { existsSync, readFileSync } from 'node:fs';
import dockerignore from '@balena/dockerignore';
import { validate } from 'dockerfile-utils';
import { describe, expect, it } from 'vitest';
import { readDockerfile, type Step } from '../../scripts/docker/read-dockerfile.js';
import { loadConfig } from '../../src/config.js';

const content = readFileSync('Dockerfile', 'utf8');
const stages = readDockerfile(content);
const last = stages.at(-1)!;
const ignored = dockerignore.default().add(readFileSync('.dockerignore', 'utf8'));

function stepsOf<Kind extends Step['kind']>(steps: readonly Step[], kind: Kind): Extract<Step, { kind: Kind }>[] {
  return steps.filter((step): step is Extract<Step, { kind: Kind }> => step.kind === kind);
}

describe('the Dockerfile', () => {
  it('has nothing that its linter objects to', () => {
    expect(validate(content).map(({ message, range }) => ({ message, line: range.start.line + 1 }))).toEqual([]);
  });

  it('is found wanting where it is wrong: the linter does look', () => {
    expect(validate(content.replace('WORKDIR', 'WORKDIRECTORY'))).not.toEqual([]);
    expect(validate(content.replace('--start-period=2m', '--start-period=soon'))).not.toEqual([]);
  });

  it('builds every stage on the slim image of Node 22', () => {
    expect(new Set(stages.map(({ base }) => base))).toEqual(new Set(['node:22-slim']));
  });

  it('leaves compilers behind: the last stage runs nothing and installs nothing', () => {
    expect(stepsOf(stages[0]!.steps, 'run').some(({ command }) => command.includes('g++'))).toBe(true);
    expect(stepsOf(last.steps, 'run')).toEqual([]);
  });

  it('installs what package-lock.json says, without what only development needs', () => {
    const commands = stages.flatMap(({ steps }) => stepsOf(steps, 'run').map(({ command }) => command));
    expect(commands.filter((command) => /\bnpm (ci|install)\b/.test(command))).toEqual([expect.stringMatching(/^npm ci --omit=dev\b/)]);
  });

  it('runs as somebody who owns nothing but the one volume', () => {
    expect(stepsOf(last.steps, 'user')).toEqual([{ kind: 'user', name: 'node' }]);
    expect(stepsOf(last.steps, 'volume')).toEqual([{ kind: 'volume', path: '/data' }]);
    const owned = stepsOf(last.steps, 'copy').filter(({ owner }) => owner !== undefined);
    expect(owned.map(({ to, owner }) => [to, owner])).toEqual([['/data', 'node:node']]);
  });

  it('has the index in the image', () => {
    const index = stages.find(({ name }) => name === 'index')!;
    expect(stepsOf(index.steps, 'run').at(-1)?.command).toContain('scripts/ingest.ts');
    expect(stepsOf(last.steps, 'copy')).toContainEqual({ kind: 'copy', from: 'index', owner: 'node:node', paths: ['/data'], to: '/data' });
  });

  it('has a health check on the port that it sets, and starts the program itself, so that signals reach it', () => {
    const environment = Object.assign({}, ...stepsOf(last.steps, 'environment').map(({ values }) => values)) as Record<string, string>;
    expect(loadConfig(environment)).toMatchObject({ http: { host: '0.0.0.0', port: 8080 }, dataDir: '/data', warnings: [] });
    expect(stepsOf(last.steps, 'port')).toEqual([{ kind: 'port', port: '8080' }]);
    expect(stepsOf(last.steps, 'health')[0]?.command.join(' ')).toContain('/healthz');
    expect(stepsOf(last.steps, 'start')[0]?.command).toEqual(['node', '--import', 'tsx', 'src/main.ts']);
  });

  it('copies only what is there, and what .dockerignore lets through', () => {
    const sources = stages.flatMap(({ steps }) => stepsOf(steps, 'copy').flatMap(({ from, paths }) => (from === undefined ? paths : [])));
    expect(sources).toContain('src');
    expect(sources.filter((path) => !existsSync(path) || ignored.ignores(path))).toEqual([]);
  });
});

describe('.dockerignore', () => {
  it.each([
    '.env',
    '.env.production',
    'data/footnote.sqlite',
    'data/person-key',
    '.git/config',
    'node_modules/zod/index.js',
    'tests/a.test.ts',
  ])('keeps %s out of the image', (path) => expect(ignored.ignores(path)).toBe(true));

  it.each(['src/main.ts', 'scripts/report.ts', 'models/footnote-e5-small-zh-en/config.json', 'corpus/openai-o1.txt', '.npmrc'])(
    'lets %s in',
    (path) => expect(ignored.ignores(path)).toBe(false),
  );
});
