import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** The bot in a process of its own, as `npm start` runs it. */
export interface RunningProgram {
  readonly child: ChildProcess;
  /** The exit code. */
  readonly ended: Promise<number | null>;
  stderr(): string;
}

const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

/** Nothing is in its environment but what is given, and PATH. */
export function startProgram(cwd: string, environment: Readonly<Record<string, string>>): RunningProgram {
  const { PATH = '' } = process.env;
  const child = spawn(process.execPath, ['--import', loader, main], {
    cwd,
    env: { PATH, ...environment },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  return { child, ended: new Promise((resolve) => child.on('close', resolve)), stderr: () => stderr };
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

const longestWaitMs = 100_000;

/** Waits until the condition holds; one that throws does not hold yet. */
export async function until(what: string, condition: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + longestWaitMs;
  while (!(await condition().catch(() => false))) {
    if (Date.now() > deadline) throw new Error(`Waited in vain for ${what}.`);
    await sleep(30);
  }
}
