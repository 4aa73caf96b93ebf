import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';

export interface ProgramRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly input?: string;
}

const typescriptLoader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;

/**
 * Runs one of the repository's programs as a person would, in a folder of its own (so that no `.env` of a developer is read) and with
 * nothing in its environment but what is given.
 */
export function runProgram(
  program: string,
  args: readonly string[],
  { cwd, environment = {}, input = '' }: RunOptions,
): Promise<ProgramRun> {
  const path = fileURLToPath(new URL(`../../${program}`, import.meta.url));
  const { PATH = '' } = process.env;
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', typescriptLoader, path, ...args], { cwd, env: { PATH, ...environment } });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      stdout += chunk;
    });
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      stderr += chunk;
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}
