/** Permission bits (documentation: Permissions), as far as an answering bot needs them or lacks them. */
export const PERMISSION = {
  KICK_MEMBERS: 1n << 1n,
  ADMINISTRATOR: 1n << 3n,
  MANAGE_CHANNELS: 1n << 4n,
  MANAGE_GUILD: 1n << 5n,
  ADD_REACTIONS: 1n << 6n,
  VIEW_CHANNEL: 1n << 10n,
  SEND_MESSAGES: 1n << 11n,
  MANAGE_MESSAGES: 1n << 13n,
  EMBED_LINKS: 1n << 14n,
  ATTACH_FILES: 1n << 15n,
  READ_MESSAGE_HISTORY: 1n << 16n,
  MENTION_EVERYONE: 1n << 17n,
  USE_APPLICATION_COMMANDS: 1n << 31n,
  MANAGE_THREADS: 1n << 34n,
  CREATE_PUBLIC_THREADS: 1n << 35n,
  CREATE_PRIVATE_THREADS: 1n << 36n,
  SEND_MESSAGES_IN_THREADS: 1n << 38n,
} as const;

export type Permission = keyof typeof PERMISSION;

export const ALL_PERMISSIONS = bits(Object.keys(PERMISSION) as Permission[]);

/** What a new server grants everybody. */
export const EVERYONE_DEFAULT = bits([
  'ADD_REACTIONS',
  'VIEW_CHANNEL',
  'SEND_MESSAGES',
  'EMBED_LINKS',
  'ATTACH_FILES',
  'READ_MESSAGE_HISTORY',
  'USE_APPLICATION_COMMANDS',
  'CREATE_PUBLIC_THREADS',
  'SEND_MESSAGES_IN_THREADS',
]);

export function bits(names: readonly Permission[]): bigint {
  return names.reduce((all, name) => all | PERMISSION[name], 0n);
}

export interface PermissionLayers {
  readonly isOwner: boolean;
  readonly everyone: bigint;
  readonly own: bigint;
  /** In the order in which they count: @everyone, roles, the member. */
  readonly overwrites: readonly { readonly allow: bigint; readonly deny: bigint }[];
}

/** Base permissions, then the channel's overwrites; an administrator has them all (documentation: Permission Hierarchy and Overwrites). */
export function effectivePermissions({ isOwner, everyone, own, overwrites }: PermissionLayers): bigint {
  const base = everyone | own;
  if (isOwner || (base & PERMISSION.ADMINISTRATOR) !== 0n) return ALL_PERMISSIONS;
  const inChannel = overwrites.reduce((granted, { allow, deny }) => (granted & ~deny) | allow, base);
  // Who may not see a channel can do nothing in it, whatever else is granted.
  return (inChannel & PERMISSION.VIEW_CHANNEL) === 0n ? 0n : inChannel;
}
