import { refusals } from '../api-error.js';
import type { CallOutcome } from '../call-record.js';
import { defined } from '../defined.js';
import { guildObject } from '../objects.js';
import type { ServerState } from '../server-state.js';
import { readForm } from '../validation/index.js';
import { channelOf, guildOf, idOf, messageOf, requirePermissions } from './access.js';
import { noContent, ok, type RestCall, type Route } from './route.js';

const REACTION = '/channels/{channel.id}/messages/{message.id}/reactions/{emoji.id}/@me';

export const peopleRoutes: readonly Route[] = [
  { method: 'POST', path: '/users/@me/channels', auth: 'bot', handle: openDm },
  { method: 'GET', path: '/users/{user.id}', auth: 'bot', handle: getUser },
  { method: 'GET', path: '/guilds/{guild.id}', auth: 'bot', handle: (call, state) => ok(guildObject(guildOf(call, state))) },
  { method: 'GET', path: '/guilds/{guild.id}/channels', auth: 'bot', handle: listChannels },
  { method: 'GET', path: '/guilds/{guild.id}/members/{user.id}', auth: 'bot', handle: getMember },
  { method: 'PUT', path: REACTION, auth: 'bot', handle: (call, state) => react(call, state, true) },
  { method: 'DELETE', path: REACTION, auth: 'bot', handle: (call, state) => react(call, state, false) },
];

/** Opening the conversation always works; it is the message that may be refused. */
function openDm(call: RestCall, state: ServerState): CallOutcome {
  const { world, bot } = state;
  const id = readForm(call.body, (form) => form.text('recipient_id', { required: true }) ?? '');
  const other = world.users.get(id);
  if (!other || other.id === bot.user.id) throw refusals.invalidRecipients();
  const { channel } = world.dmOf(bot.user, other);
  return ok({ ...channel, recipients: [other] });
}

function getUser(call: RestCall, { world }: ServerState): CallOutcome {
  const user = world.users.get(idOf(call, 'user.id'));
  if (!user) throw refusals.unknownUser();
  return ok(user);
}

function listChannels(call: RestCall, state: ServerState): CallOutcome {
  const guild = guildOf(call, state);
  const channels = [...state.world.channels.values()].filter((at) => at.guild === guild && !at.channel.thread_metadata);
  return ok(channels.map(({ channel }) => channel));
}

function getMember(call: RestCall, state: ServerState): CallOutcome {
  const member = state.world.memberObject(guildOf(call, state), idOf(call, 'user.id'));
  if (!member) throw refusals.unknownMember();
  return ok(member);
}

/** Unicode emoji only; those of a server are unknown here. */
function react(call: RestCall, state: ServerState, on: boolean): CallOutcome {
  const at = channelOf(call, state);
  const stored = messageOf(call, at);
  const name = call.params['emoji.id'] ?? '';
  if (!/\p{Extended_Pictographic}/u.test(name)) throw refusals.unknownEmoji();
  if (on) requirePermissions(state, at, 'READ_MESSAGE_HISTORY', 'ADD_REACTIONS');
  const others = (stored.message.reactions ?? []).filter(({ emoji }) => emoji.name !== name);
  const reactions = on ? [...others, { emoji: { id: null, name }, count: 1, me: true }] : others;
  stored.message = { ...stored.message, reactions };
  const d = {
    user_id: state.bot.user.id,
    channel_id: at.channel.id,
    message_id: stored.message.id,
    emoji: { id: null, name },
    type: 0,
    burst: false,
  };
  const t = on ? 'MESSAGE_REACTION_ADD' : 'MESSAGE_REACTION_REMOVE';
  state.gateway.dispatch({ t, d: { ...d, ...defined('guild_id', at.guild?.id) }, guildId: at.guild?.id });
  return noContent;
}
