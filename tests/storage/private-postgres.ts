import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, readdirSync } from 'node:fs';
import type { NetConnectOpts } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { createTemporaryFolder } from './temporary-folder.js';

export interface PostgresServer {
  /** The address of a database on the server. */
  url(database: string): string;
  /** Kills the server's processes and starts it again. Undefined where the server is not ours. */
  readonly restart?: () => Promise<void>;
  stop(): Promise<void>;
}

/** Where the server of an address is reached, for a proxy in front of it. */
export function endpointOf(url: string): NetConnectOpts {
  const { hostname, port, searchParams } = new URL(url);
  const number = port === '' ? 5432 : Number(port);
  const folder = searchParams.get('host');
  return folder === null ? { host: hostname, port: number } : { path: join(folder, `.s.PGSQL.${number}`) };
}

/** The address of the same database through a port of this machine. */
export function throughPort(url: string, port: number): string {
  const address = new URL(url);
  const user = address.searchParams.get('user') ?? address.username;
  const password = address.password === '' ? '' : `:${address.password}`;
  return `postgresql://${user}${password}@127.0.0.1:${port}${address.pathname}`;
}

export type PostgresAvailability = { readonly server: PostgresServer } | { readonly missing: string };

const installed = '/usr/lib/postgresql';
const startWithinMs = 30_000;

/**
 * The server at TEST_DATABASE_URL (whose user must be allowed to create databases), or one of our own from the system's PostgreSQL,
 * in a temporary folder, on a socket in that folder; else why there is none.
 */
export async function findPostgres(): Promise<PostgresAvailability> {
  const given = process.env['TEST_DATABASE_URL'];
  if (given !== undefined && given !== '') {
    return { server: { url: (database) => Object.assign(new URL(given), { pathname: `/${database}` }).href, stop: async () => undefined } };
  }
  const binaries = findBinaries();
  if (binaries === undefined) return { missing: `no PostgreSQL under ${installed}, and TEST_DATABASE_URL is not set` };
  const user = serverUser();
  if (user === undefined) return { missing: 'PostgreSQL does not run as root, and there is no user "postgres" to run it as' };
  return { server: await startPrivate(binaries, user) };
}

function findBinaries(): string | undefined {
  if (!existsSync(installed)) return undefined;
  const versions = readdirSync(installed).sort((one, other) => Number(other) - Number(one));
  return versions
    .map((version) => join(installed, version, 'bin'))
    .find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')));
}

interface User {
  readonly uid?: number;
  readonly gid?: number;
}

function serverUser(): User | undefined {
  if (process.getuid?.() !== 0) return {};
  try {
    const id = (option: string): number => Number(execFileSync('id', [option, 'postgres'], { encoding: 'utf8', stdio: 'pipe' }));
    return { uid: id('-u'), gid: id('-g') };
  } catch {
    return undefined;
  }
}

async function startPrivate(binaries: string, user: User): Promise<PostgresServer> {
  const folder = createTemporaryFolder();
  if (user.uid !== undefined && user.gid !== undefined) chownSync(folder.path, user.uid, user.gid);
  const data = join(folder.path, 'data');
  const url = (database: string): string => `postgresql:///${database}?host=${encodeURIComponent(folder.path)}&user=footnote`;
  const options = { ...user, cwd: folder.path, stdio: 'pipe' } as const;
  execFileSync(join(binaries, 'initdb'), ['-D', data, '-U', 'footnote', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'], options);

  const start = async (): Promise<ChildProcess> => {
    const settings = ['listen_addresses=', 'fsync=off', 'shared_buffers=16MB', 'max_connections=40'].flatMap((setting) => ['-c', setting]);
    const server = spawn(join(binaries, 'postgres'), ['-D', data, '-k', folder.path, ...settings], {
      ...user,
      cwd: folder.path,
      stdio: 'ignore',
    });
    await untilAnswering(url('postgres'), server);
    return server;
  };
  let server = await start();
  const end = async (): Promise<void> => {
    const ended = new Promise((resolve) => server.once('exit', resolve));
    // "Immediate shutdown": every session is cut, as when the machine goes down.
    server.kill('SIGQUIT');
    await ended;
  };
  return {
    url,
    restart: async () => {
      await end();
      server = await start();
    },
    stop: async () => {
      await end();
      folder.remove();
    },
  };
}

async function untilAnswering(url: string, server: ChildProcess): Promise<void> {
  const deadline = Date.now() + startWithinMs;
  for (;;) {
    const client = new pg.Client({ connectionString: url });
    try {
      await client.connect();
      return;
    } catch (error) {
      if (server.exitCode !== null || Date.now() > deadline) throw error;
      await sleep(50);
    } finally {
      await client.end();
    }
  }
}
