/** Draws the answers that the README shows, from the real bot's messages on the fakes: `npm run pictures`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeFailure } from '../src/operations/index.js';
import { withDiscordBot } from './discord/with-bot.js';
import { drawChat, type Bubble, type Palette } from './pictures/draw-chat.js';
import { linesOfEmbed, linesOfMessage } from './pictures/read-messages.js';
import { withTelegramBot } from './telegram/with-bot.js';

const folder = join(import.meta.dirname, '..', 'docs', 'images');
const patience = { timeoutMs: 30_000 };
const question = 'o1为什么更贵？';
const light: Palette = {
  ...{ background: '#dfe7ee', reader: '#e3fbd1', bot: '#ffffff', text: '#16202a' },
  ...{ faint: '#3f4c58', accent: '#2f7cc4', button: '#cfdbe6' },
};
const dark: Palette = {
  ...{ background: '#313338', reader: '#404249', bot: '#2b2d31', text: '#e6e7ea' },
  ...{ faint: '#b9bcc4', accent: '#8ea1ff', button: '#43464e' },
};

function write(name: string, bubbles: readonly Bubble[], palette: Palette): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), drawChat(bubbles, palette));
}

async function drawTelegram(): Promise<void> {
  await withTelegramBot(async (telegram) => {
    const reader = telegram.user({ first_name: '小林', language_code: 'zh-hans' });
    const chat = telegram.privateChat(reader);
    reader.sendText(chat, question);
    const answer = await telegram.until(() => telegram.botMessages(chat)[0], patience);
    write('telegram.svg', [asked, answered(linesOfMessage(answer), buttonsOf(answer.reply_markup?.inline_keyboard ?? []))], light);
  });
}

async function drawDiscord(): Promise<void> {
  await withDiscordBot(async (discord, { lin }, channel) => {
    const view = lin.slash('提问', { question }, { where: channel });
    const answer = await discord.until(() => view.status === 'answered' && view.response, patience);
    const rows = answer.components.map(({ components = [] }) => components.map(({ label = '' }) => label));
    write('discord.svg', [asked, answered(answer.embeds.flatMap(linesOfEmbed), rows)], dark);
  });
}

const asked: Bubble = { author: '小林', isReader: true, lines: [{ pieces: [{ text: question }], isQuoted: false }], buttons: [] };

function answered(lines: Bubble['lines'], buttons: Bubble['buttons']): Bubble {
  return { author: 'Footnote', isReader: false, lines, buttons };
}

function buttonsOf(rows: readonly (readonly { readonly text: string }[])[]): string[][] {
  return rows.map((row) => row.map(({ text }) => text));
}

try {
  await drawTelegram();
  await drawDiscord();
} catch (error) {
  process.exitCode = 1;
  process.stderr.write(`${describeFailure(error)}\n`);
}
