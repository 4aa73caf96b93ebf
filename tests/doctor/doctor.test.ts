import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import { createServer as createTcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Check, Finding } from '../../scripts/doctor/check.js';
import { corpusCheck } from '../../scripts/doctor/corpus.js';
import { dataFolderCheck, judgeFreeSpace } from '../../scripts/doctor/data-folder.js';
import { examine } from '../../scripts/doctor/examine.js';
import { httpPortCheck } from '../../scripts/doctor/http-port.js';
import { indexCheck } from '../../scripts/doctor/index-build.js';
import { tryToLoad } from '../../scripts/doctor/native-modules.js';
import { judgeNodeVersion } from '../../scripts/doctor/node-version.js';
import { telegramCheck } from '../../scripts/doctor/telegram-token.js';
import { ConfigError, loadConfig, type Environment } from '../../src/config.js';
import { EmbeddingError } from '../../src/embedding/index.js';
import { ingest } from '../../src/ingest/index.js';
import { createHashEmbedder } from '../fakes/hash-embedder.js';
import { runProgram } from '../fakes/run-program.js';
import { startFakeTelegram } from '../fakes/telegram/index.js';

let folder = '';
let corpus = '';
const embedder = createHashEmbedder();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'footnote-doctor-'));
  corpus = await mkdtemp(join(folder, 'corpus-'));
  await writeFile(join(corpus, 'lighthouse.txt'), '灯塔重新亮起\n北岸灯塔的门票是二十元，孩子免费。\n守塔人林海说，修复一共花了三年。\n');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function find(check: Check, environment: Environment = {}): Promise<readonly Finding[]> {
  const config = loadConfig({ DATA_DIR: join(folder, 'data'), CORPUS_DIR: corpus, ...environment });
  return Promise.resolve(check.run({ config, embedder: async () => embedder }));
}

const kindsOf = (findings: readonly Finding[]): string[] => findings.map(({ kind }) => kind);
const textOf = (findings: readonly Finding[]): string => JSON.stringify(findings);

describe('the machine', () => {
  it.each([
    ['20.18.0', 'good'],
    ['22.1.0', 'good'],
    ['20.17.9', 'wrong'],
    ['18.20.1', 'wrong'],
  ])('with Node %s is %s', (version, kind) => {
    expect(judgeNodeVersion(version, '20.18').kind).toBe(kind);
  });

  it('is told how to rebuild a native module that does not load', async () => {
    const load = () => Promise.reject(new Error('compiled against a different Node.js version\nusing NODE_MODULE_VERSION 1'));
    expect(await tryToLoad({ name: 'something-native', load })).toMatchObject({
      kind: 'wrong',
      text: 'something-native does not load: compiled against a different Node.js version',
      advice: expect.stringContaining('npm rebuild something-native') as string,
    });
  });

  it('needs room on the disk', () => {
    expect([5e9, 2e8, 1e7].map((bytes) => judgeFreeSpace(bytes).kind)).toEqual(['good', 'warning', 'wrong']);
  });
});

describe('the data folder', () => {
  it('may be one that is still to be made, and nothing is left behind', async () => {
    expect((await find(dataFolderCheck, { DATA_DIR: join(folder, 'new', 'data') }))[0]).toMatchObject({ kind: 'good' });
    expect((await readdir(folder)).filter((name) => name.includes('doctor') || name === 'new')).toEqual([]);
  });

  it('must not be a file', async () => {
    await writeFile(join(folder, 'file'), '');
    expect(await find(dataFolderCheck, { DATA_DIR: join(folder, 'file') })).toMatchObject([
      { kind: 'wrong', text: `${join(folder, 'file')} is a file, not a folder` },
      {},
    ]);
  });
});

describe('the index', () => {
  const indexFolder = (): string => join(folder, 'data', 'index');
  const build = () => ingest({ corpusFolder: corpus, indexFolder: indexFolder() }, { embedder, now: () => new Date() });

  it('is announced where there is none, which the next start puts right', async () => {
    expect(await find(indexCheck, { DATA_DIR: join(folder, 'nowhere') })).toMatchObject([
      { kind: 'warning', text: 'will be built at the next start: there is none yet' },
    ]);
  });

  it('is well when it is whole and goes with the articles, and to be renewed when they have changed', async () => {
    await build();
    expect(await find(indexCheck)).toMatchObject([{ kind: 'good', text: expect.stringMatching(/of 1 documents/) as string }]);
    await writeFile(join(corpus, 'harbour.txt'), '港口\n港口今年冬天不结冰，渔船照常出海。\n');
    expect(await find(indexCheck)).toMatchObject([{ kind: 'good' }, { kind: 'warning', advice: 'Or build it now: npm run ingest' }]);
    await build();
  });

  it('is wrong when a byte of it is, with the file and the cure', async () => {
    const builds = join(indexFolder(), 'builds');
    const newest = (await readdir(builds)).sort().at(-1)!;
    const file = join(builds, newest, 'passages.sqlite');
    const bytes = await readFile(file);
    bytes[5000]! ^= 1;
    await writeFile(file, bytes);
    const [diagnosis] = await diagnose([indexCheck]);
    expect(diagnosis?.findings).toMatchObject([
      { kind: 'wrong', text: expect.stringContaining(`${file} does not have the checksum`) as string },
    ]);
    expect(textOf(diagnosis!.findings)).toContain('npm run ingest -- --full');
    bytes[5000]! ^= 1;
    await writeFile(file, bytes);
  });

  it('may be without its articles, as in a container', async () => {
    const missing = { CORPUS_DIR: join(folder, 'no-articles') };
    expect(kindsOf(await find(indexCheck, missing))).toEqual(['good']);
    expect(kindsOf(await find(corpusCheck, missing))).toEqual(['warning']);
    await expect(find(corpusCheck, { ...missing, DATA_DIR: join(folder, 'nowhere') })).rejects.toThrow('There is no corpus folder');
  });
});

describe('the articles', () => {
  it('that cannot be read are named, and those that can are counted', async () => {
    await writeFile(join(corpus, 'empty.txt'), '');
    const findings = await find(corpusCheck);
    expect(findings).toMatchObject([{ kind: 'good', text: `2 readable in ${corpus}` }, { kind: 'warning' }]);
    expect(textOf(findings)).toContain('empty.txt is skipped');
    await rm(join(corpus, 'empty.txt'));
  });
});

describe('the HTTP port', () => {
  it('is well when it is not wanted, or free', async () => {
    expect(kindsOf(await find(httpPortCheck))).toEqual(['good']);
    const port = await portOf(createServer());
    expect(await find(httpPortCheck, { HTTP_PORT: port })).toMatchObject([{ kind: 'good', text: `127.0.0.1:${port} is free` }]);
  });

  it('is wrong when another program has it, unless that is a healthy server, which may be Footnote', async () => {
    const healthy = createServer((request, response) => response.writeHead(request.url === '/healthz' ? 200 : 404).end());
    const other = createServer((_, response) => response.writeHead(404).end());
    for (const [server, kind] of [[healthy, 'warning'] as const, [other, 'wrong'] as const]) {
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      expect(kindsOf(await find(httpPortCheck, { HTTP_PORT: portNumber(server) }))).toEqual([kind]);
      server.closeAllConnections();
      server.close();
    }
  });

  async function portOf(server: Server): Promise<string> {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const port = portNumber(server);
    server.close();
    await once(server, 'close');
    return port;
  }

  function portNumber(server: Server): string {
    const address = server.address();
    return String(typeof address === 'object' ? address?.port : undefined);
  }
});

describe('the Telegram token', () => {
  it('is asked for its bot’s name', async () => {
    const telegram = await startFakeTelegram({ bot: { username: 'lighthouse_bot' } });
    expect(await find(telegramCheck, { TELEGRAM_BOT_TOKEN: telegram.token, TELEGRAM_API_ROOT: telegram.apiRoot })).toEqual([
      { kind: 'good', text: 'the token is that of @lighthouse_bot' },
    ]);
    await telegram.close();
  });

  it('is wrong when it is refused, when nobody answers, and when somebody else does; and is never shown', async () => {
    const telegram = await startFakeTelegram();
    const silent = createTcpServer().listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const address = silent.address();
    const deadRoot = `http://127.0.0.1:${String(typeof address === 'object' ? address?.port : undefined)}`;
    silent.close();
    const page = createServer((_, response) => response.end('<html>')).listen(0, '127.0.0.1');
    await once(page, 'listening');
    const pageAddress = page.address();
    const pageRoot = `http://127.0.0.1:${String(typeof pageAddress === 'object' ? pageAddress?.port : undefined)}`;

    const token = '123456789:wrong-token-that-nobody-gave';
    const outcomes = await Promise.all(
      [telegram.apiRoot, deadRoot, pageRoot].map((root) => find(telegramCheck, { TELEGRAM_BOT_TOKEN: token, TELEGRAM_API_ROOT: root })),
    );
    expect(outcomes.map(kindsOf)).toEqual([['wrong'], ['wrong'], ['wrong']]);
    expect(textOf(outcomes[0]!)).toContain('@BotFather');
    expect(textOf(outcomes[1]!)).toContain('ECONNREFUSED');
    expect(textOf(outcomes.flat())).not.toContain('wrong-token');
    await telegram.close();
    page.closeAllConnections();
    page.close();
  });
});

describe('an examination', () => {
  it('makes a finding of a check that fails, and goes on', async () => {
    const failing: Check = { name: 'Model', run: () => Promise.reject(new EmbeddingError('The model is damaged. Restore it.')) };
    const fine: Check = { name: 'Other', run: async () => [{ kind: 'good', text: 'fine' }] };
    expect(await diagnose([failing, fine])).toMatchObject([
      { name: 'Model', findings: [{ kind: 'wrong', text: 'The model is damaged. Restore it.' }] },
      { name: 'Other', findings: [{ kind: 'good', text: 'fine' }] },
    ]);
  });

  it('names all that is wrong with the configuration, and then leaves out what depends on it', async () => {
    const diagnoses = await diagnose([indexCheck], { HTTP_PORT: 'eighty', LOG_LEVEL: 'loud' }, true);
    expect(diagnoses).toMatchObject([{ name: 'Configuration', findings: [{ kind: 'wrong' }, { kind: 'wrong' }] }]);
    expect(textOf(diagnoses[0]!.findings)).toContain('HTTP_PORT is \\"eighty\\"');
    const unreadable = examine({
      machineChecks: [],
      checks: [],
      readEnvironment: () => {
        throw new ConfigError(['.env cannot be read']);
      },
      surroundingsOf: (config) => ({ config, embedder: async () => embedder }),
    });
    expect((await unreadable.next()).value).toMatchObject({ findings: [{ kind: 'wrong', text: '.env cannot be read' }] });
  });
});

/** The checks' diagnoses; the configuration's own where it is asked for. */
async function diagnose(checks: readonly Check[], environment: Environment = {}, withConfiguration = false) {
  const readEnvironment = () => ({ DATA_DIR: join(folder, 'data'), CORPUS_DIR: corpus, ...environment });
  const surroundingsOf = (config: ReturnType<typeof loadConfig>) => ({ config, embedder: async () => embedder });
  const diagnoses = [];
  for await (const diagnosis of examine({ machineChecks: [], checks, readEnvironment, surroundingsOf })) diagnoses.push(diagnosis);
  return withConfiguration ? diagnoses : diagnoses.slice(1);
}

describe('npm run doctor', () => {
  it('says of each thing how it is, and ends with 1 when something is wrong', async () => {
    const environment = { DATA_DIR: join(folder, 'fresh'), CORPUS_DIR: corpus };
    const [well, ill] = await Promise.all([
      runProgram('scripts/doctor.ts', [], { cwd: folder, environment }),
      runProgram('scripts/doctor.ts', [], { cwd: folder, environment: { ...environment, LOG_LEVEL: 'loud' } }),
    ]);
    expect(well).toMatchObject({ code: 0, stderr: '' });
    for (const name of [
      'Node.js',
      'Native modules',
      'Configuration',
      'Data folder',
      'Embedding model',
      'Articles',
      'Index',
      'HTTP port',
      'Telegram',
      'Discord',
      'Language model',
    ])
      expect(well.stdout).toContain(name);
    expect(well.stdout).toContain('! Index: will be built at the next start');
    expect(well.stdout).toContain('→ Or build it now: npm run ingest');
    expect(ill.code).toBe(1);
    expect(ill.stdout).toContain('✗ Configuration: LOG_LEVEL is "loud"');
    expect(ill.stdout).toContain('1 problem');
  });
});
