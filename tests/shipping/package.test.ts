import { execFile, spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

const run = promisify(execFile);
const { PATH = '' } = process.env;

let folder: string;
let packed: string;
/** An empty folder of somebody who has installed the package. */
let empty: string;
let command: string;

// Dependencies are linked instead of installed: a test has no registry to fetch them from.
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'footnote-package-'));
  packed = join(folder, 'package');
  empty = join(folder, 'empty');
  await mkdir(empty);
  await run('npm', ['pack', '--ignore-scripts', '--pack-destination', folder]);
  const tarball = (await readdir(folder)).find((name) => name.endsWith('.tgz')) ?? '';
  await run('tar', ['-xzf', tarball], { cwd: folder });
  await symlink(resolve('node_modules'), join(packed, 'node_modules'));
  const manifest = z
    .object({ bin: z.object({ footnote: z.string() }) })
    .parse(JSON.parse(await readFile(join(packed, 'package.json'), 'utf8')));
  command = join(packed, manifest.bin.footnote);
}, 120_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

async function footnote(args: readonly string[], input = ''): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = spawn(command, args, { cwd: empty, env: { PATH } });
  child.stdin.end(input);
  const ended = new Promise<number | null>((done) => child.on('close', done));
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, stdout, stderr };
}

describe('the packed package', () => {
  it('answers a question in an empty folder, with words of the article that comes with it', { timeout: 120_000 }, async () => {
    const { code, stdout, stderr } = await footnote(['ask', '--json', 'o1为什么更贵？']);
    expect([code, stderr]).toEqual([0, expect.stringContaining('There is no folder ./corpus here')]);
    const { citations } = z.object({ citations: z.array(z.object({ quote: z.string() })).min(1) }).parse(JSON.parse(stdout));
    const article = await readFile(join(packed, 'corpus', 'openai-o1.txt'), 'utf8');
    for (const { quote } of citations) expect(article.replaceAll('\r\n', '\n')).toContain(quote);
    expect(await readdir(empty)).toEqual(['data']);
  });

  it('starts a conversation when it is called without a command', { timeout: 120_000 }, async () => {
    const { code, stdout } = await footnote([], 'o1为什么更贵？\n');
    expect(code).toBe(0);
    expect(stdout).toContain('[1]');
  });

  it('says which commands there are', async () => {
    const { code, stderr } = await footnote(['aks']);
    expect(code).toBe(2);
    for (const name of ['start', 'ask', 'ingest', 'doctor', 'report', 'data']) expect(stderr).toMatch(new RegExp(`^ +${name} `, 'm'));
  });

  it('holds nothing that only development needs', async () => {
    expect((await readdir(packed)).sort()).toEqual(
      [
        'LICENSE',
        'README.md',
        'README.zh-CN.md',
        'THIRD_PARTY_NOTICES.txt',
        'bin',
        'corpus',
        'models',
        'node_modules',
        'package.json',
        'scripts',
        'src',
        'tsconfig.json',
      ].sort(),
    );
    expect(await readdir(join(packed, 'models'))).not.toContain('build');
  });
});
