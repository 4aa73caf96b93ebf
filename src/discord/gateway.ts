import { Client, Events, GatewayDispatchEvents, GatewayIntentBits, Options } from 'discord.js';
import { z } from 'zod';
import type { AdapterHealth, Log } from '../chat/index.js';
import { closedSentence, DiscordSetupError } from './errors.js';

/** `auto`: as many connections as Discord recommends. All are of this one process, so that there is one index in memory. */
export type Shards = number | 'auto';

export interface GatewayOptions {
  readonly token: string;
  readonly apiRoot: string;
  readonly shards: Shards;
  readonly readsContent: boolean;
  readonly timeoutMs?: number | undefined;
  readonly onMessage: (data: unknown) => void;
  readonly onInteraction: (data: unknown) => void;
  readonly onState: (state: AdapterHealth['state'], detail?: string) => void;
  /** The connection is closed for good. */
  readonly onClosed: (error: DiscordSetupError) => void;
  readonly log: Log;
}

/** What discord.js keeps in its caches for us: servers, channels, threads, roles, and the bot's membership. */
const cached: ReadonlySet<string> = new Set([
  GatewayDispatchEvents.Ready,
  GatewayDispatchEvents.Resumed,
  GatewayDispatchEvents.GuildCreate,
  GatewayDispatchEvents.GuildDelete,
  GatewayDispatchEvents.ChannelCreate,
  GatewayDispatchEvents.ChannelUpdate,
  GatewayDispatchEvents.ChannelDelete,
  GatewayDispatchEvents.ThreadCreate,
  GatewayDispatchEvents.ThreadUpdate,
  GatewayDispatchEvents.ThreadDelete,
  GatewayDispatchEvents.GuildRoleCreate,
  GatewayDispatchEvents.GuildRoleUpdate,
  GatewayDispatchEvents.GuildMemberUpdate,
]);

const ofConnection: ReadonlySet<string> = new Set([GatewayDispatchEvents.Ready, GatewayDispatchEvents.Resumed]);
const interactionCreate: string = GatewayDispatchEvents.InteractionCreate;
const messageCreate: string = GatewayDispatchEvents.MessageCreate;

const packet = z.object({ t: z.string(), d: z.unknown() });
const identified = z.union([
  z.object({ id: z.string() }),
  z.object({ guild_id: z.string(), role: z.object({ id: z.string() }) }),
  z.object({ guild_id: z.string(), user: z.object({ id: z.string() }) }),
]);

/** A client that is not connected yet. Messages and interactions are handed on as Discord sent them; they are read with care elsewhere. */
export function createGatewayClient(options: GatewayOptions): Client {
  const { apiRoot, shards, readsContent, onMessage, onInteraction, onState, onClosed, log } = options;
  const client: Client = new Client({
    intents: [
      GatewayIntentBits.Guilds,
      GatewayIntentBits.GuildMessages,
      GatewayIntentBits.DirectMessages,
      ...(readsContent ? [GatewayIntentBits.MessageContent] : []),
    ],
    rest: { api: apiRoot, version: '10', ...(options.timeoutMs === undefined ? {} : { timeout: options.timeoutMs }) },
    allowedMentions: { parse: [] },
    ...(shards === 'auto' ? { shards } : { shardCount: shards, shards: Array.from({ length: shards }, (_, id) => id) }),
    // Nothing that grows with what people do.
    makeCache: Options.cacheWithLimits({
      ...Options.DefaultMakeCacheSettings,
      MessageManager: 0,
      ThreadMemberManager: 0,
      GuildMemberManager: { maxSize: 0, keepOverLimit: ({ id }): boolean => id === client.user?.id },
    }),
  });

  client.on(Events.Raw, (given: unknown) => {
    const parsed = packet.safeParse(given);
    if (!parsed.success) return;
    const { t: kind, d: data } = parsed.data;
    const isCached = cached.has(kind) && (!needsId(kind) || identified.safeParse(data).success);
    // discord.js would fall over an event that lacks a field, and take the process with it; so it gets to see only what we use it for.
    if (!isCached && typeof given === 'object' && given !== null) Reflect.set(given, 't', 'NOT_FOR_THE_CACHE');
    if (kind === interactionCreate) onInteraction(data);
    else if (kind === messageCreate) onMessage(data);
    else if (!isCached && cached.has(kind)) log.warn({ kind }, 'An event of Discord is not as documented; it was ignored.');
  });
  client.on(Events.ShardReady, () => onState('connected'));
  client.on(Events.ShardResume, () => onState('connected'));
  client.on(Events.ShardReconnecting, (shard) => {
    log.warn({ shard }, 'The connection to Discord was lost; connecting again.');
    onState('reconnecting', 'The connection to Discord was lost.');
  });
  client.on(Events.ShardDisconnect, ({ code }) => onClosed(new DiscordSetupError(closedSentence(code))));
  client.on(Events.ShardError, (error, shard) => log.warn({ shard, reason: error.message }, 'The connection to Discord has trouble.'));
  client.on(Events.Error, (error) => log.warn({ reason: error.message }, 'discord.js reports trouble.'));
  return client;
}

function needsId(kind: string): boolean {
  return !ofConnection.has(kind);
}
