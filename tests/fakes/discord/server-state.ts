import type { Clock } from '../clock.js';
import type { Choice, Command, Component, InteractionType, Modal, User } from './discord-types.js';
import type { Gateway } from './gateway/index.js';
import type { ChannelState, World } from './world.js';

export type PrivilegedIntent = 'GUILD_MEMBERS' | 'GUILD_PRESENCES' | 'MESSAGE_CONTENT';

/** What the developer portal and the bot's own calls have settled about the application. */
export interface BotProfile {
  readonly user: User;
  readonly token: string;
  /** Switched on at the portal. */
  readonly privilegedIntents: ReadonlySet<PrivilegedIntent>;
  /** 0: servers, 1: people; what the portal lets the app be installed to. */
  readonly integrationTypes: readonly number[];
  /** Registered commands, by guild id; `''` holds the global ones. */
  readonly commands: Map<string, Command[]>;
}

/** What Discord's client knows of a person beside their account. */
export interface PersonState {
  readonly user: User;
  locale: string;
  /** Has the app installed to their account, and so takes it anywhere. */
  installed: boolean;
  /** Takes no direct messages from the bot. */
  dmsClosed: boolean;
}

export interface InteractionState {
  readonly id: string;
  readonly token: string;
  readonly type: InteractionType;
  readonly atMs: number;
  readonly user: User;
  readonly at: ChannelState;
  /** The command's localisable name, for the line above the answer. */
  readonly commandType: number | undefined;
  /** The message whose component, or whose component's modal, it comes from. */
  readonly sourceId: string | undefined;
  /** Authorised by the person's own install alone. */
  readonly userInstallOnly: boolean;
  ack: { readonly type: number; readonly atMs: number } | undefined;
  originalId: string | undefined;
  readonly followupIds: string[];
  modal: Modal | undefined;
  choices: readonly Choice[] | undefined;
}

export interface TypingRecord {
  readonly channelId: string;
  readonly atMs: number;
}

/** Everything that one fake server knows; the routes read and change it. */
export interface ServerState {
  readonly clock: Clock;
  readonly world: World;
  readonly bot: BotProfile;
  readonly people: Map<string, PersonState>;
  readonly interactions: Map<string, InteractionState>;
  readonly gateway: Gateway;
  /** "… is typing", as the readers of a channel saw it. */
  readonly typing: TypingRecord[];
  /** How many shards `GET /gateway/bot` recommends. */
  readonly recommendedShards: number;
  /** How many shards may identify at once. */
  readonly maxConcurrency: number;
  readonly gatewayUrl: () => string;
}

/** All components of a message, rows and what they hold alike. */
export function flatten(components: readonly Component[]): Component[] {
  return components.flatMap((component) => [
    component,
    ...flatten(component.components ?? []),
    ...flatten(component.component ? [component.component] : []),
  ]);
}
