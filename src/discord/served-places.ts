export interface Place {
  readonly guild: string | undefined;
  readonly channel: string;
  /** Of a thread: the channel that it belongs to. */
  readonly parent: string | undefined;
}

export interface ServedPlacesOptions {
  readonly allowedGuilds?: readonly string[] | undefined;
  readonly allowedChannels?: readonly string[] | undefined;
}

/** Whether the operator lets the bot serve a place. The lists are of servers and their channels: private messages are always served. */
export function servesPlace({ allowedGuilds, allowedChannels }: ServedPlacesOptions, { guild, channel, parent }: Place): boolean {
  if (guild === undefined) return true;
  if (allowedGuilds?.includes(guild) === false) return false;
  return allowedChannels === undefined || [channel, parent].some((id) => id !== undefined && allowedChannels.includes(id));
}
