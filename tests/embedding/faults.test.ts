import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { bundledModel, createTransformersEmbedder, EmbeddingError, type EmbedderOptions } from '../../src/embedding/index.js';
import { bundledFiles } from '../../src/embedding/model-rules.js';
import { bundledFolder } from './bundled-embedder.js';

const modelFile = 'onnx/model_quantized.onnx';

let folder = '';
let printed: unknown[] = [];
const servers: Server[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'footnote-models-'));
  printed = [];
  for (const method of ['log', 'info', 'warn', 'error'] as const)
    vi.spyOn(console, method).mockImplementation((...words) => void printed.push(words));
});
afterEach(async () => {
  vi.restoreAllMocks();
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
  await rm(folder, { recursive: true, force: true });
});

const options = (changes: Partial<EmbedderOptions>): EmbedderOptions => ({
  model: bundledModel,
  modelsFolder: join(folder, 'models'),
  cacheFolder: join(folder, 'cache'),
  hubEndpoint: 'http://127.0.0.1:9',
  hubSilenceMs: 300,
  ...changes,
});

/** A model's folder whose files are the bundled model's, not copied. */
async function linkModel(name: string): Promise<string> {
  const target = join(folder, 'models', name);
  for (const file of Object.keys(bundledFiles)) {
    await mkdir(dirname(join(target, file)), { recursive: true });
    await symlink(join(bundledFolder, file), join(target, file));
  }
  return target;
}

async function hub(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The hub has no port.');
  return `http://127.0.0.1:${String(address.port)}`;
}

const commit = '0123456789abcdef0123456789abcdef01234567';

/** Serves the bundled model's files under `someone/small`, as the hub does. */
function servingHub(asked: string[]): RequestListener {
  return (request, response) => {
    asked.push(request.url ?? '');
    const file = /^\/someone\/small\/resolve\/(?:main|v1|[0-9a-f]{40})\/(.+)$/.exec(request.url ?? '')?.[1];
    if (file === undefined || !(file in bundledFiles)) {
      response.writeHead(404).end();
      return;
    }
    void readFile(join(bundledFolder, file)).then((bytes) =>
      response.writeHead(200, { 'content-length': bytes.length, 'x-repo-commit': commit }).end(bytes),
    );
  };
}

async function failureOf(changes: Partial<EmbedderOptions>): Promise<string> {
  const error: unknown = await createTransformersEmbedder(options(changes)).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(EmbeddingError);
  expect(printed).toEqual([]);
  return error instanceof Error ? error.message : '';
}

describe('a model that is not as it should be', () => {
  it('is named with its folder where the bundled one is missing, with the command that brings it back', async () => {
    expect(await failureOf({})).toMatch(/bundled embedding model is missing.*footnote-e5-small-zh-en.*git checkout/);
  });

  it('is named with the file that is missing', async () => {
    const model = await linkModel(bundledModel);
    await rm(join(model, 'tokenizer.json'));
    expect(await failureOf({})).toMatch(/incomplete.*tokenizer\.json.*git checkout/);
  });

  it.each([
    ['tokenizer.json', 1000],
    [modelFile, 100_000],
  ])('is named as damaged where %s of the bundled one is cut short', async (file, bytes) => {
    const model = await linkModel(bundledModel);
    await rm(join(model, file));
    await writeFile(join(model, file), (await readFile(join(bundledFolder, file))).subarray(0, bytes));
    const message = await failureOf({});
    expect(message).toMatch(/damaged.*git checkout/);
    expect(message).toContain(file);
    expect(message).toContain(`${String(bytes)} bytes`);
  });

  it('is named as damaged where a single byte of the bundled one differs', async () => {
    const model = await linkModel(bundledModel);
    const config = join(model, 'config.json');
    await rm(config);
    await writeFile(config, `${await readFile(join(bundledFolder, 'config.json'), 'utf8')} `);
    expect(await failureOf({})).toMatch(/damaged.*config\.json/);
  });

  it.each([
    ['a model file cut short', modelFile, 100_000],
    ['a tokenizer cut short', 'tokenizer.json', 1000],
  ])('of the operator’s own fails with a sentence and without a stack trace: %s', async (_, file, bytes) => {
    const model = await linkModel('mine');
    await rm(join(model, file));
    await copyFile(join(bundledFolder, file), join(model, file));
    await truncate(join(model, file), bytes);
    expect(await failureOf({ model: 'mine' })).toMatch(/model mine cannot be loaded from .*mine: .*EMBEDDING_MODEL/);
  });
});

describe('a model that is not in models/', { timeout: 120_000 }, () => {
  it.each([404, 401, 403])('is said to be unknown where the hub answers %d', async (status) => {
    const hubEndpoint = await hub((_, response) => response.writeHead(status).end());
    const message = await failureOf({ model: 'Xenova/no-such-model', hubEndpoint });
    expect(message).toMatch(/no embedding model "Xenova\/no-such-model".*EMBEDDING_MODEL/);
    expect(message).toContain(hubEndpoint);
  });

  it.each(['../elsewhere', '..', 'a/..', 'a/b/c', '/etc', '', '..@main', 'a/..@main', 'a@..', 'a@../b', 'a@b/c', 'a@b@c'])(
    'never leaves the cache folder, nor asks the hub: %j',
    async (model) => {
      const asked: string[] = [];
      const hubEndpoint = await hub(servingHub(asked));
      await failureOf({ model, hubEndpoint });
      expect(asked).toEqual([]);
    },
  );

  it('names HF_ENDPOINT where the hub refuses the connection', async () => {
    const refusing = await hub(() => undefined);
    await new Promise((closed) => servers.pop()!.close(closed));
    const message = await failureOf({ model: 'Xenova/bge-m3', hubEndpoint: refusing });
    expect(message).toMatch(/could not be fetched from .*ECONNREFUSED.*HF_ENDPOINT.*EMBEDDING_MODEL/);
  });

  it('names HF_ENDPOINT where the hub is out of order', async () => {
    const hubEndpoint = await hub((_, response) => response.writeHead(503).end());
    expect(await failureOf({ model: 'Xenova/bge-m3', hubEndpoint })).toMatch(/could not be fetched.*503.*HF_ENDPOINT/);
  });

  it('does not wait for ever for a hub that never answers', async () => {
    const hubEndpoint = await hub(() => undefined);
    const started = performance.now();
    expect(await failureOf({ model: 'Xenova/bge-m3', hubEndpoint })).toMatch(/silent for 0\.3 seconds.*HF_ENDPOINT/);
    expect(performance.now() - started).toBeLessThan(3000);
  });

  it('does not wait for ever for a hub that falls silent in the middle of a file, and keeps nothing of it', async () => {
    const hubEndpoint = await hub((_, response) => response.writeHead(200, { 'content-length': 1000 }).write('{"half":'));
    expect(await failureOf({ model: 'Xenova/bge-m3', hubEndpoint })).toMatch(/silent.*HF_ENDPOINT/);
    expect(await readdir(join(folder, 'cache'), { recursive: true })).toEqual(['Xenova', join('Xenova', 'bge-m3')]);
  });

  it('keeps nothing of a file whose connection breaks', async () => {
    const hubEndpoint = await hub((_, response) => {
      response.writeHead(200, { 'content-length': 1000 }).write('{"half":', () => response.destroy());
    });
    expect(await failureOf({ model: 'Xenova/bge-m3', hubEndpoint })).toMatch(/could not be fetched.*HF_ENDPOINT/);
    expect(await readdir(join(folder, 'cache'), { recursive: true })).not.toContainEqual(expect.stringMatching(/json|part/));
  });

  it('goes on as long as a slow hub sends something', async () => {
    const hubEndpoint = await hub((request, response) => {
      response.writeHead(200);
      if (request.url?.endsWith('/config.json') !== true) {
        response.end('not what was wanted');
        return;
      }
      let pieces = 0;
      const timer = setInterval(() => {
        response.write(' ');
        if (++pieces < 5) return;
        clearInterval(timer);
        response.end('not what was wanted');
      }, 100);
    });
    expect(await failureOf({ model: 'Xenova/bge-m3', hubEndpoint })).toMatch(/cannot be loaded from .*Delete that folder/);
  });

  it('says that it cannot be kept where the cache folder cannot be made', async () => {
    const asked: string[] = [];
    const hubEndpoint = await hub(servingHub(asked));
    await writeFile(join(folder, 'cache'), 'a file where a folder should be');
    expect(await failureOf({ model: 'someone/small', hubEndpoint })).toMatch(/cannot be kept in .*cache.*DATA_DIR/);
  });

  it('is fetched from the hub once, and then taken from the cache folder', async () => {
    const asked: string[] = [];
    const hubEndpoint = `${await hub(servingHub(asked))}/`;
    const first = await createTransformersEmbedder(options({ model: 'someone/small', hubEndpoint, hubSilenceMs: 10_000 }));
    expect(asked.map((url) => url.replace(/^\/someone\/small\/resolve\/\w+\//, '')).sort()).toEqual(Object.keys(bundledFiles).sort());
    expect(first.model).toMatchObject({ name: 'someone/small', dimensions: 384, maxTokens: 512 });
    const { vector } = await first.embedQuestion('灯塔在哪里');
    await first.close();

    const second = await createTransformersEmbedder(options({ model: 'someone/small' }));
    expect((await second.embedQuestion('灯塔在哪里')).vector).toEqual(vector);
    expect(second.model).toEqual(first.model);
    await second.close();
    expect(asked).toHaveLength(Object.keys(bundledFiles).length);
    expect(printed).toEqual([]);
  });
});

describe('a model of the hub', { timeout: 120_000 }, () => {
  const fetched = { model: 'someone/small', hubSilenceMs: 10_000 };
  const cached = (file: string): string => join(folder, 'cache', 'someone', 'small', file);

  it('is of one commit, which is settled with the first file and asked for ever after', async () => {
    const asked: string[] = [];
    const hubEndpoint = await hub(servingHub(asked));
    await (await createTransformersEmbedder(options({ ...fetched, hubEndpoint }))).close();
    const [first, ...others] = asked.map((url) => url.split('/')[4]);
    expect(first).toBe('main');
    expect(new Set(others)).toEqual(new Set([commit]));
    await rm(cached('tokenizer_config.json'));
    await (await createTransformersEmbedder(options({ ...fetched, hubEndpoint }))).close();
    expect(asked.at(-1)).toBe(`/someone/small/resolve/${commit}/tokenizer_config.json`);
  });

  it.each(['v1', commit])('is of the revision that is named: %s', async (revision) => {
    const asked: string[] = [];
    const hubEndpoint = await hub(servingHub(asked));
    const embedder = await createTransformersEmbedder(options({ ...fetched, model: `someone/small@${revision}`, hubEndpoint }));
    expect(embedder.model.name).toBe(`someone/small@${revision}`);
    await embedder.close();
    expect(asked[0]).toContain(`/someone/small/resolve/${revision}/`);
    expect(asked.slice(1).every((url) => url.includes(`/resolve/${commit}/`))).toBe(true);
  });

  it.each(Object.keys(bundledFiles))('is refused where %s was changed after it was fetched', async (file) => {
    const hubEndpoint = await hub(servingHub([]));
    await (await createTransformersEmbedder(options({ ...fetched, hubEndpoint }))).close();
    const bytes = await readFile(cached(file));
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
    await writeFile(cached(file), bytes);
    const message = await failureOf({ ...fetched, hubEndpoint });
    expect(message).toMatch(/not what was fetched first.*delete the folder/);
    expect(message).toContain(cached(file));
  });

  it('is refused where the hub has another file under the same commit', async () => {
    const hubEndpoint = await hub(servingHub([]));
    await (await createTransformersEmbedder(options({ ...fetched, hubEndpoint }))).close();
    await rm(cached('config.json'));
    const other = await hub((_, response) => response.writeHead(200).end('{"other": true}'));
    expect(await failureOf({ ...fetched, hubEndpoint: other })).toMatch(/not what was fetched first.*config\.json/);
  });

  it('whose record is damaged is refused with what to delete', async () => {
    const hubEndpoint = await hub(servingHub([]));
    await (await createTransformersEmbedder(options({ ...fetched, hubEndpoint }))).close();
    await writeFile(cached('footnote-lock.json'), '{"files":');
    expect(await failureOf({ ...fetched, hubEndpoint })).toMatch(/record of a fetched model is damaged.*Delete the folder/);
  });
});
