import { afterEach, describe, expect, it } from 'vitest';
import type { Check, Finding } from '../../scripts/doctor/check.js';
import { checks } from '../../scripts/doctor/checks.js';
import { discordCheck } from '../../scripts/doctor/discord-token.js';
import { examine } from '../../scripts/doctor/examine.js';
import { languageModelCheck } from '../../scripts/doctor/language-model.js';
import { loadConfig, type Environment } from '../../src/config.js';
import { type FakeDiscordOptions, startFakeDiscord } from '../fakes/discord/index.js';
import { type FakeLanguageModelOptions, startFakeLanguageModel } from '../fakes/language-model/index.js';

const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of opened.splice(0)) await each.close();
});

/** As the command finds it: what a check throws is a finding, too. */
async function find(check: Check, environment: Environment): Promise<readonly Finding[]> {
  const embedder = () => Promise.reject(new Error('Nobody needs a model here.'));
  const examination = examine({
    machineChecks: [],
    checks: [check],
    readEnvironment: () => environment,
    surroundingsOf: (config) => ({ config, embedder }),
  });
  const diagnoses = [];
  for await (const diagnosis of examination) diagnoses.push(diagnosis);
  return diagnoses.at(-1)?.findings ?? [];
}

const good = (text: string): object => ({ kind: 'good', text });

describe('the Discord token', () => {
  const start = async (options: FakeDiscordOptions = {}) => {
    const discord = await startFakeDiscord(options);
    opened.push(discord);
    return discord;
  };
  const reading: FakeDiscordOptions = { bot: { username: 'lighthouse', privilegedIntents: ['MESSAGE_CONTENT'] } };
  const token = 'MTIzNDU2Nzg5MDEyMzQ1Njc4.wrong0.token-that-nobody-gave-out';

  it('is not asked about where there is none', async () => {
    expect(await find(discordCheck, {})).toEqual([good('not wanted (DISCORD_TOKEN is not set)')]);
  });

  it('is asked for its bot’s name, as a bot, and no command is touched', async () => {
    const discord = await start(reading);
    expect(await find(discordCheck, { DISCORD_TOKEN: discord.token, DISCORD_API_ROOT: discord.apiRoot })).toEqual([
      good('the token is that of lighthouse'),
    ]);
    expect(discord.calls.map(({ method, route }) => `${method} ${route}`)).toEqual(['GET /users/@me', 'GET /applications/@me']);
  });

  it('is well without the message content intent, which the operator is told of with what it costs', async () => {
    const discord = await start({ bot: { username: 'lighthouse' } });
    expect(await find(discordCheck, { DISCORD_TOKEN: discord.token, DISCORD_API_ROOT: discord.apiRoot })).toMatchObject([
      { kind: 'good' },
      {
        kind: 'warning',
        text: expect.stringMatching(/message content intent is off.*mentions it or replies/) as string,
        advice: expect.stringContaining('Privileged Gateway Intents') as string,
      },
    ]);
  });

  it('is wrong when it is refused, and is not shown', async () => {
    const discord = await start(reading);
    const findings = await find(discordCheck, { DISCORD_TOKEN: token, DISCORD_API_ROOT: discord.apiRoot });
    expect(findings).toMatchObject([
      { kind: 'wrong', text: 'the token is refused (401)', advice: expect.stringContaining('Reset Token') as string },
    ]);
    expect(JSON.stringify(findings)).not.toContain('wrong0');
    expect(discord.calls).toHaveLength(1);
  });

  it('is wrong when nobody answers, and when somebody else does', async () => {
    const discord = await start(reading);
    const elsewhere = { DISCORD_TOKEN: token, DISCORD_API_ROOT: `${discord.apiRoot}/elsewhere` };
    expect(await find(discordCheck, elsewhere)).toMatchObject([
      {
        kind: 'wrong',
        text: expect.stringContaining('(status 404)') as string,
        advice: expect.stringContaining('DISCORD_API_ROOT') as string,
      },
    ]);
    await discord.close();
    const nowhere = { DISCORD_TOKEN: token, DISCORD_API_ROOT: discord.apiRoot };
    expect(await find(discordCheck, nowhere)).toMatchObject([{ kind: 'wrong', text: expect.stringContaining('(ECONNREFUSED)') as string }]);
  });
});

describe('the language model', () => {
  const start = async (options: FakeLanguageModelOptions = {}) => {
    const endpoint = await startFakeLanguageModel(options);
    opened.push(endpoint);
    return endpoint;
  };
  const right = 'sk-4f8a2c-right';

  it('is not asked about where there is none', async () => {
    expect(await find(languageModelCheck, {})).toMatchObject([
      { kind: 'good', text: expect.stringContaining('LLM_BASE_URL is not set') as string },
    ]);
  });

  it('is well where the endpoint lists it', async () => {
    const { baseUrl } = await start({ apiKey: right });
    expect(await find(languageModelCheck, { LLM_BASE_URL: baseUrl, LLM_MODEL: 'llama3.2:3b', LLM_API_KEY: right })).toEqual([
      good(`${baseUrl} has llama3.2:3b`),
    ]);
  });

  it('is doubtful where the endpoint does not list it: those that it lists are named', async () => {
    const { baseUrl } = await start();
    expect(await find(languageModelCheck, { LLM_BASE_URL: baseUrl, LLM_MODEL: 'qwen3:8b' })).toMatchObject([
      { kind: 'warning', text: `${baseUrl} does not list qwen3:8b; it has qwen2.5:7b, llama3.2:3b` },
    ]);
    const empty = await start({ models: [] });
    expect(await find(languageModelCheck, { LLM_BASE_URL: empty.baseUrl, LLM_MODEL: 'qwen3:8b' })).toMatchObject([
      { kind: 'warning', advice: expect.stringContaining('ollama pull') as string },
    ]);
  });

  it('is wrong where nobody listens, and where the key is refused, which is not shown', async () => {
    const endpoint = await start({ apiKey: right });
    const environment = { LLM_BASE_URL: endpoint.baseUrl, LLM_MODEL: 'qwen3:8b', LLM_API_KEY: 'sk-of-somebody-else' };
    const refused = await find(languageModelCheck, environment);
    expect(refused).toMatchObject([{ kind: 'wrong', text: expect.stringMatching(/401.*Set LLM_API_KEY/) as string }]);
    expect(JSON.stringify(refused)).not.toContain('somebody-else');
    await endpoint.refuseConnections();
    expect(await find(languageModelCheck, environment)).toMatchObject([
      { kind: 'wrong', text: expect.stringMatching(/ECONNREFUSED.*Is the server running/) as string },
    ]);
  });
});

describe('the checks', () => {
  it('ask nobody where neither a bot nor a model is configured', async () => {
    const config = loadConfig({});
    const asked = checks.filter(({ name }) => ['Telegram', 'Discord', 'Language model'].includes(name));
    const embedder = () => Promise.reject(new Error('Nobody needs a model here.'));
    const findings = await Promise.all(asked.map((check) => check.run({ config, embedder })));
    expect(findings.flat().map(({ kind, text }) => `${kind}: ${text.split(' (')[0] ?? ''}`)).toEqual(asked.map(() => 'good: not wanted'));
    expect(asked).toHaveLength(3);
  });
});
