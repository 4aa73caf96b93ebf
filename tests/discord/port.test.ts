import { createDraftPace, systemClock } from '../../src/chat/index.js';
import type { Address } from '../../src/discord/address.js';
import { createCalls } from '../../src/discord/calls.js';
import { createDiscordPort, draftGapMs } from '../../src/discord/discord-port.js';
import { createMessages } from '../../src/discord/messages.js';
import { describeFailingPort, describePlatformPort } from '../contracts/platform-port.contract.js';
import { faults, startFakeDiscord } from '../fakes/discord/index.js';
import { wordsOf } from './set-up.js';

async function open() {
  const discord = await startFakeDiscord();
  const reader = discord.user({ username: 'ann', locale: 'zh-CN' });
  const guild = discord.guild({ name: 'Readers', members: [reader] });
  const channel = discord.channel(guild);
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const calls = createCalls({
    token: discord.token,
    apiRoot: discord.apiRoot,
    clock: systemClock,
    random: Math.random,
    log,
    signal: new AbortController().signal,
    onUnauthorized: () => undefined,
  });
  const port = createDiscordPort({
    calls,
    messages: createMessages(calls, () => undefined),
    places: { lacks: () => [] },
    pace: createDraftPace({ gapMs: draftGapMs }, () => Date.now()),
    openThread: async () => undefined,
    isAdmin: () => false,
    log,
  });
  const asked = reader.sendMessage(channel, '?');
  const address: Address = {
    ...{ id: asked.id, channel: channel.id, guild: guild.id, user: reader.user.id, thread: true, member: true },
    replyRoute: { kind: 'message' },
  };
  return {
    port,
    address,
    shown: () => discord.botMessages(channel).map(wordsOf),
    close: () => discord.close(),
    faults: {
      refuse: () => discord.fail({ fault: faults.refusal('missingPermissions') }),
      limit: () => discord.fail({ fault: faults.tooManyRequests(1) }),
      loseAnswer: () => discord.fail({ fault: faults.resetAfter, times: 2 }),
    },
  };
}

describePlatformPort('Discord', open);
describeFailingPort('Discord', open);
