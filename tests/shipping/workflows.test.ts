import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';

const folder = '.github/workflows';
const step = z.object({ uses: z.string().optional(), run: z.string().optional() });
const workflow = z.object({
  name: z.string(),
  on: z.record(z.string(), z.unknown()),
  permissions: z.record(z.string(), z.enum(['read', 'write'])),
  jobs: z.record(z.string(), z.object({ steps: z.array(step).default([]), uses: z.string().optional() })),
});
const manifest = z.object({ scripts: z.record(z.string(), z.string()) }).parse(JSON.parse(readFileSync('package.json', 'utf8')));

const workflows = readdirSync(folder).map((file) => ({ file, ...workflow.parse(parse(readFileSync(join(folder, file), 'utf8'))) }));
const stepsOf = (name: string): z.infer<typeof step>[] =>
  workflows.filter((each) => each.name === name).flatMap(({ jobs }) => Object.values(jobs).flatMap(({ steps }) => steps));
const commandsOf = (name: string): string =>
  stepsOf(name)
    .map(({ run = '' }) => run)
    .join('\n');

/** What npm does by itself. */
const npmCommands = new Set(['ci', 'test', 'audit', 'sbom']);

describe('the hosted workflows', () => {
  it('are three', () => {
    expect(workflows.map(({ name }) => name).sort()).toEqual(['audit', 'release', 'test']);
  });

  it('run nothing of npm that there is not', () => {
    const commands = workflows.flatMap(({ name }) =>
      [...commandsOf(name).matchAll(/\bnpm (?:run (?:--silent )?)?(\S+)/g)].map((match) => match[1] ?? ''),
    );
    expect(commands.length).toBeGreaterThan(4);
    expect(commands.filter((command) => !npmCommands.has(command) && !(command in manifest.scripts))).toEqual([]);
  });

  it('use actions of a version, never of a branch', () => {
    const uses = workflows.flatMap(({ jobs }) => Object.values(jobs).flatMap((job) => [job.uses, ...job.steps.map((each) => each.uses)]));
    for (const action of uses.filter((each) => each !== undefined)) expect(action).toMatch(/^[\w-]+\/[\w./-]+@(v\d+(\.\d+)*|[\da-f]{40})$/);
  });

  it('test what was pushed, look for known weaknesses, and list the parts of a release', () => {
    expect(commandsOf('test')).toContain('npm ci\nnpm test');
    expect(stepsOf('test').some(({ uses = '' }) => uses.startsWith('docker/build-push-action@'))).toBe(true);
    expect(commandsOf('audit')).toContain('npm audit --omit=dev');
    expect(commandsOf('release')).toContain('npm sbom --omit=dev');
    expect(commandsOf('release')).toContain('THIRD_PARTY_NOTICES.txt');
    expect(stepsOf('release').some(({ uses = '' }) => uses.startsWith('docker/build-push-action@'))).toBe(true);
  });
});
