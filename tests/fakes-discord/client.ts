import { Client, Events, GatewayIntentBits, Partials } from 'discord.js';
import type { FakeDiscord } from '../fakes/discord/index.js';

const { Guilds, GuildMessages, DirectMessages } = GatewayIntentBits;

/** The real discord.js, pointed at the fake: `rest.api` for REST; the gateway's address comes from there. */
export function createClient(
  discord: FakeDiscord,
  intents: readonly number[] = [Guilds, GuildMessages, DirectMessages],
  shards?: number,
): Client {
  return new Client({
    intents: [...intents],
    partials: [Partials.Channel],
    rest: { api: discord.apiRoot, timeout: 1000, retries: 2 },
    // Discord lets a shard identify every five seconds; the fake holds to it only where a test asks, and so need not be waited for.
    ws: { buildIdentifyThrottler: () => ({ waitForIdentify: () => Promise.resolve() }) },
    ...(shards === undefined ? {} : { shardCount: shards, shards: Array.from({ length: shards }, (_, id) => id) }),
  });
}

export async function loggedIn(client: Client, discord: FakeDiscord): Promise<Client<true>> {
  const ready = new Promise<Client<true>>((resolve) => {
    client.once(Events.ClientReady, resolve);
  });
  await client.login(discord.token);
  return await ready;
}
