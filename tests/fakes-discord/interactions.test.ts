import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  CALLBACK,
  type Channel,
  type FakeDiscord,
  FLAG,
  type InteractionView,
  type Message,
  type Person,
  startFakeDiscord,
} from '../fakes/discord/index.js';
import { call, problems, type WireAnswer } from './call.js';

let discord: FakeDiscord;
let reader: Person;
let channel: Channel;

beforeEach(async () => {
  discord = await startFakeDiscord();
  reader = discord.user();
  channel = discord.channel(discord.guild({ members: [reader] }));
  const option = { type: 3, name: 'question', description: 'The question', autocomplete: true };
  await call(discord, 'PUT', `/applications/${discord.bot.id}/commands`, [
    { name: 'ask', description: 'Ask', options: [option] },
    { name: 'Ask about this', type: 3 },
  ]);
});
afterEach(() => discord.close());

const ask = (): InteractionView => reader.slash('ask', { question: 'why' }, { where: channel });
const respond = (to: InteractionView, type: number, data?: object, query = ''): Promise<WireAnswer> =>
  call(discord, 'POST', `/interactions/${to.id}/${to.token}/callback${query}`, { type, ...(data ? { data } : {}) }, 'no token is needed');
const webhook = (to: InteractionView, method: string, path = '', body?: object): Promise<WireAnswer> =>
  call(discord, method, `/webhooks/${discord.bot.id}/${to.token}${path}`, body);
const withButton = { content: 'answer', components: [{ type: 1, components: [{ type: 2, style: 1, label: 'Open', custom_id: 'open' }] }] };
const modal = {
  custom_id: 'form',
  title: 'More',
  components: [{ type: 18, label: 'Text', component: { type: 4, style: 2, custom_id: 'text' } }],
};

describe('the first response', () => {
  it('is a message, at once', async () => {
    const asked = ask();
    expect(asked.status).toBe('waiting');
    expect((await respond(asked, CALLBACK.message, { content: 'because' })).status).toBe(204);
    expect(asked).toMatchObject({ status: 'answered', response: { content: 'because', type: 20, interaction_metadata: { id: asked.id } } });
  });

  it('can be given back', async () => {
    const { body } = await respond(ask(), CALLBACK.message, { content: 'x', flags: FLAG.ephemeral }, '?with_response=true');
    expect(body).toMatchObject({
      interaction: { type: 2, response_message_ephemeral: true },
      resource: { type: 4, message: { content: 'x' } },
    });
  });

  it('must come within three seconds', async () => {
    const asked = ask();
    discord.letTimePass(3001);
    expect(problems(await respond(asked, CALLBACK.deferredMessage))).toEqual(['10062 Unknown interaction']);
    expect(asked.status).toBe('failed');
    expect(problems(await webhook(asked, 'PATCH', '/messages/@original', { content: 'late' }))).toEqual(['10015 Unknown Webhook']);
  });

  it('comes once', async () => {
    const asked = ask();
    await respond(asked, CALLBACK.deferredMessage);
    expect(problems(await respond(asked, CALLBACK.message, { content: 'x' }))).toEqual([
      '40060 Interaction has already been acknowledged.',
    ]);
  });

  it('is checked as a message is, and a refused one can be made good', async () => {
    const asked = ask();
    expect(problems(await respond(asked, CALLBACK.message, { content: 'x'.repeat(2001) }))).toEqual([
      'data.content[BASE_TYPE_MAX_LENGTH]: Must be 2000 or fewer in length.',
    ]);
    expect(problems(await respond(asked, CALLBACK.message, { content: '' }))).toEqual(['50006 Cannot send an empty message']);
    expect((await respond(asked, CALLBACK.message, { content: 'x' })).status).toBe(204);
  });

  it('does not know a wrong token', async () => {
    expect(problems(await respond({ ...ask(), token: 'x' }, CALLBACK.message, { content: 'x' }))).toEqual(['10062 Unknown interaction']);
  });

  it.each([
    ['a command', CALLBACK.update, ask],
    ['a command', CALLBACK.choices, ask],
    ['an autocomplete', CALLBACK.message, (): InteractionView => reader.autocomplete('ask', 'question', {}, { where: channel })],
  ])('of %s cannot be of type %i', async (_what, type, start) => {
    expect(problems(await respond(start(), type, withButton))[0]).toMatch(/^type\[BASE_TYPE_CHOICES\]/);
  });

  it('needs no permission in the channel', async () => {
    discord.permitBot(channel, { deny: ['SEND_MESSAGES', 'EMBED_LINKS'] });
    expect((await respond(ask(), CALLBACK.message, { embeds: [{ title: 'x' }] })).status).toBe(204);
  });
});

describe('a deferred response', () => {
  it('is thinking until it is edited, and pings only then', async () => {
    const asked = ask();
    await respond(asked, CALLBACK.deferredMessage);
    expect(asked).toMatchObject({ status: 'thinking', response: { content: '', flags: FLAG.loading } });
    const edited = await webhook(asked, 'PATCH', '/messages/@original', { content: `${reader.mention}: because` });
    expect(edited).toMatchObject({ status: 200, body: { edited_timestamp: null } });
    expect(asked).toMatchObject({ status: 'answered', response: { flags: 0 } });
    expect(discord.pingedBy(asked.response!)).toEqual([reader.user.id]);
  });

  it('is ephemeral if it was said so at first', async () => {
    const other = discord.user();
    discord.addMember(discord.guild(), other);
    const asked = ask();
    await respond(asked, CALLBACK.deferredMessage, { flags: FLAG.ephemeral });
    await webhook(asked, 'PATCH', '/messages/@original', { content: 'for you' });
    expect(reader.messages(channel)).toMatchObject([{ content: 'for you', flags: FLAG.ephemeral }]);
    const path = `/channels/${channel.id}/messages/${asked.response!.id}`;
    expect(problems(await call(discord, 'GET', path))).toEqual(['10008 Unknown Message']);
  });

  it('is what the first followup becomes', async () => {
    const asked = ask();
    await respond(asked, CALLBACK.deferredMessage);
    await webhook(asked, 'POST', '', { content: 'because' });
    await webhook(asked, 'POST', '', { content: 'and also' });
    expect(asked).toMatchObject({ response: { content: 'because' }, followups: [{ content: 'and also', type: 19 }] });
  });

  it('can be deleted', async () => {
    const asked = ask();
    await respond(asked, CALLBACK.deferredMessage);
    expect((await webhook(asked, 'DELETE', '/messages/@original')).status).toBe(204);
    expect(asked.response).toBeUndefined();
    expect(problems(await webhook(asked, 'GET', '/messages/@original'))).toEqual(['10008 Unknown Message']);
  });
});

describe('a token', () => {
  it('is good for fifteen minutes', async () => {
    const asked = ask();
    await respond(asked, CALLBACK.deferredMessage);
    discord.letTimePass(15 * 60_000 - 1000);
    expect((await webhook(asked, 'PATCH', '/messages/@original', { content: 'just so' })).status).toBe(200);
    discord.letTimePass(2000);
    const late = await webhook(asked, 'PATCH', '/messages/@original', { content: 'late' });
    expect([late.status, problems(late)]).toEqual([401, ['50027 Invalid Webhook Token']]);
  });

  it('reaches its own messages only', async () => {
    const [first, second] = [ask(), ask()];
    await respond(first, CALLBACK.message, { content: 'one' });
    await respond(second, CALLBACK.message, { content: 'two' });
    expect(problems(await webhook(second, 'PATCH', `/messages/${first.response!.id}`, { content: 'x' }))).toEqual([
      '10008 Unknown Message',
    ]);
  });

  it('allows five followups where only the person has installed the app', async () => {
    reader.installApp();
    const elsewhere = discord.channel(discord.guild({ members: [reader], bot: false }));
    const asked = reader.slash('ask', { question: 'why' }, { where: elsewhere });
    await respond(asked, CALLBACK.message, { content: 'x' });
    const statuses: unknown[] = [];
    for (let count = 0; count < 6; count++) statuses.push((await webhook(asked, 'POST', '', { content: `${count}` })).status);
    expect(statuses).toEqual([200, 200, 200, 200, 200, 400]);
  });
});

it('ends with its channel', async () => {
  const [first, second] = [ask(), ask()];
  await respond(first, CALLBACK.deferredMessage);
  discord.deleteChannel(channel);
  expect(problems(await respond(second, CALLBACK.message, { content: 'x' }))).toEqual(['10003 Unknown Channel']);
  expect(problems(await webhook(first, 'PATCH', '/messages/@original', { content: 'x' }))).toEqual(['10003 Unknown Channel']);
});

describe('a button', () => {
  const answered = async (): Promise<Message> => {
    const asked = ask();
    await respond(asked, CALLBACK.message, withButton);
    return asked.response!;
  };

  it('changes its message in place', async () => {
    const pressed = reader.pressButton(await answered(), 'Open');
    await respond(pressed, CALLBACK.update, { content: 'opened', components: [] });
    expect(reader.messages(channel)).toMatchObject([{ content: 'opened', components: [] }]);
  });

  it('can be acknowledged first; "@original" is then its message', async () => {
    const pressed = reader.pressButton(await answered(), 0);
    await respond(pressed, CALLBACK.deferredUpdate);
    expect(pressed.status).toBe('acknowledged');
    await webhook(pressed, 'PATCH', '/messages/@original', { content: 'later' });
    expect(reader.messages(channel)).toMatchObject([{ content: 'later' }]);
  });

  it('is not there to be pressed once it is gone, disabled or unseen', async () => {
    const message = await answered();
    expect(() => reader.pressButton(message, 'Close')).toThrow('There is no button "Close" among ["Open"]');
    const asked = ask();
    await respond(asked, CALLBACK.message, { ...withButton, flags: FLAG.ephemeral });
    const other = discord.user();
    discord.addMember({ id: channel.guild_id ?? '', name: '' }, other);
    expect(() => other.pressButton(asked.response!, 'Open')).toThrow('for somebody else');
    discord.deleteMessage(message);
    expect(() => reader.pressButton(message, 'Open')).toThrow('is gone');
  });

  it('opens a form, which opens none in turn', async () => {
    const pressed = reader.pressButton(await answered(), 'Open');
    await respond(pressed, CALLBACK.modal, modal);
    expect(() => reader.submitModal(pressed, {})).toThrow('The field "text" of the form does not take 0 characters.');
    const sent = reader.submitModal(pressed, { text: 'more' });
    expect(problems(await respond(sent, CALLBACK.modal, modal))[0]).toMatch(/^type/);
    await respond(sent, CALLBACK.update, { content: 'thanks', components: [] });
    expect(reader.messages(channel)).toMatchObject([{ content: 'thanks' }]);
  });
});

describe('a form', () => {
  const field = (more: object): object => ({
    ...modal,
    components: [{ type: 18, label: 'Text', component: { type: 4, style: 1, custom_id: 'x', ...more } }],
  });

  it.each<[object, string]>([
    [{ ...modal, title: 'x'.repeat(46) }, 'data.title[BASE_TYPE_BAD_LENGTH]: Must be between 1 and 45 in length.'],
    [{ ...modal, components: [] }, 'data.components[BASE_TYPE_BAD_LENGTH]: Must be between 1 and 5 in length.'],
    [
      { ...modal, components: modal.components.map((row) => ({ ...row, label: 'x'.repeat(46) })) },
      'data.components.0.label[BASE_TYPE_BAD_LENGTH]: Must be between 1 and 45 in length.',
    ],
    [
      field({ max_length: 4001 }),
      'data.components.0.component.max_length[NUMBER_TYPE_MAX]: int value should be less than or equal to 4000.',
    ],
    [
      field({ placeholder: 'x'.repeat(101) }),
      'data.components.0.component.placeholder[BASE_TYPE_MAX_LENGTH]: Must be 100 or fewer in length.',
    ],
    [field({ custom_id: '' }), 'data.components.0.component.custom_id[BASE_TYPE_BAD_LENGTH]: Must be between 1 and 100 in length.'],
    [
      { ...modal, components: [{ type: 1, components: [{ type: 2, style: 1, label: 'x', custom_id: 'y' }] }] },
      'data.components.0.components.0.type[BASE_TYPE_CHOICES]: Value must be one of {4}.',
    ],
  ])('is not %j', async (data, wrong) => {
    expect(problems(await respond(ask(), CALLBACK.modal, data))).toContain(wrong);
  });
});

describe('autocomplete', () => {
  const typing = (): InteractionView => reader.autocomplete('ask', 'question', { question: 'w' }, { where: channel });
  const choices = (count: number, length = 5): object => ({
    choices: Array.from({ length: count }, () => ({ name: 'n'.repeat(length), value: 'v' })),
  });

  it('takes twenty-five choices of a hundred characters', async () => {
    const typed = typing();
    expect(problems(await respond(typed, CALLBACK.choices, choices(26)))).toEqual([
      'data.choices[BASE_TYPE_MAX_LENGTH]: Must be 25 or fewer in length.',
    ]);
    expect(problems(await respond(typed, CALLBACK.choices, choices(1, 101)))).toEqual([
      'data.choices.0.name[BASE_TYPE_BAD_LENGTH]: Must be between 1 and 100 in length.',
    ]);
    expect((await respond(typed, CALLBACK.choices, choices(25, 100))).status).toBe(204);
    expect(typed.choices).toHaveLength(25);
  });
});

it('gives a message menu the message with its text', async () => {
  const message = reader.sendMessage(channel, 'not meant for the bot');
  const asked = reader.messageMenu('Ask about this', message);
  await respond(asked, CALLBACK.message, { content: 'so' });
  expect(asked.response).toMatchObject({ type: 23, content: 'so' });
});
