import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Channel, type FakeDiscord, type GuildRef, type Message, type Person, startFakeDiscord } from '../fakes/discord/index.js';
import { call, problems, type WireAnswer } from './call.js';

let discord: FakeDiscord;
let reader: Person;
let guild: GuildRef;
let channel: Channel;

beforeAll(async () => {
  discord = await startFakeDiscord();
  reader = discord.user();
  guild = discord.guild({ members: [reader] });
  channel = discord.channel(guild);
});
afterAll(() => discord.close());

const post = (body: object, to: { readonly id: string } = channel): Promise<WireAnswer> =>
  call(discord, 'POST', `/channels/${to.id}/messages`, body);
/** What is wrong with the body, or the status where nothing is. */
const send = async (body: object, to?: { readonly id: string }): Promise<unknown> => {
  const answer = await post(body, to);
  return answer.status === 200 ? 200 : problems(answer);
};
const posted = async (body: object): Promise<Message> => (await post(body)).body as Message;
const text = (length: number): string => '字'.repeat(length);
const button = (id: string, more: object = {}): object => ({ type: 2, style: 2, label: id, custom_id: id, ...more });
const row = (...components: object[]): object => ({ type: 1, components });
const buttons = (count: number, prefix = ''): object[] => Array.from({ length: count }, (_, index) => button(`${prefix}${index}`));

describe('who calls, and what', () => {
  it('does not know a wrong token', async () => {
    const { status, body } = await call(discord, 'GET', '/users/@me', undefined, 'wrong');
    expect({ status, body }).toEqual({ status: 401, body: { message: '401: Unauthorized', code: 0 } });
  });

  it('does not know a route that is not there, nor a method that it does not have', async () => {
    expect((await call(discord, 'GET', '/nonsense')).body).toEqual({ message: '404: Not Found', code: 0 });
    expect((await call(discord, 'PUT', '/users/@me')).body).toEqual({ message: '405: Method Not Allowed', code: 0 });
  });

  it('speaks version 10 only, and JSON only', async () => {
    const authorization = `Bot ${discord.token}`;
    const old = await fetch(`${discord.apiRoot}/v6/users/@me`, { headers: { authorization } });
    expect(await old.json()).toEqual({ message: 'Invalid API version', code: 50041 });
    const path = `${discord.apiRoot}/v10/channels/${channel.id}/messages`;
    const broken = await fetch(path, { method: 'POST', headers: { authorization, 'content-type': 'application/json' }, body: '{' });
    expect(await broken.json()).toMatchObject({ code: 50109 });
    const form = await fetch(path, { method: 'POST', headers: { authorization, 'content-type': 'text/plain' }, body: 'content=x' });
    expect(problems({ body: await form.json() })[0]).toMatch('CONTENT_TYPE_INVALID');
  });

  it('takes files beside the JSON', async () => {
    const form = new FormData();
    form.set('payload_json', JSON.stringify({ content: 'see' }));
    form.set('files[0]', new Blob(['x']), 'a.txt');
    const headers = { authorization: `Bot ${discord.token}` };
    const answer = await fetch(`${discord.apiRoot}/v10/channels/${channel.id}/messages`, { method: 'POST', headers, body: form });
    expect(await answer.json()).toMatchObject({ content: 'see', attachments: [{ filename: 'file-0' }] });
  });

  it.each([
    ['general', ['channel_id[NUMBER_TYPE_COERCE]: Value "general" is not snowflake.']],
    ['42', ['10003 Unknown Channel']],
  ])('does not find the channel %s', async (id, wrong) => {
    expect(await send({ content: 'x' }, { id })).toEqual(wrong);
  });
});

describe('a message', () => {
  it('must hold something', async () => {
    for (const body of [{}, { content: '' }, { content: ' \n ' }, { embeds: [] }])
      expect(await send(body)).toEqual(['50006 Cannot send an empty message']);
    expect(await send({ content: 5 })).toEqual(['content[STRING_TYPE_CONVERT]: Could not interpret "5" as string.']);
  });

  it.each<[string, object, object, string]>([
    ['content', { content: text(2000) }, { content: text(2001) }, 'content[BASE_TYPE_MAX_LENGTH]: Must be 2000 or fewer in length.'],
    [
      'an embed title',
      { embeds: [{ title: text(256) }] },
      { embeds: [{ title: text(257) }] },
      'embeds.0.title[BASE_TYPE_MAX_LENGTH]: Must be 256 or fewer in length.',
    ],
    [
      'an embed description',
      { embeds: [{ description: text(4096) }] },
      { embeds: [{ description: text(4097) }] },
      'embeds.0.description[BASE_TYPE_MAX_LENGTH]: Must be 4096 or fewer in length.',
    ],
    [
      'a footer',
      { embeds: [{ title: 'x', footer: { text: text(2048) } }] },
      { embeds: [{ title: 'x', footer: { text: text(2049) } }] },
      'embeds.0.footer.text[BASE_TYPE_MAX_LENGTH]: Must be 2048 or fewer in length.',
    ],
    [
      'fields',
      { embeds: [{ fields: Array(25).fill({ name: 'n', value: 'v' }) }] },
      { embeds: [{ fields: Array(26).fill({ name: 'n', value: 'v' }) }] },
      'embeds.0.fields[BASE_TYPE_MAX_LENGTH]: Must be 25 or fewer in length.',
    ],
    [
      'a field value',
      { embeds: [{ fields: [{ name: 'n', value: text(1024) }] }] },
      { embeds: [{ fields: [{ name: 'n', value: text(1025) }] }] },
      'embeds.0.fields.0.value[BASE_TYPE_MAX_LENGTH]: Must be 1024 or fewer in length.',
    ],
    [
      'embeds',
      { embeds: Array(10).fill({ title: 'x' }) },
      { embeds: Array(11).fill({ title: 'x' }) },
      'embeds[BASE_TYPE_MAX_LENGTH]: Must be 10 or fewer in length.',
    ],
    [
      'all embeds together',
      { embeds: [{ description: text(4000) }, { description: text(2000) }] },
      { embeds: [{ description: text(4000) }, { description: text(2000), author: { name: 'a' } }] },
      'embeds[MAX_EMBED_SIZE_EXCEEDED]: Embed size exceeds maximum size of 6000',
    ],
    [
      'a button in a row',
      { content: 'x', components: [row(...buttons(5))] },
      { content: 'x', components: [row(...buttons(6))] },
      'components.0.components[BASE_TYPE_BAD_LENGTH]: Must be between 1 and 5 in length.',
    ],
    [
      'rows',
      { content: 'x', components: [0, 1, 2, 3, 4].map((at) => row(button(`${at}`))) },
      { content: 'x', components: [0, 1, 2, 3, 4, 5].map((at) => row(button(`${at}`))) },
      'components[BASE_TYPE_MAX_LENGTH]: Must be 5 or fewer in length.',
    ],
    [
      'a custom id',
      { content: 'x', components: [row(button('i', { custom_id: text(100) }))] },
      { content: 'x', components: [row(button('i', { custom_id: text(101) }))] },
      'components.0.components.0.custom_id[BASE_TYPE_BAD_LENGTH]: Must be between 1 and 100 in length.',
    ],
    [
      'a label',
      { content: 'x', components: [row(button('i', { label: text(80) }))] },
      { content: 'x', components: [row(button('i', { label: text(81) }))] },
      'components.0.components.0.label[BASE_TYPE_MAX_LENGTH]: Must be 80 or fewer in length.',
    ],
    [
      'a nonce',
      { content: 'x', nonce: '5'.repeat(25) },
      { content: 'x', nonce: '5'.repeat(26) },
      'nonce[NONCE_TYPE_TOO_LONG]: Must be 25 or fewer characters long.',
    ],
  ])('has a limit for %s', async (_what, most, tooMuch, wrong) => {
    expect(await send(most)).toBe(200);
    expect(await send(tooMuch)).toEqual([wrong]);
  });

  it.each<[object, string]>([
    [{ embeds: [{ color: 5 }] }, 'embeds.0.description[BASE_TYPE_REQUIRED]: This field is required'],
    [{ embeds: [{ fields: [{ name: '', value: 'v' }] }] }, 'embeds.0.fields.0.name[BASE_TYPE_REQUIRED]: This field is required'],
    [{ embeds: [{ title: 'x', color: 1 << 24 }] }, 'embeds.0.color[NUMBER_TYPE_MAX]: int value should be less than or equal to 16777215.'],
    [
      { embeds: [{ title: 'x', url: 'ftp://a.b' }] },
      "embeds.0.url[URL_TYPE_INVALID_SCHEME]: Scheme \"ftp\" is not supported. Scheme must be one of ('http', 'https').",
    ],
    [{ embeds: [{ title: 'x', url: 'nowhere' }] }, 'embeds.0.url[URL_TYPE_INVALID_URL]: Not a well formed URL.'],
    [{ embeds: [{ title: 'x', timestamp: 'now' }] }, 'embeds.0.timestamp[DATE_TIME_TYPE_PARSE]: Could not parse now. Should be ISO8601.'],
    [{ embeds: {} }, 'embeds[LIST_TYPE_CONVERT]: Only iterables may be used in a ListType'],
    [{ components: [row()] }, 'components.0.components[BASE_TYPE_BAD_LENGTH]: Must be between 1 and 5 in length.'],
    [{ components: [button('x')] }, 'components.0.type[BASE_TYPE_CHOICES]: Value must be one of {1}.'],
    [
      { components: [row(button('x'), button('x'))] },
      'components.0.components.1.custom_id[COMPONENT_CUSTOM_ID_DUPLICATED]: Component custom id cannot be duplicated',
    ],
    [
      { components: [row({ type: 2, style: 1, label: 'x' })] },
      'components.0.components.0.custom_id[BUTTON_COMPONENT_CUSTOM_ID_REQUIRED]: A custom id is required',
    ],
    [
      { components: [row({ type: 2, style: 1, custom_id: 'x' })] },
      'components.0.components.0.label[BASE_TYPE_REQUIRED]: This field is required',
    ],
    [
      { components: [row(button('x', { style: 5, url: 'https://a.b' }))] },
      'components.0.components.0.custom_id[BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE]: A custom id and url cannot both be specified',
    ],
    [
      { components: [row(button('x', { emoji: { name: 'thumbsup' } }))] },
      'components.0.components.0.emoji.name[BUTTON_COMPONENT_INVALID_EMOJI]: Invalid emoji',
    ],
    [
      { components: [row(button('x'), { type: 3, custom_id: 's', options: [{ label: 'l', value: 'v' }] })] },
      'components.0.components[COMPONENT_LAYOUT_WIDTH_EXCEEDED]: The specified component exceeds the maximum width',
    ],
    [
      { allowed_mentions: { parse: ['all'] } },
      "allowed_mentions.parse.0[BASE_TYPE_CHOICES]: Value must be one of ('roles', 'users', 'everyone').",
    ],
    [
      { allowed_mentions: { parse: ['users'], users: ['5'] } },
      'allowed_mentions[MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE]: parse:["users"] and users: [ids...] are mutually exclusive.',
    ],
    [{ message_reference: { message_id: '5' } }, 'message_reference[REPLIES_UNKNOWN_MESSAGE]: Unknown message'],
  ])('is not %j', async (body, wrong) => {
    expect(await send({ content: 'x', ...body })).toEqual([wrong]);
  });

  it('tells all that is wrong at once', async () => {
    expect(await send({ content: text(2001), embeds: [{ title: text(257) }] })).toHaveLength(2);
  });

  it('is not sent twice for one nonce', async () => {
    const body = { content: 'once', nonce: 'n1', enforce_nonce: true };
    const first = await posted(body);
    expect(await posted({ ...body, content: 'twice' })).toEqual(first);
    discord.letTimePass(300_000);
    expect((await posted(body)).id).not.toBe(first.id);
  });

  it('can be changed and deleted by its author alone', async () => {
    const theirs = reader.sendMessage(channel, 'mine');
    const own = await posted({ content: 'x', embeds: [{ title: 't' }] });
    const at = (message: Message): string => `/channels/${channel.id}/messages/${message.id}`;
    expect(problems(await call(discord, 'PATCH', at(theirs), { content: 'y' }))).toEqual([
      '50005 Cannot edit a message authored by another user',
    ]);
    expect(problems(await call(discord, 'DELETE', at(theirs)))).toEqual(['50013 Missing Permissions']);
    expect((await call(discord, 'PATCH', at(own), { content: '' })).body).toMatchObject({ content: '', embeds: [{ title: 't' }] });
    expect(problems(await call(discord, 'PATCH', at(own), { embeds: [] }))).toEqual(['50006 Cannot send an empty message']);
    expect((await call(discord, 'DELETE', at(own))).status).toBe(204);
    expect(problems(await call(discord, 'DELETE', at(own)))).toEqual(['10008 Unknown Message']);
  });
});

describe('mentions', () => {
  const pings = async (body: object): Promise<readonly string[]> => discord.pingedBy(await posted(body));

  it('ping whom they name, unless that is not allowed', async () => {
    const content = `${reader.mention} @everyone \`${reader.mention}\``;
    expect(await pings({ content })).toEqual([reader.user.id]);
    expect(await pings({ content, allowed_mentions: { parse: [] } })).toEqual([]);
    expect(await pings({ content, allowed_mentions: { users: [reader.user.id] } })).toEqual([reader.user.id]);
    expect(await pings({ content: `\`${reader.mention}\``, embeds: [{ title: reader.mention }] })).toEqual([]);
  });

  it('of everyone need the permission', async () => {
    const bold = discord.channel(guild, { allowBot: ['MENTION_EVERYONE'] });
    const message = (await post({ content: '@everyone' }, bold)).body as Message;
    expect([discord.pingedBy(message), message.mention_everyone]).toEqual([['everyone'], true]);
  });

  it('come with a reply, unless that is not allowed', async () => {
    const message_reference = { message_id: reader.sendMessage(channel, 'why?').id };
    expect(await pings({ content: 'so', message_reference })).toEqual([reader.user.id]);
    expect(await pings({ content: 'so', message_reference, allowed_mentions: { parse: [] } })).toEqual([]);
  });
});

describe('permissions', () => {
  it.each<[string, Parameters<FakeDiscord['channel']>[1], string]>([
    ['a channel that the bot cannot see', { denyBot: ['VIEW_CHANNEL'] }, '50001 Missing Access'],
    ['a channel where it cannot write', { denyBot: ['SEND_MESSAGES'] }, '50013 Missing Permissions'],
    ['embeds where they are not allowed', { denyBot: ['EMBED_LINKS'] }, '50013 Missing Permissions'],
  ])('refuse %s', async (_what, given, wrong) => {
    expect(await send({ embeds: [{ title: 'x' }] }, discord.channel(guild, given))).toEqual([wrong]);
  });

  it('refuse a server without the bot, and a forum itself', async () => {
    const elsewhere = discord.channel(discord.guild({ bot: false }));
    expect(await send({ content: 'x' }, elsewhere)).toEqual(['50001 Missing Access']);
    expect(await send({ content: 'x' }, discord.forum(guild))).toEqual(['50008 Cannot send messages in a non-text channel']);
  });

  it('refuse a reply where history cannot be read', async () => {
    const mute = discord.channel(guild, { denyBot: ['READ_MESSAGE_HISTORY'] });
    const message_reference = { message_id: reader.sendMessage(mute, 'why?').id };
    expect(await send({ content: 'x', message_reference }, mute)).toEqual([
      '160002 Cannot reply without permission to read message history',
    ]);
  });
});

describe('direct messages', () => {
  const open = async (person: Person): Promise<Channel> =>
    (await call(discord, 'POST', '/users/@me/channels', { recipient_id: person.user.id })).body as Channel;

  it('reach who shares a server with the bot', async () => {
    const dm = await open(reader);
    expect(dm).toMatchObject({ type: 1, recipients: [{ id: reader.user.id }] });
    expect(await send({ content: 'x' }, dm)).toBe(200);
  });

  it('do not reach strangers, nor those who closed them', async () => {
    const stranger = discord.user();
    expect(await send({ content: 'x' }, await open(stranger))).toEqual(['50007 Cannot send messages to this user']);
    stranger.installApp();
    expect(await send({ content: 'x' }, await open(stranger))).toBe(200);
    stranger.closeDms();
    expect(await send({ content: 'x' }, await open(stranger))).toEqual(['50007 Cannot send messages to this user']);
  });
});

describe('threads', () => {
  it('start once on a message, by its id', async () => {
    const question = reader.sendMessage(channel, 'why?');
    const path = `/channels/${channel.id}/messages/${question.id}/threads`;
    expect(problems(await call(discord, 'POST', path, { name: text(101) }))).toEqual([
      'name[BASE_TYPE_BAD_LENGTH]: Must be between 1 and 100 in length.',
    ]);
    const thread = await call(discord, 'POST', path, { name: 'Why', auto_archive_duration: 60 });
    expect(thread).toMatchObject({ status: 201, body: { id: question.id, type: 11, parent_id: channel.id, owner_id: discord.bot.id } });
    expect(problems(await call(discord, 'POST', path, { name: 'Again' }))).toEqual([
      '160004 A thread has already been created for this message',
    ]);
  });

  it('need the permission to start one', async () => {
    const closed = discord.channel(guild, { denyBot: ['CREATE_PUBLIC_THREADS'] });
    const question = reader.sendMessage(closed, 'why?');
    const answer = await call(discord, 'POST', `/channels/${closed.id}/messages/${question.id}/threads`, { name: 'Why' });
    expect(problems(answer)).toEqual(['50013 Missing Permissions']);
  });

  it('that are archived open again when somebody writes, unless they are locked', async () => {
    const thread = discord.thread(channel, { owner: reader });
    discord.archive(thread);
    expect(await send({ content: 'x' }, thread)).toBe(200);
    const own = discord.botMessages(thread)[0];
    discord.archive(thread, { locked: true });
    expect(await send({ content: 'x' }, thread)).toEqual(['50083 Thread is archived']);
    const edited = await call(discord, 'PATCH', `/channels/${thread.id}/messages/${own?.id ?? ''}`, { content: 'y' });
    expect(problems(edited)).toEqual(['50083 Thread is archived']);
  });

  it('in a forum begin with a message', async () => {
    const forum = discord.forum(guild);
    const path = `/channels/${forum.id}/threads`;
    expect(problems(await call(discord, 'POST', path, { name: 'Why' }))).toEqual(['message[BASE_TYPE_REQUIRED]: This field is required']);
    const thread = await call(discord, 'POST', path, { name: 'Why', message: { content: 'first' } });
    expect(thread.body).toMatchObject({ parent_id: forum.id, message: { content: 'first' } });
  });
});

describe('looking things up', () => {
  it('shows servers, channels and members, as far as the bot is there', async () => {
    expect((await call(discord, 'GET', `/guilds/${guild.id}`)).body).toMatchObject({ id: guild.id });
    expect((await call(discord, 'GET', `/guilds/${guild.id}/channels`)).body).toContainEqual(expect.objectContaining({ id: channel.id }));
    expect((await call(discord, 'GET', `/guilds/${guild.id}/members/${reader.user.id}`)).body).toMatchObject({
      user: { id: reader.user.id },
    });
    expect(problems(await call(discord, 'GET', `/guilds/${guild.id}/members/5`))).toEqual(['10007 Unknown Member']);
    expect(problems(await call(discord, 'GET', '/guilds/5'))).toEqual(['10004 Unknown Guild']);
  });

  it('shows messages, newest first, without what people wrote', async () => {
    const quiet = discord.channel(guild);
    reader.sendMessage(quiet, 'aside');
    reader.sendMessage(quiet, `<@${discord.bot.id}> why?`);
    const { body } = await call(discord, 'GET', `/channels/${quiet.id}/messages?limit=5`);
    expect(body).toMatchObject([{ content: `<@${discord.bot.id}> why?` }, { content: '' }]);
  });

  it('takes reactions in emoji', async () => {
    const message = reader.sendMessage(channel, 'nice');
    const path = `/channels/${channel.id}/messages/${message.id}/reactions`;
    expect((await call(discord, 'PUT', `${path}/${encodeURIComponent('👍')}/@me`)).status).toBe(204);
    expect(discord.shown(message)?.reactions).toMatchObject([{ emoji: { name: '👍' }, me: true }]);
    expect(problems(await call(discord, 'PUT', `${path}/nice/@me`))).toEqual(['10014 Unknown Emoji']);
  });
});
