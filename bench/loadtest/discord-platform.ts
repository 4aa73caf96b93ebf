import { z } from 'zod';
import { textsFor } from '../../src/chat/index.js';
import { createDiscordAdapter } from '../../src/discord/index.js';
import { languages } from '../../src/language/index.js';
import {
  faults,
  startFakeDiscord,
  type CallRecord,
  type FakeDiscord,
  type Fault,
  type GuildRef,
  type InteractionView,
  type Message,
} from '../../tests/fakes/discord/index.js';
import {
  floodingPeople,
  listensWithinMs,
  plansFor,
  type Asked,
  type Delivered,
  type FloodingGroup,
  type PlatformServer,
  type Room,
  type Way,
} from './platform.js';

/** Longer silences than a load test is long are left to the adapter's own tests. */
const ways: readonly Way<Fault>[] = [
  { fault: faults.internalError, part: 0.25 },
  { fault: faults.unavailable, part: 0.1 },
  { fault: faults.badGateway, part: 0.15 },
  { fault: faults.tooManyRequests(1), part: 0.15 },
  { fault: faults.tooManyRequests(1, 'shared'), part: 0.05 },
  { fault: faults.resetBefore, part: 0.15 },
  { fault: faults.slow(300), part: 0.1 },
  { fault: faults.resetAfter, part: 0.05 },
];

const ephemeral = 64;
const post = 'POST /channels/{channel.id}/messages';
const respond = 'PATCH /webhooks/{application.id}/{interaction.token}/messages/{message.id}';
const sentBody = z.object({ nonce: z.string() });
const shownMessage = z.object({
  id: z.string(),
  channel_id: z.string(),
  content: z.string(),
  embeds: z.array(z.object({ description: z.string().optional() })),
});
const workings = languages.map((language) => textsFor(language).forms.working);

export async function startDiscordPlatform(): Promise<PlatformServer> {
  const discord = await startFakeDiscord();
  const guild = discord.guild({ name: 'Readers' });
  /** Interactions by their tokens, as calls name them, and by their ids, as questions do. */
  const commands = new Map<string, InteractionView>();
  const unfinished = new Set<CallRecord>();
  const counted = new Set<string>();
  let seen = 0;

  /** An interaction's answer is told by the token; a message's nonce begins with the id of what it answers, and ends with its part's number. */
  const questionOf = (call: CallRecord): string | undefined => {
    if (`${call.method} ${call.route}` === respond) return commands.get(call.params['interaction.token'] ?? '')?.id;
    const [, question] = /^(\d+)-0/.exec(sentBody.safeParse(call.body).data?.nonce ?? '') ?? [];
    return question;
  };

  const deliveredBy = (call: CallRecord): Delivered | undefined => {
    const { outcome, atMs, fault } = call;
    const question = questionOf(call);
    const sent = outcome?.status === 200 ? shownMessage.safeParse(outcome.body).data : undefined;
    if (question === undefined || sent === undefined || counted.has(sent.id)) return undefined;
    const text = wordsOf(sent);
    if (workings.some((working) => text.includes(working))) return undefined;
    counted.add(sent.id);
    const shownIn = { platform: 'discord', chat: sent.channel_id, message: sent.id } as const;
    return { question, shownIn, atMs, text, wasTold: fault !== 'reset' };
  };

  const delivered = (): readonly Delivered[] => {
    for (; seen < discord.calls.length; seen++) {
      const call = discord.calls[seen];
      if (call !== undefined && [post, respond].includes(`${call.method} ${call.route}`)) unfinished.add(call);
    }
    const ended = [...unfinished].filter(({ outcome }) => outcome !== undefined);
    for (const call of ended) unfinished.delete(call);
    return ended.flatMap((call) => deliveredBy(call) ?? []);
  };

  const onCommand = (view: InteractionView): void => {
    commands.set(view.token, view);
    commands.set(view.id, view);
  };

  return {
    name: 'discord',
    platforms: ['discord'],
    environment: { DISCORD_TOKEN: discord.token, DISCORD_API_ROOT: discord.apiRoot },
    createAdapters: ({ stores, ...parts }) => [
      createDiscordAdapter({
        token: discord.token,
        apiRoot: discord.apiRoot,
        admins: [],
        shards: 1,
        deliveries: stores.deliveries,
        ...parts,
      }),
    ],
    listens: async () => {
      await discord.until(() => discord.gateway.connected > 0, { timeoutMs: listensWithinMs, what: 'the bot to listen' });
    },
    openRoom: () => openRoom(discord, guild, onCommand),
    openFloodingGroup: () => openFloodingGroup(discord, guild),
    // What comes while nobody listens is gone; of a message nobody is shown that it was taken.
    isPromised: ({ id }) => commands.get(id)?.acknowledgedAfterMs !== undefined,
    acknowledgedAfterMs: ({ id }) => {
      const command = commands.get(id);
      return command === undefined ? undefined : (command.acknowledgedAfterMs ?? Infinity);
    },
    recognisesRepeats: () => true,
    strike: (share) => plansFor(ways, share).forEach((plan) => discord.fail(plan)),
    calm: () => discord.clearFaults(),
    delivered,
    openCitation: async ({ question, shownIn }) => {
      const message = discord.messages({ id: shownIn.chat }).find(({ id }) => id === shownIn.message);
      if (message === undefined) throw new Error(`The answer to ${question} is not there any more.`);
      const reader = discord.user();
      discord.addMember(guild, reader);
      const pressed = reader.pressButton(message, '[1]');
      const opened = (): Message | false | undefined => pressed.status === 'answered' && pressed.response;
      return wordsOf(await discord.until(opened, { timeoutMs: 30_000, what: 'the citation to open' }));
    },
    get callCount() {
      return discord.calls.length;
    },
    get struckCount() {
      return discord.calls.filter(({ fault }) => fault !== undefined).length;
    },
    get impatientCount() {
      return discord.impatientCalls.length;
    },
    close: () => discord.close(),
  };
}

function openRoom(discord: FakeDiscord, guild: GuildRef, onCommand: (view: InteractionView) => void): Room {
  const channel = discord.channel(guild);
  let turn = 0;
  return {
    id: channel.id,
    ask: (text): Asked => {
      const atMs = Date.now();
      // Discord lets go of a session that nobody resumes, and with it of what it would have sent again.
      if (discord.gateway.connected === 0) discord.gateway.forgetSessions();
      const reader = discord.user({ locale: 'zh-CN' });
      discord.addMember(guild, reader);
      const asked = { platform: 'discord', room: channel.id, turn, atMs } as const;
      // By command and by mention in turn; before the bot's first start no commands are offered.
      if (turn++ % 2 === 0 && discord.commands().length > 0) {
        const view = reader.slash('ask', { question: text }, { where: channel });
        onCommand(view);
        return { ...asked, id: view.id };
      }
      return { ...asked, id: reader.sendMessage(channel, `<@${discord.bot.id}> ${text}`).id };
    },
  };
}

function openFloodingGroup(discord: FakeDiscord, guild: GuildRef): FloodingGroup {
  const channel = discord.channel(guild);
  const people = Array.from({ length: floodingPeople }, () => discord.user({ locale: 'zh-CN' }));
  for (const person of people) discord.addMember(guild, person);
  const answer = (): Message | undefined => discord.botMessages(channel)[0];
  let asked: Message | undefined;
  let count = 0;
  return {
    prepare: async (question) => {
      asked = people[0]?.sendMessage(channel, `<@${discord.bot.id}> ${question}`);
      await discord.until(answer, { timeoutMs: listensWithinMs, what: 'an answer to press the buttons of' });
    },
    pour: (kind) => {
      const person = people[++count % people.length];
      switch (kind) {
        case 'commands':
          return void person?.slash('help', {}, { where: channel });
        case 'inline queries':
          return void person?.autocomplete('ask', 'question', { question: `query ${count}` }, { where: channel });
        case 'edits':
          return void (asked !== undefined && people[0]?.editMessage(asked, `<@${discord.bot.id}> question ${count}`));
        case 'presses': {
          const message = answer();
          if (message !== undefined) person?.pressButton(message, '[1]');
        }
      }
    },
    get messageCount() {
      // What one person alone sees is no message to the channel.
      return discord.botMessages(channel).filter(({ flags }) => (flags & ephemeral) === 0).length;
    },
  };
}

function wordsOf({ content, embeds }: Pick<Message, 'content' | 'embeds'> | z.infer<typeof shownMessage>): string {
  return [content, ...embeds.map(({ description }) => description ?? '')].join('\n').trim();
}
