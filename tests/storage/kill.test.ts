import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStores, StoreInUseError } from '../../src/storage/index.js';
import { allRows } from './samples.js';
import { testSecret } from './store-world.js';
import { createTemporaryFolder, type TemporaryFolder } from './temporary-folder.js';

const kills = 24;
const killsWhileSettingUp = 6;

interface Writer {
  readonly process: ChildProcess;
  /** What it has written down so far. */
  said(): readonly string[];
  untilSaid(line: string): Promise<void>;
  untilSaidLines(count: number): Promise<void>;
  go(): void;
  kill(): Promise<void>;
}

/** The writer as one file of JavaScript: it is started so often that compiling it each time would be most of the test. */
async function buildWriter(folder: string): Promise<string> {
  symlinkSync(fileURLToPath(new URL('../../node_modules', import.meta.url)), join(folder, 'node_modules'));
  await build({
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true, external: ['better-sqlite3', 'pg'] },
    build: {
      ssr: fileURLToPath(new URL('kill-writer.ts', import.meta.url)),
      outDir: join(folder, 'writer'),
      target: 'node20',
      minify: false,
    },
  });
  return join(folder, 'writer', 'kill-writer.js');
}

function startWriter(program: string, file: string, run: number): Writer {
  const diary = `${file}.said-by-${run}`;
  const child = spawn(process.execPath, [program, file, String(run), diary], { stdio: ['pipe', 'ignore', 'ignore'] });
  const ended = once(child, 'exit');
  // Only whole lines: the last may have been cut by the kill.
  const said = (): readonly string[] => (existsSync(diary) ? readFileSync(diary, 'utf8').split('\n').slice(0, -1) : []);
  const until = async (condition: () => boolean): Promise<void> => {
    while (!condition()) {
      if (child.exitCode !== null) throw new Error(`the writer ended with ${child.exitCode}`);
      await sleep(2);
    }
  };
  return {
    process: child,
    said,
    untilSaid: (line) => until(() => said().includes(line)),
    untilSaidLines: (count) => until(() => said().length >= count),
    go: () => void child.stdin.write('go\n'),
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** The lines of what is in the store, as a writer would have said them, by person. */
async function keptIn(file: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const stores = await openStores({ kind: 'sqlite', file }, { secret: testSecret });
  const kept = new Map<string, string[]>();
  for (const { table, row } of await allRows(stores)) {
    const person = /\d+-[xyz]-\d+/.exec(JSON.stringify(row))?.[0] ?? 'nobody';
    // What is left of a delivery to somebody forgotten is its id.
    if (row['completed_at'] !== null && row['completed_at'] !== undefined) continue;
    kept.set(person, [...(kept.get(person) ?? []), table]);
  }
  await stores.close();
  return kept;
}

/** What was committed of each person, as the writer said. */
function committed(said: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const byPerson = new Map<string, string[]>();
  for (const line of said) {
    const [what, person] = line.split(' ');
    if (what !== undefined && person !== undefined) byPerson.set(person, [...(byPerson.get(person) ?? []), what]);
  }
  return byPerson;
}

describe('kill -9 of a process that writes', () => {
  let folder: TemporaryFolder;
  let program: string;
  const writers = new Set<Writer>();
  const start = (file: string, run: number): Writer => {
    const writer = startWriter(program, file, run);
    writers.add(writer);
    return writer;
  };
  beforeAll(async () => {
    folder = createTemporaryFolder();
    program = await buildWriter(folder.path);
  });
  afterAll(async () => {
    for (const writer of writers) if (writer.process.exitCode === null && writer.process.signalCode === null) await writer.kill();
    folder.remove();
  });

  it(
    `loses nothing that was committed, ${kills} times at random moments, and the store opens each time`,
    { timeout: 120_000 },
    async () => {
      const file = join(folder.path, 'footnote.db');
      const said: string[] = [];
      // The next process starts while this one writes, because starting takes longer than what is tested.
      let next = start(file, 0);
      for (let run = 0; run < kills; run++) {
        const writer = next;
        await writer.untilSaid('ready');
        writer.go();
        await writer.untilSaid('open');
        if (run + 1 < kills) next = start(file, run + 1);
        await sleep(Math.random() * 120);
        await writer.kill();
        said.push(...writer.said());
        const kept = await keptIn(file);
        for (const [person, lines] of committed(writer.said())) {
          const tables = lines.filter((line) => !line.startsWith('forg'));
          const now = kept.get(person) ?? [];
          if (lines.includes('forgot')) expect(now, person).toEqual([]);
          // Erasing is all or nothing, whether or not it came to an end.
          else if (lines.includes('forgetting') && now.length === 0) continue;
          else expect(now, person).toEqual(expect.arrayContaining(tables));
        }
      }
      const kept = await keptIn(file);
      for (const [person, lines] of committed(said)) {
        if (!lines.includes('forgetting')) expect(kept.get(person), person).toEqual(expect.arrayContaining([...lines]));
      }
    },
  );

  it('leaves a store that opens when it comes while the tables are made', { timeout: 60_000 }, async () => {
    for (let run = 0; run < killsWhileSettingUp; run++) {
      const file = join(folder.path, `new-${run}.db`);
      const writer = start(file, run);
      await writer.untilSaid('ready');
      writer.go();
      await sleep(Math.random() * 40);
      await writer.kill();
      await (await openStores({ kind: 'sqlite', file }, { secret: testSecret })).close();
    }
  });

  it('frees the file, which another process could not have before', { timeout: 30_000 }, async () => {
    const file = join(folder.path, 'claimed.db');
    const writer = start(file, 0);
    await writer.untilSaid('ready');
    writer.go();
    await writer.untilSaid('open');
    const refusal = await openStores({ kind: 'sqlite', file }, { secret: testSecret }).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(StoreInUseError);
    expect(String(refusal)).toMatch(
      new RegExp(`claimed.db is in use by process ${String(writer.process.pid)} since 20.*stop the other process`),
    );
    await writer.kill();
    await (await openStores({ kind: 'sqlite', file }, { secret: testSecret })).close();
  });

  it('serves one of two processes that start at once on a new file', { timeout: 30_000 }, async () => {
    const file = join(folder.path, 'raced.db');
    const pair = [start(file, 1), start(file, 2)];
    await Promise.all(pair.map((writer) => writer.untilSaid('ready')));
    for (const writer of pair) writer.go();
    const outcomes = await Promise.allSettled(pair.map((writer) => writer.untilSaid('open')));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await Promise.all(pair.filter((writer) => writer.process.exitCode === null).map((writer) => writer.kill()));
    await (await openStores({ kind: 'sqlite', file }, { secret: testSecret })).close();
  });
});
