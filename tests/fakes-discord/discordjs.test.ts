import {
  ActionRowBuilder,
  ButtonBuilder,
  ButtonStyle,
  type Client,
  EmbedBuilder,
  Events,
  type Interaction,
  LabelBuilder,
  type Message,
  MessageFlags,
  ModalBuilder,
  type SendableChannels,
  SlashCommandBuilder,
  TextInputBuilder,
  TextInputStyle,
} from 'discord.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Channel, type FakeDiscord, faults, type GuildRef, type Person, startFakeDiscord } from '../fakes/discord/index.js';
import { createClient, loggedIn } from './client.js';

describe('the real discord.js client against the fake', () => {
  let discord: FakeDiscord;
  let client: Client;
  let reader: Person;
  let guild: GuildRef;
  let channel: Channel;

  beforeEach(async () => {
    discord = await startFakeDiscord();
    reader = discord.user({ username: 'ann', locale: 'zh-CN' });
    guild = discord.guild({ name: 'Readers', members: [reader], locale: 'zh-TW' });
    channel = discord.channel(guild);
    client = createClient(discord);
  });

  afterEach(async () => {
    await client.destroy();
    await discord.close();
  });

  const onInteraction = (act: (interaction: Interaction) => Promise<unknown>): void => {
    client.on(Events.InteractionCreate, (interaction) => void act(interaction));
  };
  const onMessage = (act: (message: Message) => Promise<unknown>): void => {
    client.on(Events.MessageCreate, (message) => void (message.author.bot ? undefined : act(message)));
  };
  const register = async (): Promise<void> => {
    const ask = new SlashCommandBuilder()
      .setName('ask')
      .setNameLocalization('zh-CN', '提问')
      .setDescription('Ask the article')
      .addStringOption((option) => option.setName('question').setDescription('The question').setRequired(true).setAutocomplete(true))
      .addBooleanOption((option) => option.setName('private').setDescription('For you alone'));
    await (await loggedIn(client, discord)).application.commands.set([ask]);
  };
  const buttons = (...labels: string[]): ActionRowBuilder<ButtonBuilder> =>
    new ActionRowBuilder<ButtonBuilder>().addComponents(
      labels.map((label) => new ButtonBuilder().setCustomId(`open:${label}`).setLabel(label).setStyle(ButtonStyle.Secondary)),
    );

  it('logs in and knows its servers', async () => {
    const ready = await loggedIn(client, discord);
    expect(ready.user.username).toBe('Footnote');
    expect(ready.guilds.cache.get(guild.id)).toMatchObject({ name: 'Readers', preferredLocale: 'zh-TW' });
    expect(ready.channels.cache.get(channel.id)).toMatchObject({ name: 'general' });
  });

  it('defers a slash command, and edits the answer in', async () => {
    onInteraction(async (interaction) => {
      if (!interaction.isChatInputCommand()) return;
      await interaction.deferReply();
      const embed = new EmbedBuilder().setDescription(`${interaction.options.getString('question', true)} ${interaction.locale}`);
      await interaction.editReply({ embeds: [embed], components: [buttons('[1]', '[2]')] });
    });
    await register();
    const asked = reader.slash('ask', { question: '思维链？' }, { where: channel });
    await discord.until(() => asked.status === 'answered');
    expect(asked).toMatchObject({ callback: 5, response: { embeds: [{ description: '思维链？ zh-CN' }], flags: 0 } });
    expect(discord.botMessages(channel)).toHaveLength(1);
    expect(discord.refusedCalls).toEqual([]);
  });

  it('shows an ephemeral passage to the person who pressed, and to nobody else', async () => {
    const other = discord.user();
    discord.addMember(guild, other);
    onMessage((message) => message.reply({ content: 'answer', components: [buttons('[1]')] }));
    onInteraction(async (interaction) => {
      if (interaction.isButton()) await interaction.reply({ content: `passage ${interaction.customId}`, flags: MessageFlags.Ephemeral });
    });
    await loggedIn(client, discord);
    reader.sendMessage(channel, `<@${discord.bot.id}> why?`);
    const answer = await discord.until(() => discord.botMessages(channel)[0]);
    const pressed = other.pressButton(answer, '[1]');
    const passage = await discord.until(() => pressed.response);
    expect(other.sees(passage)).toMatchObject({ content: 'passage open:[1]' });
    expect(reader.sees(passage)).toBeUndefined();
    expect(reader.messages(channel)).toHaveLength(2);
  });

  it('opens a form from a button, and answers what was written in it', async () => {
    onMessage((message) => message.reply({ content: 'answer', components: [buttons('Ask on')] }));
    onInteraction(async (interaction) => {
      const field = new TextInputBuilder().setCustomId('text').setStyle(TextInputStyle.Paragraph).setMaxLength(10);
      const label = new LabelBuilder().setLabel('Your question').setTextInputComponent(field);
      if (interaction.isButton())
        await interaction.showModal(new ModalBuilder().setCustomId('more').setTitle('Ask on').addLabelComponents(label));
      if (interaction.isModalSubmit()) await interaction.reply(`you asked ${interaction.fields.getTextInputValue('text')}`);
    });
    await loggedIn(client, discord);
    reader.dm('why?');
    const answer = await discord.until(() => discord.botMessages(reader.dmChannel)[0]);
    const pressed = reader.pressButton(answer, 'Ask on');
    await discord.until(() => pressed.modal);
    expect(() => reader.submitModal(pressed, { text: 'more than ten' })).toThrow('does not take 13 characters');
    const sent = reader.submitModal(pressed, { text: 'why not' });
    expect(await discord.until(() => sent.response)).toMatchObject({ content: 'you asked why not' });
  });

  it('suggests what to ask while somebody types', async () => {
    onInteraction(async (interaction) => {
      if (!interaction.isAutocomplete()) return;
      const typed = interaction.options.getFocused();
      await interaction.respond([{ name: `${typed}?`, value: typed }]);
    });
    await register();
    const typing = reader.autocomplete('提问', 'question', { question: '思维' });
    expect(await discord.until(() => typing.choices)).toEqual([{ name: '思维?', value: '思维' }]);
    expect(() => reader.autocomplete('ask', 'private')).toThrow('has no autocomplete');
  });

  it('goes on in a thread', async () => {
    onMessage(async (message) => {
      if (message.channel.isThread()) return await message.channel.send(`thread: ${message.cleanContent}`);
      const thread = await message.startThread({ name: 'Questions' });
      return await thread.send('go on');
    });
    await loggedIn(client, discord);
    const question = reader.sendMessage(channel, `<@${discord.bot.id}> why?`);
    await discord.until(() => discord.shown(question)?.thread);
    const thread = { id: question.id };
    await discord.until(() => discord.botMessages(thread).length === 1);
    reader.sendMessage(thread, `<@${discord.bot.id}> and then?`);
    await discord.until(() => discord.botMessages(thread).at(-1)?.content.includes('and then?'));
    expect(discord.shown(question)).toMatchObject({ flags: 32, thread: { name: 'Questions' } });
  });

  it('waits out a 429 before it sends again', async () => {
    const ready = await loggedIn(client, discord);
    discord.fail({ route: '/channels/{channel.id}/messages', fault: faults.tooManyRequests(0.3) });
    await (ready.channels.cache.get(channel.id) as SendableChannels).send('late');
    expect(discord.botMessages(channel)).toHaveLength(1);
    const [first, second] = discord.callsTo('POST', '/channels/{channel.id}/messages');
    expect((second?.atMs ?? 0) - (first?.atMs ?? 0)).toBeGreaterThanOrEqual(300);
    expect(discord.impatientCalls).toEqual([]);
  });

  it('tries again after a 500 and after a lost connection', async () => {
    const ready = await loggedIn(client, discord);
    discord.fail({ route: '/channels/{channel.id}/messages', fault: faults.internalError });
    discord.fail({ route: '/channels/{channel.id}/messages', fault: faults.resetBefore });
    await (ready.channels.cache.get(channel.id) as SendableChannels).send('at last');
    expect(discord.callsTo('POST', '/channels/{channel.id}/messages')).toHaveLength(3);
    expect(discord.botMessages(channel)).toHaveLength(1);
  });

  it('sees the errors of a refused message as discord.js reports them', async () => {
    const ready = await loggedIn(client, discord);
    const sending = (ready.channels.cache.get(channel.id) as SendableChannels).send('x'.repeat(2001));
    await expect(sending).rejects.toMatchObject({
      code: 50035,
      message: expect.stringContaining('content[BASE_TYPE_MAX_LENGTH]') as string,
    });
  });
});
