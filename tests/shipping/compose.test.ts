import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse, parseDocument } from 'yaml';
import { z } from 'zod';
import { configVariables, loadConfig } from '../../src/config.js';

const scalar = z.string();
const duration = z.string().regex(/^\d+(ms|s|m|h)$/);

/** What of the Compose specification is used here; anything else is a slip of the pen. */
const service = z.strictObject({
  build: scalar.optional(),
  image: scalar,
  profiles: z.array(scalar).min(1).optional(),
  init: z.boolean().optional(),
  restart: z.enum(['unless-stopped', 'no']),
  command: z.array(scalar).min(1).optional(),
  stop_grace_period: duration.optional(),
  stdin_open: z.boolean().optional(),
  env_file: z.array(z.strictObject({ path: scalar, required: z.boolean() })).optional(),
  environment: z.record(z.string(), scalar).optional(),
  ports: z.array(z.string().regex(/^127\.0\.0\.1:\d+:\d+$/, 'published on loopback only')).optional(),
  volumes: z.array(z.string().regex(/^[\w./-]+:\/[\w./-]+(:ro)?$/)).optional(),
  configs: z.array(z.strictObject({ source: scalar, target: z.string().startsWith('/') })).optional(),
  read_only: z.boolean().optional(),
  tmpfs: z.array(z.string().startsWith('/')).optional(),
  cap_drop: z.array(z.literal('ALL')).optional(),
  security_opt: z.array(z.literal('no-new-privileges:true')).optional(),
  depends_on: z
    .union([z.array(scalar), z.record(z.string(), z.strictObject({ condition: z.literal('service_healthy'), required: z.boolean() }))])
    .optional(),
  healthcheck: z.strictObject({ test: z.array(scalar), interval: duration, timeout: duration, retries: z.int() }).optional(),
  logging: z.strictObject({ driver: scalar, options: z.record(z.string(), scalar) }),
});
const composeFile = z.strictObject({
  name: scalar,
  services: z.record(z.string(), service),
  configs: z.record(z.string(), z.strictObject({ content: scalar })),
  volumes: z.record(z.string(), z.null()),
});

const text = readFileSync('docker-compose.yml', 'utf8');
const compose = composeFile.parse(parse(text));
const bot = compose.services['bot']!;
const mounts = Object.values(compose.services).flatMap(({ volumes = [] }) => volumes.map((volume) => volume.split(':')));

describe('docker-compose.yml', () => {
  it('is YAML without errors or warnings', () => {
    const { errors, warnings } = parseDocument(text);
    expect([...errors, ...warnings]).toEqual([]);
  });

  it('runs the bot alone, unless a profile asks for more', () => {
    const profiles = Object.entries(compose.services).map(([name, { profiles = [] }]) => [name, ...profiles]);
    expect(profiles).toEqual([
      ['bot'],
      ['postgres', 'postgres'],
      ['prometheus', 'monitoring'],
      ['grafana', 'monitoring'],
      ['ollama', 'ollama'],
      ['ollama-pull', 'ollama'],
    ]);
  });

  it('gives the bot one volume to write to, and nothing else', () => {
    expect(bot.read_only).toBe(true);
    expect(bot.volumes?.filter((volume) => !volume.endsWith(':ro'))).toEqual(['data:/data']);
    expect(bot.cap_drop).toEqual(['ALL']);
  });

  it('starts without .env and without the other services', () => {
    expect(bot.env_file).toEqual([{ path: '.env', required: false }]);
    expect(bot.depends_on).toEqual({ postgres: { condition: 'service_healthy', required: false } });
  });

  it('sets nothing for the bot that is not in its configuration, and gives it time to stop', () => {
    const known = configVariables.map(({ name }) => name);
    expect(Object.keys(bot.environment ?? {}).filter((name) => !known.includes(name))).toEqual([]);
    const { shutdownSeconds } = loadConfig(bot.environment ?? {});
    expect(Number.parseInt(bot.stop_grace_period ?? '', 10)).toBeGreaterThan(shutdownSeconds + 5);
  });

  it('starts everything again that ends, but for what has a task to end with', () => {
    const ending = Object.entries(compose.services).flatMap(([name, { restart }]) => (restart === 'no' ? [name] : []));
    expect(ending).toEqual(['ollama-pull']);
  });

  it('asks a language model only where .env says so, of the service in the profile if it says what the manual does', () => {
    expect(Object.keys(bot.environment ?? {}).filter((name) => name.startsWith('LLM_'))).toEqual([]);
    const [, address = ''] = /`LLM_BASE_URL=(\S+)`/.exec(readFileSync('docs/operations.md', 'utf8')) ?? [];
    expect(loadConfig({ LLM_BASE_URL: address, LLM_MODEL: 'qwen2.5:7b' }).languageModel?.baseUrl).toBe(address);
    expect(Object.keys(compose.services)).toContain(new URL(address).hostname);
  });

  it('fetches the model that the bot is told to use, from the same version of Ollama, once that is there', () => {
    const { ollama, 'ollama-pull': pull } = compose.services;
    expect(pull).toMatchObject({ image: ollama?.image, command: ['pull', '${LLM_MODEL:-}'] });
    expect(pull?.environment).toEqual({ OLLAMA_HOST: 'http://ollama:11434' });
    expect(pull?.depends_on).toEqual({ ollama: { condition: 'service_healthy', required: true } });
    expect(ollama?.healthcheck?.test).toEqual(['CMD', 'ollama', 'list']);
  });

  it('shows the language model, which has no password, to nobody else', () => {
    expect(compose.services['ollama']?.ports).toBeUndefined();
  });

  it('names the version of every image that it does not build', () => {
    const foreign = Object.values(compose.services).filter(({ build }) => build === undefined);
    expect(foreign.map(({ image }) => image)).toEqual(foreign.map(() => expect.stringMatching(/:v?\d+\.\d+\.\d+(-pg\d+)?$/) as string));
    expect(compose.services['postgres']?.image).toContain('pgvector');
  });

  it('mounts only files that are there, and volumes and configurations that are declared', () => {
    const [files, volumes] = [mounts.filter(([from]) => from?.startsWith('.')), mounts.filter(([from]) => !from?.startsWith('.'))];
    expect(files.filter(([from = '']) => !existsSync(from))).toEqual([]);
    expect(volumes.map(([from]) => from).sort()).toEqual(Object.keys(compose.volumes).sort());
    const used = Object.values(compose.services).flatMap(({ configs = [] }) => configs.map(({ source }) => source));
    expect(used.sort()).toEqual(Object.keys(compose.configs).sort());
  });

  it('holds no password', () => {
    for (const { environment = {} } of Object.values(compose.services)) {
      for (const [name, value] of Object.entries(environment))
        if (name.includes('PASSWORD')) expect(value).toMatch(/^\$\{\w+:-(admin)?\}$/);
    }
  });

  it('gives Grafana configurations that are YAML', () => {
    for (const { content } of Object.values(compose.configs)) expect(parse(content)).toMatchObject({ apiVersion: 1 });
  });
});
