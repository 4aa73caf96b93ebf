import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Environment } from '../../src/config.js';
import { residentMemory, type ResidentMemory } from './resident-memory.js';

export interface ColdStart {
  /** From starting the process to the answer's first line. */
  readonly milliseconds: number;
  readonly memory: ResidentMemory | undefined;
}

const repository = join(import.meta.dirname, '..', '..');
/** After the answer, so that what belongs to it has come to rest. */
const restMs = 300;

/** Starts the program with one question on its standard input, as `echo "…" | npm start` does, without npm. @throws Error where it does not answer */
export async function measureColdStart(question: string, environment: Environment): Promise<ColdStart> {
  const started = performance.now();
  const program = spawn(process.execPath, ['--import', 'tsx', join('src', 'main.ts')], {
    cwd: repository,
    env: { ...environment, LOG_LEVEL: 'warn' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(program, 'exit');
  program.stdin.write(`${question}\n`);
  const answered = await Promise.race([once(program.stdout, 'data').then(() => performance.now()), ended.then(() => undefined)]);
  if (answered === undefined || program.pid === undefined)
    throw new Error('The program ended without an answer; its message stands above.');
  program.stdout.resume();
  await setTimeout(restMs);
  const memory = await residentMemory(program.pid);
  program.stdin.end();
  await ended;
  return { milliseconds: answered - started, memory };
}
