import type { Message, MessageEntity } from '../../tests/fakes/telegram/index.js';

/** How a message looks to its readers, for a terminal: quotations with a bar, what is strong between asterisks, links underlined, buttons. */
export function drawMessage(
  author: string,
  { text = '', entities = [], reply_markup: markup, reply_to_message: replied }: Message,
): string {
  const quoted = replied === undefined ? [] : [`  ↩ ${(replied.text ?? '').split('\n')[0] ?? ''}`];
  const buttons = (markup?.inline_keyboard ?? []).map((row) => `  ${row.map((button) => `⟦ ${button.text} ⟧`).join(' ')}`);
  return [`${author}:`, ...quoted, ...draw(text, entities).map((line) => `  ${line}`), ...buttons, ''].join('\n');
}

function draw(text: string, entities: readonly MessageEntity[]): readonly string[] {
  const marks = new Map<number, string>();
  const put = (at: number, mark: string): void => void marks.set(at, `${marks.get(at) ?? ''}${mark}`);
  for (const { type, offset, length } of entities) {
    if (type === 'bold') [offset, offset + length].forEach((at) => put(at, '**'));
    if (type === 'italic' || type === 'text_link') [offset, offset + length].forEach((at) => put(at, '_'));
    if (type === 'code') [offset, offset + length].forEach((at) => put(at, '`'));
  }
  const bars = entities.filter(({ type }) => type.endsWith('blockquote'));
  let line = '';
  const lines: string[] = [];
  for (let at = 0; at <= text.length; at++) {
    if (line === '') line = bars.some(({ offset, length }) => at >= offset && at < offset + length) ? '┃ ' : '';
    line += marks.get(at) ?? '';
    if (at === text.length || text[at] === '\n') {
      lines.push(line);
      line = '';
    } else line += text[at] ?? '';
  }
  return lines;
}
