import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readMessage } from '../../src/telegram/incoming-message.js';
import { parseUpdate, type TelegramMessage } from '../../src/telegram/updates.js';

const bot = { id: 7, username: 'footnote_bot' };

function message(fields: Readonly<Record<string, unknown>>, type = 'supergroup'): TelegramMessage {
  const parsed = parseUpdate({ message: { message_id: 1, chat: { id: type === 'private' ? 5 : -5, type }, from: { id: 5 }, ...fields } });
  if ('problem' in parsed || parsed.update.message === undefined) throw new Error(JSON.stringify(parsed));
  return parsed.update.message;
}

describe('what a message says', () => {
  it.each([
    ['@footnote_bot why?', 'why?'],
    ['why, @Footnote_Bot?', 'why?'],
    ['@footnote_bot：为什么', '为什么'],
    ['  @footnote_bot\n为什么', '为什么'],
    ['@footnote_bot', ''],
  ])('in a group: %j asks %j', (text, asked) => {
    expect(readMessage(message({ text }), bot)).toEqual({ kind: 'question', text: asked });
  });

  it.each(['why?', '@footnote_bot2 why?', 'mail@footnote_bot.example', 'https://t.me/@footnote_bot', '/ask@other why', '/unknown'])(
    'in a group: %j is not for the bot',
    (text) => {
      expect(readMessage(message({ text }), bot)).toBeUndefined();
    },
  );

  it.each([
    ['/ask why?', 'ask', 'why?'],
    ['/ASK@footnote_bot\nwhy?', 'ask', 'why?'],
    ['/ask @footnote_bot why?', 'ask', 'why?'],
    ['/source 2', 'source', '2'],
    ['/start deep-link', 'start', 'deep-link'],
    ['/whatever@footnote_bot', 'help', ''],
  ])('%j is a command', (text, name, argument) => {
    expect(readMessage(message({ text }), bot)).toEqual({ kind: 'command', name, argument });
  });

  it('is read from a caption, too, and from a link to the bot by its number', () => {
    expect(readMessage(message({ caption: '/ask why?', photo: [] }), bot)).toEqual({ kind: 'command', name: 'ask', argument: 'why?' });
    const entities = [{ type: 'text_mention', offset: 0, length: 4, user: { id: 7 } }];
    expect(readMessage(message({ text: '脚注 酱 why?', entities }), bot)).toEqual({ kind: 'question', text: 'why?' });
  });

  it('is nothing where it is service or our own inline result', () => {
    expect(readMessage(message({ new_chat_members: [] }, 'private'), bot)).toBeUndefined();
    expect(readMessage(message({ text: 'why?', via_bot: { id: 7 } }, 'private'), bot)).toBeUndefined();
    expect(readMessage(message({ text: 'why?', via_bot: { id: 8 } }, 'private'), bot)).toEqual({ kind: 'question', text: 'why?' });
  });

  it('never breaks, whatever is written, also for a bot without a name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.boolean(), (text, named) => {
        readMessage(message({ text }, 'private'), named ? bot : { id: 7, username: undefined });
      }),
    );
  });

  it('never breaks, whatever an update holds', () => {
    fc.assert(
      fc.property(fc.anything({ maxDepth: 4 }), (update) => {
        parseUpdate(update);
        parseUpdate({ update_id: 1, message: update });
      }),
    );
  });
});
