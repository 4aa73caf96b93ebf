import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

const manifest = z
  .object({ scripts: z.record(z.string(), z.string()), allowScripts: z.record(z.string(), z.boolean()) })
  .parse(JSON.parse(readFileSync('package.json', 'utf8')));
const lockedPackage = z.object({
  resolved: z.string().optional(),
  hasInstallScript: z.boolean().optional(),
  optionalDependencies: z.record(z.string(), z.string()).optional(),
});
const lock = z.object({ packages: z.record(z.string(), lockedPackage) }).parse(JSON.parse(readFileSync('package-lock.json', 'utf8')));

const rooms = readdirSync('src', { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);
const sourceFiles = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => join('src', file));

describe('the house', () => {
  it.each(rooms)('tells at the door of src/%s what the room is for and what it must not do', (room) => {
    const door = readFileSync(join('src', room, 'index.ts'), 'utf8');
    const header = /^\/\*\*\n((?: \* .+\n){2,6}) \*\/\n/.exec(door)?.[1];
    expect(header, 'index.ts begins with a comment of two or three lines').toBeDefined();
    expect(header).toMatch(/\b(never|not|nothing|no|only|leaf)\b/i);
  });

  it('has no file in src that is too long to be read at one sitting', () => {
    const linesAtMost = 350;
    const long = sourceFiles.filter((file) => readFileSync(file, 'utf8').split('\n').length > linesAtMost);
    expect(long).toEqual([]);
  });

  it('can be installed from any registry: package-lock.json holds no address of one', () => {
    expect(Object.values(lock.packages).flatMap(({ resolved }) => resolved ?? [])).toEqual([]);
  });

  // npm install leaves out what the registry did not have at that moment for other platforms; npm ci then refuses its own lock file.
  it('can be installed on any platform: package-lock.json has every optional dependency', () => {
    const locked = Object.keys(lock.packages);
    const missing = Object.values(lock.packages)
      .flatMap(({ optionalDependencies = {} }) => Object.keys(optionalDependencies))
      .filter((name) => !locked.some((path) => path.endsWith(`node_modules/${name}`)));
    expect(missing).toEqual([]);
  });

  it('decides about every install script: npm asks about those that package.json does not allow or deny', () => {
    const undecided = Object.entries(lock.packages)
      .filter(([, { hasInstallScript }]) => hasInstallScript === true)
      .map(([path]) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length))
      .filter((name) => !(name in manifest.allowScripts));
    expect(undecided).toEqual([]);
  });

  it.each(['README.md', 'README.zh-CN.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md', ...documents()])(
    'has no link in %s that leads nowhere',
    (file) => {
      const links = [...readFileSync(file, 'utf8').matchAll(/\]\((?!https?:|#|mailto:)([^)\s#]+)/g)].map((match) => match[1] ?? '');
      expect(links.filter((link) => !existsSync(join(dirname(file), link)))).toEqual([]);
    },
  );

  it('has a script behind every command', () => {
    const files = Object.values(manifest.scripts).flatMap((command) => /^tsx (\S+)/.exec(command)?.[1] ?? []);
    expect(files.filter((file) => !existsSync(file))).toEqual([]);
  });
});

function documents(): string[] {
  return readdirSync('docs', { encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => join('docs', file));
}
