import { describeChatAdapter } from '../contracts/chat-adapter.contract.js';
import type { Message } from '../fakes/telegram/index.js';
import { botMessage, buttonsOf, closeBots, quiet, setUpBot } from './set-up.js';

describeChatAdapter(
  'Telegram',
  async ({ clientLanguage, limits, script }) => {
    const { telegram, answers, stores } = await setUpBot({
      ...(limits === undefined ? {} : { limits }),
      ...(script === undefined ? {} : { script }),
    });
    const reader = telegram.user({ language_code: clientLanguage.toLowerCase() });
    const chat = telegram.privateChat(reader);
    let count = 0;
    const seen = () => {
      const message = telegram.botMessages(chat)[count - 1];
      return { text: message?.text ?? '', buttons: buttonsOf(message).flat() };
    };
    const press = async (button: string) => {
      const before = await botMessage(telegram, chat, count);
      const pressed = reader.pressButton(before, button);
      const { text } = await telegram.until(() => pressed.answer);
      await quiet(telegram);
      // A word above the keyboard is all there is, or the message changes.
      if (text === '') await telegram.until(() => JSON.stringify(telegram.shown(before)) !== JSON.stringify(before));
      return seen();
    };
    const isOffered = (button: string) => () => seen().buttons.includes(button);
    return {
      answers,
      stores,
      ask: async (question) => {
        count++;
        reader.sendText(chat, question);
        await botMessage(telegram, chat, count);
        return seen();
      },
      watch: async (question, { thorough = false } = {}) => {
        count++;
        reader.sendText(chat, thorough ? `/think ${question}` : question);
        const message = await botMessage(telegram, chat, count);
        await telegram.until(() => buttonsOf(telegram.shown(message)).length > 0);
        await quiet(telegram);
        const shown = telegram.calls.flatMap(({ method, outcome }) =>
          (method === 'sendMessage' || method === 'editMessageText') && outcome?.ok === true ? [outcome.result as Message] : [],
        );
        if (new Set(shown.map(({ message_id: id }) => id)).size > 1) throw new Error('The answer is more than one message.');
        return shown.map((each) => ({ text: each.text ?? '', buttons: buttonsOf(each).flat() }));
      },
      press,
      complain: async () => {
        await press('👎');
        await telegram.until(isOffered('不完整'));
        return press('不完整');
      },
    };
  },
  closeBots,
);
