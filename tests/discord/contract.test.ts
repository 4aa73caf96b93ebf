import { describeChatAdapter } from '../contracts/chat-adapter.contract.js';
import type { InteractionView, Message } from '../fakes/discord/index.js';
import { buttonsOf, closeBots, responseTo, setUpBot, wordsOf } from './set-up.js';

describeChatAdapter(
  'Discord',
  async ({ clientLanguage, limits }) => {
    const { discord, reader, channel, answers, stores } = await setUpBot({
      locale: clientLanguage,
      ...(limits === undefined ? {} : { limits }),
    });
    let latest: Message | undefined;
    const seen = async (view: InteractionView) => {
      const message = await responseTo(discord, view);
      return { message, text: wordsOf(message), buttons: buttonsOf(message).flat() };
    };
    const answer = (): Message => {
      if (latest === undefined) throw new Error('Nothing has been answered yet.');
      return latest;
    };
    return {
      answers,
      stores,
      ask: async (question) => {
        const { message, ...shown } = await seen(reader.slash('ask', { question }, { where: channel }));
        latest = message;
        return shown;
      },
      press: (button) => seen(reader.pressButton(answer(), button)),
      complain: async () => {
        const form = reader.pressButton(answer(), '👎');
        await discord.until(() => form.modal);
        return seen(reader.submitModal(form, { reason: 'incomplete' }));
      },
    };
  },
  closeBots,
);
