import { refusals } from '../api-error.js';
import type { CallOutcome } from '../call-record.js';
import { CHANNEL, type Message } from '../discord-types.js';
import { withoutContent } from '../gateway/index.js';
import { changeMessage, postMessage, removeMessage, sentBefore } from '../messages.js';
import type { ServerState } from '../server-state.js';
import { refuseArchived, reviveThread } from '../threads.js';
import { invalidFormBody, readForm, readMessageBody, readNonce, readReference, refuseEmpty } from '../validation/index.js';
import type { ChannelState } from '../world.js';
import { channelOf, messageOf, requireOpenDm, requirePermissions } from './access.js';
import { noContent, ok, type RestCall, type Route } from './route.js';

const MESSAGES = '/channels/{channel.id}/messages';
const MESSAGE = '/channels/{channel.id}/messages/{message.id}';
const TYPING = '/channels/{channel.id}/typing';

export const messageRoutes: readonly Route[] = [
  { method: 'GET', path: MESSAGES, auth: 'bot', handle: list },
  { method: 'POST', path: MESSAGES, auth: 'bot', handle: create },
  { method: 'GET', path: MESSAGE, auth: 'bot', handle: get },
  { method: 'PATCH', path: MESSAGE, auth: 'bot', handle: edit },
  { method: 'DELETE', path: MESSAGE, auth: 'bot', handle: remove },
  { method: 'POST', path: TYPING, auth: 'bot', handle: startTyping },
];

/** @throws what Discord answers to a bot that may not write there */
function requireWriting(state: ServerState, at: ChannelState): void {
  if (at.channel.type === CHANNEL.forum) throw refusals.nonTextChannel();
  requireOpenDm(state, at);
  reviveThread(state, at, state.bot.user.id);
  requirePermissions(state, at, at.channel.thread_metadata ? 'SEND_MESSAGES_IN_THREADS' : 'SEND_MESSAGES');
}

function create(call: RestCall, state: ServerState): CallOutcome {
  const at = channelOf(call, state);
  requireWriting(state, at);
  const { body, nonce, reference, enforce } = readForm(call.body, (form) => ({
    body: readMessageBody(form),
    nonce: readNonce(form),
    enforce: form.boolean('enforce_nonce') ?? false,
    reference: readReference(form),
  }));
  refuseEmpty(body, call.files);
  if (body.embeds?.length) requirePermissions(state, at, 'EMBED_LINKS');
  if (call.files > 0) requirePermissions(state, at, 'ATTACH_FILES');
  const repliesTo = reference && targetOf(state, at, reference);
  const before = enforce && nonce !== undefined ? sentBefore(state, at, state.bot.user.id, nonce) : undefined;
  if (before) return ok(before);
  const { message } = postMessage(state, at, {
    author: state.bot.user,
    body,
    files: call.files,
    ...(repliesTo ? { repliesTo } : {}),
    ...(nonce === undefined ? {} : { nonce }),
  });
  return ok(message);
}

function targetOf(
  state: ServerState,
  at: ChannelState,
  { messageId, channelId, failIfNotExists }: NonNullable<ReturnType<typeof readReference>>,
): Message | undefined {
  const path = ['message_reference'];
  if (channelId !== undefined && channelId !== at.channel.id)
    throw invalidFormBody([
      { path, code: 'REPLIES_CANNOT_REFERENCE_OTHER_CHANNEL', message: 'Cannot reply to a message in a different channel' },
    ]);
  const target = at.messages.get(messageId);
  if (!target || target.onlyFor !== undefined) {
    if (failIfNotExists) throw invalidFormBody([{ path, code: 'REPLIES_UNKNOWN_MESSAGE', message: 'Unknown message' }]);
    return undefined;
  }
  try {
    requirePermissions(state, at, 'READ_MESSAGE_HISTORY');
  } catch {
    throw refusals.cannotReplyUnread();
  }
  return target.message;
}

/** As on the gateway, what people wrote is empty for an app without the message content intent. */
function readable({ bot }: ServerState, at: ChannelState, message: Message): Message {
  return at.guild === undefined || bot.privilegedIntents.has('MESSAGE_CONTENT') ? message : withoutContent(message, bot.user.id);
}

function get(call: RestCall, state: ServerState): CallOutcome {
  const at = channelOf(call, state);
  requirePermissions(state, at, 'READ_MESSAGE_HISTORY');
  return ok(readable(state, at, messageOf(call, at).message));
}

function list(call: RestCall, state: ServerState): CallOutcome {
  const at = channelOf(call, state);
  const { limit, before, after } = readForm(call.query, (form) => ({
    limit: form.integer('limit', { min: 1, max: 100 }) ?? 50,
    before: form.text('before'),
    after: form.text('after'),
  }));
  requirePermissions(state, at, 'READ_MESSAGE_HISTORY');
  const fits = ({ id }: Message): boolean =>
    (before === undefined || BigInt(id) < BigInt(before)) && (after === undefined || BigInt(id) > BigInt(after));
  const all = [...at.messages.values()].filter(({ onlyFor, message }) => onlyFor === undefined && fits(message));
  const chosen = after === undefined ? all.slice(-limit) : all.slice(0, limit);
  return ok(chosen.reverse().map(({ message }) => readable(state, at, message)));
}

function edit(call: RestCall, state: ServerState): CallOutcome {
  const at = channelOf(call, state);
  const stored = messageOf(call, at);
  if (stored.message.author.id !== state.bot.user.id) throw refusals.otherAuthor();
  refuseArchived(at);
  const body = readForm(call.body, (form) => readMessageBody(form));
  refuseEmpty({ ...stored.message, ...defined(body) }, call.files);
  changeMessage(state, at, stored, body, call.files);
  return ok(stored.message);
}

function remove(call: RestCall, state: ServerState): CallOutcome {
  const at = channelOf(call, state);
  const stored = messageOf(call, at);
  refuseArchived(at);
  if (stored.message.author.id !== state.bot.user.id) requirePermissions(state, at, 'MANAGE_MESSAGES');
  removeMessage(state, at, stored);
  return noContent;
}

function startTyping(call: RestCall, state: ServerState): CallOutcome {
  const at = channelOf(call, state);
  requireWriting(state, at);
  state.typing.push({ channelId: at.channel.id, atMs: state.clock.now() });
  return noContent;
}

/** Only what an edit says. */
export function defined<T extends object>(given: T): Partial<T> {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Partial<T>;
}
