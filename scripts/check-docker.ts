/**
 * `npm run check:docker`: the Dockerfile's own steps in a clean folder, for machines without a container engine: every COPY, RUN and ENV, then the
 * program as the container would start it, without the right to write anywhere but in /data and /tmp; it has to become healthy and ready,
 * answer a question from the index in the image through a fake Telegram, and stop in order.
 * What only an engine can tell is not checked: the base image, apt-get, the volume's first content, isolation.
 */
import { spawn } from 'node:child_process';
import { chmod, chown, mkdir, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readEnvironment } from '../src/config.js';
import { startFakeTelegram } from '../tests/fakes/telegram/index.js';
import { readDockerfile } from './docker/read-dockerfile.js';
import { buildStages, type BuiltStage } from './docker/run-steps.js';

const context = join(import.meta.dirname, '..');
/** The user `node` of the image. */
const imageUser = 1000;
const readyWithinMs = 60_000;
const port = 18_080;
const isRoot = process.getuid?.() === 0;

const tell = (line: string): void => console.log(line);

async function checkDocker(into: string): Promise<void> {
  const { PATH, HOME } = readEnvironment('no-such-file');
  const stages = readDockerfile(await readFile(join(context, 'Dockerfile'), 'utf8'));
  const owner = isRoot ? imageUser : undefined;
  const last = await buildStages(stages, { context, into, owner, host: { PATH, HOME }, tell });
  tell(`the last stage holds ${(await megabytesIn(last.folder)).toFixed(0)} MB beside its base`);
  await startAndStop(last, into);
}

async function startAndStop(stage: BuiltStage, into: string): Promise<void> {
  const temporary = join(stage.folder, 'tmp');
  await mkdir(temporary);
  if (isRoot) for (const folder of [temporary, into]) await chown(folder, imageUser, imageUser);
  else await chmod(stage.workingFolder, 0o555);
  const before = await newestChange(stage.workingFolder);

  const telegram = await startFakeTelegram();
  const { PATH } = readEnvironment('no-such-file');
  const environment = {
    PATH,
    TMPDIR: temporary,
    ...stage.environment,
    HTTP_HOST: '127.0.0.1',
    HTTP_PORT: String(port),
    LOG_FORMAT: 'json',
    TELEGRAM_BOT_TOKEN: telegram.token,
    TELEGRAM_API_ROOT: telegram.apiRoot,
  };
  const as = isRoot ? { uid: imageUser, gid: imageUser } : {};
  const begin = ([program = '', ...args]: readonly string[]) => {
    const child = spawn(program, args, { cwd: stage.workingFolder, env: environment, stdio: ['ignore', 'inherit', 'pipe'], ...as });
    let log = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      log += text;
    });
    const ended = new Promise<number | null>((resolve, reject) => {
      child.on('error', reject).on('close', resolve);
    });
    return { child, ended, log: () => log };
  };

  const began = performance.now();
  const program = begin(stage.start);
  try {
    await untilReady(program.log);
    tell(
      `ready after ${((performance.now() - began) / 1000).toFixed(1)} s, as ${isRoot ? `user ${imageUser}` : 'this user'}, nothing but /data and /tmp writable`,
    );
    must(!program.log().includes('Building the index'), 'the index of the image is taken up as it is', program.log());
    must((await begin(stage.health).ended) === 0, 'the health check passes');

    const reader = telegram.user();
    const chat = telegram.privateChat(reader);
    reader.sendText(chat, 'o1为什么更贵？');
    const [answer] = await telegram.until(() => telegram.botMessages(chat).length > 0 && telegram.botMessages(chat), {
      timeoutMs: readyWithinMs,
    });
    must(answer?.text?.includes('[1]') === true, 'a question is answered, with a citation');

    program.child.kill('SIGTERM');
    must((await program.ended) === 0, 'SIGTERM ends it in order, with 0', program.log());
    must((await begin(stage.health).ended) !== 0, 'the health check fails when nothing runs');
    must((await newestChange(stage.workingFolder)) === before, 'nothing was written outside of /data and /tmp');
  } finally {
    program.child.kill('SIGKILL');
    await telegram.close();
  }
}

async function untilReady(log: () => string): Promise<void> {
  const deadline = Date.now() + readyWithinMs;
  const isReady = (): Promise<boolean> =>
    fetch(`http://127.0.0.1:${port}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    );
  while (!(await isReady())) {
    if (Date.now() > deadline) throw new Error(`It did not become ready:\n${log()}`);
    await sleep(100);
  }
}

function must(holds: boolean, what: string, evidence = ''): void {
  if (!holds) throw new Error(`Not so: ${what}.\n${evidence}`);
  tell(what);
}

async function filesIn(folder: string): Promise<readonly { readonly bytes: number; readonly changedAt: number }[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return Promise.all(
    files.map(async ({ parentPath, name }) => {
      const { size, mtimeMs } = await stat(join(parentPath, name));
      return { bytes: size, changedAt: mtimeMs };
    }),
  );
}

async function megabytesIn(folder: string): Promise<number> {
  return (await filesIn(folder)).reduce((sum, { bytes }) => sum + bytes, 0) / 1e6;
}

/** Number of files and the time of the newest: different when something was written. */
async function newestChange(folder: string): Promise<string> {
  const files = await filesIn(folder);
  return `${files.length} ${files.reduce((newest, { changedAt }) => Math.max(newest, changedAt), 0)}`;
}

const into = await mkdtemp(join(tmpdir(), 'footnote-docker-'));
try {
  await checkDocker(into);
  tell('All of it holds.');
} catch (error) {
  process.exitCode = 1;
  console.error(error instanceof Error ? error.message : error);
} finally {
  await rm(into, { recursive: true, force: true });
}
