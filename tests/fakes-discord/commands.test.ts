import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Channel, type Command, type FakeDiscord, type GuildRef, type Person, startFakeDiscord } from '../fakes/discord/index.js';
import { call, problems } from './call.js';

let discord: FakeDiscord;
let reader: Person;
let guild: GuildRef;
let channel: Channel;
let root: string;

beforeEach(async () => {
  discord = await startFakeDiscord();
  reader = discord.user({ locale: 'zh-CN' });
  guild = discord.guild({ members: [reader] });
  channel = discord.channel(guild);
  root = `/applications/${discord.bot.id}`;
});
afterEach(() => discord.close());

const ask = { name: 'ask', description: 'Ask the article', name_localizations: { 'zh-CN': '提问' } };
const option = { type: 3, name: 'question', description: 'The question' };
const put = async (...commands: object[]): Promise<readonly Command[]> =>
  (await call(discord, 'PUT', `${root}/commands`, commands)).body as Command[];
const wrongWith = async (command: object): Promise<string[]> =>
  problems(await call(discord, 'POST', `${root}/commands`, { ...ask, ...command }));

describe('registering', () => {
  it('keeps ids while names stay, and versions while nothing changes', async () => {
    const [first] = await put(ask);
    const [same, added] = await put(ask, { name: 'help', description: 'Help' });
    expect(same).toEqual(first);
    const [changed] = await put({ ...ask, description: 'Ask on' });
    expect(changed).toMatchObject({ id: first?.id, description: 'Ask on' });
    expect(changed?.version).not.toBe(first?.version);
    expect(discord.commands().map(({ id }) => id)).not.toContain(added?.id);
  });

  it('gives back what Discord fills in, and leaves out what is merely false', async () => {
    const [command] = await put({ ...ask, options: [{ ...option, required: false, autocomplete: true }] });
    expect(command).toEqual({
      id: expect.any(String) as string,
      version: expect.any(String) as string,
      application_id: discord.bot.id,
      type: 1,
      ...ask,
      description_localizations: null,
      options: [{ ...option, autocomplete: true, name_localizations: null, description_localizations: null }],
      default_member_permissions: null,
      dm_permission: true,
      contexts: null,
      integration_types: [0, 1],
      nsfw: false,
    });
  });

  it('lists without localisations unless asked', async () => {
    await put(ask);
    expect((await call(discord, 'GET', `${root}/commands`)).body).not.toMatchObject([{ name_localizations: expect.anything() as object }]);
    expect((await call(discord, 'GET', `${root}/commands?with_localizations=true`)).body).toMatchObject([
      { name_localizations: { 'zh-CN': '提问' } },
    ]);
  });

  it('creates, updates and deletes single ones', async () => {
    const path = `${root}/guilds/${guild.id}/commands`;
    expect((await call(discord, 'POST', path, ask)).status).toBe(201);
    expect((await call(discord, 'POST', path, ask)).status).toBe(200);
    const [command] = discord.commands(guild);
    expect((await call(discord, 'PATCH', `${path}/${command?.id ?? ''}`, { description: 'New' })).body).toMatchObject({
      description: 'New',
      guild_id: guild.id,
    });
    expect((await call(discord, 'DELETE', `${path}/${command?.id ?? ''}`)).status).toBe(204);
    expect(problems(await call(discord, 'DELETE', `${path}/${command?.id ?? ''}`))).toEqual(['10063 Unknown application command']);
  });

  it('registers nothing of a list in which one is wrong', async () => {
    await put(ask);
    expect(problems(await call(discord, 'PUT', `${root}/commands`, [ask, { ...ask, name: 'Ask' }]))).toEqual([
      '1.name[APPLICATION_COMMAND_INVALID_NAME]: Command name is invalid',
    ]);
    expect(problems(await call(discord, 'PUT', `${root}/commands`, [ask, ask]))).toEqual([
      '1[APPLICATION_COMMANDS_DUPLICATE_NAME]: Application command names must be unique',
    ]);
    expect(discord.commands()).toHaveLength(1);
  });

  it('registers for its own application and servers only', async () => {
    expect(problems(await call(discord, 'PUT', '/applications/5/commands', []))).toEqual(['10002 Unknown Application']);
    const elsewhere = discord.guild({ bot: false });
    expect(problems(await call(discord, 'PUT', `${root}/guilds/${elsewhere.id}/commands`, []))).toEqual(['50001 Missing Access']);
  });

  it('stops at a hundred', async () => {
    const many = Array.from({ length: 101 }, (_, index) => ({ ...ask, name: `ask${index}` }));
    expect(problems(await call(discord, 'PUT', `${root}/commands`, many))).toEqual([
      '30032 Maximum number of application commands reached (100)',
    ]);
  });
});

it.each<[object, string]>([
  [{ name: 'ask it' }, 'name[STRING_TYPE_REGEX]: String value did not match validation regex.'],
  [{ name: 'x'.repeat(33) }, 'name[BASE_TYPE_BAD_LENGTH]: Must be between 1 and 32 in length.'],
  [{ description: '' }, 'description[BASE_TYPE_REQUIRED]: This field is required'],
  [{ description: 'x'.repeat(101) }, 'description[BASE_TYPE_BAD_LENGTH]: Must be between 1 and 100 in length.'],
  [{ name_localizations: { 'zh-CN': 'Ask' } }, 'name_localizations.zh-CN[APPLICATION_COMMAND_INVALID_NAME]: Command name is invalid'],
  [{ contexts: [3] }, 'contexts.0[BASE_TYPE_CHOICES]: Value must be one of {0, 1, 2}.'],
  [{ integration_types: [0, 0] }, 'integration_types.1[SET_TYPE_ALREADY_CONTAINS_VALUE]: The set already contains this value'],
  [{ options: Array(26).fill(option) }, 'options[BASE_TYPE_MAX_LENGTH]: Must be 25 or fewer in length.'],
  [
    { options: [option, { ...option, name: 'more', required: true }] },
    'options.1[APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID]: Required options must be placed before non-required options',
  ],
  [
    { options: [{ ...option, choices: Array(26).fill({ name: 'n', value: 'v' }) }] },
    'options.0.choices[BASE_TYPE_MAX_LENGTH]: Must be 25 or fewer in length.',
  ],
  [
    { type: 3, name: 'Ask about this' },
    'description[APPLICATION_COMMAND_CONTEXT_MENU_DESCRIPTION_CANNOT_BE_SET]: Context menu commands cannot have description',
  ],
  [
    {
      options: Array.from({ length: 25 }, (_, index) => ({
        ...option,
        name: `o${index}`,
        choices: Array(25).fill({ name: 'n'.repeat(20), value: 'v' }),
      })),
    },
    '[APPLICATION_COMMAND_TOO_LARGE]: Command exceeds maximum size (8000)',
  ],
])('refuses a command like %j', async (command, wrong) => {
  expect(await wrongWith(command)).toContain(wrong);
});

it('refuses a locale that Discord does not have', async () => {
  expect((await wrongWith({ name_localizations: { zh: '提问' } }))[0]).toMatch(/^name_localizations\.zh\[BASE_TYPE_CHOICES\]/);
});

describe('what people are offered', () => {
  it('is in their language', async () => {
    await put(ask);
    expect(reader.commands({ where: channel })).toEqual([{ name: '提问', description: 'Ask the article', type: 1 }]);
    expect(reader.commands({ where: channel, locale: 'de' })).toMatchObject([{ name: 'ask' }]);
    reader.slash('提问', {}, { where: channel });
  });

  it('depends on where they are, and who installed the app', async () => {
    await put({ ...ask, contexts: [0, 2], integration_types: [1] });
    const elsewhere = discord.channel(discord.guild({ bot: false, members: [reader] }));
    const group = discord.groupDm([reader, discord.user()]);
    const places = { here: channel, elsewhere, group, dm: reader.dmChannel };
    const offered = (): string[] =>
      Object.entries(places).flatMap(([name, where]) => (reader.commands({ where }).length > 0 ? [name] : []));
    expect(offered()).toEqual([]);
    reader.installApp();
    expect(offered()).toEqual(['here', 'elsewhere', 'group']);
    expect(() => reader.slash('ask')).toThrow('is offered no command "ask" there; offered: none.');
  });

  it('depends on permissions in the server', async () => {
    await put({ ...ask, default_member_permissions: '32' });
    expect(reader.commands({ where: channel })).toEqual([]);
    const boss = discord.user();
    discord.addMember(guild, boss, ['MANAGE_GUILD']);
    expect(boss.commands({ where: channel })).toHaveLength(1);
  });

  it('takes only what fits the options', async () => {
    await put({
      ...ask,
      options: [
        { ...option, required: true, max_length: 5 },
        { type: 5, name: 'private', description: 'p' },
      ],
    });
    const slash = (options: Record<string, string | boolean>) => () => reader.slash('ask', options, { where: channel });
    expect(slash({})).toThrow('cannot be sent without its option "question"');
    expect(slash({ question: 'longer' })).toThrow('does not take 6 characters');
    expect(slash({ question: 'why', private: 'yes' })).toThrow('takes a boolean');
    expect(slash({ question: 'why', loud: true })).toThrow('has no option "loud"');
  });

  it('reaches subcommands by name', async () => {
    await put({ name: 'sources', description: 's', options: [{ type: 1, name: 'show', description: 's', options: [option] }] });
    expect(reader.slash('sources show', { question: 'x' }, { where: channel }).status).toBe('waiting');
    expect(() => reader.slash('sources list', {}, { where: channel })).toThrow('no subcommand "list"');
  });
});
