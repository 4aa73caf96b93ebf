import type { Clock } from '../clock.js';
import type { JsonObject, User } from './discord-types.js';
import type { FakeDiscordOptions } from './fake-discord.js';
import { createGateway, INTENT, type Session } from './gateway/index.js';
import { applicationObject, guildCreate } from './objects.js';
import type { BotProfile, ServerState } from './server-state.js';
import { shardOf } from './snowflakes.js';
import { createWorld, type GuildState } from './world.js';

const DEFAULT_TOKEN = 'MTIzNDU2Nzg5MDEyMzQ1Njc4.fake00.token-of-the-fake-discord-server';
const HEARTBEAT_INTERVAL_MS = 41_250;

interface Surroundings {
  readonly clock: Clock;
  /** Host and port, known once the server listens. */
  readonly host: () => string;
  readonly changed: () => void;
}

/** An empty Discord with one bot in it. */
export function createState(options: FakeDiscordOptions, { clock, host, changed }: Surroundings): ServerState {
  const world = createWorld(clock);
  const user: User = {
    id: world.nextId(),
    username: options.bot?.username ?? 'Footnote',
    discriminator: '0000',
    global_name: null,
    avatar: null,
    bot: true,
  };
  world.users.set(user.id, user);
  const bot: BotProfile = {
    user,
    token: options.token ?? DEFAULT_TOKEN,
    privilegedIntents: new Set(options.bot?.privilegedIntents),
    integrationTypes: [0, 1],
    commands: new Map(),
  };
  const guildsOf = ({ shard: [id, count] }: Session): GuildState[] =>
    [...world.guilds.values()].filter((guild) => guild.members.has(user.id) && shardOf(guild.id, count) === id);

  const state: ServerState = {
    clock,
    world,
    bot,
    people: new Map(),
    interactions: new Map(),
    typing: [],
    recommendedShards: options.recommendedShards ?? 1,
    maxConcurrency: options.maxConcurrency ?? 1,
    gatewayUrl: () => `ws://${host()}`,
    gateway: createGateway({
      clock,
      bot,
      heartbeatIntervalMs: options.heartbeatIntervalMs ?? HEARTBEAT_INTERVAL_MS,
      maxConcurrency: options.maxConcurrency ?? 1,
      identifyIntervalMs: options.identifyIntervalMs ?? 0,
      nextId: world.nextId,
      ready: (session): JsonObject => ({
        v: 10,
        user,
        guilds: guildsOf(session).map(({ id }) => ({ id, unavailable: true })),
        session_id: session.id,
        // Another address than the first one, as at Discord: a client has to go where it is told.
        resume_gateway_url: `ws://${host()}/resume`,
        session_type: 'normal',
        shard: session.shard,
        application: { id: user.id, flags: applicationObject(state)['flags'] },
        user_settings: {},
        presences: [],
        relationships: [],
        private_channels: [],
        guild_join_requests: [],
        geo_ordered_rtc_regions: [],
        _trace: [],
      }),
      guilds: (session) => guildsOf(session).map((guild) => guildCreate(state, guild, (session.intents & INTENT.GUILD_MEMBERS) !== 0)),
      changed,
    }),
  };
  return state;
}
