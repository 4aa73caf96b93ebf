import type { Clock } from '../clock.js';

/** Discord's epoch: the first second of 2015. */
const DISCORD_EPOCH_MS = 1_420_070_400_000;

/** Ids that carry their time in the upper 42 bits, and a counter, so that no two are alike and later ones are greater. */
export function createSnowflakes(clock: Clock): () => string {
  let last = 0n;
  return () => {
    const earliest = BigInt(Math.max(0, Math.trunc(clock.now()) - DISCORD_EPOCH_MS)) << 22n;
    last = earliest > last ? earliest : last + 1n;
    return String(last);
  };
}

export const isSnowflake = (text: string): boolean => /^\d{1,20}$/.test(text);

/** Which shard is told of a guild: `(guild_id >> 22) % num_shards` (documentation: Gateway, Sharding). */
export const shardOf = (guildId: string, shardCount: number): number => Number((BigInt(guildId) >> 22n) % BigInt(shardCount));
