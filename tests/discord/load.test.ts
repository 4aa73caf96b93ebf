import { afterEach, describe, expect, it } from 'vitest';
import { noLimits } from '../../src/chat/index.js';
import { faults, systemClock, type Clock } from '../fakes/discord/index.js';
import { answered, quotes, type Answered } from '../fakes/scripted-answer-service.js';
import { closeBots, setUpBot } from './set-up.js';

afterEach(closeBots);

const channelCount = 100;
const questionsEach = 5;

describe('five hundred interactions from a hundred channels at once', () => {
  it('are all acknowledged within three seconds and answered, each channel in its order, through faults', async () => {
    const { discord } = await setUpBot({
      script: { answers: numbered() },
      server: { clock: processorClock() },
      adapter: { limits: noLimits },
      refusals: true,
    });
    discord.fail({ fault: faults.internalError, method: 'PATCH', probability: 0.03, seed: 1 });
    discord.fail({ fault: faults.resetBefore, method: 'POST', probability: 0.01, seed: 2 });
    const people = Array.from({ length: channelCount }, () => discord.user());
    const guild = discord.guild({ name: 'A crowd', members: people });
    const channels = people.map(() => discord.channel(guild));
    const memoryBefore = process.memoryUsage().heapUsed;
    const views = Array.from({ length: questionsEach }, (_, index) =>
      channels.map((channel, at) => people[at]!.slash('ask', { question: `第${index}问` }, { where: channel })),
    );
    // Looking at every answer after every call would take the time that is measured.
    const all = views.flat();
    const enoughCalls = (): boolean => discord.calls.length >= all.length * 2;
    await discord.until(
      () => enoughCalls() && all.every(({ status, response }) => status === 'answered' && response?.embeds.length === 1),
      {
        timeoutMs: 40_000,
        what: 'all answers',
      },
    );
    expect(Math.max(...views.flat().map(({ acknowledgedAfterMs = Infinity }) => acknowledgedAfterMs))).toBeLessThan(3_000);
    for (const [index, line] of views.entries()) {
      for (const { response } of line) expect(response?.embeds[0]?.description).toContain(`第${index}问的回答`);
    }
    const answers = discord.callsTo('PATCH', '/webhooks/{application.id}/{interaction.token}/messages/{message.id}');
    const orders = new Map<string, number[]>();
    for (const { outcome, fault } of answers) {
      if (outcome?.status !== 200 || fault !== undefined) continue;
      const { channel_id: channel = '', embeds: [embed] = [] } = outcome.body as {
        channel_id?: string;
        embeds?: { description: string }[];
      };
      orders.set(channel, [...(orders.get(channel) ?? []), Number(/第(\d+)问/.exec(embed?.description ?? '')?.[1])]);
    }
    for (const { id } of channels) expect(orders.get(id)).toEqual([0, 1, 2, 3, 4]);
    for (const channel of channels) expect(discord.botMessages(channel)).toHaveLength(questionsEach);
    expect(process.memoryUsage().heapUsed - memoryBefore).toBeLessThan(300 * 1024 * 1024);
  }, 60_000);
});

function numbered(): Readonly<Record<string, Answered>> {
  return Object.fromEntries(
    Array.from({ length: questionsEach }, (_, index) => [
      `第${index}问`,
      answered([quotes.cost], { statements: [{ text: `第${index}问的回答。`, citations: [1], emphasis: [] }] }),
    ]),
  );
}

/** The time in which this process had a processor: what else runs on the machine is not what is measured. */
function processorClock(): Clock {
  const began = Date.now();
  return {
    now: () => {
      const { user, system } = process.cpuUsage();
      return began + (user + system) / 1000;
    },
    after: systemClock.after,
  };
}
