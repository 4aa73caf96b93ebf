import { ChannelType, PermissionFlagsBits, Routes, type Client } from 'discord.js';
import { z } from 'zod';
import { ApiError } from './api-failure.js';
import type { Calls } from './calls.js';
import type { NeededPermission } from './permissions.js';

/** What is known of channels: from discord.js's cache, or asked for once. */
export interface Places {
  readonly ownsThread: (channel: string) => boolean;
  /** Whether an answer there can get a thread. */
  readonly canHaveThread: (channel: string) => boolean;
  parentOf(channel: string): string | undefined;
  knows(channel: string): boolean;
  /** Asks Discord about a channel that is not known. @throws what `Calls` throws when given up */
  learn(channel: string): Promise<void>;
  /** Which of the permissions for answering the bot lacks there; nothing where that is not known. */
  lacks(channel: string): readonly NeededPermission[];
}

interface Known {
  readonly type: number;
  readonly owner: string | undefined;
  readonly parent: string | undefined;
}

const channelShape = z.object({ type: z.int(), owner_id: z.string().nullish(), parent_id: z.string().nullish() });
const withThreads: readonly number[] = [ChannelType.GuildText, ChannelType.GuildAnnouncement];
const threads: readonly number[] = [ChannelType.PublicThread, ChannelType.PrivateThread, ChannelType.AnnouncementThread];
/** Threads that had gone to sleep before the bot started; the oldest is asked for again. */
const rememberedChannels = 5_000;

export function createPlaces(client: () => Client | undefined, bot: () => string, calls: Pick<Calls, 'call'>): Places {
  const asked = new Map<string, Known | undefined>();

  const known = (id: string): Known | undefined => {
    const channel = client()?.channels.cache.get(id);
    if (channel === undefined) return asked.get(id);
    if (channel.isThread()) return { type: channel.type, owner: channel.ownerId, parent: channel.parentId ?? undefined };
    return { type: channel.type, owner: undefined, parent: undefined };
  };

  return {
    ownsThread: (id) => {
      const place = known(id);
      return place !== undefined && isThread(place) && place.owner === bot();
    },
    canHaveThread: (id) => {
      const place = known(id);
      // Of a place that is not known it turns out when the button is pressed.
      return place === undefined || withThreads.includes(place.type);
    },
    parentOf: (id) => known(id)?.parent,
    knows: (id) => asked.has(id) || known(id) !== undefined,
    learn: async (id) => {
      try {
        const {
          type,
          owner_id: owner,
          parent_id: parent,
        } = channelShape.parse(await calls.call({ method: 'get', route: Routes.channel(id) }));
        asked.set(id, { type, owner: owner ?? undefined, parent: parent ?? undefined });
      } catch (error) {
        if (error instanceof ApiError && error.failure.kind === 'aborted') throw error;
        if (!(error instanceof ApiError) && !(error instanceof z.ZodError)) throw error;
        // Not to be seen, or not there: then it is no thread of ours.
        asked.set(id, undefined);
      }
      const [oldest] = asked.keys();
      if (asked.size > rememberedChannels && oldest !== undefined) asked.delete(oldest);
    },
    lacks: (id) => {
      const connected = client();
      const channel = connected?.channels.cache.get(id);
      if (connected?.user == null || channel === undefined || channel.isDMBased()) return [];
      const granted = channel.permissionsFor(connected.user);
      if (granted === null) return [];
      return neededIn(channel.isThread()).filter((name) => !granted.has(PermissionFlagsBits[name]));
    },
  };
}

function neededIn(thread: boolean): readonly NeededPermission[] {
  return ['ViewChannel', thread ? 'SendMessagesInThreads' : 'SendMessages', 'EmbedLinks', 'ReadMessageHistory'];
}

function isThread({ type }: Known): boolean {
  return threads.includes(type);
}
