/**
 * A conversation in Discord, printed as its readers see it: the real adapter, the real answers, discord.js, and a fake Discord on loopback.
 * Needs no token and no network. `npm run demo:discord`
 */
import { describeFailure } from '../src/operations/index.js';
import type { FakeDiscord, InteractionView, Message } from '../tests/fakes/discord/index.js';
import { drawMessage } from './discord/draw-message.js';
import { withDiscordBot, type Readers } from './discord/with-bot.js';

const patience = { timeoutMs: 30_000 };
const print = (text: string): void => void process.stdout.write(`${text}\n`);
const heading = (text: string): void => print(`\n━━ ${text} ${'━'.repeat(Math.max(4, 70 - text.length))}\n`);

async function shown(discord: FakeDiscord, view: InteractionView): Promise<Message> {
  const message = await discord.until(() => view.status === 'answered' && view.response, patience);
  print(drawMessage('Footnote', message));
  return message;
}

async function next(discord: FakeDiscord, channel: { readonly id: string }, before: number): Promise<Message> {
  const message = await discord.until(() => discord.botMessages(channel)[before], patience);
  print(drawMessage('Footnote', message));
  return message;
}

async function demo(discord: FakeDiscord, { lin, mei, sam }: Readers, channel: { readonly id: string }): Promise<void> {
  heading('A server: slash command, passage, feedback');
  const typing = lin.autocomplete('提问', 'question', { question: 'o1' }, { where: channel });
  const choices = await discord.until(() => typing.choices, patience);
  print(
    `小林 types: /提问 o1\n${choices
      .slice(0, 3)
      .map(({ name }) => `        ▸ ${name}`)
      .join('\n')}\n`,
  );
  const answer = await shown(discord, lin.slash('提问', { question: 'o1为什么更贵？' }, { where: channel }));
  print('        阿梅 presses [1]\n');
  await shown(discord, mei.pressButton(answer, '[1]'));
  print('        小林 presses 👎, and a form opens\n');
  const form = lin.pressButton(answer, '👎');
  const { title } = await discord.until(() => form.modal, patience);
  print(`        (${title})\n`);
  await shown(discord, lin.submitModal(form, { reason: 'incomplete', comment: '' }));

  heading('A follow-up by form, and a thread');
  const followUp = lin.pressButton(answer, '追问');
  await discord.until(() => followUp.modal, patience);
  await shown(discord, lin.submitModal(followUp, { question: '那它贵了多少？' }));
  await shown(discord, lin.pressButton(answer, '在子区里继续'));
  const thread = { id: answer.id };
  const before = discord.botMessages(thread).length;
  const asked = lin.sendMessage(thread, 'o1是怎么思考的？');
  print(drawMessage('小林, in the thread', asked));
  await next(discord, thread, before);

  heading('A mention, in English, and what the article does not say');
  const inChannel = discord.botMessages(channel).length;
  print(drawMessage('Sam', sam.sendMessage(channel, `<@${discord.bot.id}> What can o1 not do yet?`)));
  await next(discord, channel, inChannel);
  await shown(discord, sam.slash('ask', { question: 'Will it rain in Beijing tomorrow?', private: true }, { where: channel }));

  heading('The message menu, and a private message');
  const said = mei.sendMessage(channel, 'o1是怎麼思考的？');
  print(drawMessage('阿梅', said));
  await shown(discord, sam.messageMenu('Ask about this', said));
  print(drawMessage('阿梅, in private', mei.dm('o1跟GPT-4o有什麼不同？')));
  await next(discord, mei.dmChannel, 0);
}

try {
  await withDiscordBot(demo);
} catch (error) {
  process.exitCode = 1;
  process.stderr.write(`${describeFailure(error)}\n`);
}
