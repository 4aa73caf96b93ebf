import { describeChatAdapter } from '../contracts/chat-adapter.contract.js';
import type { InteractionView, Message } from '../fakes/discord/index.js';
import { buttonsOf, closeBots, responseTo, setUpBot, wordsOf } from './set-up.js';

const original = '/webhooks/{application.id}/{interaction.token}/messages/{message.id}';

describeChatAdapter(
  'Discord',
  async ({ clientLanguage, limits, script }) => {
    const { discord, reader, channel, answers, stores } = await setUpBot({
      locale: clientLanguage,
      ...(limits === undefined ? {} : { limits }),
      ...(script === undefined ? {} : { script }),
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
      watch: async (question, { thorough = false } = {}) => {
        const view = reader.slash('ask', { question, ...(thorough ? { think: true } : {}) }, { where: channel });
        await discord.until(() => buttonsOf(view.response).length > 0);
        if (discord.botMessages(channel).length > 1) throw new Error('The answer is more than one message.');
        const shown = discord.callsTo('PATCH', original).map(({ outcome }) => outcome?.body as Message);
        return shown.map((message) => ({ text: wordsOf(message), buttons: buttonsOf(message).flat() }));
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
