import type { User } from './discord-types.js';
import { PERMISSION } from './permissions.js';
import type { AllowedMentions } from './validation/index.js';
import type { ChannelState, World } from './world.js';

/** What a message mentions, and so pings. Embeds mention nobody, whatever they say. */
export interface Mentions {
  readonly users: readonly User[];
  readonly roles: readonly string[];
  readonly everyone: boolean;
  readonly pinged: readonly string[];
}

interface MentionQuestion {
  readonly content: string;
  readonly authorId: string;
  readonly at: ChannelState;
  readonly allowed: AllowedMentions | undefined;
  /** The author of the message that is replied to. */
  readonly repliedTo?: User | undefined;
}

/** Mentions inside code are text. */
const CODE = /```[\s\S]*?```|`[^`]*`/g;

export function resolveMentions(world: World, { content, authorId, at, allowed, repliedTo }: MentionQuestion): Mentions {
  const spoken = content.replace(CODE, '');
  const ids = (pattern: RegExp): string[] => [...new Set([...spoken.matchAll(pattern)].map(([, id = '']) => id))];
  const permits = (kind: 'users' | 'roles', id: string): boolean =>
    allowed === undefined || allowed.parse.includes(kind) || allowed[kind].includes(id);

  const named = ids(/<@!?(\d+)>/g).filter((id) => permits('users', id));
  const replied = repliedTo && repliedTo.id !== authorId && (allowed?.replied_user ?? true) ? [repliedTo.id] : [];
  const users = [...new Set([...named, ...replied])].flatMap((id) => world.users.get(id) ?? []);
  const roles = ids(/<@&(\d+)>/g).filter((id) => permits('roles', id) && at.guild?.roles.has(id) === true);
  const may = (world.permissionsOf(authorId, at) & PERMISSION.MENTION_EVERYONE) !== 0n;
  const everyone =
    at.guild !== undefined && may && /@everyone|@here/.test(spoken) && (allowed === undefined || allowed.parse.includes('everyone'));
  return { users, roles, everyone, pinged: [...users.map(({ id }) => id), ...roles, ...(everyone ? ['everyone'] : [])] };
}
