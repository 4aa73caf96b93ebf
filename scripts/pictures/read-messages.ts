import type { Message as DiscordMessage } from '../../tests/fakes/discord/index.js';
import type { Message as TelegramMessage } from '../../tests/fakes/telegram/index.js';
import type { Line, Piece } from './draw-chat.js';

/** A Telegram message's lines, bold and quoted where its entities say so. */
export function linesOfMessage({ text = '', entities = [] }: TelegramMessage): Line[] {
  const isWithin = (at: number, isWanted: (type: string) => boolean): boolean =>
    entities.some(({ type, offset, length }) => isWanted(type) && at >= offset && at < offset + length);
  let at = 0;
  return text.split('\n').map((line) => {
    const pieces = [...line].map((character): Piece => {
      const piece = { text: character, isBold: isWithin(at, (type) => type === 'bold') };
      at += character.length;
      return piece;
    });
    const isQuoted = isWithin(at - line.length, (type) => type.endsWith('blockquote'));
    at++;
    return { pieces, isQuoted };
  });
}

/** An embed's lines: its head, its Markdown, its footer. */
export function linesOfEmbed({ author, description = '', footer }: DiscordMessage['embeds'][number]): Line[] {
  const head = author === undefined ? [] : [author.name, ''];
  const foot = footer === undefined ? [] : ['', ...footer.text.split('\n')];
  const plain = (text: string): Line => ({ pieces: [{ text }], isQuoted: false });
  return [...head.map(plain), ...description.split('\n').map(lineOfMarkdown), ...foot.map(plain)];
}

function lineOfMarkdown(line: string): Line {
  const isQuoted = /^> ?/u.test(line);
  const pieces = line
    .replace(/^> ?/u, '')
    .split('**')
    .map((text, at): Piece => ({ text: text.replace(/\\(.)/gu, '$1'), isBold: at % 2 === 1 }));
  return { pieces, isQuoted };
}
