/**
 * A conversation in Telegram, printed as its readers see it: the real adapter, the real answers, telegraf's client, and a fake Bot API server
 * on loopback. Needs no token and no network. `npm run demo:telegram`
 */
import { describeFailure } from '../src/operations/index.js';
import type { FakeTelegram, Message, Person } from '../tests/fakes/telegram/index.js';
import { drawMessage } from './telegram/draw-message.js';
import { withTelegramBot } from './telegram/with-bot.js';

const print = (text: string): void => void process.stdout.write(`${text}\n`);
const heading = (text: string): void => print(`\n━━ ${text} ${'━'.repeat(Math.max(4, 70 - text.length))}\n`);

/** Waits until the bot has said something new in the chat, and prints it. */
async function next(telegram: FakeTelegram, chat: { readonly id: number }, before: number): Promise<Message> {
  const message = await telegram.until(() => telegram.botMessages(chat)[before], { timeoutMs: 30_000 });
  print(drawMessage('Footnote', message));
  return message;
}

async function ask(telegram: FakeTelegram, reader: Person, chat: { readonly id: number }, text: string, name: string): Promise<Message> {
  const before = telegram.botMessages(chat).length;
  print(drawMessage(name, reader.sendText(chat, text)));
  return next(telegram, chat, before);
}

async function press(telegram: FakeTelegram, reader: Person, message: Message, button: string, name: string): Promise<Message> {
  print(`        ${name} presses ${button}\n`);
  const pressed = reader.pressButton(message, button);
  const { text } = await telegram.until(() => pressed.answer, { timeoutMs: 30_000 });
  if (text !== '') print(`        (above the keyboard: ${text})\n`);
  await telegram.until(() => telegram.callsOf('editMessageText').every(({ outcome }) => outcome !== undefined));
  await new Promise((resolve) => setTimeout(resolve, 100));
  const shown = telegram.shown(message) ?? message;
  if (JSON.stringify(shown) !== JSON.stringify(message)) print(drawMessage('Footnote, in place', shown));
  return shown;
}

async function demo(telegram: FakeTelegram): Promise<void> {
  const lin = telegram.user({ first_name: '小林', language_code: 'zh-hans' });
  const mei = telegram.user({ first_name: '阿梅', language_code: 'zh-hant' });
  const sam = telegram.user({ first_name: 'Sam', language_code: 'en' });

  heading('A private chat');
  const chat = telegram.privateChat(lin);
  await ask(telegram, lin, chat, '/start', '小林');
  const answer = await ask(telegram, lin, chat, 'o1为什么更贵？', '小林');
  const opened = await press(telegram, lin, answer, '[1]', '小林');
  const back = await press(telegram, lin, opened, '‹', '小林');
  await press(telegram, lin, back, '👎', '小林');
  await ask(telegram, lin, chat, '那它贵了多少？', '小林');
  await ask(telegram, lin, chat, '北京明天会下雨吗？', '小林');
  await ask(telegram, lin, chat, '/sources', '小林');

  heading('A group, in English, replying to somebody');
  const group = telegram.supergroup({ title: 'AI readers', members: [lin, mei, sam], bot: 'member' });
  const said = mei.sendText(group, 'o1是怎麼思考的？');
  print(drawMessage('阿梅', said));
  const before = telegram.botMessages(group).length;
  print(drawMessage('Sam', sam.sendText(group, '/ask', { replyTo: said })));
  await next(telegram, group, before);
  await ask(telegram, sam, group, '/ask@footnote_bot What can o1 not do yet?', 'Sam');

  heading('Inline, in any chat');
  const view = sam.inlineQuery('o1为什么更贵？');
  print('Sam types: @footnote_bot o1为什么更贵？\n');
  const found = await telegram.until(() => view.answer, { timeoutMs: 30_000 });
  for (const { title, description } of found.results) print(`        ▸ ${String(title)}\n          ${String(description)}`);
  const { message } = sam.chooseInlineResult(view, 0, group);
  print(`\n${drawMessage('Sam, via @footnote_bot', message)}`);
}

try {
  await withTelegramBot(demo);
} catch (error) {
  process.exitCode = 1;
  process.stderr.write(`${describeFailure(error)}\n`);
}
