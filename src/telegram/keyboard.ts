import { decodeAction, encodeAction, type ReplyAction } from '../chat/index.js';
import type { Press } from './address.js';
import { isWebAddress } from './markup.js';

export type Button = { readonly text: string; readonly callback_data: string } | { readonly text: string; readonly url: string };
/** As Telegram sends it back. */
export type ShownKeyboard = NonNullable<Press['keyboard']>;
export type Keyboard = readonly (readonly Button[])[];

const mostButtonsInRow = 8;
const mostButtons = 100;

/** Rows of at most eight buttons; a button that Telegram would not take is left out. */
export function renderKeyboard(actions: readonly (readonly ReplyAction[])[]): Keyboard {
  let left = mostButtons;
  return actions
    .map((row) => row.flatMap(renderButton))
    .flatMap(rows)
    .flatMap((row) => {
      const kept = row.slice(0, left);
      left -= kept.length;
      return kept.length === 0 ? [] : [kept];
    });
}

function renderButton({ label, does }: ReplyAction): readonly Button[] {
  const text = label.trim();
  if (text === '') return [];
  if (does.kind === 'open-url') return isWebAddress(does.url) ? [{ text, url: does.url }] : [];
  return [{ text, callback_data: encodeAction(does) }];
}

/** Rows of nearly the same length, so that nine buttons are five and four, not eight and one. */
function rows(row: readonly Button[]): Keyboard {
  const count = Math.ceil(row.length / mostButtonsInRow);
  const width = Math.ceil(row.length / count);
  return Array.from({ length: count }, (_, index) => row.slice(index * width, (index + 1) * width));
}

/** The keyboard without the buttons that ask for a reason; `undefined` where it has none. */
export function withoutReasons(keyboard: ShownKeyboard): ShownKeyboard | undefined {
  const kept = keyboard.filter(
    (row) => !row.some(({ callback_data: data }) => data !== undefined && decodeAction(data)?.kind === 'give-reason'),
  );
  return kept.length === keyboard.length ? undefined : kept;
}

/** Of a keyboard as Telegram sent it back: the buttons that we can send again. */
export function asKeyboard(rows: ShownKeyboard): Keyboard {
  return rows.map((row) =>
    row.flatMap(({ text, callback_data: data, url }): Keyboard[number] => {
      if (data !== undefined) return [{ text, callback_data: data }];
      return typeof url === 'string' ? [{ text, url }] : [];
    }),
  );
}
