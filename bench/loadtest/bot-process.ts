import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { readEnvironment } from '../../src/config.js';

const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
const main = join(import.meta.dirname, '..', '..', 'src', 'main.ts');
const keptLines = 20;

/** The real program, as `npm start` runs it. */
export interface BotProcess {
  /** Resident memory of the program and of the model's process, in bytes. Linux only. */
  residentBytes(): Promise<number>;
  /** Waits for something that the program is to bring about. @throws when it ends instead: with its last words */
  until(ready: Promise<void>): Promise<void>;
  /** kill -9. @throws when the program had ended before by itself: with its last words */
  kill(): Promise<void>;
  /** An orderly stop. @throws when it ends with another code than 0 */
  stop(): Promise<void>;
}

/** @param folder where the program runs, so that no `.env` of anybody is read */
export function startBotProcess(folder: string, environment: Readonly<Record<string, string>>): BotProcess {
  const { PATH = '' } = readEnvironment(join(folder, '.env'));
  const child = spawn(process.execPath, ['--import', loader, main], {
    cwd: folder,
    env: { PATH, LOG_FORMAT: 'json', LOG_LEVEL: 'warn', ...environment },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let lines: string[] = [];
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    lines = [...lines, ...text.split('\n')].slice(-keptLines);
  });
  const ended = new Promise<{ readonly code: number | null }>((resolve) => {
    child.on('close', (code) => resolve({ code }));
  });
  const endedByItself = (): Error => new Error(`The bot ended by itself (code ${String(child.exitCode)}):\n${lines.join('\n')}`);
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    if (child.exitCode !== null || child.signalCode !== null) throw endedByItself();
    child.kill(signal);
    return (await ended).code;
  };

  return {
    residentBytes: async () => {
      const pid = String(child.pid);
      const children = (await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')).split(' ').filter((each) => each !== '');
      const sizes = await Promise.all([pid, ...children].map(residentBytesOf));
      return sizes.reduce((sum, size) => sum + size, 0);
    },
    until: (ready) => {
      const end = ended.then(() => {
        throw endedByItself();
      });
      return Promise.race([ready, end]);
    },
    kill: async () => {
      await end('SIGKILL');
    },
    stop: async () => {
      const code = await end('SIGTERM');
      if (code !== 0) throw new Error(`The bot ended with the code ${String(code)} on SIGTERM:\n${lines.join('\n')}`);
    },
  };
}

async function residentBytesOf(pid: string): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) * 1024;
}
