import { existsSync, readFileSync } from 'node:fs';
import { validate } from 'dockerfile-utils';
import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config.js';

const content = readFileSync('Dockerfile', 'utf8');
/** One instruction a line, comments and continuations resolved; one list a stage. */
const stages = content
  .replaceAll(/^#.*\n/gm, '')
  .replaceAll(/\\\n\s*/g, '')
  .split(/^(?=FROM )/m)
  .filter((stage) => stage.startsWith('FROM '))
  .map((stage) => stage.split('\n').filter((line) => line !== ''));
const last = stages.at(-1)!;
const all = (stage: readonly string[], instruction: string): string[] =>
  stage.flatMap((line) => (line.startsWith(`${instruction} `) ? [line.slice(instruction.length + 1)] : []));

const rules = readFileSync('.dockerignore', 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'));
/** The last rule that fits decides. Rules here are paths and `*`. */
function isIgnored(path: string): boolean {
  const fits = (rule: string): boolean => rule === '*' || path === rule || path.startsWith(`${rule}/`);
  const rule = rules.findLast((each) => fits(each.replace(/^!/, '')));
  return rule !== undefined && !rule.startsWith('!');
}

describe('the Dockerfile', () => {
  it('has nothing that its linter objects to', () => {
    expect(validate(content).map(({ message, range }) => ({ message, line: range.start.line + 1 }))).toEqual([]);
    expect(validate(content.replace('WORKDIR', 'WORKDIRECTORY'))).not.toEqual([]);
  });

  it('copies only what exists, and what .dockerignore lets through', () => {
    const copies = stages.flatMap((stage) => all(stage, 'COPY')).filter((copy) => !copy.startsWith('--from'));
    const sources = copies.flatMap((copy) => copy.split(' ').slice(0, -1));
    expect(sources).toContain('src');
    expect(sources.filter((path) => !existsSync(path) || isIgnored(path))).toEqual([]);
  });

  it('builds every stage on the slim image of Node 22, and leaves the compilers behind', () => {
    expect(new Set(stages.map((stage) => stage[0]?.split(' ')[1]))).toEqual(new Set(['node:22-slim']));
    expect(all(stages[0]!, 'RUN').join('\n')).toContain('g++');
    expect(all(last, 'RUN')).toEqual([]);
  });

  it('installs what package-lock.json says, without what only development needs', () => {
    const commands = stages.flatMap((stage) => all(stage, 'RUN')).filter((command) => /\bnpm (ci|install)\b/.test(command));
    expect(commands).toEqual([expect.stringMatching(/^npm ci --omit=dev\b/)]);
  });

  it('has the index in the image, and runs as a user who owns nothing but the one volume', () => {
    expect(stages.some((stage) => all(stage, 'RUN').includes('node --import tsx scripts/ingest.ts'))).toBe(true);
    expect(all(last, 'COPY').filter((copy) => copy.includes('--chown'))).toEqual(['--from=index --chown=node:node /data /data']);
    expect(all(last, 'VOLUME')).toEqual(['/data']);
    expect(all(last, 'USER')).toEqual(['node']);
  });

  it('has a health check on the port that it sets, and starts the program itself, so that signals reach it', () => {
    const environment = Object.fromEntries(
      all(last, 'ENV').flatMap((line) =>
        line.split(' ').map((pair): [string, string] => [pair.split('=')[0] ?? '', pair.split('=')[1] ?? '']),
      ),
    );
    expect(loadConfig(environment)).toMatchObject({ http: { host: '0.0.0.0', port: 8080 }, dataDir: '/data', warnings: [] });
    expect(all(last, 'EXPOSE')).toEqual(['8080']);
    expect(all(last, 'HEALTHCHECK')[0]).toContain('/healthz');
    expect(all(last, 'ENTRYPOINT')).toEqual(['["node", "--import", "tsx", "src/main.ts"]']);
  });
});

describe('.dockerignore', () => {
  it.each(['.env', '.env.production', 'data/footnote.sqlite', '.git/config', 'node_modules/zod/index.js', 'tests/a.test.ts'])(
    'keeps %s out of the image',
    (path) => expect(isIgnored(path)).toBe(true),
  );

  it.each(['src/main.ts', 'scripts/report.ts', 'models/footnote-e5-small-zh-en/config.json', 'corpus/openai-o1.txt', '.npmrc'])(
    'lets %s in',
    (path) => expect(isIgnored(path)).toBe(false),
  );
});
