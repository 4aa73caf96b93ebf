import { parseInteraction, parseMessage } from '../../src/discord/events.js';
import { routeInteraction } from '../../src/discord/route-interaction.js';
import { routeMessage } from '../../src/discord/route-message.js';
import { routeUpdate } from '../../src/telegram/route-update.js';
import { pick, randomFrom } from '../../bench/benchmark/random.js';
import { lengthUpTo, makeText, spoilt, type MadeText } from './hostile-texts.js';
import { ofCall, type Input, type Kind } from './measure-kind.js';

const bot = { id: 7, username: 'footnote_bot' };
const telegramRules = {
  bot,
  served: { servesChat: () => true, servesPerson: () => true, migrated: () => undefined },
  isAdmin: () => false,
  knownAlbum: () => false,
};
const discordRules = { bot: '7', ownsThread: () => false, canHaveThread: () => true };

/** Beyond what a platform lets anybody write, which is 6,000 characters at most. */
const longest = 100_000;

const openings = ['', '/ask ', '/ask@footnote_bot ', '@footnote_bot ', '<@7> ', '/think ', '/source '];

/** Raw updates as they come over the wire, to what is to be done about them. */
export function createUpdates(seed: number): Kind {
  const random = randomFrom(seed);

  const words = (): MadeText => {
    const length = lengthUpTo(longest, random);
    const { form, text } = random() < 0.8 ? makeText(length, random) : spoilt('@footnote_bot 为什么 o1 更贵？', length, random);
    return { form, text: pick(openings, random) + text };
  };
  const many = <Item>(make: () => Item): Item[] => Array.from({ length: lengthUpTo(1_500, random) }, make);
  const number = (): number => Math.floor(random() * 1e9);
  const person = () => ({ id: number(), is_bot: false, language_code: pick(['zh-hans', 'en', 'x'.repeat(40), ''], random) });

  const telegramMessage = (text: string) => ({
    message_id: number(),
    from: person(),
    chat: { id: -number(), type: pick(['private', 'group', 'supergroup', 'channel', 'nonsense'], random) },
    [pick(['text', 'caption'], random)]: text,
    entities: many(() => ({
      type: pick(['mention', 'text_mention', 'bold'], random),
      offset: number() % 5_000,
      length: 5,
      user: { id: 7 },
    })),
    ...(random() < 0.3 ? { reply_to_message: { message_id: 1, from: { id: 7 }, text }, quote: { text, is_manual: true } } : {}),
  });
  const telegram: readonly ((text: string) => object)[] = [
    (text) => ({ message: telegramMessage(text) }),
    (text) => ({ edited_message: telegramMessage(text) }),
    (text) => ({ inline_query: { id: '1', from: person(), query: text, offset: '' } }),
    (text) => ({
      callback_query: {
        id: '1',
        from: person(),
        data: text.slice(0, 64),
        message: {
          message_id: 1,
          chat: { id: 5, type: 'private' },
          reply_markup: { inline_keyboard: many(() => [{ text: text.slice(0, 100), callback_data: text.slice(0, 64) }]) },
        },
      },
    }),
    (text) => ({ nonsense: text }),
  ];

  const discordMessage = (text: string) => ({
    id: String(number()),
    type: 0,
    channel_id: '5',
    guild_id: '6',
    author: { id: '9' },
    content: text,
    mentions: many(() => ({ id: String(number()) })),
    referenced_message: { author: { id: '7' }, content: text },
  });
  const interaction = (type: number, data: object) => ({
    ...{ id: String(number()), application_id: '1', type, token: 'token', guild_id: '6', channel_id: '5' },
    ...{ member: { user: { id: '9' }, permissions: '0' }, locale: 'zh-CN', message: { id: '3', flags: 64 }, data },
  });
  const interactions: readonly ((text: string) => object)[] = [
    (text) =>
      interaction(2, { type: 1, name: 'ask', options: [{ name: 'question', value: text }, ...many(() => ({ name: text.slice(0, 32) }))] }),
    (text) =>
      interaction(2, { type: 3, name: 'Ask about this', target_id: '3', resolved: { messages: { 3: { id: '3', content: text } } } }),
    (text) => interaction(3, { custom_id: text.slice(0, 100) }),
    (text) => interaction(4, { name: 'ask', options: [{ name: 'question', value: text, focused: true }] }),
    (text) =>
      interaction(5, {
        custom_id: 'follow-up',
        components: many(() => ({ component: { custom_id: 'question', value: text.slice(0, 500) } })),
      }),
  ];

  const deal = (platform: 'telegram' | 'message' | 'interaction', raw: string): void => {
    const update: unknown = JSON.parse(raw);
    if (platform === 'telegram') {
      routeUpdate(update, telegramRules);
    } else if (platform === 'message') {
      const parsed = parseMessage(update);
      if ('event' in parsed) routeMessage(parsed.event, discordRules);
    } else {
      const parsed = parseInteraction(update);
      if ('event' in parsed) routeInteraction(parsed.event, () => true);
    }
  };

  return {
    name: 'update',
    next(): Input {
      const { form, text } = words();
      const platform = pick(['telegram', 'message', 'interaction'] as const, random);
      const made =
        platform === 'telegram'
          ? pick(telegram, random)(text)
          : platform === 'message'
            ? discordMessage(text)
            : pick(interactions, random)(text);
      const raw = JSON.stringify(made);
      return { what: `${platform} of ${raw.length} characters: ${form}`, hold: () => ofCall(() => deal(platform, raw)) };
    },
    close: async () => undefined,
  };
}
