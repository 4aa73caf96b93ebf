import { systemClock } from '../../src/chat/index.js';
import { createBotApi } from '../../src/telegram/bot-api.js';
import { createChatPaces } from '../../src/telegram/chat-paces.js';
import { createMessages } from '../../src/telegram/messages.js';
import { createPatientCalls } from '../../src/telegram/patient-calls.js';
import { createTelegramPort } from '../../src/telegram/telegram-port.js';
import { describeFailingPort, describePlatformPort } from '../contracts/platform-port.contract.js';
import { faults, startFakeTelegram } from '../fakes/telegram/index.js';

async function open() {
  const telegram = await startFakeTelegram();
  const chat = telegram.privateChat(telegram.user());
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const calls = createPatientCalls({
    api: createBotApi({ token: telegram.token, apiRoot: telegram.apiRoot, clock: systemClock }),
    clock: systemClock,
    random: Math.random,
    log,
    signal: new AbortController().signal,
    onUnauthorized: () => undefined,
  });
  const port = createTelegramPort({
    calls,
    messages: createMessages(calls),
    paces: createChatPaces(() => Date.now()),
    menus: { setForChat: async () => undefined },
    isAdmin: () => false,
  });
  return {
    port,
    address: { chat: chat.id, isPrivate: true, message: 1 },
    shown: () => telegram.botMessages(chat).map(({ text = '' }) => text),
    close: () => telegram.close(),
    faults: {
      refuse: () => telegram.fail({ fault: faults.refused(403, 'Forbidden: bot was blocked by the user') }),
      limit: () => telegram.fail({ fault: faults.tooManyRequests(1) }),
      loseAnswer: () => telegram.fail({ fault: faults.resetAfter }),
    },
  };
}

describePlatformPort('Telegram', open);
describeFailingPort('Telegram', open);
