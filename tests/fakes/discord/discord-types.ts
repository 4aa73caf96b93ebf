/** The wire's objects, as far as a bot that answers questions meets them; names and meaning are the documentation's. */

export type JsonObject = Readonly<Record<string, unknown>>;

export interface User {
  readonly id: string;
  readonly username: string;
  readonly discriminator: string;
  readonly global_name: string | null;
  readonly avatar: string | null;
  readonly bot?: boolean;
}

export const CHANNEL = { text: 0, dm: 1, groupDm: 3, publicThread: 11, privateThread: 12, forum: 15 } as const;
export type ChannelType = (typeof CHANNEL)[keyof typeof CHANNEL];

export interface Overwrite {
  readonly id: string;
  /** 0 is a role, 1 a member. */
  readonly type: 0 | 1;
  readonly allow: string;
  readonly deny: string;
}

export interface ThreadMetadata {
  readonly archived: boolean;
  readonly locked: boolean;
  readonly auto_archive_duration: number;
  readonly archive_timestamp: string;
  readonly create_timestamp: string;
}

export interface Channel {
  readonly id: string;
  readonly type: ChannelType;
  readonly name?: string | null;
  readonly guild_id?: string;
  readonly parent_id?: string | null;
  readonly position?: number;
  readonly permission_overwrites?: readonly Overwrite[];
  readonly recipients?: readonly User[];
  readonly owner_id?: string;
  readonly thread_metadata?: ThreadMetadata;
  readonly last_message_id?: string | null;
  readonly available_tags?: readonly JsonObject[];
  readonly message_count?: number;
  readonly member_count?: number;
}

export interface EmbedField {
  readonly name: string;
  readonly value: string;
  readonly inline: boolean;
}

export interface Embed {
  readonly type: string;
  readonly title?: string;
  readonly description?: string;
  readonly url?: string;
  readonly timestamp?: string;
  readonly color?: number;
  readonly footer?: { readonly text: string; readonly icon_url?: string };
  readonly author?: { readonly name: string; readonly url?: string; readonly icon_url?: string };
  readonly image?: { readonly url: string };
  readonly thumbnail?: { readonly url: string };
  readonly fields?: readonly EmbedField[];
}

export const COMPONENT = { row: 1, button: 2, stringSelect: 3, textInput: 4, textDisplay: 10, label: 18 } as const;
export const LINK_BUTTON = 5;

export interface SelectOption {
  readonly label: string;
  readonly value: string;
  readonly description?: string;
}

export interface Component {
  readonly type: number;
  readonly id?: number;
  readonly custom_id?: string;
  readonly style?: number;
  readonly label?: string;
  readonly description?: string;
  readonly emoji?: { readonly id?: string; readonly name?: string };
  readonly url?: string;
  readonly disabled?: boolean;
  readonly placeholder?: string;
  readonly value?: string;
  readonly required?: boolean;
  readonly min_length?: number;
  readonly max_length?: number;
  readonly min_values?: number;
  readonly max_values?: number;
  readonly options?: readonly SelectOption[];
  readonly content?: string;
  readonly components?: readonly Component[];
  readonly component?: Component;
}

export interface Modal {
  readonly custom_id: string;
  readonly title: string;
  readonly components: readonly Component[];
}

export const FLAG = {
  suppressEmbeds: 1 << 2,
  hasThread: 1 << 5,
  ephemeral: 1 << 6,
  loading: 1 << 7,
  silent: 1 << 12,
  componentsV2: 1 << 15,
} as const;
export const MESSAGE_TYPE = { default: 0, reply: 19, chatInputCommand: 20, threadStarter: 21, contextMenuCommand: 23 } as const;

export interface MessageReference {
  readonly type: number;
  readonly message_id?: string;
  readonly channel_id: string;
  readonly guild_id?: string;
}

export interface Message {
  readonly id: string;
  readonly type: number;
  readonly channel_id: string;
  readonly guild_id?: string;
  readonly author: User;
  readonly member?: JsonObject;
  readonly content: string;
  readonly timestamp: string;
  readonly edited_timestamp: string | null;
  readonly tts: boolean;
  readonly pinned: boolean;
  readonly mention_everyone: boolean;
  readonly mentions: readonly User[];
  readonly mention_roles: readonly string[];
  readonly attachments: readonly JsonObject[];
  readonly embeds: readonly Embed[];
  readonly components: readonly Component[];
  readonly flags: number;
  readonly nonce?: string | number;
  readonly application_id?: string;
  readonly webhook_id?: string;
  readonly message_reference?: MessageReference;
  readonly referenced_message?: Message | null;
  readonly interaction_metadata?: JsonObject;
  readonly thread?: Channel;
  readonly reactions?: readonly {
    readonly emoji: { readonly id: null; readonly name: string };
    readonly count: number;
    readonly me: boolean;
  }[];
}

export const INTERACTION = { command: 2, component: 3, autocomplete: 4, modal: 5 } as const;
export type InteractionType = (typeof INTERACTION)[keyof typeof INTERACTION];

export const COMMAND = { chatInput: 1, user: 2, message: 3 } as const;
export const OPTION = { subcommand: 1, subcommandGroup: 2, string: 3, integer: 4, boolean: 5, user: 6, channel: 7, number: 10 } as const;

export type Localizations = Readonly<Record<string, string>> | null;

export interface Choice {
  readonly name: string;
  readonly value: string | number;
  readonly name_localizations?: Localizations;
}

export interface CommandOption {
  readonly type: number;
  readonly name: string;
  readonly name_localizations?: Localizations;
  readonly description: string;
  readonly description_localizations?: Localizations;
  readonly required?: boolean;
  readonly autocomplete?: boolean;
  readonly choices?: readonly Choice[];
  readonly options?: readonly CommandOption[];
  readonly min_value?: number;
  readonly max_value?: number;
  readonly min_length?: number;
  readonly max_length?: number;
}

export interface Command {
  readonly id: string;
  readonly application_id: string;
  readonly guild_id?: string;
  readonly version: string;
  readonly type: number;
  readonly name: string;
  readonly name_localizations: Localizations;
  readonly description: string;
  readonly description_localizations: Localizations;
  readonly options?: readonly CommandOption[];
  readonly default_member_permissions: string | null;
  readonly dm_permission?: boolean;
  readonly contexts?: readonly number[] | null;
  readonly integration_types?: readonly number[];
  readonly nsfw: boolean;
}
