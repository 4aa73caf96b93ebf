import { spawn } from 'node:child_process';
import { chown, cp, lstat, mkdir, readFile, readdir } from 'node:fs/promises';
import { join, posix, relative, resolve } from 'node:path';
import dockerignore from '@balena/dockerignore';
import type { Environment } from '../../src/config.js';
import type { Stage, Step } from './read-dockerfile.js';

/** A stage of the build as a folder on this machine: what is `/app` in the image is `<folder>/app` here. */
export interface BuiltStage {
  readonly folder: string;
  readonly workingFolder: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly health: readonly string[];
  readonly start: readonly string[];
}

export interface BuildDependencies {
  /** The repository. */
  readonly context: string;
  /** A new, empty folder. */
  readonly into: string;
  /** Whom a `--chown` means here; left out where this user may not give files away. */
  readonly owner?: number | undefined;
  /** The environment of RUN steps: where programs are, and how npm reaches its registry. */
  readonly host: Environment;
  readonly tell: (line: string) => void;
}

/** What the folders of the image begin with here; system folders are this machine's. */
const imageFolders = /(?<![\w./-])\/(app|data)(?=[/\s"'`]|$)/g;

/** Runs the steps of every stage; of those that change the system (apt-get) it only tells. */
export async function buildStages(stages: readonly Stage[], dependencies: BuildDependencies): Promise<BuiltStage> {
  const built = new Map<string, BuiltStage>();
  let last: BuiltStage | undefined;
  for (const [number, stage] of stages.entries()) {
    const name = stage.name ?? 'last';
    dependencies.tell(`stage ${number + 1}: ${name}, on ${stage.base} (here: Node ${process.versions.node})`);
    last = await buildStage(stage, join(dependencies.into, name), built, dependencies);
    built.set(name, last);
  }
  if (last === undefined) throw new RangeError('The Dockerfile has no stage.');
  return last;
}

async function buildStage(stage: Stage, folder: string, built: ReadonlyMap<string, BuiltStage>, dependencies: BuildDependencies) {
  const { tell } = dependencies;
  const inside = (path: string): string => path.replaceAll(imageFolders, (found) => join(folder, found));
  let state: BuiltStage = { folder, workingFolder: folder, environment: {}, health: [], start: [] };
  await mkdir(folder, { recursive: true });
  for (const step of stage.steps) {
    const began = performance.now();
    const outcome = await perform(step);
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    tell(`  ${describe(step)}${outcome === undefined ? '' : `: ${outcome}`}${Number(seconds) >= 1 ? ` (${seconds} s)` : ''}`);
  }
  return state;

  async function perform(step: Step): Promise<string | undefined> {
    switch (step.kind) {
      case 'folder':
        state = { ...state, workingFolder: inside(step.path) };
        await mkdir(state.workingFolder, { recursive: true });
        return undefined;
      case 'environment': {
        const values = Object.fromEntries(Object.entries(step.values).map(([name, value]) => [name, inside(value)]));
        state = { ...state, environment: { ...state.environment, ...values } };
        return undefined;
      }
      case 'copy':
        return copy(step);
      case 'run':
        if (/\bapt-get\b/.test(step.command)) return 'not run, since it would change this machine';
        await run(['/bin/sh', '-c', inside(step.command)], state, dependencies.host);
        return 'run';
      case 'health':
        state = { ...state, health: step.command };
        return undefined;
      case 'start':
        state = { ...state, start: step.command };
        return undefined;
      case 'user':
      case 'volume':
      case 'port':
        return undefined;
    }
  }

  async function copy({ from, owner, paths, to }: Extract<Step, { kind: 'copy' }>): Promise<string | undefined> {
    const target = inside(posix.isAbsolute(to) ? to : posix.join(state.workingFolder, to));
    const source = from === undefined ? undefined : built.get(from);
    if (from !== undefined && source === undefined) throw new RangeError(`There is no stage ${from} to copy from.`);
    const isWanted = source === undefined ? await fromContext(dependencies.context) : (): boolean => true;
    for (const path of paths) {
      const origin = source === undefined ? join(dependencies.context, path) : join(source.folder, path);
      const isFolder = (await lstat(origin)).isDirectory();
      // As in an image: a folder's content goes to the target, a file into it or under its name.
      const place = isFolder || !to.endsWith('/') ? target : join(target, path);
      await cp(origin, place, { recursive: true, verbatimSymlinks: true, filter: isWanted });
    }
    if (owner === undefined) return undefined;
    if (dependencies.owner === undefined) return 'copied, its owner left alone (only root may give files away)';
    await giveAway(target, dependencies.owner);
    return undefined;
  }
}

async function fromContext(context: string): Promise<(path: string) => boolean> {
  const ignored = dockerignore.default().add(await readFile(join(context, '.dockerignore'), 'utf8'));
  return (path) => {
    const within = relative(context, resolve(path));
    return within === '' || !ignored.ignores(within);
  };
}

async function giveAway(folder: string, owner: number): Promise<void> {
  await chown(folder, owner, owner);
  for (const entry of await readdir(folder, { recursive: true })) await chown(join(folder, entry), owner, owner);
}

/** @throws when it ends with another code than 0, with what it printed. */
async function run([program = '', ...args]: readonly string[], stage: BuiltStage, host: Environment): Promise<void> {
  const child = spawn(program, args, { cwd: stage.workingFolder, env: { ...host, ...stage.environment } });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const code = await new Promise<number | null>((done, fail) => {
    child.on('error', fail).on('close', done);
  });
  if (code !== 0) throw new Error(`${[program, ...args].join(' ')} ended with ${String(code)}:\n${output}`);
}

function describe(step: Step): string {
  switch (step.kind) {
    case 'copy':
      return `COPY ${step.from === undefined ? '' : `from ${step.from} `}${step.paths.join(' ')} to ${step.to}`;
    case 'run':
      return `RUN ${step.command.replaceAll(/\s+/g, ' ')}`;
    case 'environment':
      return `ENV ${Object.keys(step.values).join(' ')}`;
    case 'folder':
      return `WORKDIR ${step.path}`;
    case 'user':
      return `USER ${step.name}`;
    case 'volume':
      return `VOLUME ${step.path}`;
    case 'port':
      return `EXPOSE ${step.port}`;
    case 'health':
      return 'HEALTHCHECK';
    case 'start':
      return `ENTRYPOINT ${step.command.join(' ')}`;
  }
}
